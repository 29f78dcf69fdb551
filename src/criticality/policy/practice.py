"""What governments aim to hold in stock, in days of use, from the table ``stockpile_practice``."""

from dataclasses import dataclass

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
    rows = dataset.table(PRACTICE)
    targets = rows[rows["measure"] == "target"].sort_values("year", kind="stable")
    newest = targets.drop_duplicates(["country", "scope"], keep="last")
    return tuple(
        Practice(
            code=", ".join(f"{row.country} {row.scope}" for row in held.itertuples()),
            days=float(days),
            who={
                "en": "; ".join(held["title_en"]),
                "zh-Hant": "、".join(row.title_zh or row.title_en for row in held.itertuples()),
            },
        )
        for days, held in newest.sort_values(["country", "scope"]).groupby("days", sort=True)
    )
