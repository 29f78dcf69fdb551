"""Whose figure a row of the USGS is: a country, the world, and whom a world total leaves out."""

import re
from dataclasses import dataclass
from functools import cache

from criticality.model.dataset import OTHERS, WORLD
from criticality.refresh.reading.release import mapping

_LEFT_OUT = re.compile(
    r"\b(?:exclud(?:e|es|ed|ing)|excl|do(?:es)? not include|not including|net of)\b(?P<what>[^.;]*)", re.IGNORECASE
)
_UNITED_STATES = re.compile(r"\bU\.\s?S\.(?:A\.)?|\bUS\b|\bUSA\b", re.ASCII)
_ARTICLES = {
    "USA": "the United States",
    "NLD": "the Netherlands",
    "PHL": "the Philippines",
    "GBR": "the United Kingdom",
}


@dataclass(frozen=True)
class Place:
    """The country code of a row, and the words that say whom a total leaves out."""

    code: str
    words: str = ""


def place_of(name: str) -> Place | None:
    """Find the country of a name as the publisher prints it; None if it is not known.

    A footnote's number or the ``e`` of «estimated» may stick to the name, as in the releases until 2024. A group of
    countries is none of them: it counts with the others.
    """
    plain = name.replace("\u2019", "'").replace("\u2018", "'").replace("\ufffd", "'")
    if re.match(r"world\b", plain, re.IGNORECASE):
        return Place(WORLD, plain)
    known = _codes()
    bare = re.sub(r"\s*\([^)]*\)", "", plain)
    for said in (plain, re.sub(r"[\d,\s]+\Z", "", plain), bare, re.sub(r"[\d,\s]+\Z", "", bare)):
        for tried in (said, said.removesuffix("e")):
            code = known.get(tried.casefold())
            if code:
                return Place(code)
    group = [known.get(part.casefold()) for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", plain) if part]
    return Place(OTHERS) if len(group) > 1 and all(group) else None


def left_out_of(words: str) -> tuple[str, ...]:
    """The countries that a note on a world total says it leaves out, as codes.

    Other things that are left out (a by-product, secondary metal) are no countries and give none.
    """
    found: list[tuple[int, str]] = []
    for sentence in _LEFT_OUT.finditer(_UNITED_STATES.sub("United States", words)):
        rest = sentence["what"]
        for name, code in sorted(_codes().items(), key=lambda entry: -len(entry[0])):
            pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
            named = re.search(pattern, rest, re.IGNORECASE)
            if named and code not in {WORLD, OTHERS}:
                rest = f"{rest[: named.start()]}{' ' * len(named[0])}{rest[named.end() :]}"
                found.append((sentence.start() + named.start(), code))
    return tuple(dict.fromkeys(code for _, code in sorted(found)))


def said_name(code: str) -> str:
    """The name of a country inside an English sentence."""
    return _ARTICLES.get(code) or next(row["name"] for row in mapping("usgs_mcs_countries") if row["country"] == code)


@cache
def _codes() -> dict[str, str]:
    return {row["name"].casefold(): row["country"] for row in mapping("usgs_mcs_countries")}
