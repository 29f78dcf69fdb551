"""The evaluation of the choices as plain values for the record, and the same under other odds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from criticality.choices.answered import Listing
from criticality.choices.design import Design, Floats
from criticality.choices.probabilities import DRAWS, FRESH_DRAWS
from criticality.choices.shares import (
    NOTHING,
    VarianceShares,
    extreme_rows,
    hangs_on,
    mean_over,
    option_means,
    ranges_alone,
    standing,
    variance_shares,
)
from criticality.model.choice import Choice
from criticality.model.document import Text
from criticality.model.results import Choices
from criticality.model.robustness_record import (
    ChoiceResult,
    ChoicesRecord,
    MineralResult,
    OptionResult,
    OptionRow,
    VarianceSharesRow,
)
from criticality.text.phrases import Phrase

_SURE = ("sound", "firm")


@dataclass(frozen=True)
class Evaluated:
    """What was evaluated.

    Attributes
    ----------
    design, chosen
        The combinations and the choices.
    candidates, scored
        All minerals, and those with enough evidence under the stated answers, the columns of `p`.
    listings
        The decided list of every combination.
    p
        (C, M) P(listed) by the rule; None where nothing was drawn.
    fresh
        Row → (M,) P from fresh draws, of the extreme combinations.
    """

    design: Design
    chosen: Choices
    candidates: tuple[str, ...]
    scored: tuple[str, ...]
    listings: Sequence[Listing]
    p: Floats | None
    fresh: Mapping[int, Floats]


def choices_record(found: Evaluated) -> ChoicesRecord:
    """The whole of ``result.choices``."""
    design, p = found.design, found.p
    shares = None
    if p is not None and design.kind != "one_at_a_time":
        shares = variance_shares(design.factors, p, design.weights)
    minerals = _minerals(found, shares)
    sure = [row["mineral"] for row in minerals if row["standing"] in _SURE]
    lists = [listing.listed for row, listing in enumerate(found.listings) if design.counted[row]]
    return {
        "design": {
            "kind": design.kind,
            "full": design.size,
            "stated": design.stated + 1,
            "draws": 0 if p is None else DRAWS,
            "fresh_draws": 0 if p is None else FRESH_DRAWS,
        },
        "choices": _choices(found, shares),
        "combinations": [
            {
                "combination": row + 1,
                "answers": design.answers(row),
                "weight": float(design.weights[row]),
                "size": len(listing.listed),
                "counted": bool(design.counted[row]),
                "listed": sorted(listing.listed),
            }
            for row, listing in enumerate(found.listings)
        ],
        "options": _option_rows(found),
        "minerals": minerals,
        "core": sure,
        "outer": sorted(frozenset[str]().union(*lists)),
        "scored": list(found.scored),
        "p": [] if p is None else p.tolist(),
        "fresh": [{"combination": row + 1, "p": values.tolist()} for row, values in sorted(found.fresh.items())],
    }


# ── minerals ─────────────────────────────────────────────────────────────────


def _minerals(found: Evaluated, shares: VarianceShares | None) -> list[MineralResult]:
    if found.p is None:
        return [_unassessed(mineral) for mineral in found.candidates]
    rows = mineral_results(found.design, found.p, found.fresh, found.scored, shares)
    return [rows.get(mineral) or _unassessed(mineral) for mineral in found.candidates]


def mineral_results(
    design: Design, p: Floats, fresh: Mapping[int, Floats], scored: Sequence[str], shares: VarianceShares | None
) -> dict[str, MineralResult]:
    """Mean, lowest, highest, standing and what it hangs on, of every mineral scored as stated.

    An extreme combination without fresh draws, as the stated one, keeps its first estimate.
    """
    mean = mean_over(p, design.weights) if design.weights.any() else None
    stated, ranges = p[design.stated], ranges_alone(design, p)
    rows: dict[str, MineralResult] = {}
    extremes = [rows_of.tolist() for rows_of in extreme_rows(p, design.counted)]
    for column, (low_row, high_row) in enumerate(zip(*extremes, strict=True)):
        others = [float(stated[column]), *([] if mean is None else [float(mean[column])])]
        low = min(float(fresh.get(low_row, p[low_row])[column]), *others)
        high = max(float(fresh.get(high_row, p[high_row])[column]), *others)
        named = hangs_on(design, shares, ranges[:, column].tolist(), column, low, high)
        rows[scored[column]] = {
            "mineral": scored[column],
            "p_listed": float(stated[column]),
            "p_all": None if mean is None else float(mean[column]),
            "p_lowest": low,
            "p_highest": high,
            "lowest_at": low_row + 1,
            "highest_at": high_row + 1,
            "hangs_on": named,
            "standing": standing(low, high),
            **_shares_of(design, shares, column),
        }
    return rows


def _shares_of(design: Design, shares: VarianceShares | None, column: int) -> VarianceSharesRow:
    """First-order shares of the crossed choices, and what they leave; nothing where P does not vary."""
    if shares is None or shares.variance[column] <= NOTHING:
        return {"shares": {}, "share_errors": {}, "only_combined": None}
    crossed = [(number, choice.code) for number, choice in enumerate(design.choices) if choice.crossed]
    first = {code: float(shares.first[number, column]) for number, code in crossed}
    errors = {} if shares.error is None else {code: float(shares.error[number, column]) for number, code in crossed}
    return {"shares": first, "share_errors": errors, "only_combined": max(0.0, 1.0 - sum(first.values()))}


def _unassessed(mineral: str) -> MineralResult:
    return {
        "mineral": mineral,
        "p_listed": None,
        "p_all": None,
        "p_lowest": None,
        "p_highest": None,
        "lowest_at": None,
        "highest_at": None,
        "hangs_on": [],
        "standing": None,
        "shares": {},
        "share_errors": {},
        "only_combined": None,
    }


# ── choices ──────────────────────────────────────────────────────────────────


def _choices(found: Evaluated, shares: VarianceShares | None) -> list[ChoiceResult]:
    """The choices, those that move most memberships first."""
    return ranked([_choice(found, shares, number, choice) for number, choice in enumerate(found.design.choices)])


def ranked(rows: list[ChoiceResult]) -> list[ChoiceResult]:
    """The choices, those that move most memberships first."""
    return sorted(rows, key=lambda row: (-len(row["moved"]), row["code"]))


def moved_by(options: Sequence[OptionResult]) -> list[str]:
    """Minerals whose membership differs between the options of a choice; an option of odds 0 does not count."""
    counted = [option for option in options if option["odds"] > 0]
    return sorted({mineral for option in counted for mineral in (*option["entered"], *option["left"])})


def _choice(found: Evaluated, shares: VarianceShares | None, number: int, choice: Choice) -> ChoiceResult:
    design, stated = found.design, found.listings[found.design.stated].listed
    lists = [found.listings[design.alone[number, place]].listed for place in range(len(choice.options))]
    answer = found.chosen.stated(choice).code
    options: list[OptionResult] = [
        {
            "code": option.code,
            "title": phrase_of(option.title),
            "odds": option.odds,
            "stated": option.code == answer,
            "size": len(listed),
            "entered": sorted(listed - stated),
            "left": sorted(stated - listed),
        }
        for option, listed in zip(choice.options, lists, strict=True)
    ]
    share, error = share_of_list(shares, number) if choice.crossed else (None, None)
    return {
        "code": choice.code,
        "question": phrase_of(choice.question),
        "crossed": choice.crossed,
        "moved": moved_by(options),
        "share_of_variance": share,
        "share_error": error,
        "options": options,
    }


def share_of_list(shares: VarianceShares | None, number: int) -> tuple[float | None, float | None]:
    """First-order share of a choice in the variance of all memberships, Σ Var_i / Σ Var, and its error in a sample."""
    if shares is None or not shares.variance.sum() > 0:
        return None, None
    parts = shares.variance / shares.variance.sum()
    error = None if shares.error is None else float(np.sqrt(((parts * shares.error[number]) ** 2).sum()))
    return float(parts @ shares.first[number]), error


def _option_rows(found: Evaluated) -> list[OptionRow]:
    """One row a mineral and option."""
    design, p, column_of = found.design, found.p, {mineral: place for place, mineral in enumerate(found.scored)}
    means = [
        None if p is None else option_means(p, design.weights, design.options[:, number], len(choice.options))[0]
        for number, choice in enumerate(design.choices)
    ]
    rows: list[OptionRow] = []
    for mineral in found.candidates:
        column = column_of.get(mineral)
        for number, choice in enumerate(design.choices):
            for place, option in enumerate(choice.options):
                row = design.alone[number, place]
                listing, mean = found.listings[row], means[number]
                known = p is not None and column is not None
                rows.append(
                    {
                        "mineral": mineral,
                        "choice": choice.code,
                        "option": option.code,
                        "p_listed": float(p[row, column]) if known and p is not None else None,
                        "p_mean": _finite(float(mean[place, column])) if known and mean is not None else None,
                        "tier": listing.tiers[mineral],
                        "score": listing.scores.get(mineral),
                    }
                )
    return rows


def _finite(value: float) -> float | None:
    return None if isnan(value) else value


def phrase_of(text: Text) -> Phrase:
    """A text of a document in both languages, the missing one fallen back to the other."""
    return {"en": text.to("en"), "zh-Hant": text.to("zh-Hant")}
