"""A screen may name too many rows and never too few: without it, nothing else is told."""

import random

import numpy as np
import pandas as pd
import pytest

from criticality.indicators.quality import checks, screening, unread
from indicators.cases import criterion, dataset

SCREENS = ("jumping", "odd_blocks", "with_later_year", "undated", "differing", "losing_producers")
CRITERIA = (criterion("governance_weighted_herfindahl", stage="bottleneck"), criterion("observed", property="gwp100"))


def doubtful(seed: int):
    """Production and stated figures in which everything happens that a screen looks for."""
    rng = random.Random(seed)
    years = [2020.0, 2021.0, 2022.0, 2023.0, 2024.0, 2025.0, 2026.0, float("nan")]
    made = [
        {
            "mineral": rng.choice("xyz"),
            "stage": rng.choice(["extraction", ""]),
            "country": rng.choice(["CHN", "AUS", "USA", "WLD", "OTH"]),
            "year": rng.choice(years[: rng.choice([3, 8])]),
            "value": rng.choice([0.0, 1.0, 5.0, 90.0, 4000.0, 99999.0, float("nan")]),
            "unit": rng.choice(["t"] * 9 + ["percent", "kg"]),
            "flag": rng.choice(["reported"] * 6 + ["withheld", "zero", "estimated"]),
            "source": rng.choice(["book"] * 5 + ["map"]),
        }
        for _ in range(rng.choice([0, 15, 60]))
    ]
    stated = [
        {
            "mineral": rng.choice("xyz"),
            "property": "gwp100",
            "stage": rng.choice(["extraction", "processing"]),
            "value": 1.0,
            "year": rng.choice(years),
        }
        for _ in range(rng.choice([0, 3, 12]))
    ]
    return dataset(production=made, mineral_properties=stated)


def problems(data):
    """What the checks tell of a dataset, in their order."""
    between = checks.data_problems(data, CRITERIA, "TWN", 2024)
    return [*between, *unread.unread_rows(data, CRITERIA, "TWN", 2024)]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_told_is_the_same_without_a_screen(seed, monkeypatch):
    data = doubtful(seed)
    screened = problems(data)
    for module in (checks, unread):
        for name in set(SCREENS) & set(vars(module)):
            monkeypatch.setattr(module, name, lambda frame, *_: np.ones(len(frame), dtype=bool))
    assert screened == problems(data)


def test_rows_of_a_table_without_anything_odd_are_not_read():
    rows = [
        {"country": country, "year": year, "value": value, "stage": "extraction"}
        for country, value in (("CHN", 60.0), ("AUS", 40.0), ("WLD", 100.0))
        for year in (2022.0, 2023.0)
    ]
    frame = dataset(production=rows).table("production")
    assert not screening.jumping(frame, 300.0, 0.01).any()
    assert not screening.odd_blocks(frame, None, lambda _: None, 1.02).any()
    assert not screening.losing_producers(frame, 2024).any()
    assert not screening.with_later_year(frame, ("mineral", "stage"), 2024).any()


def test_what_is_not_stated_is_one_cell():
    frame = pd.DataFrame({"stage": ["", None, "x"], "year": [np.nan, np.nan, 2020.0]})
    assert screening.numbered(frame, ["stage", "year"]).tolist() == [0, 0, 1]
    assert screening.of_marked_groups(np.array([0, 0, 1]), np.array([False, True, False])).tolist() == [
        True,
        True,
        False,
    ]
