"""Where every key and value of a document stands in its file, so that a problem can name its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from criticality.errors import Problem, Severity

Path = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A document as plain values, with the line and column of every key and value.

    Attributes
    ----------
    file
        Path relative to the workspace.
    content
        Mappings, lists, texts, numbers, truth values and None.
    values, keys
        Path inside the document → (line, column), both from 1.
    start
        Where the document begins in the file.
    """

    file: str
    content: Any
    values: Mapping[Path, Place] = field(default_factory=dict)
    keys: Mapping[Path, Place] = field(default_factory=dict)
    start: Place = (1, 1)

    def value_at(self, path: Path) -> Place:
        """Place of a value; where it is missing, of the nearest enclosing key or list."""
        return self.values[path] if path and path in self.values else self.key_at(path)

    def key_at(self, path: Path) -> Place:
        """Place of a key, or of a list's item; where it is missing, of the nearest enclosing one."""
        if not path:
            return self.start
        known = self.keys if path in self.keys else self.values
        return known[path] if path in known else self.key_at(path[:-1])

    def problem(
        self, path: Path, message: str, hint: str = "", *, at: str = "value", severity: Severity = "error"
    ) -> Problem:
        """A problem of the value at `path`; `at` = "key" for its key, "inside" where something is missing inside it."""
        if at == "value":
            line, column = self.value_at(path)
        else:
            line, column = self.key_at(path) if path else self.start
        return Problem(self.file, line, column, spell(path), message, hint, severity)


def shifted(marked: Marked, place: Path) -> Marked:
    """A part of a document as if it were a document of its own; its places stay those in the file."""
    content, count = marked.content, len(place)
    for step in place:
        content = content[step]
    values, keys = (
        {path[count:]: found for path, found in places.items() if path[:count] == place and len(path) > count}
        for places in (marked.values, marked.keys)
    )
    return Marked(marked.file, content, values, keys, marked.key_at(place))


def spell(path: Sequence[str | int]) -> str:
    """Write a path as a planner would say it: ``judges[2].comparisons.supply_risk``; items count from 1."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words
