"""The problems of one release file: one for each cause, with its first line and how many rows more it concerns."""

from dataclasses import dataclass
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.text.message import Message

_MOST = 40
"""Problems that are printed of one file; further causes are counted only."""


@dataclass
class _Found:
    line: int
    where: str
    message: str
    hint: str
    rows: int
    last: int


class Findings:
    """Collects what is wrong with a release, so that all of it is said at once.

    A fault of the file's shape (a row with too few cells, an open quotation mark) makes other rows look wrong that are
    not. Where there is one, it alone is reported.
    """

    def __init__(self, path: Path) -> None:
        self._file = shown(path)
        self._shape: dict[object, _Found] = {}
        self._content: dict[object, _Found] = {}

    def shape(self, cause: object, message: str, hint: str, *, line: int) -> None:
        """Add a fault of the file's shape."""
        _add(self._shape, cause, _Found(line, "", message, hint, 1, line))

    def content(self, cause: object, message: str, hint: str, *, line: int, where: str = "") -> None:
        """Add a fault of a cell; rows with the same `cause` make one problem."""
        _add(self._content, cause, _Found(line, where, message, hint, 1, line))

    def stop(self) -> None:
        """Raise what was found, if anything was.

        Raises
        ------
        InputError
            With one problem for each cause.
        """
        found = list((self._shape or self._content).values())
        if not found:
            return
        problems = [self._problem(entry) for entry in found[:_MOST]]
        if len(found) > _MOST:
            message, hint = Message("refresh.further", count=len(found) - _MOST), Message("refresh.mend_first")
            problems.append(Problem(self._file, found[_MOST].line, None, "", message, hint))
        raise InputError(problems)

    def _problem(self, entry: _Found) -> Problem:
        message = entry.message
        if entry.rows > 1:
            message = Message("refresh.first_of", message=message, rows=entry.rows, last=entry.last)
        return Problem(self._file, entry.line, None, entry.where, message, entry.hint)


def _add(found: dict[object, _Found], cause: object, entry: _Found) -> None:
    known = found.setdefault(cause, entry)
    if known is not entry:
        known.rows += 1
        known.last = entry.line


def shown(path: Path) -> str:
    """The name of a file as it can be printed, also where its bytes are no UTF-8."""
    return path.name.encode("utf-8", "backslashreplace").decode("utf-8")
