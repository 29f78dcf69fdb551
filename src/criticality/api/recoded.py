"""The codes of a record's sentences, for records written before there were any.

Such a record has the English sentences alone, and the pages show a sentence by its code. Its inputs stand in it, so its
list is decided once more, without draws; a sentence that comes out as it stands in the record has the code and slots of
that computation, and any other is printed as it stands.
"""

from typing import TYPE_CHECKING

from criticality.errors import InputError, RecordError
from criticality.model.record import IndicatorCell, Record, RecordResult
from criticality.text.kept import coded

if TYPE_CHECKING:
    from criticality.model.results import Decision

_UNEXPECTED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What inputs that this version reads otherwise may end in; the pages then show the sentences as they stand."""


def with_codes(record: Record) -> Record:
    """Return a record whose sentences have codes, as far as this version writes the same; a newer one as it is."""
    if all("said" in cell for cell in record["result"]["indicators"]):
        return record
    from criticality.deciding import Decider
    from criticality.records.restore import inputs_from

    try:
        decision = Decider()(inputs_from(record))
    except (InputError, RecordError, *_UNEXPECTED):
        return record
    result: RecordResult = {**record["result"], "indicators": _cells(record, decision)}
    return {**record, "result": result}


def _cells(record: Record, decision: "Decision") -> list[IndicatorCell]:
    columns = (decision.complete.cells[name] for name in ("mineral", "criterion", "note"))
    notes = {(mineral, criterion): note for mineral, criterion, note in zip(*columns, strict=True)}
    return [
        {**cell, "said": coded(note)}
        if (note := notes.get((cell["mineral"], cell["criterion"]))) == cell["note"]
        else cell
        for cell in record["result"]["indicators"]
    ]
