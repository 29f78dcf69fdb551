"""Worked cases of publications, from their raw figures to their printed scores."""

import json
from pathlib import Path
from typing import Any

import pytest

from workspace_builder import Plan, by_mineral, run_folder, small_workspace, table, write_json

RIM_WEIGHTS = {"age": 0.2262, "experience": 0.2143, "distance": 0.1786, "c4": 0.1429, "c5": 0.119, "c6": 0.119}
RIM_TARGETS = {
    "age": {"worst_below": 23, "best": [30, 35], "worst_above": 60},
    "experience": {"worst_below": 0, "best": [10, 15]},
    "distance": {"best": 0, "worst_above": 10},
    "c4": {"worst_below": 1, "best": 3},
    "c5": {"worst_below": 1, "best": 3},
    "c6": {"worst_below": 1, "best": [4, 5]},
}
RIM_FIGURES = {
    "a": (30, 0, 2, 3, 3, 2),
    "b": (40, 9, 1, 3, 2, 2),
    "c": (25, 0, 3, 1, 3, 2),
    "d": (27, 0, 5, 3, 3, 1),
    "e": (45, 15, 2, 2, 3, 4),
}
RIM_PRINTED = {"a": 0.5866, "b": 0.7558, "c": 0.3716, "d": 0.4666, "e": 0.7401}


def scaled(root: Path, scales: dict[str, dict[str, Any]]) -> Path:
    """Give the criteria of a workspace their scales and directions."""
    for code, keys in scales.items():
        said = json.loads((root / f"criteria/{code}.yaml").read_text("utf-8"))
        write_json(root, f"criteria/{code}.yaml", {**said, **keys})
    return root


def test_the_reference_ideal_method_of_cables_lamata_and_verdegay_2016(tmp_path: Path) -> None:
    """Table of candidates for a post, with ranges, reference ideals and weights; closeness to the ideal (RIM)."""
    plan = Plan(
        figures={name: dict(zip(RIM_WEIGHTS, map(float, row), strict=True)) for name, row in RIM_FIGURES.items()},
        dimension_of=dict.fromkeys(RIM_WEIGHTS, "all"),
        weights={"method": "direct", "weights": RIM_WEIGHTS, "because": "As printed."},
        method="topsis_flat",
        missing="refuse",
    )
    targets = {code: {"scale": {"kind": "target", **target}} for code, target in RIM_TARGETS.items()}
    found = by_mineral(run_folder(scaled(small_workspace(tmp_path, plan), targets)))
    assert {name: float(row["score"]) for name, row in found.items()} == pytest.approx(RIM_PRINTED, abs=6e-5)
    assert [name for name, row in sorted(found.items(), key=lambda item: int(item[1]["rank"]))] == [
        "b",
        "e",
        "a",
        "d",
        "c",
    ]


ERSOY_WEIGHTS = {"c1": 0.405, "c2": 0.221, "c3": 0.134, "c4": 0.199, "c5": 0.007, "c6": 0.034}
ERSOY_FIGURES = {
    "a1": (256, 8, 41, 1.6, 1.77, 7347.16),
    "a2": (256, 8, 32, 1.0, 1.80, 6919.99),
    "a3": (256, 8, 53, 1.6, 1.90, 8400.00),
    "a4": (256, 8, 41, 1.0, 1.75, 6808.90),
    "a5": (512, 8, 35, 1.6, 1.70, 8479.99),
    "a6": (256, 4, 35, 1.6, 1.70, 7499.99),
}
ERSOY_PRINTED = {"a1": 0.308, "a2": 0.254, "a3": 0.327, "a4": 0.263, "a5": 0.857, "a6": 0.192}


def test_the_equipment_of_ersoy_2021_within_the_rounding_of_its_printed_weights(tmp_path: Path) -> None:
    """Vector TOPSIS, benefit and cost criteria (LogForum 17, doi 10.17270/J.LOG.2021.603); weights have 3 decimals."""
    plan = Plan(
        figures={name: dict(zip(ERSOY_WEIGHTS, row, strict=True)) for name, row in ERSOY_FIGURES.items()},
        dimension_of=dict.fromkeys(ERSOY_WEIGHTS, "all"),
        weights={"method": "direct", "weights": ERSOY_WEIGHTS, "because": "As printed."},
        method="topsis_vector",
        missing="refuse",
    )
    costs = {code: {"direction": "lowers_criticality"} for code in ("c5", "c6")}
    found = by_mineral(run_folder(scaled(small_workspace(tmp_path, plan), costs)))
    assert {name: float(row["score"]) for name, row in found.items()} == pytest.approx(ERSOY_PRINTED, abs=1e-3)
    printed = sorted(ERSOY_PRINTED, key=ERSOY_PRINTED.__getitem__, reverse=True)
    assert sorted(found, key=lambda name: int(found[name]["rank"])) == printed


LEE_CHANG_FIGURES = {
    "solar": (4550, 30, 6.74, 20, 15, 5, 85, 150, 0.87, 4.76),
    "wind": (3005, 60.86, 2.4, 35, 27, 4, 26, 200, 0.17, 4.51),
    "hydro": (2040, 14.85, 1.7, 90, 25, 5, 26, 500, 0.27, 4.19),
    "biomass": (3370, 99.4, 3.25, 25.3, 54, 3, 45, 222, 0.21, 3.78),
    "geothermal": (3920, 112.6, 4.93, 11.4, 71.7, 2, 50, 100, 0.25, 4.11),
}
LEE_CHANG_PRINTED = (0.026, 0.154, 0.089, 0.199, 0.115, 0.040, 0.080, 0.123, 0.172, 0.002)
LEE_CHANG_COSTS = ("c1", "c2", "c3", "c7", "c8")


def test_the_entropy_weights_of_lee_and_chang_2018_from_raw_figures(tmp_path: Path) -> None:
    """Renewable energy for Taiwan (doi 10.1016/j.rser.2018.05.007): 10 of 10 weights, costs and benefits alike."""
    codes = [f"c{number}" for number in range(1, 11)]
    plan = Plan(
        figures={name: dict(zip(codes, map(float, row), strict=True)) for name, row in LEE_CHANG_FIGURES.items()},
        dimension_of=dict.fromkeys(codes, "all"),
        weights={"method": "entropy", "of": "raw", "because": "As printed."},
        method="topsis_vector",
        missing="refuse",
    )
    costs = {code: {"direction": "lowers_criticality"} for code in LEE_CHANG_COSTS}
    rows = table(
        run_folder(scaled(small_workspace(tmp_path, plan, robustness={"draws": 0, "seed": 1}), costs)), "weights"
    )
    found = {row["criterion"]: float(row["global_weight"]) for row in rows}
    assert found == pytest.approx(dict(zip(codes, LEE_CHANG_PRINTED, strict=True)), abs=6e-4)


SCHOOLS = ("school_a", "school_b", "school_c")
SCHOOL_CRITERIA = ("learning", "friends", "school_life", "vocational", "college", "music")
SCHOOL_SAID = (4, 3, 1, 3, 4, 7, 3, -5, 1, -5, -5, -6, 1, -3, 3)
SCHOOLS_SAID = {
    "learning": (-3, -2, 3),
    "friends": (1, 1, 1),
    "school_life": (5, 1, -5),
    "vocational": (9, 7, -5),
    "college": (-2, 1, 2),
    "music": (6, 4, -3),
}
SCHOOL_WEIGHTS = {"learning": 0.32, "friends": 0.14, "school_life": 0.03, "vocational": 0.13, "college": 0.24}
SCHOOLS_PRINTED = {"school_a": 0.65, "school_b": 0.73, "school_c": 0.50}


def sentences(items: tuple[str, ...], numbers: tuple[int, ...]) -> list[dict[str, Any]]:
    """The upper triangle of a matrix, row by row, as sentences; -3 stands for 1/3."""
    pairs = [(one, other) for place, one in enumerate(items) for other in items[place + 1 :]]
    return [
        {"more": one if by > 0 else other, "than": other if by > 0 else one, "by": abs(by), "because": "As printed."}
        for (one, other), by in zip(pairs, numbers, strict=True)
    ]


def test_the_school_of_saaty_in_ideal_mode(tmp_path: Path) -> None:
    """Three schools compared in pairs under six criteria, themselves compared (CR 0.24 as printed); ideal mode.

    Saaty, T. L. (1980), The Analytic Hierarchy Process; (1994), How to make a decision, Interfaces 24(6), 19-43.
    """
    said = {"all": sentences(SCHOOL_CRITERIA, SCHOOL_SAID)}
    said |= {code: sentences(SCHOOLS, numbers) for code, numbers in SCHOOLS_SAID.items()}
    plan = Plan(
        figures={school: {} for school in SCHOOLS},
        dimension_of=dict.fromkeys(SCHOOL_CRITERIA, "all"),
        weights={"method": "ahp", "consistency_limit": 0.25, "judges": [{"name": "The son", "comparisons": said}]},
        method="ahp_ratings",
        scale={"kind": "linear", "zero_at": 0, "one_at": 1},
    )
    judged = {code: {"indicator": "judged", "parameters": {}} for code in SCHOOL_CRITERIA}
    folder = run_folder(scaled(small_workspace(tmp_path, plan), judged))
    weights = {row["criterion"]: float(row["global_weight"]) for row in table(folder, "weights")}
    assert {code: weights[code] for code in SCHOOL_WEIGHTS} == pytest.approx(SCHOOL_WEIGHTS, abs=0.005)
    found = {name: float(row["score"]) for name, row in by_mineral(folder).items()}
    assert found == pytest.approx(SCHOOLS_PRINTED, abs=0.005)


FIGHTERS = {
    "a1": (2.0, 1500, 20000, 5.5, 5, 9),
    "a2": (2.5, 2700, 18000, 6.5, 3, 5),
    "a3": (1.8, 2000, 21000, 4.5, 7, 7),
    "a4": (2.2, 1800, 20000, 5.0, 5, 5),
}
FIGHTER_WEIGHTS = {"speed": 0.2, "range": 0.1, "payload": 0.1, "cost": 0.1, "reliability": 0.2, "manoeuvre": 0.3}
FIGHTERS_PRINTED = {"a1": 0.643, "a2": 0.268, "a3": 0.613, "a4": 0.312}


def test_the_fighter_aircraft_of_hwang_and_yoon_1981(tmp_path: Path) -> None:
    """The worked example of TOPSIS in Multiple Attribute Decision Making; the words of two columns on 1 to 9."""
    plan = Plan(
        figures={name: dict(zip(FIGHTER_WEIGHTS, map(float, row), strict=True)) for name, row in FIGHTERS.items()},
        dimension_of=dict.fromkeys(FIGHTER_WEIGHTS, "all"),
        weights={"method": "direct", "weights": FIGHTER_WEIGHTS, "because": "As printed."},
        method="topsis_vector",
        missing="refuse",
    )
    root = scaled(small_workspace(tmp_path, plan), {"cost": {"direction": "lowers_criticality"}})
    found = {name: float(row["score"]) for name, row in by_mineral(run_folder(root)).items()}
    assert found == pytest.approx(FIGHTERS_PRINTED, abs=6e-4)
