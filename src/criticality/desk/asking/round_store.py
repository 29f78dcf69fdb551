"""Rounds of experts in a small database: who may answer until when, and what they answered.

It holds no decision until a round is closed, which writes a panel into a weights file. Of a personal link only the
SHA-256 is kept. An anonymous round keeps no name. A file that cannot be read is never begun anew unasked: it may hold
answers.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from criticality.desk.databases import BrokenDatabaseError, PrivateDatabase, set_aside
from criticality.text.message import Message

Made = TypeVar("Made")
Mode = Literal["named", "coded", "anonymous"]
State = Literal["open", "closed", "ended"]
MODES: tuple[Mode, ...] = get_args(Mode)
FEWEST = 3
"""Answers below which nothing is joined: of two, each would know the other's."""
_TOKEN = 16
"""Bytes of a personal link: 128 bits."""
_TABLES = """
create table if not exists rounds (
    number integer primary key autoincrement, weights text not null, mode text not null, opened text not null,
    closes text not null, asks text not null, opened_by text not null, state text not null default 'open');
create table if not exists people (
    number integer primary key autoincrement, round integer not null, link text not null unique, judge text not null,
    name text not null, office text not null, seed integer not null, revoked integer not null default 0);
create table if not exists written (round integer primary key, file text not null);
create table if not exists answers (
    person integer not null, of text not null, one text not null, other text not null, more text not null,
    than text not null, by text not null, because text not null, primary key (person, of, one, other));
"""
Pair = tuple[str, str, str]
"""The group, and the two codes, sorted."""


@dataclass(frozen=True)
class Round:
    """A round: the weights that it is for, how names are kept, until when, and the digest of what is asked."""

    number: int
    weights: str
    mode: Mode
    opened: date
    closes: date
    asks: str
    opened_by: str
    state: State

    def is_open(self, today: date) -> bool:
        """Whether answers are taken."""
        return self.state == "open" and today <= self.closes

    @property
    def is_open_now(self) -> bool:
        """Whether answers are taken today."""
        return self.is_open(date.today())


@dataclass(frozen=True)
class Person:
    """Somebody who is asked: the judge of the weights, and, unless the round is anonymous, who that is."""

    number: int
    round: int
    judge: str
    name: str
    office: str
    seed: int
    revoked: bool

    @property
    def is_there(self) -> bool:
        """Whether a link can be given to somebody: to all but those whose name and answers were deleted."""
        return not self.revoked or bool(self.name)


@dataclass(frozen=True)
class Given:
    """One answer."""

    more: str
    than: str
    by: float | str
    because: str


class RoundStore:
    """The tables.

    Parameters
    ----------
    path
        Of the database; it is made when the first round is opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = PrivateDatabase(path, _TABLES)

    def open(self, new: Round, people: Sequence[tuple[str, str, str]]) -> tuple[int, Sequence[str]]:
        """Write a round with (judge, name, office) of each who is asked; return its number and the links' tokens."""
        with self._database.opened() as database:
            values = (new.weights, new.mode, new.opened.isoformat(), new.closes.isoformat(), new.asks, new.opened_by)
            statement = "insert into rounds (weights, mode, opened, closes, asks, opened_by) values (?, ?, ?, ?, ?, ?)"
            number = int(database.execute(statement, values).lastrowid or 0)
            tokens = [secrets.token_urlsafe(_TOKEN) for _ in people]
            database.executemany(
                "insert into people (round, link, judge, name, office, seed) values (?, ?, ?, ?, ?, ?)",
                [
                    (number, _hashed(token), *person, secrets.randbelow(1 << 31))
                    for token, person in zip(tokens, people, strict=True)
                ],
            )
        return number, tokens

    def rounds(self) -> Sequence[Round]:
        """Every round, the newest first."""
        return self._read(_round, "select * from rounds order by number desc")

    def round(self, number: int) -> Round | None:
        """A round, or None."""
        found = self._read(_round, "select * from rounds where number = ?", number)
        return found[0] if found else None

    def people(self, number: int) -> Sequence[Person]:
        """Who is asked in a round."""
        return self._read(_person, "select * from people where round = ? order by judge", number)

    def person(self, token: str) -> Person | None:
        """Whose link this is."""
        found = self._read(_person, "select * from people where link = ?", _hashed(token))
        return found[0] if found else None

    def answers(self, person: int) -> Mapping[Pair, Given]:
        """What somebody answered so far."""
        return dict(self._read(_given, "select * from answers where person = ?", person))

    def answer(self, person: Person, answers: Mapping[Pair, Given]) -> bool:
        """Keep answers, in place of earlier ones; False where the round or the link is not open any more.

        Raises
        ------
        MachineError
            If they cannot be written: then none of them is kept.
        """
        statement = """
            insert or replace into answers select ?, ?, ?, ?, ?, ?, ?, ? where exists (select 1 from people
            join rounds on rounds.number = people.round
            where people.number = ? and people.revoked = 0 and rounds.state = 'open')"""
        rows = [
            (person.number, *pair, given.more, given.than, json.dumps(given.by), given.because, person.number)
            for pair, given in answers.items()
        ]
        with self._database.opened() as database:
            database.execute("begin immediate")
            return all(database.execute(statement, row).rowcount > 0 for row in rows)

    def revoke(self, number: int, person: int) -> None:
        """End a link; what was answered by it does not count."""
        self._database.change("update people set revoked = 1 where number = ? and round = ?", person, number)

    def renew(self, number: int, person: int) -> str:
        """Give somebody a new link in place of the old one, which ends; the answers stay."""
        token = secrets.token_urlsafe(_TOKEN)
        statement = "update people set link = ?, revoked = 0 where number = ? and round = ?"
        self._database.change(statement, _hashed(token), person, number)
        return token

    def finish(self, number: int, state: Literal["closed", "ended"], file: str = "") -> None:
        """Take no more answers; `file`: where they were written."""
        with self._database.opened() as database:
            database.execute("update rounds set state = ? where number = ?", (state, number))
            if file:
                database.execute("insert or replace into written values (?, ?)", (number, file))

    def written(self) -> Mapping[int, str]:
        """The number of a round that was closed → the file that its answers were written into."""
        return dict(self._read(_written, "select * from written"))

    def extend(self, number: int, closes: date) -> None:
        """Give a round another last day."""
        self._database.change("update rounds set closes = ? where number = ?", closes.isoformat(), number)

    def forget_names(self, number: int) -> None:
        """Delete who the judges of a round are."""
        self._database.change("update people set name = '' where round = ?", number)

    def erase(self, number: int, person: int) -> None:
        """Delete who somebody is, what they answered, and their link; what a closed round has written stays."""
        with self._database.opened() as database:
            statement = """update people set judge = case judge when name then ? else judge end, name = '',
                office = '', revoked = 1, link = ? where number = ? and round = ?"""
            gone = f"erased {person}"
            if database.execute(statement, (gone, gone, person, number)).rowcount:
                database.execute("delete from answers where person = ?", (person,))

    def purge(self, number: int) -> None:
        """Delete all that a round held of anybody."""
        with self._database.opened() as database:
            database.execute(
                "delete from answers where person in (select number from people where round = ?)", (number,)
            )
            database.execute("delete from people where round = ?", (number,))

    def check(self) -> None:
        """Read everything once.

        Raises
        ------
        BrokenDatabaseError
            If it cannot be read.
        """
        for found in self.rounds():
            for person in self.people(found.number):
                self.answers(person.number)

    def set_aside(self) -> Path:
        """Give the file another name, under which it stays, so that rounds can be opened again."""
        return set_aside(self.path)

    def _read(self, make: Callable[[sqlite3.Row], Made], statement: str, *values: object) -> list[Made]:
        rows = self._database.rows(statement, *values)
        try:
            return [make(row) for row in rows]
        except (ValueError, TypeError, LookupError) as error:
            wrong = Message("desk.database_broken", file=self.path.name, reason=str(error))
            raise BrokenDatabaseError(wrong) from error


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _round(row: sqlite3.Row) -> Round:
    opened, closes = (date.fromisoformat(row[name]) for name in ("opened", "closes"))
    mode, state = cast(Mode, row["mode"]), cast(State, row["state"])
    return Round(row["number"], row["weights"], mode, opened, closes, row["asks"], row["opened_by"], state)


def _person(row: sqlite3.Row) -> Person:
    names = (str(row[name]) for name in ("judge", "name", "office"))
    judge, name, office = names
    return Person(row["number"], row["round"], judge, name, office, row["seed"], bool(row["revoked"]))


def _written(row: sqlite3.Row) -> tuple[int, str]:
    return row["round"], str(row["file"])


def _given(row: sqlite3.Row) -> tuple[Pair, Given]:
    answer = Given(row["more"], row["than"], json.loads(row["by"]), row["because"])
    return (row["of"], row["one"], row["other"]), answer
