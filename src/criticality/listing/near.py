"""Which minerals lie near a threshold that decides about them, relative to the spread of what is tested."""

from collections.abc import Mapping, Sequence

from criticality.model.record import BorderlineRow, HeldCondition, RankingRow, known
from criticality.model.rows.alternatives import ways_of

Quantity = tuple[str, str]
NEAR = 0.05
"""Part of the spread of a score, a dimension or a criterion up to which a mineral is near a threshold on it."""


def near_thresholds(ranking: Sequence[RankingRow], listed_tiers: Sequence[str]) -> list[BorderlineRow]:
    """Return the minerals whose place on the list hangs on a threshold they are near to, with that threshold.

    A distance of 0.05 is little where scores run from 0 to 1 and more than all of it where they run from 0.02 to 0.05,
    as those of a vector normalisation do. So a distance counts as a part of the spread, the largest less the smallest
    value that any scored candidate has there. As for the margin of a list, the condition nearest to failing counts in
    each way into each listed tier, and the way that is nearest to holding counts. A mineral placed by decision is not
    near: no threshold decides about it.
    """
    spreads = spreads_of(ranking)
    found = []
    for row in ranking:
        decisive = None if row["designated"] else _decisive(row["because"], listed_tiers, spreads)
        if decisive is not None and abs(part := _part(decisive, spreads)) <= NEAR:
            found.append(_row(row, decisive, part))
    return found


def spreads_of(ranking: Sequence[RankingRow]) -> dict[Quantity, float]:
    """Return largest less smallest value of everything that conditions test; 1, all of a scale, where none differ."""
    values: dict[Quantity, list[float]] = {}
    for row in ranking:
        for entry in row["because"]:
            if entry["value"] is not None:
                values.setdefault(_quantity(entry), []).append(entry["value"])
    return {of: (max(found) - min(found)) or 1.0 for of, found in values.items()}


def _decisive(
    conditions: Sequence[HeldCondition], listed_tiers: Sequence[str], spreads: Mapping[Quantity, float]
) -> HeldCondition | None:
    by_tier = [[entry for entry in conditions if entry["tier"] == tier] for tier in listed_tiers]
    tightest = [
        min(way, key=lambda entry: _part(entry, spreads))
        for entries in by_tier
        for way in ways_of(entries)
        if all(entry["value"] is not None for entry in way)
    ]
    return max(tightest, key=lambda entry: _part(entry, spreads), default=None)


def _part(entry: HeldCondition, spreads: Mapping[Quantity, float]) -> float:
    """By which part of the spread a condition holds; negative where it does not."""
    return _slack(entry) / spreads[_quantity(entry)]


def _quantity(entry: HeldCondition) -> Quantity:
    """What is compared: a code, and in which unit."""
    return entry["of"], entry.get("unit", "")


def _slack(entry: HeldCondition) -> float:
    distance = known(entry["value"]) - entry["threshold"]
    return distance if entry["comparison"] == "at_least" else -distance


def _row(row: RankingRow, decisive: HeldCondition, part: float) -> BorderlineRow:
    return {
        "mineral": row["mineral"],
        "tier": row["tier"],
        "nearest": {
            "of": decisive["of"],
            "threshold": decisive["threshold"],
            "value": known(decisive["value"]),
            "distance": _slack(decisive),
            "of_spread": part,
        },
    }
