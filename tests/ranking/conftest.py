"""Evidence, criteria and weights of a small made-up workspace."""

import numpy as np
import pandas as pd
import pytest

from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, IndicatorTable, WeightSet

CODES = ("a1", "a2", "b1", "b2", "b3")
UNIT_SCALE = {"kind": "linear", "zero_at": 0, "one_at": 1}


@pytest.fixture
def make_criterion():
    def build(code, dimension="supply", **more):
        stated = {"title": code, "direction": "raises_criticality", "indicator": "observed", "missing": "interval"}
        return Criterion(code=code, dimension=dimension, **{**stated, "scale": UNIT_SCALE, **more})

    return build


@pytest.fixture
def make_table():
    """Indicator table from ``{criterion: {mineral: value}}``; NaN is a cell without evidence."""

    def build(values, **columns):
        rows = [
            {
                "mineral": mineral,
                "criterion": criterion,
                "value": value,
                "low": np.nan,
                "high": np.nan,
                "unit": "1",
                "present": not np.isnan(value),
                "grade": "A",
                "flag": "absent" if np.isnan(value) else "reported",
                "sources": "s",
                "note": "",
                **{name: stated.get((mineral, criterion), np.nan) for name, stated in columns.items()},
            }
            for criterion, by_mineral in values.items()
            for mineral, value in by_mineral.items()
        ]
        return IndicatorTable(pd.DataFrame(rows))

    return build


@pytest.fixture
def make_weights():
    """Weights from ``{dimension: {criterion: global weight}}``."""

    def build(weights):
        totals = {code: sum(members.values()) for code, members in weights.items()}
        rows = [
            (criterion, code, weight / totals[code] if totals[code] else 1 / len(members), weight)
            for code, members in weights.items()
            for criterion, weight in members.items()
        ]
        table = pd.DataFrame(rows, columns=["criterion", "dimension", "local_weight", "global_weight"])
        return WeightSet(table, pd.Series(totals, dtype="float64"), pd.DataFrame(), pd.DataFrame())

    return build


@pytest.fixture
def make_matrix():
    """A decision matrix of scaled values that are their own raw values."""

    def build(values, minerals, criteria, raw=None):
        scaled = None if values is None else pd.DataFrame(values, minerals, criteria, dtype="float64")
        own = scaled if raw is None else pd.DataFrame(raw, minerals, criteria, dtype="float64")
        return DecisionMatrix(pd.DataFrame(), scaled, own, {})

    return build


@pytest.fixture
def case(make_criterion, make_weights, make_matrix):
    """Five criteria in two dimensions; build matrix, weights and criteria from plain numbers."""

    def build(values, stated=(0.2, 0.2, 0.2, 0.2, 0.2), minerals=None):
        criteria = [make_criterion(code, code[0]) for code in CODES]
        weights = make_weights(
            {"a": dict(zip(CODES[:2], stated[:2], strict=True)), "b": dict(zip(CODES[2:], stated[2:], strict=True))}
        )
        names = minerals or [f"m{position:02}" for position in range(len(values))]
        return make_matrix(values, names, CODES), weights, criteria

    return build
