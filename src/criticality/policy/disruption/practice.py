"""What governments aim to hold in stock, in days of use, from the table ``stockpile_practice``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from criticality.model.dataset import Dataset

PRACTICE = "stockpile_practice"


@dataclass(frozen=True)
class Practice:
    """A number of days that one or more governments aim at; `who` in both languages."""

    code: str
    days: float
    who: dict[str, str]


def practices_of(dataset: Dataset) -> tuple[Practice, ...]:
    """Return the targets in force, the newest of each country and scope, equal days joined, fewest days first.

    Parameters
    ----------
    dataset
        A workspace without the table states no practice, and nothing is compared with any.
    """
    newest: dict[tuple[str, str], Mapping[Any, Any]] = {}
    for row in dataset.table(PRACTICE).to_dict("records"):
        place = str(row["country"]), str(row["scope"])
        if row["measure"] == "target" and row["year"] >= newest.get(place, row)["year"]:
            newest[place] = row
    by_days: dict[float, list[Mapping[Any, Any]]] = {}
    for place in sorted(newest):
        by_days.setdefault(float(newest[place]["days"]), []).append(newest[place])
    return tuple(
        Practice(
            code=", ".join(f"{row['country']} {row['scope']}" for row in held),
            days=days,
            who={
                "en": "; ".join(row["title_en"] for row in held),
                "zh-Hant": "、".join(row["title_zh"] or row["title_en"] for row in held),
            },
        )
        for days, held in sorted(by_days.items())
    )
