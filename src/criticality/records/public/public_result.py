"""What of a result may be published where some of its figures are confidential.

Every function names what it keeps; what it does not name is left out. What is kept of a mineral that rests on
confidential figures is its standing: tier, rank, P(listed), and its scores rounded to `withheld.DECIMALS`.
"""

from typing import Final

from criticality.model.record import HeldCondition, IndicatorCell, MethodRow, RankingRow, Record, RecordResult
from criticality.model.rows.confidential_rows import CONFIDENTIAL
from criticality.records.public.public_tests import public_choices, public_outcome, public_robustness
from criticality.records.public.withheld import Withheld, coarse, rounded, withheld_of

KEPT_CHECKS: Final = ("coverage_of_criterion", "coverage_of_mineral", "grade", "proxied")
"""Checks that count cells and weights; the others compute with the figures of all minerals."""
_KEPT_WARNINGS = ("assessments/", "weights/", "templates/")
"""Folders whose warnings quote no figure of data/."""


def public_result(record: Record) -> RecordResult:
    """Return the result of a record as it may be published."""
    result, hidden = record["result"], withheld_of(record)
    found: RecordResult = {
        "candidates": result["candidates"],
        "indicators": [public_cell(cell, hidden) for cell in result["indicators"]],
        "weights": result["weights"],
        "dimension_weights": result["dimension_weights"],
        "weight_notes": result["weight_notes"],
        "consistency": result["consistency"],
        "by_judge": result["by_judge"],
        "consistency_hints": result["consistency_hints"],
        "ranking": [public_row(row, hidden) for row in result["ranking"]],
        "contributions": [
            row for row in result["contributions"] if (row["mineral"], row["criterion"]) not in hidden.cells
        ],
        "methods": [_method(row, hidden) for row in result["methods"]],
        "agreement": result["agreement"],
        "methods_not_done": result["methods_not_done"],
        "checks": [row for row in result["checks"] if row["check"] in KEPT_CHECKS],
        "borderline": [],  # which minerals are near a threshold follows from the spread of the figures of all
        "acceptability": [],  # see `public_robustness`
        "robustness": None if result["robustness"] is None else public_robustness(result["robustness"], hidden),
        "warnings": [],
    }
    return _completed(found, result, hidden)


def _completed(found: RecordResult, result: RecordResult, hidden: Withheld) -> RecordResult:
    """The same with the parts that only some results have; comparisons with other runs hold figures: none is kept."""
    found["supply"] = [row for row in result.get("supply", []) if not hidden.has_rows(row["mineral"], "production")]
    found["origins"] = [row for row in result.get("origins", []) if not hidden.has_rows(row["mineral"], "trade")]
    found["restrictions"] = result.get("restrictions", [])
    found["events"] = [public_outcome(row, hidden) for row in result.get("events", [])]
    kept = [row["file"].startswith(_KEPT_WARNINGS) for row in result.get("warnings_said", [])]
    found["warnings"] = [text for text, stays in zip(result["warnings"], kept, strict=True) if stays]
    found["warnings_said"] = [row for row, stays in zip(result.get("warnings_said", []), kept, strict=True) if stays]
    if "levels" in result:
        found["levels"] = result["levels"]
    if "panel" in result:
        found["panel"] = result["panel"]
    if "by_subgroup" in result:
        found["by_subgroup"] = result["by_subgroup"]
    if "weight_notes_said" in result:
        found["weight_notes_said"] = result["weight_notes_said"]
    if "methods_not_done_said" in result:
        found["methods_not_done_said"] = result["methods_not_done_said"]
    if "choices" in result:
        found["choices"] = public_choices(result["choices"], hidden)
    if "since_adopted" in result:
        found["since_adopted"] = result["since_adopted"]
    if "confidential" in result:
        found["confidential"] = result["confidential"]
    return found


def public_cell(cell: IndicatorCell, hidden: Withheld) -> IndicatorCell:
    """Return a cell; one that rests on a confidential figure keeps its place, its unit, and that there is evidence."""
    if (cell["mineral"], cell["criterion"]) not in hidden.cells:
        return cell
    return {
        "mineral": cell["mineral"],
        "criterion": cell["criterion"],
        "value": None,
        "low": None,
        "high": None,
        "unit": cell["unit"],
        "present": cell["present"],
        "grade": cell["grade"],
        "flag": CONFIDENTIAL,
        "sources": "",
        "note": "",
        "said": [],
        "scaled": None,
        "scaled_low": None,
        "scaled_high": None,
    }


def public_row(row: RankingRow, hidden: Withheld) -> RankingRow:
    """Return where a mineral stands; the distance of a withheld or rounded figure from a threshold is left out."""
    mineral = row["mineral"]
    if hidden.stands_alone(mineral):
        return {**row, "p_listed": coarse(row["p_listed"])}
    kept: RankingRow = {
        "mineral": mineral,
        "rank": row["rank"],
        "score": hidden.score(mineral, row["score"]),
        "tier": row["tier"],
        "listed": row["listed"],
        "designated": row["designated"],
        "rule_tier": row["rule_tier"],
        "entered_with_group": row["entered_with_group"],
        "reason": row["reason"],
        "margin": None,
        "margin_of": None,
        "margin_threshold": None,
        "margin_value": None,
        "because": [_condition(entry, mineral, hidden) for entry in row["because"]],
        "p_listed": coarse(row["p_listed"]),
        "rank_low": row["rank_low"],
        "rank_high": row["rank_high"],
        "confidence": row["confidence"],
        "dimensions": {code: hidden.dimension(mineral, code, score) for code, score in row["dimensions"].items()},
        "coverage": row["coverage"],
    }
    if "said" in row:
        kept["said"] = row["said"]
    return kept


def _condition(entry: HeldCondition, mineral: str, hidden: Withheld) -> HeldCondition:
    """A condition with the figure that was held against it, as far as this may be published."""
    of, value = entry["of"], entry["value"]
    if entry.get("unit") == "place":
        return entry
    if of == "score":
        return {**entry, "value": hidden.score(mineral, value)}
    if of in hidden.under:
        return {**entry, "value": hidden.dimension(mineral, of, value)}
    return {**entry, "value": None} if (mineral, of) in hidden.cells else entry


def _method(row: MethodRow, hidden: Withheld) -> MethodRow:
    """Rank under another method; its score is rounded, for it may hold all minerals against each other."""
    score = None if row["mineral"] in hidden.minerals else rounded(row["score"])
    return {"mineral": row["mineral"], "method": row["method"], "score": score, "rank": row["rank"]}
