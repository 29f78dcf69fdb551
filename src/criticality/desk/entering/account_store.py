"""Accounts, invitations and failed attempts in a small database; it holds no decision.

An account begins with an invitation, which an admin makes: a link of 256 random bits, of which only the SHA-256 is
kept, that works once and until a day. Whoever has it chooses the password. Nobody can register by themselves.
"""

import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from criticality.desk.databases import PrivateDatabase
from criticality.desk.entering import failures
from criticality.desk.entering.passwords import digest_of, fits, is_outdated
from criticality.desk.roles import ROLES, Role, User

FILE = "accounts.sqlite"
DAYS, MOST_DAYS = 7, 30
"""Days for which an invitation holds."""
_DAY = 24 * 3600.0
_BYTES = 32
_TABLES = """
create table if not exists accounts (
    number integer primary key autoincrement, login text not null unique, name text not null, roles text not null,
    password text not null, since real not null, disabled integer not null default 0);
create table if not exists invitations (
    number integer primary key autoincrement, key text not null unique, login text not null unique, name text not null,
    roles text not null, ends real not null, by text not null);
"""


@dataclass(frozen=True)
class Account:
    """Somebody who may enter.

    Attributes
    ----------
    login
        What they enter with, an address of electronic mail as a rule, in small letters.
    name
        Under which they save.
    """

    number: int
    login: str
    name: str
    roles: frozenset[Role]
    disabled: bool

    @property
    def user(self) -> User:
        """The person at the desk."""
        return User(shown(self.name, self.login), self.roles)


@dataclass(frozen=True)
class Invitation:
    """A link by which somebody chooses the password of a new account, or a new one for their own."""

    number: int
    login: str
    name: str
    roles: frozenset[Role]
    ends: float
    by: str


@dataclass(frozen=True)
class Attempt:
    """What became of an attempt to enter: the account, or how many seconds have to pass, or neither."""

    account: Account | None = None
    wait: float = 0.0


class AccountStore:
    """The accounts of a desk.

    Parameters
    ----------
    path
        Of the database; it is made with the first invitation.
    now
        The clock, in seconds.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self.path, self._now = path, now
        self._database = PrivateDatabase(path, _TABLES + failures.TABLE)

    def accounts(self) -> Sequence[Account]:
        """Every account, by login."""
        return [_account(row) for row in self._database.rows("select * from accounts order by login")]

    def find(self, number: int) -> Account | None:
        """An account, or None."""
        return next(
            (_account(row) for row in self._database.rows("select * from accounts where number = ?", number)), None
        )

    def of_login(self, login: str) -> Account | None:
        """The account of a login, or None."""
        return next(
            (_account(row) for row in self._database.rows("select * from accounts where login = ?", plain(login))), None
        )

    def enter(self, login: str, password: str, address: str) -> Attempt:
        """Look at a login and a password, if it is not too early for that."""
        login, now = plain(login), self._now()
        if not login or not password:
            return Attempt()
        with self._database.opened() as database:
            # An attempt counts as failed until it has succeeded, so that many at once cannot overtake the count.
            database.execute("begin immediate")
            if (wait := failures.waits(database, login, address, now)) > 0:
                return Attempt(wait=wait)
            failures.failed(database, login, address, now)
            row = database.execute("select * from accounts where login = ?", (login,)).fetchone()
        fitting = fits(password, None if row is None else row["password"])
        if row is None or not fitting or row["disabled"]:
            return Attempt()
        digest = digest_of(password) if is_outdated(row["password"]) else row["password"]
        with self._database.opened() as database:
            failures.succeeded(database, login, address)
            statement = "update accounts set password = ? where number = ? and password = ?"
            database.execute(statement, (digest, row["number"], row["password"]))
        return Attempt(_account(row))

    # ── invitations ──────────────────────────────────────────────────────────

    def invite(self, login: str, name: str, roles: frozenset[Role], by: str, days: int = DAYS) -> str:
        """Make an invitation, in place of an earlier one for the same login, and return the token of its link."""
        token, login = secrets.token_urlsafe(_BYTES), plain(login)
        with self._database.opened() as database:
            database.execute("delete from invitations where login = ? or ends <= ?", (login, self._now()))
            statement = "insert into invitations (key, login, name, roles, ends, by) values (?, ?, ?, ?, ?, ?)"
            values = (_key(token), login, name, json.dumps(sorted(roles)), self._now() + days * _DAY, by)
            database.execute(statement, values)
        return token

    def invitations(self) -> Sequence[Invitation]:
        """The invitations that nobody has used and that still hold."""
        rows = self._database.rows("select * from invitations where ends > ? order by login", self._now())
        return [_invitation(row) for row in rows]

    def invited(self, token: str) -> Invitation | None:
        """Whom a link invites; None where it invites nobody, was used, or is over."""
        rows = self._database.rows("select * from invitations where key = ? and ends > ?", _key(token), self._now())
        return _invitation(rows[0]) if rows else None

    def accept(self, token: str, password: str) -> Account | None:
        """Use an invitation: the account is there with this password; None where it was used meanwhile.

        An account that was there keeps its roles, and stays disabled where it is.
        """
        digest = digest_of(password)
        with self._database.opened() as database:
            statement = "delete from invitations where key = ? and ends > ? returning *"
            used = database.execute(statement, (_key(token), self._now())).fetchall()
            if not used:
                return None
            row = used[0]
            statement = """insert into accounts (login, name, roles, password, since) values (?, ?, ?, ?, ?)
                on conflict (login) do update set password = excluded.password"""
            database.execute(statement, (row["login"], row["name"], row["roles"], digest, self._now()))
            found = database.execute("select * from accounts where login = ?", (row["login"],)).fetchone()
            return _account(found)

    def withdraw(self, number: int) -> None:
        """Take an invitation back."""
        self._database.change("delete from invitations where number = ?", number)

    # ── changes ──────────────────────────────────────────────────────────────

    def change_password(self, account: Account, password: str) -> None:
        """Give an account another password."""
        self._database.change("update accounts set password = ? where number = ?", digest_of(password), account.number)

    def change_roles(self, number: int, roles: frozenset[Role]) -> None:
        """Give an account other roles."""
        self._database.change("update accounts set roles = ? where number = ?", json.dumps(sorted(roles)), number)

    def disable(self, number: int, *, disabled: bool) -> None:
        """Keep somebody out, or let them in again."""
        self._database.change("update accounts set disabled = ? where number = ?", int(disabled), number)

    def delete(self, number: int) -> None:
        """Delete an account with its name; what was saved under that name stays as it is."""
        self._database.change("delete from accounts where number = ?", number)

    def is_last_admin(self, number: int) -> bool:
        """Whether nobody else could keep the accounts."""
        admins = [each.number for each in self.accounts() if "admin" in each.roles and not each.disabled]
        return admins == [number]


def plain(login: str) -> str:
    """A login as it is kept: without spaces around it, in small letters."""
    return login.strip().casefold()


def shown(name: str, login: str) -> str:
    """The name under which somebody saves, as git takes it."""
    return f"{name} <{login}>" if "@" in login else name


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _roles(text: str) -> frozenset[Role]:
    given = json.loads(text)
    return frozenset(role for role in ROLES if role in given)


def _account(row: sqlite3.Row) -> Account:
    return Account(row["number"], row["login"], row["name"], _roles(row["roles"]), bool(row["disabled"]))


def _invitation(row: sqlite3.Row) -> Invitation:
    return Invitation(row["number"], row["login"], row["name"], _roles(row["roles"]), row["ends"], row["by"])
