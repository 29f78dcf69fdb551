"""Failed attempts to enter, by account and by address: after some, each further one has to wait longer.

An attempt while there is still to wait is refused without looking at the password, and does not count. The wait of an
account is short at its longest, for anybody can cause it to somebody else; that of an address grows to a quarter of an
hour. Of an account that does not exist attempts are counted alike, so that waiting tells nothing.
"""

import hashlib
import sqlite3
from dataclasses import dataclass

TABLE = """
create table if not exists failures (key text primary key, count integer not null, last real not null);
"""
_FORGOTTEN = 3600.0
"""Seconds after which earlier failures do not count."""
_MOST_KEPT = 10_000


@dataclass(frozen=True)
class Patience:
    """How many failures are free, and how long the wait after each further one grows: doubled up to the longest."""

    free: int
    longest: float

    def wait(self, count: int) -> float:
        """Seconds to wait after so many failures."""
        return 0.0 if count < self.free else min(self.longest, 2.0 ** min(count - self.free, 20))


OF_ACCOUNT, OF_ADDRESS = Patience(5, 60.0), Patience(50, 900.0)


def waits(database: sqlite3.Connection, login: str, address: str, now: float) -> float:
    """Return how many seconds have to pass before an attempt is looked at; 0 for none."""
    left = 0.0
    for key, patience in _keys(login, address):
        row = database.execute("select count, last from failures where key = ?", (key,)).fetchone()
        if row is not None and now - row["last"] < _FORGOTTEN:
            left = max(left, row["last"] + patience.wait(row["count"]) - now)
    return max(0.0, left)


def failed(database: sqlite3.Connection, login: str, address: str, now: float) -> None:
    """Count an attempt that failed."""
    database.execute("delete from failures where last <= ?", (now - _FORGOTTEN,))
    for key, _ in _keys(login, address):
        statement = """insert into failures values (?, 1, ?)
            on conflict (key) do update set count = count + 1, last = excluded.last"""
        database.execute(statement, (key, now))
    statement = "delete from failures where key in (select key from failures order by last desc limit -1 offset ?)"
    database.execute(statement, (_MOST_KEPT,))


def succeeded(database: sqlite3.Connection, login: str, address: str) -> None:
    """Forget the failures of an account, and of those of an address this one alone: others may be an attacker's."""
    of_account, *of_address = _keys(login, address)
    database.execute("delete from failures where key = ?", (of_account[0],))
    for key, _ in of_address:
        database.execute("update failures set count = count - 1 where key = ?", (key,))


def _keys(login: str, address: str) -> tuple[tuple[str, Patience], ...]:
    hashed = hashlib.sha256(login.encode("utf-8", "surrogatepass")).hexdigest()
    of_account = (f"account {hashed}", OF_ACCOUNT)
    return (of_account, (f"address {address}", OF_ADDRESS)) if address else (of_account,)
