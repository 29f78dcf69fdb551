"""What of the draws, the sensitivity tests, the choices and the events of a result may be published."""

from collections.abc import Mapping
from typing import TypeVar

from criticality.model.record import EventOutcome, Place
from criticality.model.robustness_record import (
    ChoicesRecord,
    ConfidenceRow,
    OptionRow,
    RobustnessDetails,
    SobolIndices,
)
from criticality.records.public.withheld import Withheld, rounded

Value = TypeVar("Value")


def public_robustness(found: RobustnessDetails, hidden: Withheld) -> RobustnessDetails:
    """Return what draws and tests found: lists and their sizes, and changes of minerals that stand alone."""
    kept: RobustnessDetails = {}
    if "minerals" in found:
        kept["minerals"] = [_sureness(row, hidden) for row in found["minerals"]]
    if "list_size" in found:
        kept["list_size"] = found["list_size"]
    if "central_weights" in found:
        kept["central_weights"] = _alone(found["central_weights"], hidden)
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
    if "weight_triangle" in found:
        triangle = found["weight_triangle"]
        kept["weight_triangle"] = triangle and {
            "dimensions": triangle["dimensions"],
            "points": triangle["points"],
            "listed": _alone(triangle["listed"], hidden),
        }
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
    if "sobol" in found:
        kept["sobol"] = found["sobol"] and _of_the_list(found["sobol"])
    if "not_done" in found:
        kept["not_done"] = found["not_done"]
    if "not_done_said" in found:
        kept["not_done_said"] = found["not_done_said"]
    return kept


def _of_the_list(found: SobolIndices) -> SobolIndices:
    """The indices of the whole list, without those of single minerals."""
    return {
        "evaluations": found["evaluations"],
        "membership": {"list": found["membership"]["list"]},
        "rank": {"list": found["rank"]["list"]},
    }


def _sureness(row: ConfidenceRow, hidden: Withheld) -> ConfidenceRow:
    if row["mineral"] not in hidden.minerals:
        return row
    kept: ConfidenceRow = {
        "mineral": row["mineral"],
        "p_listed": row["p_listed"],
        "rank_low": row["rank_low"],
        "rank_high": row["rank_high"],
        "confidence": row["confidence"],
    }
    if "standard_error" in row:
        kept["standard_error"] = row["standard_error"]
    return kept


def _alone(by_mineral: Mapping[str, Value], hidden: Withheld) -> dict[str, Value]:
    return {mineral: value for mineral, value in by_mineral.items() if hidden.stands_alone(mineral)}


def public_choices(found: ChoicesRecord, hidden: Withheld) -> ChoicesRecord:
    """Return what the other answers make of the list: probabilities, lists, and scores rounded or withheld."""
    return {
        "design": found["design"],
        "choices": found["choices"],
        "combinations": found["combinations"],
        "options": [_option(row, hidden) for row in found["options"]],
        "minerals": found["minerals"],
        "core": found["core"],
        "outer": found["outer"],
        "scored": found["scored"],
        "p": found["p"],
        "fresh": found["fresh"],
    }


def _option(row: OptionRow, hidden: Withheld) -> OptionRow:
    score = None if row["mineral"] in hidden.minerals else rounded(row["score"])
    return {
        "mineral": row["mineral"],
        "choice": row["choice"],
        "option": row["option"],
        "p_listed": row["p_listed"],
        "p_mean": row["p_mean"],
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
