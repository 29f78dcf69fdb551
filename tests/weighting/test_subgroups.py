"""How far judges agree, and what parts of a panel give: Goepel's indicator, subgroups, offices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criticality.model.judgements import AhpWeights
from criticality.weighting.panel import judged_groups
from criticality.weighting.subgroups import consensus, subgroups_of
from criticality.weighting.weights import OVERALL, derive_weights


def agreement(said, criteria, dimensions, group: str) -> float:
    return next(consensus(one) for one in judged_groups(said, criteria, dimensions) if one.code == group)


# ── published ────────────────────────────────────────────────────────────────


def test_goepel_2018_judges_who_each_prefer_another_item_extremely_have_no_consensus(criteria, dimensions, panel):
    """Int. J. Anal. Hierarchy Process 10, section 7: the test case of AHP-OS must give 0 %."""
    codes = ("concentration", "imports", "restrictions")
    judges = []
    for best in codes:
        others = [code for code in codes if code != best]
        judges.append({"supply": [*(f"{best} > {other} 9" for other in others), f"{others[0]} > {others[1]} 1"]})
    weights = panel(*judges, consistency_limit=5)
    assert agreement(weights, criteria, dimensions, "supply") == pytest.approx(0.0, abs=1e-12)


def test_goepel_2018_equations_11_to_21_by_hand(criteria, dimensions, panel):
    """Two judges with the priorities (3/4, 1/4) and (1/4, 3/4)."""
    weights = panel({"economy": ["value_added > strategic_use 3"]}, {"economy": ["strategic_use > value_added 3"]})
    alpha = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25))
    homogeneity = np.exp(alpha - np.log(2))
    least = np.exp(-(0.9 * np.log(0.9) + 0.1 * np.log(0.1))) / 2
    expected = (homogeneity - least) / (1 - least)
    assert agreement(weights, criteria, dimensions, "economy") == pytest.approx(expected)


def test_goepel_2013_consensus_lies_between_agreement_and_none(criteria, dimensions, panel):
    near = panel({"economy": ["value_added > strategic_use 3"]}, {"economy": ["value_added > strategic_use 4"]})
    far = panel({"economy": ["value_added > strategic_use 3"]}, {"economy": ["strategic_use > value_added 4"]})
    close, apart = (
        next(consensus(group) for group in judged_groups(said, criteria, dimensions) if group.code == "economy")
        for said in (near, far)
    )
    assert 0 < apart < close < 1


# ── parts of a panel ─────────────────────────────────────────────────────────


def parted(panel, names, key="subgroup", **more) -> AhpWeights:
    said = [{"economy": [f"value_added > strategic_use {place + 1}"]} for place, _ in enumerate(names)]
    weights = panel(*said, **more)
    judges = tuple(judge.model_copy(update={key: name}) for judge, name in zip(weights.judges, names, strict=True))
    return weights.model_copy(update={"judges": judges})


def test_a_part_gives_what_its_judges_alone_would_give(criteria, dimensions, panel):
    weights = parted(panel, ["Industry", "Science", "Industry", "Science"])
    found = derive_weights(weights, criteria, dimensions).by_subgroup
    for name, kept in (("Industry", "AC"), ("Science", "BD")):
        judges = tuple(judge for judge in weights.judges if judge.name[-1] in kept)
        alone = derive_weights(weights.model_copy(update={"judges": judges}), criteria, dimensions)
        overall = found[(found["subgroup"] == name) & (found["group"] == OVERALL)].set_index("item")["weight"]
        assert overall.to_dict() == alone.table.set_index("criterion")["global_weight"].to_dict()


def test_each_part_has_its_consensus_and_the_whole_panel_too(criteria, dimensions, panel):
    weights = parted(panel, ["Industry", "Science", "Industry", "Science"])
    table = derive_weights(weights, criteria, dimensions).panel
    economy = table[table["group"] == "economy"].set_index("subgroup")
    assert economy["judges"].to_dict() == {"": 4, "Industry": 2, "Science": 2}
    assert economy.loc["", "consensus"] < 1
    supply = table[table["group"] == "supply"]
    assert supply["consensus"].to_numpy() == pytest.approx(1.0)


@pytest.mark.parametrize("offices", [["A", "B", "C"], ["A", "A", "A"], [None, None, None]])
def test_offices_that_sent_one_judge_each_or_all_judges_are_no_parts(panel, offices):
    assert subgroups_of(parted(panel, offices, key="office")) == {}


def test_offices_are_parts_where_no_subgroup_is_stated(panel):
    weights = parted(panel, ["A", "A", "B"], key="office")
    assert [len(judges) for judges in subgroups_of(weights).values()] == [2, 1]
    stated = weights.judges[0].model_copy(update={"subgroup": "Industry"})
    named = weights.model_copy(update={"judges": (stated, *weights.judges[1:])})
    assert list(subgroups_of(named)) == ["Industry"]


def test_one_judge_agrees_with_nobody(criteria, dimensions, panel):
    table = derive_weights(panel({}), criteria, dimensions).panel
    assert table["consensus"].isna().all()


def test_joined_priorities_have_no_consistency_of_the_panel(criteria, dimensions, panel):
    table = derive_weights(panel({}, {}, aggregate="priorities"), criteria, dimensions).panel
    assert table["consistency"].isna().all()


@given(st.lists(st.integers(1, 9), min_size=2, max_size=5))
@settings(max_examples=30, deadline=None)
def test_consensus_lies_between_0_and_1_and_is_full_only_where_all_say_the_same(ratios):
    from criticality.model.criteria import Criterion, Dimension

    stated = {"direction": "raises_criticality", "indicator": "observed", "missing": "refuse", "dimension": "d"}
    criteria = tuple(Criterion(code=code, title=code, **stated) for code in "ab")
    judges = [
        {"name": f"J{place}", "comparisons": {"d": [{"more": "a", "than": "b", "by": by, "because": "So."}]}}
        for place, by in enumerate(ratios)
    ]
    weights = AhpWeights.model_validate({"title": "T", "method": "ahp", "judges": judges})
    share = agreement(weights, criteria, (Dimension(code="d", title="D"),), "d")
    assert 0 <= share <= 1
    assert (share > 1 - 1e-9) == (len(set(ratios)) == 1)
