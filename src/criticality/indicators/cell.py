"""A cell: one value with its bounds and everything a reviewer asks of it - grade, flags, sources, a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan, nan

from criticality.model.dataset import GRADES, MISSING_FLAGS
from criticality.text.kept import Pending, Share, made, note, pending
from criticality.text.message import Message

NOTICEABLE = 0.01
"""Share of a total from which the flag of one row is told of the whole cell."""

COVERED = 0.90
"""Share of a total that named rows must reach; below it the cell is flagged ``incomplete``."""

_BASE_FLAGS = ("reported", "estimated", "proxy", "withheld", "zero", "absent")
_ORDER = (
    *_BASE_FLAGS,
    "scenario",
    "incomplete",
    "no_world_total",
    "no_import_total",
    "year_gap",
    "governance_missing",
    "governance_incomplete",
    "governance_older",
    "world_share",
    "value_based",
    "group_code",
    "untraced",
    "traced",
    "floor",
    "no_floor",
)


@dataclass(frozen=True)
class Cell:
    """Value and evidence of one mineral under one criterion.

    Attributes
    ----------
    value, low, high
        ``low`` ≤ ``value`` ≤ ``high`` where the evidence bounds the value; NaN where it is missing.
    grade
        Worst grade (A to D) of the rows behind it; empty where missing.
    flags
        Words of the dataset (reported, estimated, …) and those that a computation adds (incomplete, traced, …).
    sources
        Ids of ``sources.yaml``.
    notes
        Sentences for the page: basis, years, narrowest stage, what is not known.
    """

    value: float
    low: float
    high: float
    grade: str
    flags: frozenset[str]
    sources: frozenset[str]
    notes: tuple[Pending, ...] = ()

    @property
    def note(self) -> str:
        """The notes as one text that remembers their codes."""
        return made(self.notes)

    @property
    def present(self) -> bool:
        """Whether the cell has evidence of its own."""
        return not isnan(self.value)


@dataclass(frozen=True)
class Basis:
    """What the rows behind a figure have in common: worst grade, flags, sources."""

    grade: str = ""
    flags: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def __or__(self, other: "Basis") -> "Basis":
        return Basis(worst_grade((self.grade, other.grade)), self.flags | other.flags, self.sources | other.sources)

    def flagged(self, *flags: str) -> "Basis":
        """Return the same basis with more flags."""
        return Basis(self.grade, self.flags | frozenset(flags), self.sources)

    def without(self, flag: str) -> "Basis":
        """Return the same basis without a flag."""
        return Basis(self.grade, self.flags - {flag}, self.sources)

    def only(self, *flags: str) -> "Basis":
        """Return the same basis without any flag but these."""
        return Basis(self.grade, self.flags & frozenset(flags), self.sources)


def missing_cell(*notes: Pending, flag: str = "absent", sources: Iterable[str] = ()) -> Cell:
    """Return a cell without evidence; the notes say why."""
    return Cell(nan, nan, nan, "", frozenset({flag}), frozenset(sources), notes)


def found_cell(value: float, low: float, high: float, basis: Basis, notes: Iterable[Pending | None] = ()) -> Cell:
    """Return a present cell; its bounds are widened where they leave the value out."""
    bounds = min(low, value), max(high, value)
    said = tuple(each for each in notes if each is not None)
    return Cell(value, *bounds, basis.grade, base_flags(basis.flags), basis.sources, said)


def worst_grade(grades: Iterable[str]) -> str:
    """Return the worst of some grades, empty ones aside."""
    return max((grade for grade in grades if grade in GRADES), default="")


@lru_cache(maxsize=8192)
def split(joined: str) -> tuple[str, ...]:
    """Return the words of a cell that joins several by ``;``."""
    return tuple(word for word in (part.strip() for part in joined.split(";")) if word)


def row_basis(grade: str, flag: str, source: str, share: float = 1.0) -> Basis:
    """Return the basis of one row; its flag counts from a noticeable share on, ``scenario`` always."""
    words = set(split(flag))
    flags = words if share >= NOTICEABLE else words & {"scenario"}
    return Basis(grade, frozenset(flags - set(MISSING_FLAGS)), frozenset(split(source)))


def joined_basis(parts: Iterable[Basis]) -> Basis:
    """Return the common basis of several rows."""
    total = Basis()
    for part in parts:
        total = total | part
    return total


def base_flags(flags: frozenset[str]) -> frozenset[str]:
    """Return the flags of a computed cell: `reported` only where nothing weaker is among its rows."""
    weaker = {"estimated", "proxy"}
    rest = flags - {"zero", "reported"}
    if flags & weaker:
        return rest
    return flags if flags == {"zero"} else rest | {"reported"}


def flag_text(flags: Iterable[str]) -> str:
    """Return flags joined by ``;``: those of the rows first, then those that the computation added."""
    return ";".join(sorted(flags, key=lambda flag: (_ORDER.index(flag) if flag in _ORDER else len(_ORDER), flag)))


def is_missing(value: float, flag: str) -> bool:
    """Tell whether a row holds no figure: withheld, absent or empty (an empty cell flagged ``zero`` is a zero)."""
    return _withholds(flag) or (isnan(value) and "zero" not in split(flag))


@lru_cache(maxsize=8192)
def _withholds(flag: str) -> bool:
    return any(word in MISSING_FLAGS for word in split(flag))


def percent(share: float) -> str:
    """Return a share as words, e.g. ``98 %``."""
    return str(Share(share))


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return names as words, the first few of them, e.g. ``AUS, AUT, BEL and 4 more``."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def top_share(shares: dict[str, float]) -> Pending | str:
    """Return the largest share as words, e.g. ``CHN 98 %``."""
    if not shares:
        return ""
    country = max(shares, key=lambda code: (shares[code], code))
    return pending("note.top", country=country, share=shares[country])


def year_text(year: float) -> Message | str:
    """Return a year as words; that none is stated where it is missing."""
    return note("note.no_year") if isnan(year) else f"{year:.0f}"
