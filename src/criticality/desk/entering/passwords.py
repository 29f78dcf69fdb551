"""Passwords: Argon2id (RFC 9106), compared in the same time whether there is such an account or not.

Rules follow NIST SP 800-63B-4: length counts, no rule asks for kinds of characters, and nothing expires.
"""

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from criticality.text.message import Message

SHORTEST, LONGEST = 15, 200
"""Characters of a password that is the only proof of who somebody is (SP 800-63B-4, 3.1.1.2)."""
_FEWEST_KINDS = 5
"""Different characters below which a long password is one that is guessed."""
_AT_ONCE = BoundedSemaphore(2)
"""Each takes 64 MiB and a processor for some 50 ms."""
_HASHER = PasswordHasher()


def digest_of(password: str) -> str:
    """Return what is kept of a password: parameters, salt and digest."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def fits(password: str, digest: str | None) -> bool:
    """Whether a password is that of a digest; None, for no such account, fits none and takes as long."""
    if len(password) > LONGEST:
        return False
    with _AT_ONCE:
        try:
            return _HASHER.verify(digest or _of_nobody(), _normal(password)) and digest is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(digest: str) -> bool:
    """Whether a digest was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(digest)


def fault_of(password: str, *known: str) -> Message | None:
    """Return what is wrong with a new password; `known` are words about its owner that others know."""
    plain = _normal(password).casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        return Message("accounts.password_length", least=SHORTEST, most=LONGEST)
    if len(set(plain)) < _FEWEST_KINDS:
        return Message("accounts.password_monotone", least=_FEWEST_KINDS)
    words = [word.casefold() for word in known if word]
    rest = plain
    for word in words:
        rest = rest.replace(word, "")
    return Message("accounts.password_known") if len(rest) < SHORTEST // 2 else None


@cache
def _of_nobody() -> str:
    """A digest of no known password: what is compared with where there is no account."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """One form for what is typed in several ways on several keyboards (SP 800-63B-4: NFKC)."""
    return unicodedata.normalize("NFKC", password)
