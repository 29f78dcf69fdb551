"""What changed in a file beside what a planner types: while its page was open, and since the last commit."""

import difflib
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from criticality.desk.editing.editable_files import FileRead
from criticality.desk.saving import uncommitted
from criticality.desk.visits import Desk
from criticality.files.workspace import Workspace

_KEPT = 100
_LINES = 400
_AROUND = 1
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")


class Remembered:
    """The texts of files as they were shown, by the SHA-256 of their bytes; the oldest are forgotten.

    Parameters
    ----------
    desk
        Whose pages show them.
    """

    def __init__(self, desk: Desk) -> None:
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()
        desk.at_end(self._texts.clear)

    def keep(self, digest: str, text: str) -> None:
        """Keep a text that is shown."""
        with self._lock:
            self._texts[digest] = text
            self._texts.move_to_end(digest)
            while len(self._texts) > _KEPT:
                self._texts.popitem(last=False)

    def text(self, digest: str) -> str | None:
        """Return a text that was shown; None where it is forgotten."""
        with self._lock:
            return self._texts.get(digest)


@dataclass(frozen=True)
class Line:
    """A line of a difference: ``+`` for one that was added, ``-`` for one that went, and a blank beside them."""

    mark: str
    text: str


def difference(before: str, after: str) -> Sequence[Line]:
    """Return the lines in which two texts differ, each with its neighbours, at most some hundred."""
    found = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=_AROUND, lineterm=""))[2:]
    lines = [Line(line[:1], line[1:] if not line.startswith("@@") else "…") for line in found[:_LINES]]
    return [*lines, Line("@", "…")] if len(found) > _LINES else lines


@dataclass(frozen=True)
class Beyond:
    """What a file holds beyond the last commit: its text there, None where it is in none, and the lines that differ."""

    committed: str | None
    lines: Sequence[Line]


def beyond_commit(workspace: Workspace, read: FileRead) -> Beyond | None:
    """Return what a save would commit beside the change itself; None where that is nothing."""
    found = uncommitted(workspace, read.file)
    if found is None:
        return None
    return Beyond(found.committed, () if found.committed is None else difference(found.committed, read.text))


def with_own_line_ends(before: str, typed: str) -> str:
    """Return what a browser sent with the line ends of the file: those of each line that stayed, else the usual ones.

    A browser sends every line end as carriage return and line feed.
    """
    old = _LINE.findall(before)
    new = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    usual = "\r\n" if before.count("\r\n") * 2 > before.count("\n") else "\n"
    ends = [usual] * len(new)
    matcher = difflib.SequenceMatcher(None, [line for line, _ in old], new, autojunk=False)
    for first, begin, size in matcher.get_matching_blocks():
        for step in range(size):
            ends[begin + step] = old[first + step][1] or usual
    ends[-1] = ""
    return "".join(line + end for line, end in zip(new, ends, strict=True))
