"""Decide the list again under every combination of answers, and say of every mineral what it hangs on."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial

import numpy as np

from criticality.choices.answered import Variants, listing_of
from criticality.choices.common_numbers import COMMON, FRESH
from criticality.choices.correlations import MeasuredCorrelations
from criticality.choices.design import Design, Floats, design_of
from criticality.choices.ensembles import Case, Ensembles
from criticality.choices.probabilities import DRAWS, FRESH_DRAWS, Batch, Purpose, crew
from criticality.choices.results import Evaluated, choices_record
from criticality.choices.shares import extreme_rows
from criticality.deciding import Decider
from criticality.engines.engine import Engine
from criticality.errors import InputError, Problem
from criticality.model.results import Acceptability, Decision, Inputs
from criticality.model.robustness_record import ChoicesRecord
from criticality.text.message import Message, sentence

Progress = Callable[[int, int], None]
WORTH_A_CREW = 1_024
"""Combinations from which other processes pay: starting one takes as long as drawing some hundred combinations."""


def evaluate_choices(
    inputs: Inputs,
    decision: Decision,
    acceptability: Acceptability | None,
    decide: Decider,
    *,
    workers: int = 1,
    executor: Executor | None = None,
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
        Number of processes for the draws, where there are so many combinations that they pay; it changes no result.
    executor
        Where the draws are made instead of processes of this machine, on the same condition.
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
        ensembles, where = Ensembles(cases, MeasuredCorrelations(decide)), Engine(workers, executor)
        p, fresh = _drawn(ensembles, design, scored, p_listed.to_numpy(dtype=np.float64), where, progress)
    listings = [case.listing for case in cases]
    return choices_record(Evaluated(design, chosen, inputs.candidates, scored, listings, p, fresh))


def _cases(inputs: Inputs, design: Design, decide: Decider) -> Iterator[Case]:
    """Every combination of the design, decided.

    Raises
    ------
    InputError
        Names the first combination that cannot be decided.
    """
    variants = Variants(inputs)
    for row in range(len(design.options)):
        answers = design.answers(row)
        try:
            changed = variants.inputs(answers)
            ranked = decide.ranked(changed)
        except InputError as error:
            raise undecidable(design, row, error) from error
        yield Case(changed, ranked, listing_of(changed, ranked))


def undecidable(design: Design, row: int, error: InputError) -> InputError:
    """Say which combination of answers cannot be decided, and why."""
    first = next(problem for problem in error.problems if problem.severity == "error")
    stated = design.answers(design.stated)
    others = {code: option for code, option in design.answers(row).items() if stated[code] != option}
    last = list(others)[-1] if others else design.choices[-1].code
    named = [f"{code}: {option}" for code, option in others.items()]
    under = Message("choices.answers", answers=named) if named else Message("choices.stated_answers")
    message = Message("choices.undecidable", under=under, why=first.message)
    hint = sentence(first.hint) if first.hint else Message("choices.change_an_option")
    return InputError([Problem(f"choices/{last}.yaml", 1, None, f"options[{others.get(last, '')}]", message, hint)])


def _drawn(
    ensembles: Ensembles,
    design: Design,
    scored: tuple[str, ...],
    p_listed: Floats,
    where: Engine,
    progress: Progress | None,
) -> tuple[Floats, dict[int, Floats]]:
    """P of every combination, (C, M), and of the extreme ones from fresh draws; P as stated is `p_listed`."""
    cases = ensembles.cases
    seed = cases[0].inputs.assessment.robustness.seed
    purposes = (Purpose(seed, COMMON, DRAWS), Purpose(seed, FRESH, FRESH_DRAWS))
    rows = [row for row, case in enumerate(cases) if row != design.stated and len(case.ranked.matrix.raw)]
    found = np.zeros((len(cases), len(scored)))
    found[design.stated] = p_listed
    where = where if len(rows) >= WORTH_A_CREW else Engine()
    with crew(purposes, where.workers, where.executor) as shares_of:
        for done, (row, shares) in enumerate(_shares(ensembles, rows, partial(shares_of, 0)), 1):
            found[row] = _placed(cases[row], scored, shares)
            if progress is not None:
                progress(done, len(rows))
        extremes = sorted({int(row) for some in extreme_rows(found, design.counted) for row in some} & set(rows))
        drawn = dict(_shares(ensembles, extremes, partial(shares_of, 1)))
        fresh = {row: _placed(cases[row], scored, drawn[row]) for row in extremes}
    return found, fresh


def _shares(
    ensembles: Ensembles, rows: Sequence[int], shares_of: Callable[[Iterator[Batch]], Iterator[list[Floats]]]
) -> Iterator[tuple[int, Floats]]:
    """Row and P of every combination given, (M of it,), in any order."""
    given: deque[tuple[int, ...]] = deque()

    def batches() -> Iterator[Batch]:
        for some, batch in ensembles.batches(rows):
            given.append(some)
            yield batch

    for found in shares_of(batches()):
        yield from zip(given.popleft(), found, strict=True)


def _placed(case: Case, scored: tuple[str, ...], shares: Floats) -> Floats:
    """P of the minerals scored as stated; one with insufficient evidence in this combination is not listed there."""
    of_mineral: Mapping[str, float] = dict(
        zip((str(mineral) for mineral in case.ranked.matrix.raw.index), shares.tolist(), strict=True)
    )
    return np.array([of_mineral.get(mineral, 0.0) for mineral in scored])
