"""The folders of all records, and the summary of each, read without opening a whole record."""

import json
from pathlib import Path

from criticality.errors import RecordError
from criticality.model.record import RecordSummary

RECORD, SUMMARY = "record.json", "summary.json"


def folders_of(runs: Path) -> list[Path]:
    """The folders of all records, by id."""
    if not runs.is_dir():
        return []
    return sorted(path for path in runs.iterdir() if not path.name.startswith(".") and (path / RECORD).is_file())


def read_summary(folder: Path) -> RecordSummary:
    """Read the summary that a list of runs shows.

    Raises
    ------
    RecordError
        If the summary is missing or cannot be read.
    """
    try:
        summary: RecordSummary = json.loads((folder / SUMMARY).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RecordError(f"{folder.name}: {SUMMARY} cannot be read") from error
    return summary
