"""One problem for one cause: what a hundred rows share is told at the first of them, with their number."""

import re
from collections.abc import Iterable
from dataclasses import replace

from criticality.errors import Problem
from criticality.text.message import Message

MANY = 5
"""Problems of one cause in one column above this number become one."""

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"")
_NUMBERS = re.compile(r"[-+]?\d[\d.,]*")


def one_per_cause(problems: Iterable[Problem], *, quoting: bool = False) -> list[Problem]:
    """The same problems, those of one cause that are many joined into the first with their number.

    Two problems have one cause where they stand in one file and column and say the same, but for the words and numbers
    that they quote; with `quoting`, only where these are the same too, as a name that a hundred rows misspell.
    """
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in sorted(problems):
        groups.setdefault(_cause(problem, quoting), []).append(problem)
    return sorted(problem for group in groups.values() for problem in _joined(group))


def _cause(problem: Problem, quoting: bool) -> tuple[str, ...]:
    message = problem.message if quoting else _NUMBERS.sub("#", _QUOTED.sub("'…'", problem.message))
    return problem.file, problem.where, problem.severity, message


def _joined(group: list[Problem]) -> list[Problem]:
    if len(group) <= MANY:
        return group
    return [replace(group[0], message=Message("files.more_rows_alike", message=group[0].message, n=len(group) - 1))]
