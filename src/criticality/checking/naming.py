"""Names where a code belongs: a mineral, country or tier written as people call it is told its code."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest

_ALPHA_2: Mapping[str, tuple[str, ...]] = {
    "TWN": ("TW", "ROC"), "JPN": ("JP",), "KOR": ("KR",), "CHN": ("CN", "PRC"), "USA": ("US",), "DEU": ("DE",),
    "GBR": ("GB", "UK"), "AUS": ("AU",), "CAN": ("CA",), "IND": ("IN",), "RUS": ("RU",), "FRA": ("FR",),
    "BRA": ("BR",), "ZAF": ("ZA",), "VNM": ("VN",), "MYS": ("MY",), "IDN": ("ID",), "CHL": ("CL",), "KAZ": ("KZ",),
}  # fmt: skip
"""Other short names of countries that are often written for their codes."""

_QUOTED = re.compile(r"^'([^']+)' is not a (?:code|country code)|^there is no (?:mineral|country|tier) '([^']+)'")


@cache
def iso_codes() -> frozenset[str]:
    """The country codes of ISO 3166-1 alpha-3, those of countries that are no more left out."""
    text = (files("criticality.refresh") / "mappings" / "iso_3166.csv").read_text("utf-8")
    return frozenset(line[:3] for line in text.splitlines()[1:] if "withdrawn" not in line)


def nearest_code(code: str, known: Iterable[str]) -> str:
    """A hint naming the country meant: one whose code begins alike before one that only has the same letters."""
    names = sorted(known)
    alike = [name for name in names if name[:2] == code[:2]]
    if len(alike) == 1:
        return f"Did you mean {alike[0]!r}?"
    near = nearest(code, alike or names)
    return near if "mean" in near else "Write its code of ISO 3166, or add a row for it to data/countries.csv."


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
                for short in _ALPHA_2.get(code, ()) if table == "countries" else ():
                    found.setdefault(_plain(short), set()).add(code)
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
    return name.strip().casefold().replace("台", "臺")
