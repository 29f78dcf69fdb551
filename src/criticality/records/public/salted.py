"""Salted digests: HMAC-SHA256 (RFC 2104, FIPS 198-1) under the salt of an office.

A digest without a secret would give a small number away: whoever tries all numbers finds the one that fits.
"""

import hashlib
import hmac

from criticality.records.digest import canonical_json


def digest_of_entry(salt: bytes, table: str, content: object) -> str:
    """Return the digest of one row of a table, or of one source, in hexadecimal digits."""
    return _keyed(salt, ["entry", table, content])


def blind_of(salt: bytes) -> str:
    """Return what nobody can guess without the salt: it stands among the inputs of a run with confidential figures.

    The digest of these inputs, which a public record states, then tells nothing of the figures either.
    """
    return _keyed(salt, ["blind"])


def _keyed(salt: bytes, content: object) -> str:
    return hmac.new(salt, canonical_json(content).encode("utf-8"), hashlib.sha256).hexdigest()
