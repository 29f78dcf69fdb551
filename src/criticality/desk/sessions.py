"""Sessions: who has entered, by which random number; kept in memory, so that a new start lets nobody in.

A session and a link to enter are named by 256 random bits, of which only the SHA-256 is kept.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from criticality.desk.roles import User

IDLE = 12 * 3600.0
"""Seconds after which a session that nobody used has ended."""
MOST = 1_000
"""Sessions kept; of more, those longest unused end."""
_BYTES = 32


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
    """

    key: str
    user: User
    form_token: str

    def sent(self, token: str) -> bool:
        """Whether a form was made for this session."""
        return secrets.compare_digest(token.encode("utf-8"), self.form_token.encode("utf-8"))


class Sessions:
    """The sessions of one desk, and the links that open one.

    Parameters
    ----------
    now
        The clock, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._tickets: dict[str, User] = {}
        self._sessions: dict[str, tuple[Session, float]] = {}

    def ticket(self, user: User) -> str:
        """Return a token that opens one session for a user, once."""
        token = secrets.token_urlsafe(_BYTES)
        with self._lock:
            self._tickets[_key(token)] = user
        return token

    def redeem(self, token: str) -> tuple[str, Session] | None:
        """Open a session and return the id for its cookie; None if the token was used or never given."""
        with self._lock:
            user = self._tickets.pop(_key(token), None)
            if user is None:
                return None
            name = secrets.token_urlsafe(_BYTES)
            session = Session(_key(name), user, secrets.token_urlsafe(_BYTES))
            self._sessions[session.key] = session, self._now()
            self._drop_old()
            return name, session

    def find(self, name: str) -> Session | None:
        """Return the session of a cookie, unless it has ended."""
        with self._lock:
            self._drop_old()
            session, _ = self._sessions.pop(_key(name), (None, 0.0))
            if session is not None:
                self._sessions[session.key] = session, self._now()
            return session

    def end(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(session.key, None)

    def _drop_old(self) -> None:
        """End what nobody used; the sessions stand in the order of their last use."""
        now = self._now()
        for key, (_, used) in list(self._sessions.items()):
            if now - used < IDLE and len(self._sessions) <= MOST:
                break
            del self._sessions[key]


def _key(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
