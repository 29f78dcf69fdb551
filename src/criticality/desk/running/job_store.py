"""The jobs of a workspace in a small database: what was asked, by whom, and what became of it.

It holds no decision: a run is recorded in output/runs/ by the command itself. Where the file is lost or broken, the
desk begins a new one; the broken one stays beside it.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

from criticality.desk.databases import SECONDS, BrokenDatabaseError, set_aside, telling
from criticality.errors import MachineError, with_hint
from criticality.text.message import Message

State = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
_TABLE = """
create table if not exists jobs (
    number integer primary key autoincrement, state text not null, words text not null, user text not null,
    asked text not null, pid integer, born text not null default '', done integer not null default 0,
    total integer not null default 0, run text not null default '', says text not null default '')
"""


@dataclass(frozen=True)
class Job:
    """One run that was asked for.

    Attributes
    ----------
    words
        What was asked: option → value, as on the command line.
    pid, born
        The process, and when the system says that it began; a number alone may be that of another process.
    done, total
        Draws made and asked for; 0 of 0 until they begin.
    run
        The id of the record.
    says
        What the command said where it failed.
    """

    number: int
    state: State
    words: Mapping[str, object]
    user: str
    asked: str
    pid: int | None
    born: str
    done: int
    total: int
    run: str
    says: str

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state not in ("waiting", "running")


class JobStore:
    """The table of jobs.

    Parameters
    ----------
    path
        Of the database; it is made when the first job is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, words: Mapping[str, object], user: str) -> int:
        """Write a new job that waits, and return its number."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._open() as database:
            statement = "insert into jobs (state, words, user, asked) values ('waiting', ?, ?, ?)"
            return int(database.execute(statement, (json.dumps(words), user, now)).lastrowid or 0)

    def update(self, number: int, **values: object) -> None:
        """Write some columns of a job."""
        columns = ", ".join(f"{name} = ?" for name in values)
        with self._open() as database:
            database.execute(f"update jobs set {columns} where number = ?", (*values.values(), number))

    def turn(self, number: int, state: State, *, only: Sequence[State], says: str = "") -> bool:
        """Give a job another state, and what is said of it, at once if it has one of some; whether it had."""
        marks = ", ".join("?" for _ in only)
        with self._open() as database:
            statement = f"update jobs set state = ?, says = ? where number = ? and state in ({marks})"
            return database.execute(statement, (state, says, number, *only)).rowcount > 0

    def all(self, *, last: int = 50) -> tuple[Job, ...]:
        """The last jobs, the newest first."""
        if not self.path.exists():
            return ()
        with self._open() as database:
            rows = database.execute("select * from jobs order by number desc limit ?", (last,)).fetchall()
        return tuple(_job(row) for row in rows)

    def find(self, number: int) -> Job | None:
        """A job, or None."""
        return next((job for job in self.all(last=1_000_000) if job.number == number), None)

    def waiting(self) -> tuple[Job, ...]:
        """The jobs that wait, the first asked first."""
        return tuple(job for job in reversed(self.all(last=1_000)) if job.state == "waiting")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with telling(self.path), closing(self._connected()) as database, database:
                yield database
        except BrokenDatabaseError as error:  # it opened, but something in it cannot be read
            aside = set_aside(self.path).name
            raise MachineError(with_hint(error.args[0], Message("running.begun_anew", file=aside))) from error

    def _connected(self) -> sqlite3.Connection:
        """The database; one that is broken is set aside, for a new one."""
        try:
            with telling(self.path):
                return _connected(self.path)
        except BrokenDatabaseError:
            set_aside(self.path)
            return _connected(self.path)


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=SECONDS)
    try:
        database.row_factory = sqlite3.Row
        database.execute("pragma journal_mode = wal")
        database.execute(_TABLE)
        database.commit()
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _job(row: sqlite3.Row) -> Job:
    values = dict(row)
    return Job(**{**values, "words": json.loads(values["words"]), "state": cast(State, values["state"])})
