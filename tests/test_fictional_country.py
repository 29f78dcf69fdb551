"""Atlantis, worked out with pencil and paper: every number of its record is recomputed here by plain arithmetic.

Nothing of the package is used but the command line. The principal eigenvector of a 3×3 reciprocal matrix is the
geometric mean of its rows, and λmax = 1 + d + 1/d with d = (a13 / (a12·a23))^⅓ (Saaty 1980; Crawford & Williams 1985).
"""

from math import log, sqrt
from pathlib import Path

import pytest

from workspace_builder import atlantis, by_mineral, cell, check, criticality, run_folder, table

LEMURIA, HYPERBOREA, THULE, MU = 0.7, 0.3, 0.1, 0.5  # g = (2.5 − mean of the two indicators) / 5

# ── the evidence ─────────────────────────────────────────────────────────────

STRATEGIC = {  # Σ share · strategic
    "austrium": 0.6, "coronium": 1.0, "decipium": 0.5, "ilmenium": 0.5 + 0.4,
    "mosandrium": 0.2, "nebulium": 0.7, "norwegium": 0.9, "victorium": 0.0,
}  # fmt: skip
SUBSTITUTES = {
    "austrium": 0.9, "coronium": 1.0, "decipium": 0.8, "ilmenium": 0.95,
    "mosandrium": 0.7, "nebulium": 0.75, "norwegium": 0.85, "victorium": 0.55,
}  # fmt: skip
CONCENTRATION = {  # Σ s²·g at the narrowest stage; the 40 % of nobody's decipium add nothing
    "austrium": 0.8**2 * LEMURIA + 0.2**2 * HYPERBOREA,
    "coronium": 0.5**2 * HYPERBOREA + 0.5**2 * THULE,
    "decipium": 0.6**2 * LEMURIA,
    "ilmenium": max(
        0.3**2 * HYPERBOREA + 0.3**2 * MU + 0.4**2 * THULE,
        0.9**2 * LEMURIA + 0.1**2 * MU,
    ),
    "mosandrium": 0.7**2 * LEMURIA + 0.3**2 * MU,
    "nebulium": None,
    "norwegium": 1.0**2 * THULE,
    "victorium": 0.65**2 * THULE + 0.35**2 * MU,
}
COMPANION = {
    "austrium": 100, "coronium": None, "decipium": 90, "ilmenium": 50,
    "mosandrium": 80, "nebulium": 30, "norwegium": 10, "victorium": 0,
}  # fmt: skip
RECYCLED = {
    "austrium": 0.05, "coronium": 0.1, "decipium": 0.2, "ilmenium": 0.0,
    "mosandrium": (0.2 + 0.4) / 2,  # median of decipium and didymium, which is no candidate
    "nebulium": 0.25, "norwegium": 0.6, "victorium": 0.45,
}  # fmt: skip
CLIMATE = {
    "austrium": 10, "coronium": 1, "decipium": 100, "ilmenium": 10,
    "mosandrium": 1000, "nebulium": 10, "norwegium": None, "victorium": 0,
}  # fmt: skip
WATER = {
    "austrium": 10, "coronium": 4, "decipium": 15, "ilmenium": 12,
    "mosandrium": 18, "nebulium": 6, "norwegium": 2, "victorium": 5,
}  # fmt: skip
LARGEST = {
    "austrium": 0.8, "coronium": 0.5, "decipium": 0.6, "ilmenium": 0.9,
    "mosandrium": 0.7, "nebulium": None, "norwegium": 1.0, "victorium": 0.65,
}  # fmt: skip


def linear(value: float | None, zero_at: float, one_at: float) -> float:
    """The place on a fixed scale; beyond an anchor it is held there, and a gap counts as the middle of [0, 1]."""
    if value is None:
        return 0.5
    return min(1.0, max(0.0, (value - zero_at) / (one_at - zero_at)))


def logarithmic(value: float | None, zero_at: float, one_at: float) -> float:
    if value is None:
        return 0.5
    held = min(one_at, max(zero_at, value))
    return log(held / zero_at) / log(one_at / zero_at)


SCALED = {
    "strategic_share": STRATEGIC,
    "lack_of_substitutes": {m: linear(v, 0.5, 1.0) for m, v in SUBSTITUTES.items()},
    "supply_concentration": {m: linear(v, 0.05, 0.55) for m, v in CONCENTRATION.items()},
    "companionality": {m: linear(v, 0, 100) for m, v in COMPANION.items()},
    "recycling_rate": {m: 1 - linear(v, 0, 0.5) for m, v in RECYCLED.items()},  # lowers criticality
    "climate_burden": {m: logarithmic(v, 1, 100) for m, v in CLIMATE.items()},
    "water_burden": {m: linear(v, 0, 20) for m, v in WATER.items()},
    "largest_supplier_share": {m: linear(v, 0, 1) for m, v in LARGEST.items()},
}

# ── the weights: two judges, the Harbourmaster counts twice ──────────────────


def joined(harbourmaster: float, warden: float) -> float:
    """Weighted geometric mean of two judgements."""
    return (harbourmaster**2 * warden) ** (1 / 3)


def three(a12: float, a13: float, a23: float) -> tuple[list[float], float]:
    """Priorities and λmax of a 3×3 reciprocal matrix."""
    rows = [(a12 * a13) ** (1 / 3), (a23 / a12) ** (1 / 3), 1 / (a13 * a23) ** (1 / 3)]
    d = (a13 / (a12 * a23)) ** (1 / 3)
    return [row / sum(rows) for row in rows], 1 + d + 1 / d


def two(a12: float) -> list[float]:
    return [a12 / (1 + a12), 1 / (1 + a12)]


# supply_risk, economic_importance, environmental_impact
DIMENSIONS, DIMENSIONS_LAMBDA = three(joined(2, 1), joined(4, 1 / 2), joined(3, 1 / 3))
W = dict(zip(("supply_risk", "economic_importance", "environmental_impact"), DIMENSIONS, strict=True))
# supply_concentration, companionality, recycling_rate
SUPPLY, SUPPLY_LAMBDA = three(joined(3, 2), joined(5, 1), joined(2, 1 / 2))
LOCAL = {
    "economic_importance": dict(zip(("strategic_share", "lack_of_substitutes"), two(joined(3, 1)), strict=True)),
    "supply_risk": dict(zip(("supply_concentration", "companionality", "recycling_rate"), SUPPLY, strict=True)),
    "environmental_impact": dict(zip(("climate_burden", "water_burden"), two(joined(2, 1 / 2)), strict=True)),
}
CONSISTENCY = {  # (judge, group): (n, λmax); CR = (λmax − n) / (n − 1) / RI, RI(3) = 0.58
    ("Harbourmaster", "dimensions"): (3, three(2, 4, 3)[1]),
    ("Warden of the Springs", "dimensions"): (3, three(1, 1 / 2, 1 / 3)[1]),
    ("group", "dimensions"): (3, DIMENSIONS_LAMBDA),
    ("Harbourmaster", "supply_risk"): (3, three(3, 5, 2)[1]),
    ("Warden of the Springs", "supply_risk"): (3, three(2, 1, 1 / 2)[1]),
    ("group", "supply_risk"): (3, SUPPLY_LAMBDA),
    **{
        (judge, group): (2, 2.0)
        for judge in ("Harbourmaster", "Warden of the Springs", "group")
        for group in ("economic_importance", "environmental_impact")
    },
}

# ── the ranking ──────────────────────────────────────────────────────────────

UNSCORED = ("coronium", "nebulium")  # no companionality; no supply_concentration
SCORED = [mineral for mineral in STRATEGIC if mineral not in UNSCORED]


def rating(mineral: str, dimension: str) -> float:
    return sum(weight * SCALED[code][mineral] for code, weight in LOCAL[dimension].items())


def closeness(mineral: str) -> float:
    """d⁻ / (d⁺ + d⁻) across the dimensions, ideal 1 and anti-ideal 0."""
    farther = sqrt(sum(W[k] * (1 - rating(mineral, k)) ** 2 for k in W))
    nearer = sqrt(sum(W[k] * rating(mineral, k) ** 2 for k in W))
    return nearer / (farther + nearer)


def flat(mineral: str) -> dict[str, tuple[float, float]]:
    """Criterion → global weight, scaled value."""
    return {code: (W[k] * w, SCALED[code][mineral]) for k in W for code, w in LOCAL[k].items()}


def weighted_sum(mineral: str) -> float:
    return sum(weight * value for weight, value in flat(mineral).values())


def flat_closeness(mineral: str) -> float:
    farther = sqrt(sum((weight * (1 - value)) ** 2 for weight, value in flat(mineral).values()))
    nearer = sqrt(sum((weight * value) ** 2 for weight, value in flat(mineral).values()))
    return nearer / (farther + nearer)


TIERS = {
    "austrium": "critical",
    "coronium": "critical",  # designated
    "decipium": "critical",
    "ilmenium": "critical",
    "mosandrium": "critical",  # with its group
    "nebulium": "insufficient",
    "norwegium": "strategic",
    "victorium": "watch",
}
EXACT = pytest.approx
CLOSE = {"rel": 0, "abs": 1e-9}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(atlantis(tmp_path_factory.mktemp("fictional")))


def test_the_workspace_has_neither_problems_nor_warnings(tmp_path: Path) -> None:
    outcome = check(atlantis(tmp_path))
    assert (outcome.code, outcome.out) == (0, "0 problems, 0 warnings\n")


def test_weights_are_the_eigenvectors_of_the_joined_judgements(folder: Path) -> None:
    rows = {row["criterion"]: row for row in table(folder, "weights")}
    assert set(rows) == {code for members in LOCAL.values() for code in members}
    for dimension, members in LOCAL.items():
        for code, local in members.items():
            assert rows[code]["dimension"] == dimension
            assert float(rows[code]["local_weight"]) == EXACT(local, **CLOSE)
            assert float(rows[code]["global_weight"]) == EXACT(W[dimension] * local, **CLOSE)
    assert sum(float(row["global_weight"]) for row in rows.values()) == EXACT(1, **CLOSE)


def test_consistency_of_each_judge_and_of_the_group(folder: Path) -> None:
    rows = {(row["judge"], row["group"]): row for row in table(folder, "consistency")}
    assert set(rows) == set(CONSISTENCY)
    for key, (n, largest) in CONSISTENCY.items():
        index = (largest - n) / (n - 1)
        ratio = index / 0.58 if n == 3 else 0.0
        assert int(rows[key]["n"]) == n
        assert float(rows[key]["lambda_max"]) == EXACT(largest, **CLOSE)
        assert float(rows[key]["consistency_index"]) == EXACT(index, **CLOSE)
        assert float(rows[key]["consistency_ratio"]) == EXACT(ratio, **CLOSE)
        assert rows[key]["random_index"] == "Saaty 1980"


RAW = {
    "strategic_share": STRATEGIC,
    "lack_of_substitutes": SUBSTITUTES,
    "supply_concentration": CONCENTRATION,
    "companionality": COMPANION,
    "recycling_rate": RECYCLED,
    "climate_burden": CLIMATE,
    "water_burden": WATER,
    "largest_supplier_share": LARGEST,
}


@pytest.mark.parametrize("criterion", RAW)
def test_every_cell_holds_the_figure_of_its_rows_on_its_scale(folder: Path, criterion: str) -> None:
    for mineral, value in RAW[criterion].items():
        said = cell(folder, mineral, criterion)
        if value is None:
            assert said["value"] == "", f"{mineral}: a gap is never a number"
        else:
            assert float(said["value"]) == EXACT(value, **CLOSE)
        if criterion == "companionality" and value is None:
            assert said["scaled"] == "", "leave_out_mineral fills nothing in"
        else:
            assert float(said["scaled"]) == EXACT(SCALED[criterion][mineral], **CLOSE)


def test_cells_carry_flag_grade_and_sources_of_their_rows(folder: Path) -> None:
    expected = {
        ("ilmenium", "supply_concentration"): ("C", {"reported", "clipped"}),  # lies beyond 0.55
        ("decipium", "supply_concentration"): ("B", {"estimated", "incomplete"}),
        ("nebulium", "supply_concentration"): ("", {"withheld"}),
        ("coronium", "companionality"): ("", {"absent"}),
        ("victorium", "companionality"): ("A", {"zero"}),
        ("mosandrium", "recycling_rate"): ("", {"absent", "group_median"}),
        ("norwegium", "recycling_rate"): ("B", {"reported", "clipped"}),
        ("norwegium", "climate_burden"): ("", {"absent"}),
        ("victorium", "climate_burden"): ("A", {"zero", "clipped"}),  # a zero on a log scale
        ("mosandrium", "climate_burden"): ("B", {"reported", "clipped"}),
        ("decipium", "water_burden"): ("D", {"proxy"}),
        ("norwegium", "lack_of_substitutes"): ("C", {"estimated"}),
        ("austrium", "strategic_share"): ("B", {"reported"}),
    }
    found = {key: (cell(folder, *key)["grade"], set(cell(folder, *key)["flag"].split(";"))) for key in expected}
    assert found == expected
    said = cell(folder, "ilmenium", "supply_concentration")
    assert set(said["sources"].split(";")) == {"guild_of_smelters_2024", "governance_of_lands_2024"}


def test_scores_dimensions_and_ranks(folder: Path) -> None:
    rows = by_mineral(folder)
    assert set(rows) == set(TIERS)
    order = sorted(SCORED, key=closeness, reverse=True)
    for position, mineral in enumerate(order, 1):
        assert int(rows[mineral]["rank"]) == position
        assert float(rows[mineral]["score"]) == EXACT(closeness(mineral), **CLOSE)
        for dimension in W:
            assert float(rows[mineral][dimension]) == EXACT(rating(mineral, dimension), **CLOSE)
    for mineral in UNSCORED:
        assert (rows[mineral]["rank"], rows[mineral]["score"]) == ("", "")


def test_the_list_is_decided_by_the_rule_the_group_and_the_council(folder: Path) -> None:
    rows = by_mineral(folder)
    assert {mineral: row["tier"] for mineral, row in rows.items()} == TIERS
    assert {mineral for mineral, row in rows.items() if row["listed"] == "true"} == {
        mineral for mineral, tier in TIERS.items() if tier == "critical"
    }
    assert [mineral for mineral, row in rows.items() if row["designated"] == "true"] == ["coronium"]
    alone = {
        mineral
        for mineral in SCORED
        if closeness(mineral) >= 0.5
        and rating(mineral, "economic_importance") >= 0.4
        and rating(mineral, "supply_risk") >= 0.4
    }
    assert alone == {"austrium", "decipium", "ilmenium"}, "mosandrium needs its group"
    assert rating("norwegium", "economic_importance") >= 0.6 > 0.4 > rating("norwegium", "supply_risk")


def test_other_methods_stand_beside_it(folder: Path) -> None:
    scores = {(row["method"], row["mineral"]): float(row["score"]) for row in table(folder, "methods")}
    assert {method for method, _ in scores} == {"topsis", "ahp_ratings", "topsis_flat", "vikor"}
    for mineral in SCORED:
        assert scores["topsis", mineral] == EXACT(closeness(mineral), **CLOSE)
        assert scores["ahp_ratings", mineral] == EXACT(weighted_sum(mineral), **CLOSE)
        assert scores["topsis_flat", mineral] == EXACT(flat_closeness(mineral), **CLOSE)
        assert (closeness(mineral) >= 0.5) == (weighted_sum(mineral) >= 0.5), "at one half both list the same"


def test_what_is_not_assessed_stays_empty(folder: Path) -> None:
    for row in table(folder, "ranking"):
        assert [row[key] for key in ("p_listed", "rank_low", "rank_high", "confidence")] == [""] * 4
    assert table(folder, "acceptability") == []


def test_the_terminal_shows_one_minerals_whole_reasoning(folder: Path) -> None:
    said = criticality("show", folder.name, "雲素", "--workspace", folder.parents[2])
    assert said.code == 0
    assert "no evidence for supply_concentration" in said.out
    assert "withheld" in said.out
