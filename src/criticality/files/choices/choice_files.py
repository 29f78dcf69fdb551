"""Read the choices that an assessment uses, and the tables and weights that their options name."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from criticality.files.encoding import read_text
from criticality.files.load import WEIGHTS, ChoicesRead, Reading
from criticality.files.messages import nearest
from criticality.files.positions import Path as Place
from criticality.files.separated import read_sheet
from criticality.files.tables import read_table
from criticality.model.choice import DROP, Choice, Option
from criticality.model.dataset import DONOR_SECTORS, TABLES, Table
from criticality.model.results import ChoiceTable
from criticality.model.rows.confidential_rows import FOLDER as CONFIDENTIAL
from criticality.text.message import Message

FOLDER = "choices"


def file_of(code: str) -> str:
    """Path of the file of a choice."""
    return f"{FOLDER}/{code}.yaml"


def read_choices(reading: Reading, wanted: Iterable[str] | None) -> ChoicesRead:
    """Read choices and what they name; problems and places go into the reading.

    Parameters
    ----------
    reading
        What was read for an assessment.
    wanted
        Codes; those without a file are passed over. None: every choice of the workspace.
    """
    files = {path.stem: path for path in reading.workspace.documents(FOLDER)}
    found = ChoicesRead(known=tuple(files))
    for code in dict.fromkeys(files if wanted is None else wanted):
        if code not in files:
            continue
        choice = reading.document(file_of(code), Choice)
        if choice is not None:
            found.documents[code] = choice
            _read_named(reading, choice, file_of(code), found)
    return found


def changes_of(choice: Choice) -> Iterator[tuple[Place, Option]]:
    """The options of a choice that change something, with the path of the change."""
    for position, option in enumerate(choice.options):
        if option.change is not None:
            yield ("options", position, "change"), option


def _read_named(reading: Reading, choice: Choice, file: str, found: ChoicesRead) -> None:
    for place, option in changes_of(choice):
        change = option.change
        assert change is not None
        for table, text in (change.tables or {}).items():
            if table in TABLES:
                _read_rows(reading, found, TABLES[table], text, (file, (*place, "tables", table)))
        if change.uses is not None:
            _read_rows(reading, found, DONOR_SECTORS, change.uses.donor, (file, (*place, "uses", "donor")))
        if change.assessment is not None and change.assessment.weights is not None:
            text, where = change.assessment.weights, (*place, "assessment", "weights")
            path = _named(reading, text, (file, where), [*reading.workspace.documents("weights")])
            if path is not None and text not in found.weights:
                weights = reading.document(text, WEIGHTS)
                if weights is not None:
                    found.weights[text] = weights


def _named(reading: Reading, text: str, where: tuple[str, Place], known: Iterable[Path]) -> Path | None:
    """The file of the workspace that an option names; None, with a problem, where there is none."""
    marked = reading.marks[where[0]]
    path = reading.workspace.inside(text)
    if path is None:
        hint = Message("files.relative_paths")
        reading.problems.append(marked.problem(where[1], Message("files.leads_out", text=text), hint))
        return None
    if not path.is_file():
        hint = nearest(text, [reading.workspace.relative(other) for other in known])
        reading.problems.append(marked.problem(where[1], Message("files.named_file_missing", text=text), hint))
        return None
    return path


def _read_rows(reading: Reading, found: ChoicesRead, table: Table, text: str, where: tuple[str, Place]) -> None:
    """Read a file of rows once for each table that it is named for."""
    known = reading.workspace.files(FOLDER, below=True)
    path = _named(reading, text, where, [other for other in known if other.suffix == ".csv"])
    if path is None:
        return
    if (reading.workspace.root / CONFIDENTIAL).resolve() in path.resolve().parents:
        message, hint = Message("files.would_be_told", text=text), Message("files.table_elsewhere")
        reading.problems.append(reading.marks[where[0]].problem(where[1], message, hint))
        return
    if text in found.tables:
        if found.tables[text].table != table.name:
            message = Message("files.rows_of_two_tables", text=text, table=found.tables[text].table)
            reading.problems.append(reading.marks[where[0]].problem(where[1], message, Message("files.two_files")))
        return
    schema = _schema(path, text, table)
    frame, problems = read_table(path, schema, text, worded=reading.worded)
    reading.problems += problems
    if frame is not None:
        found.tables[text] = ChoiceTable(table.name, frame)


def _schema(path: Path, file: str, table: Table) -> Table:
    """The table's own schema, reduced to its key and to the columns that the file has."""
    if table is DONOR_SECTORS:
        return table
    text, _ = read_text(path, file)
    columns = (*table.columns, DROP)
    sheet, _ = (None, ()) if text is None else read_sheet(text, [column.name for column in columns], file)
    header = [] if sheet is None else sheet.header
    kept = [column for column in columns if column.name in header or column.name in table.key]
    return Table(table.name, tuple(kept), table.key)
