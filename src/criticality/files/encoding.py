"""Read a planner's file as text, or say in one sentence why that cannot be done."""

from pathlib import Path

from criticality.errors import Problem
from criticality.files.damage import damage, not_a_text
from criticality.files.stray import instead_of

_IN_PLACE = "Put the file in its place, or give it another name."
LARGEST = 64 * 1024 * 1024


def read_text(path: Path, file: str, *, largest: int = LARGEST) -> tuple[str | None, list[Problem]]:
    """Return the text of a UTF-8 file, or a problem of the whole file at line 1."""
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "no ordinary file"
            return None, [_whole(file, f"this is {what}: a file is read here", _IN_PLACE)]
        if not path.is_file():
            hint = instead_of(path) or "Create it, or correct the path that leads here."
            return None, [_whole(file, "this file does not exist", hint)]
        size = path.stat().st_size
        if size > largest:
            return None, [
                _whole(
                    file,
                    f"the file has {size / 1e6:.0f} MB; more than {largest / 1e6:.0f} MB is refused",
                    "Keep only the rows and columns that the criteria need.",
                )
            ]
        return _decode(path.read_bytes(), file)
    except OSError as error:
        return None, [_whole(file, f"the file cannot be read ({error.strerror})", "Check its permissions.")]


def _decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    other = not_a_text(raw, file)
    if other is not None:
        return None, [other]
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, [_whole(file, "the file is UTF-16, not UTF-8", "Save it again with the encoding UTF-8.")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [_not_utf8(raw, file, line)]
    if "\x00" in text:
        return None, [_whole(file, "the file holds NUL bytes; it is not a text file", "Save it as UTF-8 text.")]
    found = damage(text, file)
    return (text, []) if found is None else (None, [found])


def _not_utf8(raw: bytes, file: str, line: int) -> Problem:
    try:
        raw.decode("cp950")
    except UnicodeDecodeError:
        return _whole(file, f"the file is not UTF-8 (line {line})", "Save it again with the encoding UTF-8.")
    return _whole(
        file,
        f"the file is not UTF-8 (line {line}); it looks like Big5",
        "Save it again as UTF-8; in Excel: Save As, «CSV UTF-8».",
    )


def _whole(file: str, message: str, hint: str) -> Problem:
    return Problem(file, 1, None, "", message, hint)
