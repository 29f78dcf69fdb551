"""Compose a run's record: the inputs themselves, every intermediate table, the result, versions and digests."""

from collections.abc import Mapping
from typing import cast

import pandas as pd

from criticality import __version__
from criticality.errors import Problem
from criticality.indicators.by_country import country_tables
from criticality.indicators.confidential.resting import resting_on
from criticality.listing.near import near_thresholds
from criticality.model.comparison_record import ComparisonRecord, SinceAdopted, WarningSaid
from criticality.model.record import (
    AgreementRow,
    Contribution,
    CriterionWeight,
    Environment,
    IndicatorCell,
    ListedRow,
    MethodRow,
    OriginRow,
    RankingRow,
    RankShare,
    Record,
    RecordResult,
    RestrictionRow,
    SupplyRow,
)
from criticality.model.results import Acceptability, Inputs, Result
from criticality.model.robustness_record import ConfidenceRow, ListingConfidence, NotDone, RobustnessDetails
from criticality.model.rows.weights_record import (
    ConsistencyRow,
    JudgeWeight,
    LevelWeight,
    PanelRow,
    SubgroupWeight,
)
from criticality.ranking.kernels import METHODS
from criticality.records.canonical import inputs_of, plain, rows_of
from criticality.records.digest import FORMAT, Pieces, digest_of, digest_of_pieces, pieces_of, result_digest_of
from criticality.scenarios import apply_scenario
from criticality.text.kept import coded, made
from criticality.text.own_words import shipped_words

_NOT_ASSESSED: ListingConfidence = {"p_listed": None, "rank_low": None, "rank_high": None, "confidence": None}


def compose_record(
    inputs: Inputs, result: Result, environment: Environment, *, encoded: dict[str, Pieces] | None = None
) -> Record:
    """Everything a run leaves behind, as plain JSON values.

    Parameters
    ----------
    inputs, result
        What went in and what came out.
    environment
        Versions and digests of the machine; no part of the digest.
    encoded
        Gets the JSON of the result under the key ``result``, for `write_record`, which then need not encode it again.
    """
    recorded = inputs_of(inputs)
    digest = digest_of(recorded)
    as_of = inputs.assessment.date.isoformat()
    found = result_of(inputs, result)
    pieces = pieces_of(found)
    if encoded is not None:
        encoded["result"] = pieces
    return {
        "format": FORMAT,
        "run_id": f"{as_of}-{digest[:8]}",
        "as_of": as_of,
        "digest": digest,
        "software": {"criticality": __version__},
        "environment": plain(environment),
        "inputs": recorded,
        "result": found,
        "result_digest": digest_of_pieces(pieces),
    }


def with_comparison(record: Record, comparison: ComparisonRecord) -> Record:
    """The record with the comparison with the previous run as a part of its result."""
    result: RecordResult = {**record["result"], "comparison": comparison}
    return {**record, "result": result, "result_digest": result_digest_of(result)}


def with_since_adopted(record: Record, since: SinceAdopted) -> Record:
    """The record with what differs from the adopted list as a part of its result."""
    result: RecordResult = {**record["result"], "since_adopted": since}
    return {**record, "result": result, "result_digest": result_digest_of(result)}


def result_of(inputs: Inputs, result: Result) -> RecordResult:
    """The result as plain values."""
    weights, sureness, plan = result.weights, result.acceptability, inputs.assessment
    dataset = apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date)
    countries = country_tables(
        dataset, inputs.candidates, country=plan.country, reference_year=plan.reference_year, as_of=plan.date
    )
    ranking = _ranking_rows(inputs, result)
    found: RecordResult = {
        "candidates": list(inputs.candidates),
        "indicators": _cells(result),
        "weights": rows_of(weights.table, CriterionWeight),
        "dimension_weights": {str(code): float(value) for code, value in weights.dimensions.items()},
        "weight_notes": [str(note) for note in weights.notes],
        "weight_notes_said": [coded(note) for note in weights.notes],
        "consistency": rows_of(weights.consistency, ConsistencyRow),
        "by_judge": rows_of(weights.by_judge, JudgeWeight),
        "consistency_hints": [plain(vars(hint)) for hint in weights.hints],
        "ranking": ranking,
        "contributions": _contributions(result),
        "methods": rows_of(result.panel.table, MethodRow),
        "agreement": rows_of(result.panel.agreement, AgreementRow),
        "methods_not_done": {name: str(why) for name, why in result.panel.not_done.items()},
        "methods_not_done_said": {name: coded(why) for name, why in result.panel.not_done.items()},
        "checks": plain(result.checks),
        "borderline": near_thresholds(ranking, [tier.name for tier in plan.rule.tiers if tier.listed]),
        "acceptability": [] if sureness is None else rows_of(sureness.ranks, RankShare),
        "robustness": None if sureness is None else _robustness(sureness),
        "warnings": _warnings(inputs),
        "warnings_said": [_said(problem) for problem in inputs.warnings],
        "supply": cast(list[SupplyRow], countries["supply"]),
        "origins": cast(list[OriginRow], countries["origins"]),
        "restrictions": cast(list[RestrictionRow], countries["restrictions"]),
        "events": list(result.events),
    }
    return _completed(found, inputs, result)


def _completed(found: RecordResult, inputs: Inputs, result: Result) -> RecordResult:
    """The result with the parts that only some runs have."""
    plan, weights = inputs.assessment, result.weights
    if inputs.confidential is not None:
        found["confidential"] = resting_on(
            inputs.dataset, inputs.criteria, inputs.confidential, inputs.candidates,
            country=plan.country, reference_year=plan.reference_year, as_of=plan.date,
        )  # fmt: skip
    if len(weights.levels):
        found["levels"] = rows_of(weights.levels, LevelWeight)
    if len(weights.panel):
        found["panel"] = rows_of(weights.panel, PanelRow)
    if len(weights.by_subgroup):
        found["by_subgroup"] = rows_of(weights.by_subgroup, SubgroupWeight)
    return found if result.choices is None else {**found, "choices": result.choices}


def _cells(result: Result) -> list[IndicatorCell]:
    """Every cell, with the codes and slots of its note beside the English sentence.

    Under a method that works on the figures themselves, a cell whose whole interval stands in for a figure has the
    figure that counted, so that a reader of the record can decide the list again.
    """
    frame, raw = result.matrix.cells, result.matrix.raw
    cells, on_figures = (
        rows_of(frame.drop(columns="note"), IndicatorCell),
        not METHODS[result.ranking.method].needs_scale,
    )
    for cell, notes in zip(cells, frame["note"].tolist(), strict=True):
        note = made(notes)
        cell["note"], cell["said"] = str(note), coded(note)
        if on_figures and not cell["present"] and cell["criterion"] in raw and cell["mineral"] in raw.index:
            cell["counted"] = float(result.matrix.figures(cell["criterion"], [cell["mineral"]])[0])
    return cells


def _warnings(inputs: Inputs) -> list[str]:
    """What was warned of, in the shipped English words, whatever the workspace says in their place."""
    with shipped_words():
        return [problem.said("en") for problem in inputs.warnings]


def _said(problem: Problem) -> WarningSaid:
    """A warning with the codes of its sentences."""
    said: WarningSaid = {"file": problem.file, "line": problem.line, "message": coded(problem.message)}
    if problem.column is not None:
        said["column"] = problem.column
    if problem.where:
        said["where"] = str(problem.where)
    if problem.hint:
        said["hint"] = coded(problem.hint)
    return said


def _robustness(sureness: Acceptability) -> RobustnessDetails:
    details: RobustnessDetails = plain(sureness.details)
    not_done = cast(Mapping[str, str], sureness.details["not_done"])
    said = {str(step): NotDone(step=coded(step), reason=coded(why)) for step, why in not_done.items()}
    details = {**details, "not_done": {str(step): str(why) for step, why in not_done.items()}}
    return {**details, "not_done_said": said, "minerals": rows_of(sureness.table, ConfidenceRow)}


def _ranking_rows(inputs: Inputs, result: Result) -> list[RankingRow]:
    """One row a candidate, by rank, then the unscored by code."""
    ranking, coverage = result.ranking, result.critical_list.coverage
    assessed = [] if result.acceptability is None else rows_of(result.acceptability.table, ConfidenceRow)
    sureness = {row["mineral"]: row for row in assessed}
    dimensions = [entry.code for entry in inputs.dimensions]
    rows: list[RankingRow] = []
    for row in rows_of(result.critical_list.table, ListedRow):
        mineral = row["mineral"]
        scored, sure = mineral in ranking.scores.index, sureness.get(mineral, _NOT_ASSESSED)
        rows.append(
            {
                **row,
                "reason": str(row["reason"]),
                "said": coded(row["reason"]),
                "rank": int(ranking.ranks[mineral]) if scored else None,
                "score": float(ranking.scores[mineral]) if scored else None,
                "p_listed": sure["p_listed"],
                "rank_low": sure["rank_low"],
                "rank_high": sure["rank_high"],
                "confidence": sure["confidence"],
                "dimensions": {code: _rating(ranking.dimensions, mineral, code) for code in dimensions},
                "coverage": {code: _rating(coverage, mineral, code) for code in dimensions},
            }
        )
    return sorted(rows, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["mineral"]))


def _rating(frame: pd.DataFrame | None, mineral: str, dimension: str) -> float | None:
    if frame is None or dimension not in frame.columns or mineral not in frame.index:
        return None
    rating: float | None = plain(frame.at[mineral, dimension])
    return rating


def _contributions(result: Result) -> list[Contribution]:
    """Global weight × scaled value of every scored cell; over the criteria they add up to the weighted mean.

    `dimension` is that of the first level.
    """
    scored = set(result.ranking.scores.index)
    weights = {row["criterion"]: row for row in rows_of(result.weights.top, CriterionWeight)}
    return [
        {
            "mineral": cell["mineral"],
            "criterion": cell["criterion"],
            "dimension": weight["dimension"],
            "scaled": cell["scaled"],
            "global_weight": weight["global_weight"],
            "contribution": weight["global_weight"] * cell["scaled"],
        }
        for cell in rows_of(result.matrix.cells.drop(columns="note"), IndicatorCell)
        if cell["mineral"] in scored
        and cell["scaled"] is not None
        and (weight := weights.get(cell["criterion"])) is not None
    ]
