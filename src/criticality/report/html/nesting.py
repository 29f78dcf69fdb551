"""How deep the brackets of a text are nested: what is far deeper than anybody writes is told instead of read."""

import re
from collections.abc import Iterator

from criticality.errors import Problem
from criticality.text.message import Message

DEEPEST = 60
"""Levels; Python itself compiles no more than a hundred."""

_QUOTED = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_STYLE = re.compile(rf"/\*.*?\*/|{_QUOTED}|[(\[{{]|[)\]}}]|\n", re.DOTALL)
_PAGE = re.compile(
    rf"\{{#.*?#\}}|{_QUOTED}|\{{%-?\s*(?:end\w+)|\{{%-?\s*(?:if|for|block|macro|filter|call|with|autoescape)\b|"
    r"\{\{|\}\}|\{%|%\}|[(\[{]|[)\]}]|\n",
    re.DOTALL,
)
_OPENS, _CLOSES = tuple("([{"), tuple(")]}")


def nesting_problem(name: str, text: str) -> Problem | None:
    """Return the problem of a style sheet or a page whose brackets or blocks are nested too deeply, at that line."""
    depth, line = 0, 1
    for mark in _marks(_STYLE if name.endswith(".css") else _PAGE, text):
        if mark.startswith(_OPENS) and mark not in ("{%", "{{") and not re.match(r"\{%-?\s*end|\{#", mark):
            depth += 1
            if depth > DEEPEST:
                return too_deep(name, line)
        elif mark in _CLOSES or "end" in mark[:8]:
            depth = max(0, depth - 1)
        line += mark.count("\n")
    return None


def left_open(style: str) -> int | None:
    """Return the line of the first brace of a style sheet that nothing closes; None where all are closed."""
    opened: list[int] = []
    line = 1
    for mark in _marks(_STYLE, style):
        if mark == "{":
            opened.append(line)
        elif mark == "}" and opened:
            opened.pop()
        line += mark.count("\n")
    return opened[0] if opened else None


def too_deep(name: str, line: int) -> Problem:
    """Return the problem of a file of templates/ that no reader could follow."""
    return Problem(
        f"templates/{name}",
        line,
        None,
        "",
        Message("report.too_deep"),
        Message("report.flatter"),
    )


def longest_line(text: str) -> int:
    """Return the number of the longest line, where what is too long most likely stands."""
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda place: len(lines[place])) + 1


def _marks(pattern: "re.Pattern[str]", text: str) -> Iterator[str]:
    return (found.group() for found in pattern.finditer(text))
