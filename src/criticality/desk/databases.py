"""The small databases of the desk: how one is opened, what is said where that fails, how a broken one is set aside."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock

from criticality.errors import MachineError, with_hint
from criticality.text.message import Message

ONE_AT_A_TIME = RLock()
"""Held while a database is read or written: among many at once SQLite has some wait too long, for it keeps no queue."""
SECONDS = 10.0
"""For which a statement waits for another program that holds the file."""
_BESIDE = ("", "-wal", "-shm", "-journal")
_OF_THE_MACHINE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_LOCKED")


class BrokenDatabaseError(MachineError):
    """What stands in a file is no database, or none of the desk's; nothing of it was changed."""


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Say what is wrong with a database in place of the words of SQLite.

    Raises
    ------
    BrokenDatabaseError
        If what it holds cannot be read.
    MachineError
        If the disk is full, the file may not be written, or another program holds it.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(_OF_THE_MACHINE):
            wrong = Message("desk.database_machine", file=path.name, reason=str(error))
            raise MachineError(with_hint(wrong, Message("desk.database_machine_hint"))) from error
        raise BrokenDatabaseError(Message("desk.database_broken", file=path.name, reason=str(error))) from error


class PrivateDatabase:
    """A database of people: only the owner of the desk may read its file, and what is deleted is overwritten.

    Parameters
    ----------
    path
        Of the file; it is made when something is first written.
    tables
        The statements that make the tables where they are not there.
    """

    def __init__(self, path: Path, tables: str) -> None:
        self.path, self._tables = path, tables

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open it for one transaction, which is kept if the block ends without an error."""
        self.path.touch(0o600)
        with ONE_AT_A_TIME, telling(self.path), closing(sqlite3.connect(self.path, timeout=SECONDS)) as database:
            database.row_factory = sqlite3.Row
            database.execute("pragma secure_delete = on")
            database.executescript(self._tables)
            with database:
                yield database

    def rows(self, statement: str, *values: object) -> Sequence[sqlite3.Row]:
        """Return what a question finds; nothing where there is no file yet."""
        if not self.path.exists():
            return []
        with self.opened() as database:
            return database.execute(statement, values).fetchall()

    def change(self, statement: str, *values: object) -> None:
        """Carry out one statement."""
        with self.opened() as database:
            database.execute(statement, values)


def set_aside(path: Path) -> Path:
    """Give a broken database another name, under which it stays; return it."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.broken-{number}{path.suffix}")).exists():
        number += 1
    for ending in reversed(_BESIDE):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    return aside
