"""Which combinations of answers are evaluated, and what each of them weighs.

Crossed choices stand in every combination with one another; a choice that is not crossed is varied alone. Options of
odds 0 are evaluated alone and never counted. Rows of the design are in the order of the options, the last choice
fastest; the combinations that are evaluated besides follow.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from criticality.model.assessment import Assessment
from criticality.model.choice import Choice
from criticality.model.results import Choices

MOST = 512
"""Combinations that a full design may have by default; more are sampled."""
_TRIES, _SWAPS = 40, 4_000
_STREAM = 77
Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class TooFewError(ValueError):
    """A sample cannot hold every pair of options; `needed` combinations would."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"at least {needed} combinations are needed")
        self.needed = needed


@dataclass(frozen=True)
class Factors:
    """What a variance is shared out among, in the cases that it is measured over.

    Attributes
    ----------
    levels
        Number of values of every factor.
    crossed
        Positions of the factors that stand in combination with one another.
    rows
        (C, K) position of the value of every factor in every case.
    is_sample
        Whether the cases are some of all combinations.
    """

    levels: tuple[int, ...]
    crossed: tuple[int, ...]
    rows: Whole
    is_sample: bool


@dataclass(frozen=True)
class Design:
    """The combinations evaluated.

    Attributes
    ----------
    choices
        The choices considered, in order.
    kind
        ``full``, ``sample`` or ``one_at_a_time``.
    size
        Number of combinations of the full design.
    options
        (C, K) position of the option of every choice in every combination.
    weights
        (C,) adding up to 1; all 0 where the choices are varied one at a time.
    counted
        (C,) which combinations count for the lowest and highest probability.
    stated
        Row of the combination of stated answers.
    alone
        (choice, option), as positions, → row in which the option stands beside the stated answers to all others.
    """

    choices: tuple[Choice, ...]
    kind: str
    size: int
    options: Whole
    weights: Floats
    counted: Flags
    stated: int
    alone: dict[tuple[int, int], int]

    @property
    def factors(self) -> Factors:
        """The choices as factors of a variance."""
        return Factors(
            tuple(len(choice.options) for choice in self.choices),
            tuple(number for number, choice in enumerate(self.choices) if choice.crossed),
            self.options,
            self.kind == "sample",
        )

    def answers(self, row: int) -> dict[str, str]:
        """Choice → option of one combination."""
        return {
            choice.code: choice.options[place].code
            for choice, place in zip(self.choices, self.options[row].tolist(), strict=True)
        }


def full_size(choices: Sequence[Choice]) -> int:
    """Number of combinations of the crossed choices, without options of odds 0."""
    return prod(sum(option.odds > 0 for option in choice.options) for choice in choices if choice.crossed)


def design_of(assessment: Assessment, chosen: Choices) -> Design:
    """Lay out the combinations that an assessment asks for.

    Raises
    ------
    TooFewError
        If it asks for fewer combinations than hold every pair of options.
    """
    known = {choice.code: choice for choice in chosen.documents}
    choices = tuple(known[code] for code in chosen.considered)
    stated = [choice.options.index(chosen.stated(choice)) for choice in choices]
    size, asked = full_size(choices), assessment.robustness.combinations
    count = (size if size <= MOST else MOST) if asked is None or asked == "full" else asked
    count = size if asked == "full" else count
    kind = (
        "one_at_a_time" if asked == "one_at_a_time" else "sample" if isinstance(count, int) and count < size else "full"
    )
    rows: list[tuple[int, ...]] = []
    if kind == "full":
        rows = list(product(*_columns(choices, stated)))
    elif kind == "sample":
        assert isinstance(count, int)
        rows = _sampled(_columns(choices, stated), count, assessment.robustness.seed)
    return _laid_out(choices, tuple(stated), kind, size, rows)


def _columns(choices: Sequence[Choice], stated: Sequence[int]) -> list[list[int]]:
    """For every choice, the positions of the options that stand in combinations."""
    return [
        [place for place, option in enumerate(choice.options) if option.odds > 0] if choice.crossed else [fixed]
        for choice, fixed in zip(choices, stated, strict=True)
    ]


def _laid_out(
    choices: tuple[Choice, ...], stated: tuple[int, ...], kind: str, size: int, rows: list[tuple[int, ...]]
) -> Design:
    drawn = len(rows)
    place_of = {row: place for place, row in enumerate(rows)}
    counted = [True] * drawn
    if stated not in place_of:
        place_of[stated] = len(rows)
        rows.append(stated)
        counted.append(True)
    alone: dict[tuple[int, int], int] = {}
    for number, choice in enumerate(choices):
        for place, option in enumerate(choice.options):
            row = (*stated[:number], place, *stated[number + 1 :])
            if row not in place_of:
                place_of[row] = len(rows)
                rows.append(row)
                counted.append(option.odds > 0)
            alone[number, place] = place_of[row]
    options = np.array(rows, dtype=np.int64).reshape(len(rows), len(choices))
    drawn_rows = np.arange(len(rows)) < drawn
    return Design(
        choices,
        kind,
        size,
        options,
        weights_of(choices, options, drawn_rows),
        np.array(counted, dtype=np.bool_),
        place_of[stated],
        alone,
    )


def weights_of(choices: Sequence[Choice], options: Whole, drawn: Flags) -> Floats:
    """What every combination weighs: the product of the odds of the crossed choices, over the rows drawn."""
    weights = drawn.astype(np.float64)
    for number, choice in enumerate(choices):
        if choice.crossed:
            odds = np.array([option.odds for option in choice.options])
            weights = weights * (odds / odds.sum())[options[:, number]]
    total = weights.sum()
    return np.asarray(weights / total if total > 0 else weights, dtype=np.float64)


# ── a sample ─────────────────────────────────────────────────────────────────


def _sampled(columns: Sequence[Sequence[int]], count: int, seed: int) -> list[tuple[int, ...]]:
    """Draw different combinations in which every option occurs equally often (±1) and every pair of options occurs."""
    sizes = [len(column) for column in columns]
    largest = sorted(sizes, reverse=True)[:2]
    if count < prod(largest):
        raise TooFewError(prod(largest))
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_STREAM,)))
    for _ in range(_TRIES):
        found = _balanced(sizes, count, rng) if 2 * count <= prod(sizes) else _without_return(sizes, count, rng)
        if found is not None:
            rows = [tuple(column[place] for column, place in zip(columns, row, strict=True)) for row in found]
            return sorted(rows)
    raise TooFewError(count + 1)


def _without_return(sizes: Sequence[int], count: int, rng: np.random.Generator) -> list[tuple[int, ...]] | None:
    """More than half of all combinations: draw without return; None where a pair is missing."""
    places = np.unravel_index(rng.permutation(prod(sizes))[:count], tuple(sizes))
    rows = [tuple(int(place) for place in row) for row in zip(*places, strict=True)]
    return rows if _missing(rows, sizes) == 0 else None


def _balanced(sizes: Sequence[int], count: int, rng: np.random.Generator) -> list[tuple[int, ...]] | None:
    """Balanced columns in random order; swaps inside a column, which keep the balance, mend what is missing."""
    table = np.column_stack([rng.permutation(np.resize(rng.permutation(size), count)) for size in sizes])
    rows = [tuple(int(place) for place in row) for row in table]
    times = Counter(rows)
    wrong = _missing(rows, sizes) + count - len(times)
    for _ in range(_SWAPS):
        if wrong == 0:
            return rows
        number, second = int(rng.integers(len(sizes))), int(rng.integers(count))
        twice = [place for place, row in enumerate(rows) if times[row] > 1] if len(times) < count else range(count)
        first = int(twice[int(rng.integers(len(twice)))])
        before = rows[first], rows[second]
        if before[0][number] == before[1][number]:
            continue
        rows[first], rows[second] = _swapped(*before, number)
        now_times = Counter(rows)
        now = _missing(rows, sizes) + count - len(now_times)
        if now > wrong:
            rows[first], rows[second] = before
        else:
            wrong, times = now, now_times
    return rows if wrong == 0 else None


def _swapped(one: tuple[int, ...], other: tuple[int, ...], number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (
        (*one[:number], other[number], *one[number + 1 :]),
        (*other[:number], one[number], *other[number + 1 :]),
    )


def _missing(rows: Sequence[tuple[int, ...]], sizes: Sequence[int]) -> int:
    """Number of pairs of options of two choices that stand in no row."""
    table = np.array(rows, dtype=np.int64)
    return sum(
        sizes[one] * sizes[other] - len(np.unique(table[:, one] * sizes[other] + table[:, other]))
        for one, other in combinations(range(len(sizes)), 2)
    )
