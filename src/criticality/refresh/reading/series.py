"""Rows of one key: a repetition counts once and is told, two different figures are refused with both lines."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from criticality.refresh.reading.findings import Findings
from criticality.text.message import Message

Figure = TypeVar("Figure")
_HINT = Message("refresh.two_files")


class OnePerKey(Generic[Figure]):
    """Takes one figure for each key of a release and remembers its line."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._held: dict[Hashable, tuple[int, Figure]] = {}
        self._repeated: list[tuple[int, int]] = []

    def take(self, key: Hashable, said: str, figure: Figure, line: int, where: str = "") -> bool:
        """Take a figure; False where an earlier row of the key says the same, or something else (which is refused)."""
        first, held = self._held.setdefault(key, (line, figure))
        if first == line:
            return True
        if held == figure:
            self._repeated.append((first, line))
        else:
            message = Message("refresh.second_differs", what=said, first=first)
            self._findings.content(("twice", key), message, _HINT, line=line, where=where)
        return False

    def remarks(self) -> Iterable[str]:
        """What is to be said of repetitions."""
        if self._repeated:
            first, line = self._repeated[0]
            yield Message("refresh.repeated", count=len(self._repeated), line=line, first=first)
