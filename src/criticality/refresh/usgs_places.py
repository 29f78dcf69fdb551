"""Whose figure a row of the USGS is: a country, the world, and whom a world total leaves out."""

import re
from dataclasses import dataclass
from functools import cache

from criticality.model.dataset import OTHERS, WORLD
from criticality.refresh.reading.release import mapping

_LEFT_OUT = re.compile(
    r"\b(?:exclud(?:e|es|ed|ing)|excl|do(?:es)? not include|not including|net of|except(?:ing)?|without|apart from)\b"
    r"(?P<what>[^.;]*)",
    re.IGNORECASE,
)
_OUT_OF_TOTAL = re.compile(
    r"(?P<what>[^.;]*)\b(?:not included|excluded|omitted|left out)\b(?: (?:in|from|of)\b[^.;]*\btotals?\b)?",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:not included in|excluded from|omitted from|left out of)\b[^.;]*\btotals?\b", re.IGNORECASE)
_UNITED_STATES = re.compile(r"\bU\.\s?S\.(?:A\.)?|\bUS\b|\bUSA\b", re.ASCII)
_ARTICLES = {
    "USA": "the United States",
    "NLD": "the Netherlands",
    "PHL": "the Philippines",
    "GBR": "the United Kingdom",
}


@dataclass(frozen=True)
class Place:
    """The country of a row: its code, what is printed beside its name, and the words of a total.

    What stands beside a name (``Argentina, ulexite``; ``Peru (exports)``) is a form of the mineral in that country; a
    group of countries keeps its name, since several groups are added to «others».
    """

    code: str
    form: str = ""
    words: str = ""


def place_of(name: str) -> Place | None:
    """Find the country of a name as the publisher prints it; None if it is not known.

    A footnote's number or the ``e`` of «estimated» may stick to the name, and the blank inside may be lost, as in the
    releases until 2024. A group of countries is none of them: it counts with the others.
    """
    plain = _plain(name)
    if re.match(r"world\b", plain, re.IGNORECASE):
        return Place(WORLD, words=plain)
    code = _code(plain)
    if code:
        return Place(code)
    head, _, inside = plain.partition("(")
    code = _code(head)
    if code:
        return Place(code, inside.partition(")")[0].strip().casefold())
    group = [_code(part) for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", plain) if part]
    if len(group) > 1 and all(group):
        return Place(OTHERS, plain.casefold())
    first, _, rest = plain.partition(",")
    code = "" if " and " in rest else _code(first)
    return Place(code, rest.strip().casefold()) if code else None


def _plain(name: str) -> str:
    plain = name.replace("\u2019", "'").replace("\u2018", "'").replace("\ufffd", "'").replace("\u00ca", " ")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain) if "UnitedS" in plain else plain


def _code(name: str) -> str:
    """The code of a name, without a footnote's number or mark at its end; empty if there is none."""
    bare = re.sub(r"[\d,\s]+\Z", "", name)
    return next((found for said in (bare, bare.removesuffix("e")) if (found := _codes().get(said.casefold()))), "")


def left_out_of(words: str) -> tuple[str, ...]:
    """The countries that a note on a world total says it leaves out, as codes.

    Other things that are left out (a by-product, secondary metal) are no countries and give none.
    """
    found: list[tuple[int, str]] = []
    plain = _UNITED_STATES.sub("United States", words)
    for sentence in (*_LEFT_OUT.finditer(plain), *_OUT_OF_TOTAL.finditer(plain)):
        rest = sentence["what"]
        for name, code in sorted(_codes().items(), key=lambda entry: -len(entry[0])):
            pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
            named = re.search(pattern, rest, re.IGNORECASE)
            if named and code not in {WORLD, OTHERS}:
                rest = f"{rest[: named.start()]}{' ' * len(named[0])}{rest[named.end() :]}"
                found.append((sentence.start() + named.start(), code))
    return tuple(dict.fromkeys(code for _, code in sorted(found)))


def leaves_out(words: str) -> bool:
    """Whether a note on a world total says that it leaves out countries, by name or not (``countries marked NA``)."""
    said = (*_LEFT_OUT.finditer(words), *_OUT_OF_TOTAL.finditer(words))
    return any(re.search(r"\bcountr(?:y|ies)\b|\bproducers?\b", sentence["what"], re.IGNORECASE) for sentence in said)


def is_left_out(words: str) -> bool:
    """Whether a note beside a country's figure says that the world total does not hold it."""
    return bool(_OWN.search(words))


def said_name(code: str) -> str:
    """The name of a country inside an English sentence."""
    return _ARTICLES.get(code) or next(row["name"] for row in mapping("usgs_mcs_countries") if row["country"] == code)


@cache
def _codes() -> dict[str, str]:
    return {row["name"].casefold(): row["country"] for row in mapping("usgs_mcs_countries")}
