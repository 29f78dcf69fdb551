"""The small databases of the desk: what is said where one cannot be read, and how a broken one is set aside."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from criticality.errors import MachineError, with_hint
from criticality.text.message import Message

ONE_AT_A_TIME = RLock()
"""Held while a database is read or written: among many at once SQLite has some wait too long, for it keeps no queue."""
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
