"""How a panel becomes one set of weights: published panels joined by judgements and by priorities."""

# Holds: weighting/contradictions.py.

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.errors import InputError
from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights
from criticality.weighting.findings import problems
from criticality.weighting.procedure import joined_priorities
from criticality.weighting.weights import WeightSet, derive_weights, without_judge
from published_panels import COUNCILLORS, MONREAL, USE_VALUES, VACATION, VOTES, sentences

ONE = (Dimension(code="d", title="D"),)


def criteria_of(items: tuple[str, ...]) -> tuple[Criterion, ...]:
    stated = {"direction": "raises_criticality", "indicator": "observed", "missing": "refuse", "dimension": "d"}
    return tuple(Criterion(code=code, title=code, **stated) for code in items)


def panel(items, triangles, weights=None, **more) -> AhpWeights:
    judges = [
        {"name": name, "weight": (weights or {}).get(name, 1), "comparisons": {"d": sentences(items, values)}}
        for name, values in triangles.items()
    ]
    return AhpWeights.model_validate({"title": "T", "method": "ahp", "judges": judges, "consistency_limit": 5, **more})


def derived(weights: AhpWeights, items) -> WeightSet:
    return derive_weights(weights, criteria_of(items), ONE)


def local(found: WeightSet, items) -> list[float]:
    table = dict(zip(found.table["criterion"], found.table["local_weight"], strict=True))
    return [table[item] for item in items]


THREE = {name: MONREAL[name] for name in COUNCILLORS}
GEOMETRIC = {"prioritisation": "row_geometric_mean"}


# ── published ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weights", "printed", "gci"),
    [
        (None, (0.540, 0.191, 0.096, 0.036, 0.137), 0.149),
        (COUNCILLORS, (0.533, 0.208, 0.096, 0.037, 0.125), 0.122),
    ],
)
def test_escobar_aguaron_moreno_jimenez_2015_joined_judgements(weights, printed, gci):
    """Tables 5, 6, 8 and 9: AIJ with geometric means of rows, without and with the weights of the parties."""
    found = derived(panel(USE_VALUES, THREE, weights, **GEOMETRIC), USE_VALUES)
    assert local(found, USE_VALUES) == pytest.approx(printed, abs=6e-4)
    joined = found.consistency[found.consistency["judge"] == "group"]
    assert joined["gci"].item() == pytest.approx(gci, abs=6e-4)


def test_escobar_aguaron_moreno_jimenez_2015_four_parties():
    """Table 15, AIJ of four parties without weights."""
    found = derived(panel(USE_VALUES, MONREAL, **GEOMETRIC), USE_VALUES)
    assert local(found, USE_VALUES) == pytest.approx([0.366, 0.188, 0.141, 0.091, 0.214], abs=6e-4)


def test_glur_2018_vacation_averages_priorities():
    """The R package ahp averages the priorities of the judges by their votes: fun .328; by judgements .426."""
    items = ("costs", "fun", "spa")
    by_priorities = derived(panel(items, VACATION, VOTES, aggregate="priorities"), items)
    by_judgements = derived(panel(items, VACATION, VOTES), items)
    assert local(by_priorities, items)[1] == pytest.approx(0.328, abs=6e-4)
    assert local(by_judgements, items)[1] == pytest.approx(0.426, abs=6e-4)


def test_forman_peniwati_1998_priorities_are_the_weighted_arithmetic_mean():
    vectors = np.array([[0.6, 0.3, 0.1], [0.2, 0.2, 0.6]])
    assert joined_priorities(vectors, np.array([3.0, 1.0])) == pytest.approx([0.5, 0.275, 0.225])


# ── consistency ──────────────────────────────────────────────────────────────

CYCLE = {"A": (9, 1 / 9, 9), "B": (9, 1 / 9, 9)}
ABC = ("a", "b", "c")


def test_joined_priorities_have_no_matrix_that_could_contradict_itself():
    stated = panel(ABC, CYCLE, aggregate="priorities", consistency_limit=0.1)
    found = derived(stated, ABC)
    assert set(found.consistency["judge"]) == {"A", "B"}
    told = problems(stated, criteria_of(ABC), ONE)
    assert [finding.severity for finding in told] == ["warning", "warning"]
    with pytest.raises(InputError, match="contradict each other"):
        derived(panel(ABC, CYCLE, consistency_limit=0.1), ABC)


def test_the_limit_is_a_consistency_ratio_that_the_gci_is_measured_by():
    """GCI .149 of five items: above what a ratio of 0.04 stands for (.148), below what 0.041 stands for (.1517)."""
    with pytest.raises(InputError, match=r"GCI 0\.149\d* > 0\.148"):
        derived(panel(USE_VALUES, THREE, consistency_limit=0.04, **GEOMETRIC), USE_VALUES)
    found = derived(panel(USE_VALUES, THREE, consistency_limit=0.041, **GEOMETRIC), USE_VALUES)
    assert found.consistency["gci_limit"].to_numpy() == pytest.approx(0.1517)


def test_the_correction_lowers_the_gci_that_it_names():
    slip = {"A": (2, 4, 8, 1 / 9, 4, 2)}  # 1 / 9 where 2 was meant
    told = problems(panel(("a", "b", "c", "e"), slip, consistency_limit=0.1, **GEOMETRIC), criteria_of("abce"), ONE)
    (finding,) = [one for one in told if one.severity == "error"]
    assert "GCI" in finding.message
    assert "b" in finding.message
    assert "GCI would be 0.000 with b over c by 2" in finding.hint


def test_the_random_index_stands_beside_the_figure():
    found = derived(panel(USE_VALUES, THREE, random_index="alonso_lamata_2006"), USE_VALUES)
    usual = derived(panel(USE_VALUES, THREE), USE_VALUES)
    assert set(found.consistency["random_index"]) == {"Alonso & Lamata 2006"}
    ratio = found.consistency["consistency_ratio"] / usual.consistency["consistency_ratio"]
    assert ratio.to_numpy() == pytest.approx(1.12 / 1.1086)
    assert (found.table == usual.table).all(axis=None)


# ── properties ───────────────────────────────────────────────────────────────

BY = st.lists(st.floats(1.0, 9.0).map(lambda by: round(by, 3)), min_size=10, max_size=10)
PRIORITISED = st.sampled_from(["eigenvector", "row_geometric_mean"])


@given(BY, PRIORITISED)
@settings(max_examples=25, deadline=None)
def test_one_judge_gives_the_same_by_judgements_and_by_priorities(values, prioritisation):
    alone = {"A": tuple(values)}
    first, second = (
        derived(panel(USE_VALUES, alone, aggregate=way, prioritisation=prioritisation), USE_VALUES)
        for way in ("judgements", "priorities")
    )
    assert local(first, USE_VALUES) == pytest.approx(local(second, USE_VALUES), abs=1e-12)


@given(BY, BY, st.floats(0.1, 9), PRIORITISED)
@settings(max_examples=25, deadline=None)
def test_only_proportions_of_the_judges_weights_matter(first, second, factor, prioritisation):
    said = {"A": tuple(first), "B": tuple(second)}
    for way in ("judgements", "priorities"):
        found, scaled = (
            derived(
                panel(USE_VALUES, said, weights, aggregate=way, prioritisation=prioritisation),
                USE_VALUES,
            )
            for weights in ({"A": 1, "B": 2}, {"A": factor, "B": 2 * factor})
        )
        assert local(found, USE_VALUES) == pytest.approx(local(scaled, USE_VALUES), abs=1e-12)


@given(BY, BY)
@settings(max_examples=25, deadline=None)
def test_with_row_means_joined_judgements_are_the_geometric_mean_of_the_priorities(first, second):
    """The row geometric mean commutes with joining (Barzilai & Golany 1994); the eigenvector does not."""
    found = derived(panel(USE_VALUES, {"A": tuple(first), "B": tuple(second)}, **GEOMETRIC), USE_VALUES)
    alone = found.by_judge[found.by_judge["group"] == "d"].pivot(index="item", columns="judge", values="weight")
    mean = np.sqrt(alone["A"] * alone["B"])
    expected = (mean / mean.sum()).loc[list(USE_VALUES)]
    assert local(found, USE_VALUES) == pytest.approx(expected.to_list(), abs=1e-12)


def test_leaving_a_judge_out_keeps_the_way_of_joining():
    three = panel(USE_VALUES, THREE, aggregate="priorities", **GEOMETRIC)
    found = derived(without_judge(three, "PP"), USE_VALUES)
    printed = np.mean([(0.513, 0.251, 0.115, 0.042, 0.079), (0.560, 0.135, 0.101, 0.035, 0.168)], axis=0)
    assert local(found, USE_VALUES) == pytest.approx(printed, abs=6e-4)
