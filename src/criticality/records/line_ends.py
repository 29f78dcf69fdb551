"""Line ends of a record's files: git and editors change them without anybody having altered a figure."""

import hashlib
from collections.abc import Sequence

from criticality.text.message import Message

ATTRIBUTES = "output/** -text"
"""The line of ``.gitattributes`` by which git leaves the bytes of records as they are."""


def only_line_ends_differ(content: bytes, expected: str) -> bool:
    """Whether a file that does not fit its SHA-256 would fit it with the line ends of a record (LF).

    Parameters
    ----------
    content
        The bytes of the file as they are now.
    expected
        The SHA-256 of what was written, in hexadecimal digits.
    """
    if b"\r" not in content:
        return False
    written = content.replace(b"\r\n", b"\n")
    candidates = (written, written.replace(b"\r", b"\n"))
    return any(hashlib.sha256(candidate).hexdigest() == expected for candidate in candidates)


def told(names: Sequence[str]) -> tuple[str, str]:
    """What is said of files whose line ends alone differ, and what to do about it."""
    message = Message("records.line_ends", n=len(names), file=names[0], more=len(names) - 1)
    return message, Message("records.line_ends_hint", line=ATTRIBUTES)
