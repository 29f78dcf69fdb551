"""Names where a code belongs: a mineral, country or tier written as people call it is told its code."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from criticality.errors import Problem
from criticality.files.load import Reading

_QUOTED = re.compile(r"^'([^']+)' is not a (?:code|country code)|^there is no (?:mineral|country|tier) '([^']+)'")


def with_codes(problems: Iterable[Problem], reading: Reading) -> list[Problem]:
    """The same problems; where a name of something known stands for its code, the hint says which."""
    codes = _codes(reading)
    return [_told(problem, codes) for problem in problems]


def _told(problem: Problem, codes: Mapping[str, str]) -> Problem:
    found = _QUOTED.match(problem.message)
    code = codes.get(_plain(found[1] or found[2])) if found else None
    return problem if code is None else replace(problem, hint=f"Its code is {code}: write that.")


def _codes(reading: Reading) -> dict[str, str]:
    """Name or symbol → code, of everything that has one name only."""
    found: dict[str, set[str]] = {}
    for table, column, names in (
        ("minerals", "mineral", ("name_en", "name_zh", "symbol")),
        ("countries", "country", ("name_en", "name_zh")),
    ):
        frame = reading.tables.get(table)
        for name in names if frame is not None else ():
            for said, code in zip(frame[name], frame[column], strict=True):  # type: ignore[index]
                if said:
                    found.setdefault(_plain(said), set()).add(code)
    for said, code in _tiers(reading):
        found.setdefault(_plain(said), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _tiers(reading: Reading) -> list[tuple[str, str]]:
    """Title → name of the tiers, as the file writes them: the assessment itself may not have been read."""
    marked = reading.marks.get(reading.paths.get("assessment", ""))
    rule: Any = marked.content.get("rule") if marked is not None and isinstance(marked.content, dict) else None
    tiers = rule.get("tiers") if isinstance(rule, dict) else None
    found: list[tuple[str, str]] = []
    for tier in tiers if isinstance(tiers, list) else ():
        name, title = (tier.get(key) for key in ("name", "title")) if isinstance(tier, dict) else (None, None)
        titles = title.values() if isinstance(title, dict) else [title]
        found += [(said, name) for said in (name, *titles) if isinstance(said, str) and isinstance(name, str)]
    return found


def _plain(name: str) -> str:
    return name.strip().casefold()
