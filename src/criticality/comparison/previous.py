"""The comparison with the run that an assessment names as the previous one, for its record and its printed list."""

from pathlib import Path

from criticality.comparison.attribution.mixed_inputs import Decide
from criticality.comparison.compare import compare_records
from criticality.model.comparison_record import ComparisonRecord
from criticality.model.record import Record
from criticality.records.index import find_run
from criticality.records.store import read_record

NONE = "none"


def previous_comparison(record: Record, runs: Path, decide: Decide) -> ComparisonRecord | None:
    """Compare a run with the one that ``compare_with`` names; None where it names none.

    Parameters
    ----------
    record
        What `compose_record` made; need not be written yet.
    runs
        The folder of the records.
    decide
        Decides the list of given inputs, e.g. `assess.Decider`.

    Raises
    ------
    RecordError
        If there is no such run, it was altered, or it has no candidate in common with this one.
    """
    name = record["inputs"]["assessment"]["compare_with"]
    if name == NONE:
        return None
    return compare_records(read_record(find_run(runs, name, runs)), record, decide)
