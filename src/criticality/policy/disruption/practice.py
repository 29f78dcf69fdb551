"""Stocks that governments aim to hold, in days of use, from the table ``stockpile_practice``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from criticality.model.dataset import Dataset

PRACTICE = "stockpile_practice"


@dataclass(frozen=True)
class Practice:
    """A number of days of use that one or more governments aim to hold; `who` names them in both languages."""

    code: str
    days: float
    who: dict[str, str]


class _Target(NamedTuple):
    """A row of the table: only the columns that are needed here."""

    country: str
    scope: str
    year: int
    days: float
    title_en: str
    title_zh: str


def practices_of(dataset: Dataset) -> tuple[Practice, ...]:
    """Return the targets in force, the newest of each country and scope, equal days joined, fewest days first.

    Parameters
    ----------
    dataset
        A workspace without the table states no practice, and nothing is compared with any.
    """
    newest: dict[tuple[str, str], _Target] = {}
    for target in _targets(dataset):
        place = target.country, target.scope
        if target.year >= newest.get(place, target).year:
            newest[place] = target
    by_days: dict[float, list[_Target]] = {}
    for place in sorted(newest):
        by_days.setdefault(newest[place].days, []).append(newest[place])
    return tuple(
        Practice(
            code=", ".join(f"{target.country} {target.scope}" for target in held),
            days=days,
            who={
                "en": "; ".join(target.title_en for target in held),
                "zh-Hant": "、".join(target.title_zh or target.title_en for target in held),
            },
        )
        for days, held in sorted(by_days.items())
    )


def _targets(dataset: Dataset) -> Iterator[_Target]:
    rows = dataset.table(PRACTICE)
    rows = rows[rows["measure"] == "target"]
    for cells in zip(*(rows[name] for name in _Target._fields), strict=True):
        country, scope, year, days, english, chinese = cells
        yield _Target(str(country), str(scope), int(year), float(days), english, chinese)
