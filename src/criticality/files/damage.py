"""What can have happened to a file before anybody reads it: a merge left open, a pointer in place of the content."""

import re
from collections.abc import Iterator

from criticality.errors import Problem

_MERGE_MARK = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$")
_MERGE_OPENS, _MERGE_CLOSES = "<" * 7, ">" * 7
_POINTER = "version https://git-lfs.github.com/spec/"
_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_BINARY = (
    (b"PK\x03\x04", "a workbook or a ZIP archive", "Open it in the spreadsheet and save the sheet as «CSV UTF-8»."),
    (b"\xd0\xcf\x11\xe0", "a workbook of Excel 97", "Open it in the spreadsheet and save the sheet as «CSV UTF-8»."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first."),
    (b"BZh", "a compressed file (bzip2)", "Unpack it first."),
    (b"\xfd7zXZ", "a compressed file (xz)", "Unpack it first."),
    (b"%PDF", "a PDF", "Type or export its figures into the text file."),
)


def lines_of(text: str) -> list[str]:
    """The lines of a file as editors count them."""
    return re.split(r"\r\n|\n|\r", text)


def not_a_text(raw: bytes, file: str) -> Problem | None:
    """A file of another kind under the name of a text file, by its first bytes."""
    for begins, what, hint in _BINARY:
        if raw.startswith(begins):
            return Problem(file, 1, None, "", f"this is {what}, not a text file", hint)
    return None


def damage(text: str, file: str) -> Problem | None:
    """The one problem of a file that is not what somebody wrote, or None."""
    if text.startswith(_POINTER):
        hint = "Fetch the content: git lfs pull; or take the file from somebody who has it."
        return Problem(file, 1, None, "", "this is a pointer of git LFS; the content of the file is not here", hint)
    if _PAGE.match(text):
        hint = "Download the file itself: the link led to a page."
        return Problem(file, 1, None, "", "this is a web page (HTML), not the file", hint)
    marks = list(_merge_marks(text))
    if not marks:
        return None
    lines = ", ".join(str(line) for line in marks[:6]) + (" …" if len(marks) > 6 else "")
    message = f"a merge of git was left unfinished: its marks (<<<<<<<, =======, >>>>>>>) stand on the lines {lines}"
    return Problem(file, marks[0], None, "", message, "Choose between the two versions, then remove the marks.")


def _merge_marks(text: str) -> Iterator[int]:
    """The lines with marks of a merge; a line of equals signs alone is none."""
    if _MERGE_OPENS not in text and _MERGE_CLOSES not in text:
        return
    for number, line in enumerate(lines_of(text), 1):
        if _MERGE_MARK.match(line):
            yield number
