"""Names where a code belongs: a mineral, country or tier written as people call it is told its code."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.text.message import Message

_ALPHA_2: Mapping[str, tuple[str, ...]] = {
    "TWN": ("TW", "ROC"), "JPN": ("JP",), "KOR": ("KR",), "CHN": ("CN", "PRC"), "USA": ("US",), "DEU": ("DE",),
    "GBR": ("GB", "UK"), "AUS": ("AU",), "CAN": ("CA",), "IND": ("IN",), "RUS": ("RU",), "FRA": ("FR",),
    "BRA": ("BR",), "ZAF": ("ZA",), "VNM": ("VN",), "MYS": ("MY",), "IDN": ("ID",), "CHL": ("CL",), "KAZ": ("KZ",),
}  # fmt: skip
"""Other short names of countries that are often written for their codes."""

_NAMED = {
    "files.no_code": "word",
    "files.cell_no_code": "cell",
    "files.no_country": "cell",
    "checking.no_mineral": "mineral",
    "checking.no_country": "country",
    "checking.no_country_at_all": "country",
    "checking.no_country_in_tables": "country",
    "checking.no_tier": "tier",
}
"""Message that tells of a code which nobody knows → its slot with what was written."""


@cache
def iso_codes() -> frozenset[str]:
    """The country codes of ISO 3166-1 alpha-3, those of countries that are no more left out."""
    text = (files("criticality.refresh") / "mappings" / "iso_3166.csv").read_text("utf-8")
    return frozenset(line[:3] for line in text.splitlines()[1:] if "withdrawn" not in line)


def nearest_code(code: str, known: Iterable[str]) -> Message:
    """A hint naming the country meant: one whose code begins alike before one that only has the same letters."""
    names = sorted(known)
    alike = [name for name in names if name[:2] == code[:2]]
    if len(alike) == 1:
        return Message("files.did_you_mean", meant=alike[0])
    near = nearest(code, alike or names)
    return near if near.code == "files.did_you_mean" else Message("checking.write_iso_code")


def with_codes(problems: Iterable[Problem], reading: Reading) -> list[Problem]:
    """The same problems; where a name of something known stands for its code, the hint says which."""
    codes = _codes(reading)
    return [_told(problem, codes) for problem in problems]


def _told(problem: Problem, codes: Mapping[str, str]) -> Problem:
    message = problem.message
    slot = _NAMED.get(problem.code)
    if slot is None or not isinstance(message, Message):
        return problem
    code = codes.get(_plain(str(message.slots[slot])))
    return problem if code is None else replace(problem, hint=Message("checking.its_code", code=code))


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
