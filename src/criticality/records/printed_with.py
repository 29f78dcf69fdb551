"""With what the pages of a record were printed: kept beside it, since they may be printed later and elsewhere.

``printing.json`` names every PDF with the environment of its printing, which is that of a run and the native libraries.
"""

from pathlib import Path

from criticality.model.record import Environment
from criticality.records.beside import sealed_json
from criticality.records.digest import canonical_json
from criticality.records.seal import PRINTING

Printing = dict[str, Environment]
"""Name of a PDF → with what it was printed."""


def note_printing(folder: Path, made: Path, environment: Environment) -> None:
    """Add to the files that are about to be put into a record with what its new PDFs were printed.

    Parameters
    ----------
    folder
        The record's folder.
    made
        The folder of `additions` in which the PDFs stand.
    environment
        Of this machine.
    """
    names = sorted(path.name for path in made.glob("*.pdf"))
    if names:
        content = {**read_printing(folder), **dict.fromkeys(names, environment)}
        (made / PRINTING).write_bytes((canonical_json(content) + "\n").encode("utf-8"))


def read_printing(folder: Path) -> Printing:
    """Return with what each PDF of a record was printed; those of versions before 0.5 are not named.

    Raises
    ------
    RecordError
        If the file was altered.
    """
    return sealed_json(folder, PRINTING, Printing) or {}
