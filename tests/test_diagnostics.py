"""What a reviewer checks first: each check is found where it is planted, with the figure of its publication."""

import numpy as np
import pandas as pd
import pytest

from criticality.diagnostics import CORRELATED, diagnose
from criticality.model.results import DecisionMatrix, WeightSet
from robustness.cases import criterion

MINERALS = [f"m{number:02d}" for number in range(12)]


def matrix(columns, **cells) -> DecisionMatrix:
    """A complete matrix; `cells` replaces a column of the cells for every criterion: name → criterion → values."""
    scaled = pd.DataFrame(columns, index=MINERALS)
    rows = [
        {"mineral": mineral, "criterion": code, "present": True, "grade": "B", "flag": "reported"}
        | {name: by[code][place] for name, by in cells.items() if code in by}
        for code in scaled.columns
        for place, mineral in enumerate(MINERALS)
    ]
    return DecisionMatrix(pd.DataFrame(rows), scaled, scaled, {})


def weights(**shares: float) -> WeightSet:
    table = pd.DataFrame({"criterion": list(shares), "global_weight": list(shares.values())})
    return WeightSet(table, pd.Series(dtype="float64"), pd.DataFrame(), pd.DataFrame())


def found(given: DecisionMatrix, *kinds: str, **shares: float) -> dict[str, float]:
    """Subject → figure of the checks of some kinds."""
    codes = list(given.raw.columns)
    shares = shares or dict.fromkeys(codes, 1 / len(codes))
    checks = diagnose(given, weights(**shares), [criterion(code, "d0") for code in codes])
    return {check["subject"]: check["figure"] for check in checks if check["check"] in kinds}


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(size=len(MINERALS))


def test_two_criteria_that_say_nearly_the_same() -> None:
    first = noise(1)
    twins = {"a": first, "b": first + 0.01 * noise(2), "c": noise(3)}
    expected = np.corrcoef(twins["a"], twins["b"])[0, 1]
    assert expected > CORRELATED
    assert found(matrix(twins), "correlated") == {"a × b": pytest.approx(expected)}


def test_marquardt_1970_variance_inflation_is_one_over_the_unexplained_share() -> None:
    first, second = noise(1), noise(2)
    columns = {"a": first, "b": second, "sum": first + second + 0.05 * noise(3)}
    inflated = found(matrix(columns), "variance_inflation")
    design = np.column_stack([np.ones(len(MINERALS)), first, second])
    target = columns["sum"]
    left = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    share = (left @ left) / ((target - target.mean()) @ (target - target.mean()))
    assert inflated["sum"] == pytest.approx(1 / share)


def test_paruolo_2013_effective_weights_add_up_and_follow_the_variance() -> None:
    narrow = {"wide": noise(1), "narrow": 0.5 + 0.01 * noise(2)}
    effective = found(matrix(narrow), "effective_weight")
    assert sum(effective.values()) == pytest.approx(1.0)
    assert effective["wide"] > 0.95, "equal nominal weights, but one criterion hardly varies"


def test_a_criterion_that_never_differs() -> None:
    assert list(found(matrix({"a": noise(1), "flat": np.full(len(MINERALS), 0.5)}), "no_spread")) == ["flat"]


def test_few_minerals_carry_a_skewed_criterion() -> None:
    outlier = np.where(np.arange(len(MINERALS)) == 0, 1.0, 0.01)
    assert list(found(matrix({"a": noise(1), "skewed": outlier}), "skewed")) == ["skewed"]


def test_missing_evidence_is_counted_by_criterion_and_by_weight() -> None:
    gap = {"a": [False, False, *[True] * 10]}
    given = matrix({"a": noise(1), "b": noise(2)}, present=gap)
    assert found(given, "coverage_of_criterion", a=0.75, b=0.25) == {"a": pytest.approx(10 / 12)}
    assert found(given, "coverage_of_mineral", a=0.75, b=0.25) == {"m00": 0.25, "m01": 0.25}


def test_the_weight_that_rests_on_proxies_and_on_grade_d() -> None:
    given = matrix(
        {"a": noise(1), "b": noise(2)},
        flag={"a": ["proxy", *["reported"] * 11]},
        grade={"b": ["B", "D", *["B"] * 10]},
    )
    assert found(given, "proxied", a=0.75, b=0.25) == {"m00": 0.75, "m01": 0.25}


def test_values_beyond_an_anchor_are_counted() -> None:
    clipped = {"a": ["clipped", "proxy;clipped", *["reported"] * 10]}
    assert found(matrix({"a": noise(1), "b": noise(2)}, flag=clipped), "clipped") == {"a": 2.0}
