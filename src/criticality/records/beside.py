"""Files of JSON that stand beside a record, sealed: ``policy.json`` and ``printing.json``."""

from pathlib import Path
from typing import TypeVar

from criticality.records.reading.shape import misfit
from criticality.records.reading.strict_json import parse
from criticality.records.seal import broken, read_sealed
from criticality.text.message import Message

Shape = TypeVar("Shape")


def sealed_json(folder: Path, name: str, shape: type[Shape]) -> Shape | None:
    """Return the content of a sealed file of a record, which is of a shape; None where the seal names no such file.

    Raises
    ------
    RecordError
        If the file was altered, is no JSON, or is of another shape.
    """
    kept = read_sealed(folder, name)
    if kept is None:
        return None
    try:
        content: Shape = parse(kept)
    except ValueError as error:
        raise broken(folder, Message("records.in_file", file=name, what=error.args[0])) from error
    found = misfit(content, shape)
    if found:
        raise broken(folder, Message("records.in_file", file=name, what=found))
    return content
