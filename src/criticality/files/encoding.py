"""Read a planner's file as text, or say in one sentence why that cannot be done."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from criticality.errors import Problem
from criticality.files.damage import damage, not_a_text
from criticality.files.stray import instead_of
from criticality.text.message import Message

LARGEST = 64 * 1024 * 1024
LARGEST_TEMPLATE = 2_000_000
"""Bytes of a file of templates/."""
_AS_IF: ContextVar[Mapping[Path, bytes]] = ContextVar("_AS_IF")


@contextmanager
def as_if(path: Path, content: bytes) -> Iterator[None]:
    """Read a file as if it held other bytes until the block ends, in this thread: to check before saving."""
    kept = _AS_IF.set({**_AS_IF.get({}), path: content})
    try:
        yield
    finally:
        _AS_IF.reset(kept)


def read_text(path: Path, file: str, *, largest: int = LARGEST) -> tuple[str | None, list[Problem]]:
    """Return the text of a UTF-8 file, or a problem of the whole file at line 1."""
    other = _AS_IF.get({}).get(path)
    if other is not None:
        return _decode(other, file)
    try:
        if path.exists() and not path.is_file():
            message = Message("files.is_folder") if path.is_dir() else Message("files.no_ordinary_file")
            return None, [_whole(file, message, Message("files.in_place"))]
        if not path.is_file():
            hint = instead_of(path) or Message("files.create_it")
            return None, [_whole(file, Message("files.does_not_exist"), hint)]
        size = path.stat().st_size
        if size > largest:
            return None, [
                _whole(
                    file,
                    Message("files.too_many_bytes", size=size / 1000000.0, most=largest / 1000000.0),
                    Message("files.keep_needed"),
                )
            ]
        return _decode(path.read_bytes(), file)
    except OSError as error:
        return None, [
            _whole(file, Message("files.unreadable", reason=error.strerror), Message("files.check_permissions"))
        ]


def _decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    other = not_a_text(raw, file)
    if other is not None:
        return None, [other]
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, [_whole(file, Message("files.utf_16"), Message("files.save_as_utf_8"))]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [_not_utf8(raw, file, line)]
    if "\x00" in text:
        return None, [_whole(file, Message("files.nul_bytes"), Message("files.save_as_text"))]
    found = damage(text, file)
    return (text, []) if found is None else (None, [found])


def _not_utf8(raw: bytes, file: str, line: int) -> Problem:
    try:
        raw.decode("cp950")
    except UnicodeDecodeError:
        return _whole(file, Message("files.not_utf_8", line=line), Message("files.save_as_utf_8"))
    return _whole(
        file,
        Message("files.big_5", line=line),
        Message("files.save_from_excel"),
    )


def _whole(file: str, message: str, hint: str) -> Problem:
    return Problem(file, 1, None, "", message, hint)
