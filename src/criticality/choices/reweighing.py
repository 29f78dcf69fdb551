"""The same combinations under other odds: nothing is drawn again, and nothing is decided again."""

from collections.abc import Mapping, Sequence

import numpy as np

from criticality.choices.design import Design, Flags, weights_of
from criticality.choices.results import mineral_results, moved_by, ranked, share_of_list
from criticality.choices.shares import VarianceShares, variance_shares
from criticality.model.choice import Choice
from criticality.model.robustness_record import ChoiceResult, ChoicesRecord, MineralResult, OptionResult

Odds = Mapping[str, Mapping[str, float]]
_SURE = ("sound", "firm")


def reweighed(found: ChoicesRecord, choices: Sequence[Choice], odds: Odds) -> ChoicesRecord:
    """Return the evaluation of a record with other odds of its options.

    Parameters
    ----------
    found
        From the record.
    choices
        The choices considered, in order, as recorded.
    odds
        Choice → option → odds; what is not named stays. No option is raised from 0, and some of each choice stay above.
    """
    changed = tuple(_with_odds(choice, odds.get(choice.code, {})) for choice in choices)
    design = _design(found, changed)
    p = np.array(found["p"], dtype=np.float64).reshape(len(found["combinations"]), len(found["scored"]))
    fresh = {entry["combination"] - 1: np.array(entry["p"], dtype=np.float64) for entry in found["fresh"]}
    shares = variance_shares(design.factors, p, design.weights) if design.kind != "one_at_a_time" else None
    rows = mineral_results(design, p, fresh, found["scored"], shares)
    minerals: list[MineralResult] = [rows.get(row["mineral"], row) for row in found["minerals"]]
    lists = [
        set(entry["listed"]) for entry, counts in zip(found["combinations"], design.counted, strict=True) if counts
    ]
    return {
        **found,
        "choices": ranked([_reweighed_choice(row, design, shares) for row in found["choices"]]),
        "combinations": [
            {**entry, "weight": float(weight), "counted": bool(counts)}
            for entry, weight, counts in zip(found["combinations"], design.weights, design.counted, strict=True)
        ],
        "minerals": minerals,
        "core": [row["mineral"] for row in minerals if row["standing"] in _SURE],
        "outer": sorted(set().union(*lists)),
    }


def _with_odds(choice: Choice, odds: Mapping[str, float]) -> Choice:
    options = tuple(option.model_copy(update={"odds": odds.get(option.code, option.odds)}) for option in choice.options)
    return choice.model_copy(update={"options": options})


def _design(found: ChoicesRecord, choices: tuple[Choice, ...]) -> Design:
    """The design as recorded, weighed by the odds of the choices given."""
    places = {choice.code: {option.code: place for place, option in enumerate(choice.options)} for choice in choices}
    rows = [
        [places[choice.code][entry["answers"][choice.code]] for choice in choices] for entry in found["combinations"]
    ]
    options = np.array(rows, dtype=np.int64).reshape(len(rows), len(choices))
    drawn = np.array([entry["weight"] > 0 for entry in found["combinations"]], dtype=np.bool_)
    stated = found["design"]["stated"] - 1
    alone = _alone(options, stated, choices)
    weights = weights_of(choices, options, drawn)
    counted: Flags = weights > 0
    counted[stated] = True
    for (number, place), row in alone.items():
        counted[row] |= choices[number].options[place].odds > 0
    counted &= np.array([entry["counted"] for entry in found["combinations"]], dtype=np.bool_)
    return Design(choices, found["design"]["kind"], found["design"]["full"], options, weights, counted, stated, alone)


def _alone(options: np.ndarray, stated: int, choices: Sequence[Choice]) -> dict[tuple[int, int], int]:
    """The rows in which an option stands beside the stated answers to all other choices."""
    row_of = {tuple(row): place for place, row in enumerate(options.tolist())}
    base = options[stated].tolist()
    return {
        (number, place): row_of[*base[:number], place, *base[number + 1 :]]
        for number, choice in enumerate(choices)
        for place in range(len(choice.options))
    }


def _reweighed_choice(row: ChoiceResult, design: Design, shares: VarianceShares | None) -> ChoiceResult:
    number = next(place for place, choice in enumerate(design.choices) if choice.code == row["code"])
    choice = design.choices[number]
    share, error = share_of_list(shares, number) if choice.crossed else (None, None)
    options: list[OptionResult] = [
        {**option, "odds": changed.odds} for option, changed in zip(row["options"], choice.options, strict=True)
    ]
    return {
        **row,
        "moved": moved_by(options),
        "share_of_variance": share,
        "share_error": error,
        "options": options,
    }
