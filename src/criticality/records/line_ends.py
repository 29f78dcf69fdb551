"""Line ends of a record's files: git and editors change them without anybody having altered a figure."""

import hashlib
from collections.abc import Sequence

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
    many = f"{names[0]} and {len(names) - 1} more files" if len(names) > 1 else names[0]
    differ = "differ" if len(names) > 1 else "differs"
    message = f"{many} {differ} from what was written in the line ends alone (CR LF for LF); no figure was altered"
    hint = (
        f"Git does this where core.autocrlf is set. Write «{ATTRIBUTES}» into .gitattributes at the top of the"
        " repository, delete the folder of this run, and bring it back: git checkout -- FOLDER. A copy that was"
        " never in git is as good."
    )
    return message, hint
