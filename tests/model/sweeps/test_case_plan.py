"""The cases of a sweep: how many there are, in which order, and a Latin hypercube that is one."""

from collections import Counter
from math import prod

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.model.sweeps.case_plan import Axis, laid_out, size_of
from criticality.model.sweeps.sweep_file import Sweep, ThresholdRange
from longer import examples


def sweep(design: object) -> Sweep:
    return Sweep.model_validate({"title": "A sweep", "assessment": "assessments/a.yaml", "vary": {}, "design": design})


def axes(*sizes: int) -> list[Axis]:
    return [Axis(f"a{number}", tuple(range(size))) for number, size in enumerate(sizes)]


def test_a_full_design_has_every_combination_once_the_last_axis_fastest() -> None:
    plan = laid_out(axes(2, 1, 3), sweep("full"))
    assert plan.rows.tolist() == [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2]]
    assert plan.varied == (0, 2)
    assert size_of(axes(2, 1, 3), sweep("full")) == 6


def test_one_at_a_time_varies_around_the_first_values() -> None:
    plan = laid_out(axes(3, 2), sweep("one_at_a_time"))
    assert sorted(plan.rows.tolist()) == [[0, 0], [0, 1], [1, 0], [2, 0]]
    assert size_of(axes(3, 2), sweep("one_at_a_time")) == 4


@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=5),
    st.integers(1, 60),
    st.integers(0, 5),
)
@settings(max_examples=examples(60), deadline=None)
def test_a_latin_hypercube_draws_different_cases_in_which_each_value_stands_equally_often(
    sizes: list[int], cases: int, seed: int
) -> None:
    # McKay, Beckman & Conover 1979: each value of each axis is drawn equally often.
    asked = sweep({"latin": {"cases": cases, "seed": seed}})
    plan = laid_out(axes(*sizes), asked)
    count = len(plan.rows)
    assert count == min(cases, prod(sizes)) == size_of(axes(*sizes), asked)
    assert len({tuple(row) for row in plan.rows.tolist()}) == count
    assert (plan.rows == laid_out(axes(*sizes), asked).rows).all()
    if 2 * count <= prod(sizes) and min(sizes) > 1:
        for place, size in enumerate(sizes):
            times = Counter(plan.rows[:, place].tolist())
            assert max(times.values()) - min(times[level] for level in range(size)) <= 1


def test_cases_of_one_evidence_are_neighbours() -> None:
    evidence = [Axis(code, (0, 1)) for code in ("assessment", "country", "reference_year", "scenario")]
    plan = laid_out([*evidence, *axes(5, 4)], sweep({"latin": {"cases": 100, "seed": 3}}))
    inside = [tuple(row) for row in plan.rows[:, :4].tolist()]
    assert (
        plan.evidences
        == len(set(inside))
        == 1 + sum(one != other for one, other in zip(inside[1:], inside, strict=False))
    )


def test_the_first_case_of_another_evidence_is_found() -> None:
    evidence = [Axis(code, (0, 1)) for code in ("assessment", "country")]
    same = [Axis(code, (0,)) for code in ("reference_year", "scenario")]
    plan = laid_out([*evidence, *same, *axes(3)], sweep("full"))
    assert plan.other_evidence == 3
    assert (plan.rows[3, :4] != plan.rows[0, :4]).any()
    alone = [Axis(code, (0,)) for code in ("assessment", "country", "reference_year", "scenario")]
    assert laid_out([*alone, *axes(3)], sweep("full")).other_evidence is None


def test_steps_of_two_hundredths_are_written_as_a_planner_would() -> None:
    entry = ThresholdRange.model_validate({"of": "score", "from": 0.40, "to": 0.60, "step": 0.02})
    assert entry.values[:4] == (0.4, 0.42, 0.44, 0.46)
    assert len(entry.values) == 11
    assert np.isclose(entry.values[-1], 0.6)
