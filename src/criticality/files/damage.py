"""What can have happened to a file before anybody reads it: a merge left open, a pointer in place of the content."""

import re
from collections.abc import Iterator

from criticality.errors import Problem
from criticality.text.message import Message

_MERGE_MARK = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$")
_MERGE_OPENS, _MERGE_CLOSES = "<" * 7, ">" * 7
_POINTER = "version https://git-lfs.github.com/spec/"
_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_BINARY = (
    (b"PK\x03\x04", "files.is_archive", "files.save_as_csv"),
    (b"\xd0\xcf\x11\xe0", "files.is_excel_97", "files.save_as_csv"),
    (b"\x1f\x8b", "files.is_gzip", "files.unpack_first"),
    (b"BZh", "files.is_bzip2", "files.unpack_first"),
    (b"\xfd7zXZ", "files.is_xz", "files.unpack_first"),
    (b"%PDF", "files.is_pdf", "files.type_figures"),
)
"""How a file of another kind begins, what it is, and what to do about it."""


def lines_of(text: str) -> list[str]:
    """The lines of a file as editors count them."""
    return re.split(r"\r\n|\n|\r", text)


def not_a_text(raw: bytes, file: str) -> Problem | None:
    """A file of another kind under the name of a text file, by its first bytes."""
    for begins, what, hint in _BINARY:
        if raw.startswith(begins):
            return Problem(file, 1, None, "", Message(what), Message(hint))
    return None


def damage(text: str, file: str) -> Problem | None:
    """The one problem of a file that is not what somebody wrote, or None."""
    if text.startswith(_POINTER):
        hint = Message("files.pointer_hint")
        return Problem(file, 1, None, "", Message("files.is_pointer"), hint)
    if _PAGE.match(text):
        hint = Message("files.web_page_hint")
        return Problem(file, 1, None, "", Message("files.is_web_page"), hint)
    marks = list(_merge_marks(text))
    if not marks:
        return None
    code = "files.merge_open_many" if len(marks) > 6 else "files.merge_open"
    message = Message(code, lines=[str(line) for line in marks[:6]])
    return Problem(file, marks[0], None, "", message, Message("files.merge_open_hint"))


def _merge_marks(text: str) -> Iterator[int]:
    """The lines with marks of a merge; a line of equals signs alone is none."""
    if _MERGE_OPENS not in text and _MERGE_CLOSES not in text:
        return
    for number, line in enumerate(lines_of(text), 1):
        if _MERGE_MARK.match(line):
            yield number
