"""The standing of each mineral in a decided list, in integers: scores and ratings are multiples of 10⁻¹²."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from criticality.model.record import Record
from criticality.model.results import Decision

UNITS = 10**12
"""Units in a score of 1. Scores are rounded to 12 decimals before they are ranked, so each is an integer of units."""


@dataclass(frozen=True)
class Standing:
    """One mineral in one list.

    Score and rank are None if it is not scored; `listed` is 0 or 1; `tier` is None if it is not a candidate.
    """

    score: int | None = None
    rank: int | None = None
    listed: int = 0
    tier: str | None = None
    dimensions: Mapping[str, int | None] = field(default_factory=dict)


ABSENT = Standing()
Standings = Mapping[str, Standing]


def recorded_standings(record: Record) -> Standings:
    """The standings in a record."""
    return {
        row["mineral"]: Standing(
            score=_units(row["score"]),
            rank=row["rank"],
            listed=int(row["listed"]),
            tier=row["tier"],
            dimensions={code: _units(value) for code, value in row["dimensions"].items()},
        )
        for row in record["result"]["ranking"]
    }


def move_between(before: Standing, after: Standing) -> str | None:
    """Whether a mineral entered or left the list, or moved to another tier; None where it did neither."""
    if before.listed != after.listed:
        return "entered" if after.listed else "left"
    if before.tier is None or after.tier is None or before.tier == after.tier:
        return None
    return "moved"


def decided_standings(decision: Decision) -> Standings:
    """The standings in a decision."""
    ranking, table = decision.ranking, decision.critical_list.table
    scores = {str(mineral): _units(score) for mineral, score in ranking.scores.items()}
    ranks = {str(mineral): int(place) for mineral, place in ranking.ranks.items()}
    ratings: dict[str, dict[str, int | None]] = {}
    if ranking.dimensions is not None:
        columns = [str(code) for code in ranking.dimensions.columns]
        for mineral, row in zip(ranking.dimensions.index, ranking.dimensions.to_numpy(), strict=True):
            ratings[str(mineral)] = {code: _units(value) for code, value in zip(columns, row, strict=True)}
    return {
        mineral: Standing(scores.get(mineral), ranks.get(mineral), int(listed), tier, ratings.get(mineral, {}))
        for mineral, tier, listed in zip(table["mineral"], table["tier"], table["listed"], strict=True)
    }


def _units(value: float | None) -> int | None:
    return None if value is None or math.isnan(value) else round(float(value) * UNITS)
