"""What the page of the interactive edition needs to decide the list again: plain values of the record.

Nothing is computed here. `web/scripts/decide.js` decides, as `criticality.ranking` and `criticality.listing` do; what a
condition tests is recorded with every mineral, apart from the score, which the weights move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from criticality.model.input_record import TierEntry
from criticality.model.record import CriterionWeight, RankingRow, Record, rows
from criticality.model.rows.confidential_rows import CONFIDENTIAL
from criticality.report.conditions import PLACE, SOURCE, conditions_of, stated

SCALED = ("topsis", "topsis_flat", "ahp_ratings", "geometric_mean", "product", "euclidean", "lowest")
"""The methods that work on scaled values."""
RAW = ("topsis_vector",)
"""The methods that work on the figures themselves."""
UNWEIGHTED = ("product", "lowest")
"""The methods under which the weight of a dimension counts only in so far as it is 0 or not."""
_SUFFIX: Mapping[str, str] = {SOURCE: ":figure", PLACE: ":place", "": ""}
_GROUP_MEDIAN = "group_median"


class Parameter(TypedDict):
    """A threshold that can be moved: what is compared, in which unit, and the tiers whose conditions share it."""

    of: str
    unit: str
    quantity: str
    threshold: float
    tiers: list[int]


@dataclass(frozen=True)
class Trial:
    """What is tried, for the script; or why nothing can be.

    Attributes
    ----------
    data
        For `decide.js`; None where nothing can be tried.
    why_not
        The last part of the key of the sentence in the catalogue that says why; empty where something can be tried.
    minerals, parameters
        Those of `data`: the scored minerals in the order of their codes, and the thresholds.
    """

    data: Mapping[str, object] | None
    why_not: str = ""
    minerals: Sequence[str] = ()
    parameters: Sequence[Parameter] = ()


def trial_of(record: Record) -> Trial:
    """Return what a reader may try with a record."""
    result, method = record["result"], record["inputs"]["assessment"]["method"]
    if any(cell["flag"] == CONFIDENTIAL for cell in result["indicators"]):
        return Trial(None, "confidential")
    scored = sorted((row for row in result["ranking"] if row["score"] is not None), key=lambda row: row["mineral"])
    if not scored:
        return Trial(None, "unscored")
    if method not in (*SCALED, *RAW) or not result.get("dimension_weights"):
        return Trial(None, "method")
    criteria = sorted(row["criterion"] for row in result["weights"])
    values = _scaled(record, scored, criteria) if method in SCALED else _raw(record, scored, criteria)
    if values is None:
        return Trial(None, "figures")
    rule = _rule(record, scored)
    if rule is None:
        return Trial(None, "older")
    conditions, parameters = rule
    data = {"method": method, "values": values, "parameters": parameters, **_weights(record, criteria), **conditions}
    minerals = [row["mineral"] for row in scored]
    return Trial({**data, **_listed(record, scored), "minerals": minerals}, "", minerals, parameters)


def dimensions_of(record: Record) -> list[str]:
    """Return the dimensions that carry weight or may, in the order of the workspace."""
    weights = record["result"]["dimension_weights"]
    return [entry["code"] for entry in record["inputs"]["dimensions"] if entry["code"] in weights]


# ── values and weights ───────────────────────────────────────────────────────


def _scaled(record: Record, scored: Sequence[RankingRow], criteria: Sequence[str]) -> list[list[float]] | None:
    """Scaled values, minerals × criteria."""
    known = {(row["mineral"], row["criterion"]): row["scaled"] for row in record["result"]["contributions"]}
    return _table(known, scored, criteria)


def _raw(record: Record, scored: Sequence[RankingRow], criteria: Sequence[str]) -> list[list[float]] | None:
    """Figures in their own units, minerals × criteria, with those that counted where a mineral has none of its own.

    A record made by 0.6 or before holds none where an interval stood in for one.
    """
    known: dict[tuple[str, str], float] = {}
    for cell in record["result"]["indicators"]:
        figure = cell.get("counted", cell["value"])
        if figure is not None and ("counted" in cell or cell["present"] or _GROUP_MEDIAN in cell["flag"]):
            known[cell["mineral"], cell["criterion"]] = figure
    return _table(known, scored, criteria)


def _table(
    known: Mapping[tuple[str, str], float], scored: Sequence[RankingRow], criteria: Sequence[str]
) -> list[list[float]] | None:
    if any((row["mineral"], code) not in known for row in scored for code in criteria):
        return None
    return [[known[row["mineral"], code] for code in criteria] for row in scored]


def _weights(record: Record, criteria: Sequence[str]) -> dict[str, object]:
    """Weights of the dimensions, and of the criteria inside them, in the order of `criteria`."""
    result, dimensions = record["result"], dimensions_of(record)
    table = {row["criterion"]: _on_first_level(record, row) for row in result["weights"]}
    own = [dimensions.index(table[code][0]) for code in criteria]
    lowers = {entry["code"] for entry in record["inputs"]["criteria"] if entry["direction"] == "lowers_criticality"}
    return {
        "dimensions": dimensions,
        "across": [result["dimension_weights"][code] for code in dimensions],
        "local": [table[code][1] for code in criteria],
        "dimension_of": own,
        "members": [[at for at, place in enumerate(own) if place == number] for number in range(len(dimensions))],
        "lowers": [code in lowers for code in criteria],
    }


def _on_first_level(record: Record, criterion: CriterionWeight) -> tuple[str, float]:
    """The dimension of the first level that holds a criterion, and its weight there: methods know no further level."""
    dimension, local = criterion["dimension"], criterion["local_weight"]
    above = {row["dimension"]: (row["parent"], row["local_weight"]) for row in record["result"].get("levels", [])}
    while dimension in above and above[dimension][0]:
        parent, share = above[dimension]
        dimension, local = parent, local * share
    return dimension, local


# ── the rule ─────────────────────────────────────────────────────────────────


def _rule(record: Record, scored: Sequence[RankingRow]) -> tuple[dict[str, object], list[Parameter]] | None:
    """Tiers, conditions, threshold parameters, and what the conditions test; None where a record lacks the last.

    Conditions with the same threshold on the same quantity share one parameter, as in `criticality.listing.rule`.
    """
    conditions: list[dict[str, object]] = []
    parameters: dict[tuple[str, float], Parameter] = {}
    tiers: list[dict[str, object]] = []
    quantities: dict[str, list[float | None]] = {}
    for number, tier in enumerate(record["inputs"]["assessment"]["rule"]["tiers"]):
        first = len(conditions)
        for when in conditions_of(tier):
            comparison, threshold, unit = stated(when)
            name, place = when["of"] + _SUFFIX[unit], len(conditions)
            shown = parameters.setdefault((name, threshold), _parameter(when["of"], unit, name, threshold))
            shown["tiers"] = sorted({*shown["tiers"], number})
            parameter = list(parameters).index((name, threshold))
            conditions.append({"comparison": comparison, "parameter": parameter})
            if when["of"] != "score":
                if any(len(row["because"]) <= place for row in scored):
                    return None
                quantities[name] = [row["because"][place]["value"] for row in scored]
        tiers.append({"name": tier["name"], "listed": tier["listed"], "ways": _ways(tier, first)})
    if any(len(row["because"]) != len(conditions) for row in scored):
        return None
    return {"tiers": tiers, "conditions": conditions, "quantities": quantities}, list(parameters.values())


def _parameter(of: str, unit: str, quantity: str, threshold: float) -> Parameter:
    return {"of": of, "unit": unit, "quantity": quantity, "threshold": threshold, "tiers": []}


def _ways(tier: TierEntry, first: int) -> list[list[int]]:
    """The sets of a tier's conditions, by their places, of which one must hold whole; none: only designations do."""
    if tier.get("designations_only"):
        return []
    common = list(range(first, first + len(tier["when"])))
    at, ways = first + len(common), []
    for entry in tier.get("any") or ():
        ways.append([*common, *range(at, at + len(entry["when"]))])
        at += len(entry["when"])
    return ways or [common]


def _listed(record: Record, scored: Sequence[RankingRow]) -> dict[str, object]:
    """The minerals, their groups and designations, and the tiers that were recorded."""
    rule, minerals = record["inputs"]["assessment"]["rule"], [row["mineral"] for row in scored]
    names = [tier["name"] for tier in rule["tiers"]]
    group_of = {str(row["mineral"]): str(row.get("group") or "") for row in rows(record, "minerals")}
    fixed = {entry["mineral"]: names.index(entry["tier"]) for entry in rule["designations"] if entry["tier"] in names}
    return {
        "groups": [
            {
                "members": [at for at, code in enumerate(minerals) if group_of.get(code, "") == entry["group"]],
                "listed_if": entry["listed_if"],
            }
            for entry in rule["groups"]
        ],
        "designated": {at: fixed[code] for at, code in enumerate(minerals) if code in fixed},
        "elsewhere": [row["mineral"] for row in record["result"]["ranking"] if row["score"] is None and row["listed"]],
        "recorded": [names.index(row["tier"]) if row["tier"] in names else len(names) for row in scored],
    }
