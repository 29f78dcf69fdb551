"""Decide the list again under every combination of answers, and say of every mineral what it hangs on."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from criticality.choices.answered import Listing, Variants, listing_of
from criticality.choices.common_numbers import COMMON, FRESH
from criticality.choices.correlations import MeasuredCorrelations
from criticality.choices.design import Design, Floats, design_of
from criticality.choices.probabilities import DRAWS, FRESH_DRAWS, Purpose, crew
from criticality.choices.results import Evaluated, choices_record
from criticality.choices.shares import extreme_rows
from criticality.deciding import Decider, Ranked, groups_of
from criticality.errors import InputError, Problem
from criticality.model.criteria import Criterion
from criticality.model.results import Acceptability, Decision, Inputs
from criticality.model.robustness_record import ChoicesRecord
from criticality.robustness.ensemble import Ensemble, build_ensemble, with_rule, with_weights

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Case:
    """One combination: its inputs, its ranking, its list."""

    inputs: Inputs
    ranked: Ranked
    listing: Listing


def evaluate_choices(
    inputs: Inputs,
    decision: Decision,
    acceptability: Acceptability | None,
    decide: Decider,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> ChoicesRecord | None:
    """Evaluate every combination of answers to the choices considered.

    Parameters
    ----------
    inputs
        Under the stated answers.
    decision, acceptability
        Under the stated answers; without draws the combinations are decided, but not drawn.
    decide
        Decided the list; combinations share its intermediate results.
    workers
        Number of processes for the draws; it does not change the result.
    progress
        Called with (combinations done, combinations).

    Returns
    -------
    ChoicesRecord or None
        None where no choice is considered.

    Raises
    ------
    InputError
        If a combination cannot be decided.
    """
    chosen = inputs.choices
    if chosen is None or not chosen.considered:
        return None
    design = design_of(inputs.assessment, chosen)
    cases = list(_cases(inputs, design, decide))
    scored = tuple(str(mineral) for mineral in decision.ranking.scores.index)
    p: Floats | None = None
    fresh: dict[int, Floats] = {}
    if acceptability is not None and scored:
        p_listed = acceptability.table.set_index("mineral")["p_listed"].reindex(list(scored))
        ensembles = _Ensembles(cases, MeasuredCorrelations(decide))
        p, fresh = _drawn(ensembles, design, scored, p_listed.to_numpy(dtype=np.float64), workers, progress)
    listings = [case.listing for case in cases]
    return choices_record(Evaluated(design, chosen, inputs.candidates, scored, listings, p, fresh))


def _cases(inputs: Inputs, design: Design, decide: Decider) -> Iterator[_Case]:
    """Every combination of the design, decided.

    Raises
    ------
    InputError
        Names the first combination that cannot be decided.
    """
    variants = Variants(inputs)
    for row in range(len(design.options)):
        answers = design.answers(row)
        changed = variants.inputs(answers)
        try:
            ranked = decide.ranked(changed)
        except InputError as error:
            raise undecidable(design, row, error) from error
        yield _Case(changed, ranked, listing_of(changed, ranked))


def undecidable(design: Design, row: int, error: InputError) -> InputError:
    """Say which combination of answers cannot be decided, and why."""
    first = next(problem for problem in error.problems if problem.severity == "error")
    stated = design.answers(design.stated)
    others = {code: option for code, option in design.answers(row).items() if stated[code] != option}
    named = ", ".join(f"{code}: {option}" for code, option in others.items()) or "the stated answers"
    last = list(others)[-1] if others else design.choices[-1].code
    message = f"the list cannot be decided under {named}: {first.message}"
    hint = first.hint[:1].upper() + first.hint[1:] or "Change an option, or leave the choice out."
    return InputError([Problem(f"choices/{last}.yaml", 1, None, f"options[{others.get(last, '')}]", message, hint)])


def _drawn(
    ensembles: "_Ensembles",
    design: Design,
    scored: tuple[str, ...],
    p_listed: Floats,
    workers: int,
    progress: Progress | None,
) -> tuple[Floats, dict[int, Floats]]:
    """P of every combination, (C, M), and of the extreme ones from fresh draws; P as stated is `p_listed`."""
    cases = ensembles.cases
    seed = cases[0].inputs.assessment.robustness.seed
    purposes = (Purpose(seed, COMMON, DRAWS), Purpose(seed, FRESH, FRESH_DRAWS))
    rows = [row for row, case in enumerate(cases) if row != design.stated and len(case.ranked.matrix.raw)]
    found = np.zeros((len(cases), len(scored)))
    found[design.stated] = p_listed
    with crew(purposes, workers) as shares_of:
        for done, (row, shares) in enumerate(zip(rows, shares_of(0, map(ensembles.of, rows)), strict=True), 1):
            found[row] = _placed(cases[row], scored, shares)
            if progress is not None:
                progress(done, len(rows))
        extremes = sorted({int(row) for some in extreme_rows(found, design.counted) for row in some} & set(rows))
        drawn = zip(extremes, shares_of(1, map(ensembles.of, extremes)), strict=True)
        fresh = {row: _placed(cases[row], scored, shares) for row, shares in drawn}
    return found, fresh


def _placed(case: _Case, scored: tuple[str, ...], shares: Floats) -> Floats:
    """P of the minerals scored as stated; one with insufficient evidence in this combination is not listed there."""
    of_mineral: Mapping[str, float] = dict(
        zip((str(mineral) for mineral in case.ranked.matrix.raw.index), shares.tolist(), strict=True)
    )
    return np.array([of_mineral.get(mineral, 0.0) for mineral in scored])


class _Ensembles:
    """What varies around every combination."""

    def __init__(self, cases: list[_Case], correlations: MeasuredCorrelations) -> None:
        self.cases = cases
        self._correlations = correlations
        self._built: dict[Hashable, Ensemble] = {}

    def of(self, row: int) -> Ensemble:
        """The ensemble of one combination."""
        case = self.cases[row]
        ranked = case.ranked
        groups = groups_of(case.inputs)
        key = (id(ranked.matrix), id(case.inputs.criteria), ranked.ranking.method)
        found = self._built.get(key)
        if found is not None:
            found = with_rule(found, case.inputs, groups)
        if found is not None:
            found = with_weights(found, case.inputs, ranked.weights)
        if found is None:
            minerals = [str(mineral) for mineral in ranked.matrix.raw.index]
            found, _ = build_ensemble(
                case.inputs,
                ranked.matrix,
                ranked.weights,
                ranked.ranking.method,
                groups,
                correlations=self._correlations.of(case.inputs, minerals, _drawn_criteria(case.inputs)),
            )
            self._built[key] = found
        return found


def _drawn_criteria(inputs: Inputs) -> list[Criterion]:
    """The criteria whose cells are drawn: those with weight, and those for screening that the rule names."""
    named = {condition.of for tier in inputs.assessment.rule.tiers for condition in tier.when}
    return [entry for entry in inputs.criteria if entry.role == "weighted" or entry.code in named]
