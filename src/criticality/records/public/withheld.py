"""Which cells, minerals and scores of a record are withheld from its public form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from criticality.model.input_record import RecordInputs
from criticality.model.record import Record
from criticality.ranking.kernels import METHODS

DECIMALS: Final = 3
"""Decimals to which the scores of a mineral that rests on confidential figures are rounded."""
CHANCES: Final = 2
"""Decimals of a chance: the draws can be made again by anybody, so each further one would narrow a figure tenfold."""
MOST_OF_A_DIMENSION: Final = 0.9
"""The part of a dimension's weight from which on its score is, in effect, the figures that are withheld."""


@dataclass(frozen=True)
class Withheld:
    """What rests on confidential figures.

    Attributes
    ----------
    minerals, cells
        Minerals with such a cell; the cells themselves.
    rows
        Table → the minerals of its confidential rows.
    under
        Dimension → the weight of each criterion that it and the dimensions inside it hold.
    apart
        Whether the standing of a mineral follows from its own figures alone: neither the method nor the rule holds it
        against others.
    """

    minerals: frozenset[str]
    rows: Mapping[str, frozenset[str]]
    cells: frozenset[tuple[str, str]]
    under: Mapping[str, Mapping[str, float]]
    apart: bool

    def stands_alone(self, mineral: str) -> bool:
        """Whether no figure of a mineral's standing can hold a confidential one."""
        return self.apart and mineral not in self.minerals

    def has_rows(self, mineral: str, table: str) -> bool:
        """Whether a table has confidential rows on a mineral."""
        return mineral in self.rows.get(table, ())

    def score(self, mineral: str, score: float | None) -> float | None:
        """Return a score as it may be published."""
        return score if self.stands_alone(mineral) else rounded(score)

    def dimension(self, mineral: str, code: str, score: float | None) -> float | None:
        """Return the score of a dimension as it may be published; none where withheld figures are nearly all of it."""
        weights = self.under.get(code, {})
        hidden = [weight for criterion, weight in weights.items() if (mineral, criterion) in self.cells]
        if hidden and sum(hidden) >= MOST_OF_A_DIMENSION * sum(weights.values()):
            return None
        return rounded(score) if hidden or not self.apart else score


def rounded(score: float | None) -> float | None:
    """Return a score to `DECIMALS`."""
    return None if score is None else round(score, DECIMALS)


def coarse(chance: float | None) -> float | None:
    """Return a chance to `CHANCES`; never as certain where it was not."""
    if chance is None or chance in (0.0, 1.0):
        return chance
    least = 10.0**-CHANCES
    return min(max(round(chance, CHANCES), least), round(1 - least, CHANCES))


def withheld_of(record: Record) -> Withheld:
    """Return what of a record is withheld."""
    inputs, resting = record["inputs"], record["result"].get("confidential")
    if resting is None:
        return Withheld(frozenset(), {}, frozenset(), {}, apart=True)
    plan = inputs["assessment"]
    apart = not METHODS[plan["method"]].depends_on_others and not _holds_against_others(inputs, resting["minerals"])
    cells = frozenset((cell["mineral"], cell["criterion"]) for cell in resting["cells"])
    rows = {name: frozenset(minerals) for name, minerals in resting["rows"].items()}
    weights = {row["criterion"]: row["global_weight"] for row in record["result"]["weights"]}
    return Withheld(frozenset(mineral for mineral, _ in cells), rows, cells, _under(inputs, weights), apart)


def without_levers(record: Record) -> frozenset[str]:
    """Return the minerals whose levers are withheld: those concerned, or all where one is held against another.

    What takes a mineral off the list then tells the score of the one that it is held against.
    """
    resting = record["result"].get("confidential")
    if resting is None:
        return frozenset()
    apart = withheld_of(record).apart
    return frozenset(resting["minerals"] if apart else record["result"]["candidates"])


def _holds_against_others(inputs: RecordInputs, hidden: Collection[str]) -> bool:
    """Whether a place among all, or what is found of a group with a hidden mineral, decides a tier."""
    rule, groups = inputs["assessment"]["rule"], _groups_of(inputs, hidden)
    ways = [alternative for tier in rule["tiers"] for alternative in tier.get("any") or ()]
    conditions = [condition for each in (*rule["tiers"], *ways) for condition in each["when"]]
    grouped = any(entry["listed_if"] == "average" or entry["group"] in groups for entry in rule.get("groups") or ())
    return grouped or any(condition.get("top") is not None for condition in conditions)


def _groups_of(inputs: RecordInputs, minerals: Collection[str]) -> frozenset[str]:
    """The groups to which minerals belong."""
    table = inputs["data"]["minerals"]
    mineral, group = (table["columns"].index(name) for name in ("mineral", "group"))
    return frozenset(str(row[group]) for row in table["rows"] if row[mineral] in minerals)


def _under(inputs: RecordInputs, weights: Mapping[str, float]) -> Mapping[str, Mapping[str, float]]:
    parents = {entry["code"]: entry.get("parent") for entry in inputs["dimensions"]}
    weighted = [criterion for criterion in inputs["criteria"] if criterion["role"] == "weighted"]
    found: dict[str, dict[str, float]] = {code: {} for code in parents}
    for criterion in weighted:
        for code in _upwards(criterion["dimension"], parents):
            found[code][criterion["code"]] = weights.get(criterion["code"], 0.0)
    return found


def _upwards(code: str, parents: Mapping[str, str | None]) -> Collection[str]:
    """A dimension and all that hold it."""
    path: list[str] = []
    at: str | None = code
    while at is not None and at not in path:
        path.append(at)
        at = parents.get(at)
    return path
