"""Read data/confidential/: rows that count like those of the public tables, their sources, and the salt of digests."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter

from criticality.errors import Problem
from criticality.files.confidential.remainder import rows_that_remain
from criticality.files.messages import nearest
from criticality.files.tables import read_table
from criticality.files.workspace import Workspace
from criticality.files.yaml import read_document
from criticality.model.dataset import TABLES
from criticality.model.document import Source
from criticality.model.publishers import publisher_of
from criticality.model.rows.confidential_rows import (
    CONFIDENTIAL_TABLES,
    FAR,
    FOLDER,
    Confidential,
    keys_of_rows,
)
from criticality.model.rows.joined_rows import joined_rows
from criticality.text import spelling
from criticality.text.message import Message

SALT_FILE, SOURCES_FILE = f"{FOLDER}/salt", f"{FOLDER}/sources.yaml"
LEAST_SALT = 32
"""Bytes."""
_SALT = re.compile(rb"(?:[0-9a-f]{2}){%d,}" % LEAST_SALT)
_LARGEST_SALT = 10_000
READ = (*(f"{name}.csv" for name in CONFIDENTIAL_TABLES), "sources.yaml", "salt")
"""The files of the folder that are read."""
_FIGURES = re.compile(r"\.(?:csv|tsv|xlsx?|ods|ya?ml)(?:\.txt)?$", re.IGNORECASE)
"""Endings of files that may hold figures or sources: one that is not read is refused."""

Sources = Mapping[str, Source]
_SOURCES: TypeAdapter[dict[str, Source]] = TypeAdapter(dict[str, Source])


@dataclass
class ConfidentialRead:
    """What the folder holds, joined to what data/ holds."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    sources: dict[str, Source] | None = None
    rows: Confidential | None = None
    problems: list[Problem] = field(default_factory=list)


def read_confidential(
    workspace: Workspace,
    tables: Mapping[str, pd.DataFrame],
    sources: Sources | None,
    worded: frozenset[str],
    read_sources: Callable[[str], Sources | None],
) -> ConfidentialRead:
    """Read the folder, where there is one, and join its rows to the tables of data/.

    Parameters
    ----------
    tables, sources
        Those of data/, as far as they could be read.
    worded
        Properties whose value may be a word.
    read_sources
        Reads a document of sources, and keeps its places and its problems.

    Returns
    -------
    ConfidentialRead
        `tables` are those that have confidential rows, whose lines are raised by `FAR`; `rows` is None without such.
    """
    found = ConfidentialRead()
    read = {name: _table(workspace, name, worded, found) for name in CONFIDENTIAL_TABLES}
    hidden = {name: frame for name, frame in read.items() if frame is not None}
    own = _sources(workspace, sources, read_sources, found)
    for name, frame in hidden.items():
        public = tables.get(name)
        if public is None and (workspace.root / TABLES[name].path).exists():
            continue  # what is wrong with it is told
        if public is None:
            found.tables[name] = frame
            continue
        found.problems += [*_twice(name, public, frame), *rows_that_remain(name, public, frame)]
        found.tables[name] = joined_rows(public, frame, TABLES[name].key)
    if hidden:
        salt, problems = salt_of(workspace)
        found.problems += problems
        found.rows = Confidential(hidden, tuple(sorted(own)), salt)
    if own:
        found.sources = {**(sources or {}), **own}
    return found


def folder_alone(root: Path, worded: frozenset[str] = frozenset()) -> ConfidentialRead:
    """Read the folder of a workspace by itself, for whoever has the public tables from elsewhere."""
    workspace, problems = Workspace(root), list[Problem]()

    def sources(file: str) -> Sources | None:
        document = read_document(root / file, _SOURCES, file)
        problems.extend(document[2])
        return document[0]

    found = read_confidential(workspace, {}, None, worded, sources)
    found.problems += problems
    return found


def _table(workspace: Workspace, name: str, worded: frozenset[str], found: ConfidentialRead) -> pd.DataFrame | None:
    file = f"{FOLDER}/{name}.csv"
    path = workspace.root / file
    if workspace.leads_out(path):
        found.problems.append(Problem(file, 1, None, "", Message("files.link_leads_out"), Message("files.copy_here")))
        return None
    if not path.is_file():
        return None
    frame, problems = read_table(path, TABLES[name], file, None, worded)
    found.problems += problems
    return None if frame is None or not len(frame) else frame.assign(line=frame["line"] + FAR)


def _sources(
    workspace: Workspace,
    public: Sources | None,
    read: Callable[[str], Sources | None],
    found: ConfidentialRead,
) -> Sources:
    """The sources of the folder; one that data/sources.yaml has too is a problem."""
    if not (workspace.root / SOURCES_FILE).is_file():
        return {}
    own = read(SOURCES_FILE) or {}
    for place, code in enumerate(own, 1):
        if code in (public or {}):
            message = Message("confidential.source_twice", source=code)
            found.problems.append(Problem(SOURCES_FILE, place, None, code, message, Message("confidential.one_place")))
    return own


def _twice(name: str, public: pd.DataFrame, hidden: pd.DataFrame) -> Iterator[Problem]:
    """Rows of a key that data/ has too: which of the two counts is for a person to say."""
    table = TABLES[name]
    first = dict(zip(_keys(public, table.key), public["line"].tolist(), strict=True))
    for key, (_, row) in zip(_keys(hidden, table.key), hidden.iterrows(), strict=True):
        if key in first:
            said = [
                f"{part} {str(row[part]).removesuffix('.0')}" for part in table.key if str(row[part]) not in ("", "nan")
            ]
            message = Message("confidential.second_row", said=said, file=table.path, line=first[key])
            line = int(row["line"]) - FAR
            yield Problem(f"{FOLDER}/{name}.csv", line, None, table.key[0], message, Message("files.keep_one_row"))


def _keys(frame: pd.DataFrame, key: tuple[str, ...]) -> list[str]:
    """Keys in which a source counts by its publisher, as in a table by itself."""
    if "source" in key:
        frame = frame.assign(source=[publisher_of(str(cell)) for cell in frame["source"]])
    return list(keys_of_rows(frame, key))


def salt_of(workspace: Workspace) -> tuple[bytes, list[Problem]]:
    """Read the salt of the office: hexadecimal digits of at least 32 bytes; empty bytes where there is none.

    The problem of a file that holds anything else names the command that makes one, never what it holds.
    """
    path = workspace.root / SALT_FILE
    if not path.is_file() or workspace.leads_out(path):
        return b"", []
    with path.open("rb") as file:
        content = file.read(_LARGEST_SALT).strip()
    if _SALT.fullmatch(content):
        return bytes.fromhex(content.decode("ascii")), []
    message = Message("confidential.no_salt_in_file", bytes=LEAST_SALT)
    return b"", [Problem(SALT_FILE, 1, None, "", message, Message("confidential.make_salt_again"))]


def no_salt() -> Problem:
    """The problem of a public run without a salt: the digests of small numbers could be guessed."""
    return Problem(SALT_FILE, 1, None, "", Message("confidential.no_salt"), Message("confidential.make_salt"))


def rows_read(rows: Confidential) -> Message:
    """Say how many confidential rows were read, and of which tables."""
    n = sum(len(frame) for frame in rows.tables.values())
    return Message("confidential.read", n=n, tables=[f"{name}.csv" for name in sorted(rows.tables)])


def at_their_file(problem: Problem) -> Problem:
    """Return a problem found in the joined tables; one of a confidential row is told at its own file and line."""
    if problem.line < FAR:
        return problem
    file = f"{FOLDER}/{Path(problem.file).name}"
    return replace(problem, file=file, line=problem.line - FAR, message=_near(problem.message))


def _near(message: str) -> str:
    """The same message; a line that it names is that of the confidential file."""
    if not isinstance(message, Message):
        return message
    slots = {
        name: value - FAR
        if isinstance(value, int) and value > FAR
        else _near(value)
        if isinstance(value, str)
        else value
        for name, value in message.slots.items()
    }
    return Message(message.code, **slots)


def confidential_strays(workspace: Workspace) -> Iterator[Problem]:
    """Tell of everything in the folder that is not read; refuse what may hold figures, and tables of no one's own."""
    public = {Path(table.path).name for table in TABLES.values()}
    for path in workspace.files(FOLDER, below=True):
        name = path.relative_to(workspace.root / FOLDER).as_posix()
        if name in READ:
            continue
        file = workspace.relative(path)
        if name in public:
            message = Message("confidential.no_such_rows", name=name)
            hint = Message("confidential.which_tables", names=[f"{table}.csv" for table in CONFIDENTIAL_TABLES])
            yield Problem(file, 1, None, "", message, hint)
        elif _FIGURES.search(path.name):
            hint = _renamed(path.name) if path.name == name else Message("files.move_there", folder=FOLDER)
            yield Problem(file, 1, None, "", Message("confidential.not_read"), hint)
        else:
            yield Problem(file, 1, None, "", Message("files.not_read"), nearest(name, READ), "warning")
    for path in workspace.others(FOLDER):
        if path.name in READ:
            message = Message("files.is_folder") if path.is_dir() else Message("files.no_ordinary_file")
            yield Problem(workspace.relative(path), 1, None, "", message, Message("files.in_place"))


def _renamed(name: str) -> Message:
    """The name that is meant by another one, or all that are read."""
    meant = spelling.nearest(name.lower(), READ)
    return Message("confidential.which_names", names=READ) if meant is None else Message("files.rename_to", name=meant)
