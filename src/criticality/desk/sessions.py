"""Sessions: who has entered, by which random number; in memory, or in a small database that outlives a new start.

A session and a link to enter are named by 256 random bits, of which only the SHA-256 is kept. A session ends when
nobody used it for a while, and at the latest some hours after it began, whatever it is used for.
"""

import hashlib
import json
import secrets
import sqlite3
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from criticality.desk.databases import set_aside
from criticality.desk.roles import ROLES, User

IDLE = 12 * 3600.0
"""Seconds after which a session of the terminal's link that nobody used has ended."""
LONGEST = 7 * 24 * 3600.0
"""Seconds after which it ends in any case."""
OFFICE_IDLE, OFFICE_LONGEST = 2 * 3600.0, 12 * 3600.0
"""The same where the desk is entered over a network."""
MOST = 1_000
"""Sessions kept; of more, those longest unused end."""
_BYTES = 32
_FRESH = 60.0
"""Seconds within which a further use of a session is not written down."""
_TABLES = """
create table if not exists sessions (
    key text primary key, user text not null, roles text not null, account integer, opened real not null,
    used real not null);
create table if not exists tickets (key text primary key, user text not null, roles text not null);
"""


@dataclass(frozen=True)
class Session:
    """One browser that has entered.

    Attributes
    ----------
    key
        The SHA-256 of the id in its cookie.
    user
        Who entered.
    form_token
        Stands in every form of the session, so that no other site can send one.
    account
        The number of the account by which they entered; None where there is none.
    """

    key: str
    user: User
    form_token: str
    account: int | None = None

    def sent(self, token: str) -> bool:
        """Whether a form was made for this session."""
        return secrets.compare_digest(token.encode("utf-8", "replace"), self.form_token.encode("utf-8"))


class Sessions:
    """The sessions of one desk, and the links that open one.

    Parameters
    ----------
    path
        Of the database; None keeps everything in memory. A file that is broken is set aside: everybody enters anew.
    now
        The clock, in seconds.
    idle, longest
        Seconds after which a session ends: unused, and in any case.
    """

    def __init__(
        self,
        path: Path | None = None,
        now: Callable[[], float] = time.time,
        *,
        idle: float = IDLE,
        longest: float = LONGEST,
    ) -> None:
        self._now, self._idle, self._longest = now, idle, longest
        self._lock = threading.Lock()
        self._database = _opened(path)

    def ticket(self, user: User) -> str:
        """Return a token that opens one session for a user, once."""
        token = secrets.token_urlsafe(_BYTES)
        with self._lock, self._database:
            self._database.execute("insert into tickets values (?, ?, ?)", (_key(token), user.name, _roles(user)))
        return token

    def redeem(self, token: str) -> tuple[str, Session] | None:
        """Open a session and return the id for its cookie; None if the token was used or never given."""
        with self._lock, self._database:
            statement = "delete from tickets where key = ? returning user, roles"
            found = self._database.execute(statement, (_key(token),)).fetchall()
        return self.open(_user(found[0])) if found else None

    def open(self, user: User, account: int | None = None) -> tuple[str, Session]:
        """Open a session under a new id, which nobody knew before, and return the id for its cookie."""
        name, now = secrets.token_urlsafe(_BYTES), self._now()
        with self._lock, self._database:
            self._drop_old(now)
            values = (_key(name), user.name, _roles(user), account, now, now)
            self._database.execute("insert into sessions values (?, ?, ?, ?, ?, ?)", values)
            statement = """delete from sessions where key in (
                select key from sessions order by used desc, rowid desc limit -1 offset ?)"""
            self._database.execute(statement, (MOST,))
        return name, Session(_key(name), user, _form_token(name), account)

    def find(self, name: str) -> Session | None:
        """Return the session of a cookie, unless it has ended."""
        now = self._now()
        with self._lock, self._database:
            row = self._database.execute("select * from sessions where key = ?", (_key(name),)).fetchone()
            if row is None or now - row["used"] >= self._idle or now - row["opened"] >= self._longest:
                return None
            if abs(now - row["used"]) >= min(_FRESH, self._idle):
                self._database.execute("update sessions set used = ? where key = ?", (now, row["key"]))
        return Session(row["key"], _user(row), _form_token(name), row["account"])

    def end(self, session: Session) -> None:
        """End a session."""
        with self._lock, self._database:
            self._database.execute("delete from sessions where key = ?", (session.key,))

    def end_of_account(self, account: int, *, but: Session | None = None) -> None:
        """End every session of an account, but for one."""
        kept = "" if but is None else but.key
        with self._lock, self._database:
            self._database.execute("delete from sessions where account = ? and key <> ?", (account, kept))

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._database.close()

    def _drop_old(self, now: float) -> None:
        statement = "delete from sessions where used <= ? or opened <= ?"
        self._database.execute(statement, (now - self._idle, now - self._longest))


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is None:
        return _with_tables(":memory:")
    path.touch(0o600)
    try:
        return _with_tables(str(path))
    except sqlite3.DatabaseError:
        set_aside(path)
        path.touch(0o600)
        return _with_tables(str(path))


def _with_tables(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=10.0, check_same_thread=False)
    try:
        database.row_factory = sqlite3.Row
        settings = "pragma secure_delete = on; pragma journal_mode = wal; pragma synchronous = normal;"
        database.executescript(settings + _TABLES)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _roles(user: User) -> str:
    return json.dumps(sorted(user.roles))


def _user(row: sqlite3.Row) -> User:
    given = json.loads(row["roles"])
    return User(row["user"], frozenset(role for role in ROLES if role in given))


def _key(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def _form_token(name: str) -> str:
    """The token of the forms of a session: it follows from the id, which is kept nowhere."""
    digest = hashlib.sha256(b"form\0" + name.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")
