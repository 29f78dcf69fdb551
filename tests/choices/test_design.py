"""Which combinations are evaluated: full, one at a time, a balanced sample; what each of them weighs."""

from itertools import combinations, product

import numpy as np
import pytest

from choices.cases import chosen, made, plan
from criticality.choices.design import TooFewError, design_of


def test_a_full_design_weighs_the_product_of_the_odds() -> None:
    design = design_of(plan(), chosen(made("a", [1, 3]), made("b", [1, 1, 2])))
    assert design.kind == "full"
    assert [tuple(row) for row in design.options.tolist()] == list(product((0, 1), (0, 1, 2)))
    assert design.weights.tolist() == pytest.approx([1 / 16, 1 / 16, 2 / 16, 3 / 16, 3 / 16, 6 / 16])
    assert design.stated == 0
    assert design.answers(5) == {"a": "a1", "b": "b2"}


def test_an_option_of_odds_0_and_a_choice_not_crossed_are_evaluated_alone() -> None:
    design = design_of(plan(), chosen(made("a", [1, 0]), made("b", [1, 1]), made("c", [1, 1], crossed=False)))
    rows = [tuple(row) for row in design.options.tolist()]
    assert rows == [(0, 0, 0), (0, 1, 0), (1, 0, 0), (0, 0, 1)]
    assert design.weights.tolist() == [0.5, 0.5, 0.0, 0.0]
    assert design.counted.tolist() == [True, True, False, True]
    assert design.size == 2


def test_the_stated_combination_is_evaluated_even_where_its_answer_has_odds_0() -> None:
    design = design_of(plan(), chosen(made("a", [1, 0]), made("b", [1, 1]), answers={"a": "a1"}))
    assert design.answers(design.stated) == {"a": "a1", "b": "b0"}
    assert design.weights[design.stated] == 0.0


def test_one_at_a_time_weighs_nothing() -> None:
    design = design_of(plan("one_at_a_time"), chosen(made("a", [1, 1, 1]), made("b", [1, 1])))
    assert [tuple(row) for row in design.options.tolist()] == [(0, 0), (1, 0), (2, 0), (0, 1)]
    assert not design.weights.any()


SIZES = [(2, 2, 2, 2, 3), (3, 3, 4, 2), (2,) * 8, (5, 4, 3)]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("count", [24, 36])
def test_a_sample_is_balanced_and_holds_every_pair(sizes: tuple[int, ...], count: int) -> None:
    choices = [made(code, [1] * size) for code, size in zip("abcdefgh", sizes, strict=False)]
    design = design_of(plan(count), chosen(*choices))
    drawn = design.options[design.weights > 0]
    assert design.kind == "sample"
    assert len(drawn) == count == len(np.unique(drawn, axis=0))
    assert design.weights.sum() == pytest.approx(1.0)
    for one, other in combinations(range(len(sizes)), 2):
        assert len(np.unique(drawn[:, [one, other]], axis=0)) == sizes[one] * sizes[other]
    if 2 * count <= design.size:
        for number, size in enumerate(sizes):
            times = np.bincount(drawn[:, number], minlength=size)
            assert times.max() - times.min() <= 1


def test_more_than_512_combinations_are_sampled_and_the_seed_says_which() -> None:
    choices = [made(code, [1, 1, 1]) for code in "abcdef"]
    first, again = (design_of(plan(), chosen(*choices)) for _ in range(2))
    assert (first.kind, first.size, int((first.weights > 0).sum())) == ("sample", 729, 512)
    assert np.array_equal(first.options, again.options)
    assert design_of(plan("full"), chosen(*choices)).kind == "full"


def test_unequal_odds_weigh_a_sample_too() -> None:
    choices = [made("a", [1, 9]), *(made(code, [1, 1]) for code in "bcdefg")]
    design = design_of(plan(40), chosen(*choices))
    second = design.options[:, 0] == 1
    assert design.weights[second].sum() == pytest.approx(0.9)


def test_a_sample_too_small_for_every_pair_is_refused() -> None:
    with pytest.raises(TooFewError) as told:
        design_of(plan(11), chosen(made("a", [1] * 4), made("b", [1] * 3), made("c", [1, 1])))
    assert told.value.needed == 12
