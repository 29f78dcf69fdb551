"""Compose a run's record: the inputs themselves, every intermediate table, the result, versions and digests."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from criticality import __version__
from criticality.indicators.by_country import country_tables
from criticality.model.results import Inputs, Result
from criticality.records.canonical import inputs_of, plain, rows_of
from criticality.records.digest import digest_of
from criticality.scenarios import apply_scenario

FORMAT = 1
BORDERLINE = 0.05
_SURENESS = ("p_listed", "rank_low", "rank_high", "confidence")


def compose_record(inputs: Inputs, result: Result, environment: Mapping[str, Any]) -> dict[str, Any]:
    """Everything a run leaves behind, as plain JSON values.

    Parameters
    ----------
    inputs, result
        What went in and what came out.
    environment
        Versions and digests of the machine; no part of the digest.
    """
    said = inputs_of(inputs)
    digest = digest_of(said)
    as_of = inputs.assessment.date.isoformat()
    return {
        "format": FORMAT,
        "run_id": f"{as_of}-{digest[:8]}",
        "as_of": as_of,
        "digest": digest,
        "software": {"criticality": __version__},
        "environment": plain(environment),
        "inputs": said,
        "result": {**result_of(inputs, result), **_country_tables(inputs)},
    }


def _country_tables(inputs: Inputs) -> dict[str, list[dict[str, Any]]]:
    plan = inputs.assessment
    dataset = apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date)
    return country_tables(
        dataset, inputs.candidates, country=plan.country, reference_year=plan.reference_year, as_of=plan.date
    )


def result_of(inputs: Inputs, result: Result) -> dict[str, Any]:
    """The result as plain values."""
    weights, sureness = result.weights, result.acceptability
    ranking = _ranking_rows(inputs, result)
    return {
        "candidates": list(inputs.candidates),
        "indicators": rows_of(result.matrix.cells),
        "weights": rows_of(weights.table),
        "dimension_weights": {str(code): float(value) for code, value in weights.dimensions.items()},
        "weight_notes": list(weights.notes),
        "consistency": rows_of(weights.consistency),
        "by_judge": rows_of(weights.by_judge),
        "consistency_hints": [plain(vars(hint)) for hint in weights.hints],
        "ranking": ranking,
        "contributions": _contributions(result),
        "methods": rows_of(result.panel.table),
        "agreement": rows_of(result.panel.agreement),
        "methods_not_done": dict(result.panel.not_done),
        "checks": plain(list(result.checks)),
        "borderline": [_near_the_line(row) for row in ranking if _is_borderline(row)],
        "acceptability": [] if sureness is None else rows_of(sureness.ranks),
        "robustness": None if sureness is None else plain(sureness.details) | {"minerals": rows_of(sureness.table)},
        "warnings": [str(problem) for problem in inputs.warnings],
    }


def _ranking_rows(inputs: Inputs, result: Result) -> list[dict[str, Any]]:
    """One row a candidate, by rank, then the unscored by code."""
    ranking, coverage = result.ranking, result.critical_list.coverage
    sureness = {} if result.acceptability is None else _by_mineral(result.acceptability.table)
    dimensions = [entry.code for entry in inputs.dimensions]
    rows = []
    for row in rows_of(result.critical_list.table):
        mineral = row["mineral"]
        scored = mineral in ranking.scores.index
        rows.append(
            {
                "mineral": mineral,
                "rank": int(ranking.ranks[mineral]) if scored else None,
                "score": float(ranking.scores[mineral]) if scored else None,
                **{key: value for key, value in row.items() if key not in ("mineral", "because")},
                **{key: sureness.get(mineral, {}).get(key) for key in _SURENESS},
                "dimensions": {code: _rating(ranking.dimensions, mineral, code) for code in dimensions},
                "coverage": {code: _rating(coverage, mineral, code) for code in dimensions},
                "because": row["because"],
            }
        )
    return sorted(rows, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["mineral"]))


def _by_mineral(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["mineral"]: row for row in rows_of(table)}


def _rating(frame: pd.DataFrame | None, mineral: str, dimension: str) -> float | None:
    if frame is None or dimension not in frame.columns or mineral not in frame.index:
        return None
    rating: float | None = plain(frame.at[mineral, dimension])
    return rating


def _contributions(result: Result) -> list[dict[str, Any]]:
    """Global weight × scaled value of every scored cell; over the criteria they add up to the weighted mean."""
    scored = set(result.ranking.scores.index)
    weights = {row["criterion"]: row for row in rows_of(result.weights.table)}
    return [
        {
            "mineral": cell["mineral"],
            "criterion": cell["criterion"],
            "dimension": weights[cell["criterion"]]["dimension"],
            "scaled": cell["scaled"],
            "global_weight": weights[cell["criterion"]]["global_weight"],
            "contribution": weights[cell["criterion"]]["global_weight"] * cell["scaled"],
        }
        for cell in rows_of(result.matrix.cells)
        if cell["mineral"] in scored and cell["criterion"] in weights and cell["scaled"] is not None
    ]


def _is_borderline(row: Mapping[str, Any]) -> bool:
    return row["margin"] is not None and abs(row["margin"]) <= BORDERLINE


def _near_the_line(row: Mapping[str, Any]) -> dict[str, Any]:
    condition = {key: row[f"margin_{key}"] for key in ("of", "threshold", "value")} | {"distance": row["margin"]}
    return {"mineral": row["mineral"], "tier": row["tier"], "nearest": condition}
