"""What of the draws, the sensitivity tests, the choices and the events of a result may be published."""

from collections.abc import Mapping
from typing import TypeVar

from criticality.model.record import EventOutcome, Place
from criticality.model.robustness_record import (
    ChoiceResult,
    ChoicesRecord,
    ConfidenceRow,
    FreshEstimate,
    MineralResult,
    OptionRow,
    RobustnessDetails,
)
from criticality.records.public.withheld import Withheld, coarse, rounded

Value = TypeVar("Value")


def public_robustness(found: RobustnessDetails, hidden: Withheld) -> RobustnessDetails:
    """Return what draws and tests found: coarse chances, lists, and changes of minerals that stand alone.

    What else the draws give (sizes of the list, central weights, indices of variance, shares of the weights) is left
    out: seed and number of draws are public, so that unrounded counts tell which figure gives them.
    """
    kept: RobustnessDetails = {}
    if "minerals" in found:
        kept["minerals"] = [_sureness(row) for row in found["minerals"]]
    if "smallest_weight_change" in found:
        kept["smallest_weight_change"] = _alone(found["smallest_weight_change"], hidden)
    if "smallest_dimension_change" in found:
        kept["smallest_dimension_change"] = _alone(found["smallest_dimension_change"], hidden)
    if "smallest_threshold_change" in found:
        kept["smallest_threshold_change"] = _alone(found["smallest_threshold_change"], hidden)
    if "threshold_sweep" in found:
        resting = {criterion for _, criterion in hidden.cells}
        kept["threshold_sweep"] = [row for row in found["threshold_sweep"] if row["of"] not in resting]
    if "tornado" in found:
        kept["tornado"] = found["tornado"]
    return _lists(kept, found)


def _lists(kept: RobustnessDetails, found: RobustnessDetails) -> RobustnessDetails:
    """The same with the tests that say whole lists alone, and what was not done."""
    if "drop_one_criterion" in found:
        kept["drop_one_criterion"] = found["drop_one_criterion"]
    if "drop_one_judge" in found:
        kept["drop_one_judge"] = found["drop_one_judge"]
    if "method_panel" in found:
        kept["method_panel"] = found["method_panel"]
    if "rank_reversal" in found:
        kept["rank_reversal"] = found["rank_reversal"]
    if "not_done" in found:
        kept["not_done"] = found["not_done"]
    if "not_done_said" in found:
        kept["not_done_said"] = found["not_done_said"]
    return kept


def _sureness(row: ConfidenceRow) -> ConfidenceRow:
    return {
        "mineral": row["mineral"],
        "p_listed": coarse(row["p_listed"]),
        "rank_low": row["rank_low"],
        "rank_high": row["rank_high"],
        "confidence": row["confidence"],
    }


def _alone(by_mineral: Mapping[str, Value], hidden: Withheld) -> dict[str, Value]:
    return {mineral: value for mineral, value in by_mineral.items() if hidden.stands_alone(mineral)}


def public_choices(found: ChoicesRecord, hidden: Withheld) -> ChoicesRecord:
    """Return what the other answers make of the list: probabilities, lists, and scores rounded or withheld."""
    return {
        "design": found["design"],
        "choices": [_choice(row) for row in found["choices"]],
        "combinations": found["combinations"],
        "options": [_option(row, hidden) for row in found["options"]],
        "minerals": [_mineral(row) for row in found["minerals"]],
        "core": found["core"],
        "outer": found["outer"],
        "scored": found["scored"],
        "p": [[_sure(chance) for chance in row] for row in found["p"]],
        "fresh": [_fresh(row) for row in found["fresh"]],
    }


def _mineral(row: MineralResult) -> MineralResult:
    """A mineral over all combinations: its chances are coarse, and its shares of variance, which are not, left out."""
    return {
        "shares": {},
        "share_errors": {},
        "only_combined": None,
        "mineral": row["mineral"],
        "p_listed": coarse(row["p_listed"]),
        "p_all": coarse(row["p_all"]),
        "p_lowest": coarse(row["p_lowest"]),
        "p_highest": coarse(row["p_highest"]),
        "lowest_at": row["lowest_at"],
        "highest_at": row["highest_at"],
        "hangs_on": row["hangs_on"],
        "standing": row["standing"],
    }


def _choice(row: ChoiceResult) -> ChoiceResult:
    return {**row, "share_of_variance": coarse(row["share_of_variance"]), "share_error": coarse(row["share_error"])}


def _fresh(row: FreshEstimate) -> FreshEstimate:
    return {"combination": row["combination"], "p": [_sure(chance) for chance in row["p"]]}


def _sure(chance: float) -> float:
    found = coarse(chance)
    assert found is not None  # one that was given is one afterwards
    return found


def _option(row: OptionRow, hidden: Withheld) -> OptionRow:
    score = None if row["mineral"] in hidden.minerals else rounded(row["score"])
    return {
        "mineral": row["mineral"],
        "choice": row["choice"],
        "option": row["option"],
        "p_listed": coarse(row["p_listed"]),
        "p_mean": coarse(row["p_mean"]),
        "tier": row["tier"],
        "score": score,
    }


def public_outcome(row: EventOutcome, hidden: Withheld) -> EventOutcome:
    """Return where a mineral stands with the events since, its scores as they may be published."""
    return {
        "mineral": row["mineral"],
        "events": row["events"],
        "by_figures": _place(row["mineral"], row["by_figures"], hidden),
        "with_events": _place(row["mineral"], row["with_events"], hidden),
    }


def _place(mineral: str, place: Place, hidden: Withheld) -> Place:
    return {
        "score": hidden.score(mineral, place["score"]),
        "rank": place["rank"],
        "tier": place["tier"],
        "listed": place["listed"],
    }
