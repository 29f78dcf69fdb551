"""What docs/explanation says of Taiwan's list in figures is what the shipped workspace gives, without draws."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from criticality.assess import assess
from criticality.checking.check import load_inputs
from criticality.choices.answered import Variants, listing_of
from criticality.choices.design import design_of
from criticality.deciding import Decider, groups_of
from criticality.files.workspace import Workspace
from criticality.listing.classify import classify
from criticality.model.judgements import AhpWeights
from criticality.model.results import Decision, Inputs
from criticality.ranking.methods import rank

ROOT = Path(__file__).parents[2]
NUMBERS = {4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
NAMES = {"natural_graphite": "natural graphite", "silicon_metal": "silicon metal"}


def said(document: str) -> str:
    """The text of a document without its line breaks."""
    return re.sub(r"\s+", " ", (ROOT / "docs" / "explanation" / document).read_text("utf-8"))


@cache
def workspace() -> tuple[Inputs, Decider, Decision]:
    inputs, decide = load_inputs(Workspace(ROOT), "assessments/taiwan-2026.yaml", {"draws": 0}, cells=False), Decider()
    return inputs, decide, decide(replace(inputs, choices=None))


def listed(decision: Decision) -> set[str]:
    table = decision.critical_list.table
    return set(table["mineral"][table["listed"]])


def moved(inputs: Inputs) -> tuple[set[str], set[str]]:
    """Who leaves and who enters Taiwan's list under other inputs."""
    _, decide, stated = workspace()
    before, after = listed(stated), listed(decide(replace(inputs, choices=None)))
    return before - after, after - before


def words(minerals: Iterable[str]) -> str:
    """«a, b and c»: minerals by the names that the documents use."""
    *others, last = sorted(NAMES.get(mineral, mineral) for mineral in minerals)
    return f"{', '.join(others)} and {last}" if others else last


def without(code: str) -> Inputs:
    inputs = workspace()[0]
    assert isinstance(inputs.weights, AhpWeights)
    judges = tuple(
        judge.model_copy(
            update={
                "comparisons": {
                    group: tuple(one for one in given if code not in (one.more, one.than))
                    for group, given in judge.comparisons.items()
                }
            }
        )
        for judge in inputs.weights.judges
    )
    criteria = tuple(entry for entry in inputs.criteria if entry.code != code)
    return replace(inputs, criteria=criteria, weights=inputs.weights.model_copy(update={"judges": judges}))


def with_anchors(**keys: object) -> Inputs:
    inputs = workspace()[0]
    changed = [
        entry.model_copy(update={"scale": entry.scale.model_copy(update=keys)})
        if entry.code == "value_added_exposure" and entry.scale is not None
        else entry
        for entry in inputs.criteria
    ]
    return replace(inputs, criteria=tuple(changed))


def test_the_supply_of_the_world_is_counted_twice_as_often_as_stated() -> None:
    _, _, stated = workspace()
    text, scaled = said("method.md"), stated.matrix.scaled
    assert scaled is not None
    cells = stated.matrix.cells
    stands_in = cells[(cells["criterion"] == "import_concentration") & cells["flag"].str.contains("world_share")]
    on_list = sorted(set(stands_in["mineral"]) & listed(stated))
    assert f"for {len(stands_in)} of the {len(scaled)} scored minerals" in text
    assert f"{NUMBERS[len(on_list)]} of them on the list ({', '.join(on_list)})" in text
    together = np.corrcoef(scaled["import_concentration"], scaled["supply_concentration"])[0, 1]
    assert f"correlate at {together:.2f} over".replace("0.", ".") in text
    local = stated.weights.table.set_index("criterion")["local_weight"]
    share = local[["import_concentration", "supply_concentration", "restricted_share"]].sum()
    assert f"hold {share:.0%} of the weight".replace("%", " %") in text
    leaves, enters = moved(without("import_concentration"))
    assert enters == set()
    assert f"Without concentration of sources {words(leaves)} leaves the list and nobody enters" in text
    leaves, enters = moved(without("restricted_share"))
    assert leaves == set()
    assert f"without restricted share nobody leaves and {words(enters)} enter" in text


def test_the_weights_of_governance_are_those_stated() -> None:
    table, text = workspace()[0].dataset.table("governance"), said("method.md")
    for country, name in {
        "COD": "Congo has",
        "RUS": "Russia",
        "CHN": "China",
        "ZAF": "South Africa",
        "AUS": "Australia",
    }.items():
        rows = table[table["country"] == country]
        risk = (2.5 - rows[rows["year"] == rows["year"].max()]["value"].mean()) / 5
        assert f"{name} {risk:.2f}".replace("0.", ".") in text


def test_who_passes_both_gates_and_fails_the_sum_is_named_with_both_ratings() -> None:
    _, _, stated = workspace()
    text, ratings = said("method.md"), stated.ranking.dimensions
    assert ratings is not None
    gates = (ratings["economic_importance"] >= 0.4) & (ratings["supply_risk"] >= 0.4)
    kept_off = set(ratings.index[gates]) - listed(stated)
    assert kept_off == {"fluorspar", "silicon_metal", "lithium", "magnesium"}
    for mineral in kept_off:
        row, score = ratings.loc[mineral], stated.ranking.scores[mineral]
        figures = f"{row['economic_importance']:.2f}, {row['supply_risk']:.2f}, XX{score:.3f}".replace("0.", ".")
        assert re.search(f"{NAMES.get(mineral, mineral)} \\({figures.replace('XX', '(score )?')}\\)", text), figures


def test_the_environment_decides_at_the_margin_as_stated() -> None:
    inputs, text = workspace()[0], said("method.md")
    left_out = inputs.weights.model_copy(update={"leave_out": ("environmental_impact",)})
    assert moved(replace(inputs, weights=left_out)) == ({"tantalum"}, set())
    assert "left out, tantalum leaves" in text
    turned = [
        entry.model_copy(update={"direction": "lowers_criticality"})
        if entry.dimension == "environmental_impact"
        else entry
        for entry in inputs.criteria
    ]
    leaves, enters = moved(replace(inputs, criteria=tuple(turned)))
    assert f"reversed, {words(leaves)} leave and {words(enters)} enter" in text


def test_missing_evidence_decides_as_stated() -> None:
    inputs, decide, stated = workspace()
    ranked, text = decide.ranked(replace(inputs, choices=None)), said("method.md")
    cells, scaled = ranked.matrix.cells, ranked.matrix.scaled
    assert scaled is not None
    gaps = cells[~cells["present"].astype(bool) & cells["criterion"].isin(scaled.columns)]
    lacking = gaps.groupby("mineral").size().reindex(sorted(listed(stated))).fillna(0)
    assert lacking.max() == 1
    assert f"{NUMBERS[int((lacking == 0).sum())]} minerals have no missing cell and none has more than one" in text
    found = {}
    for value in (0.0, 1.0):
        filled = scaled.copy()
        for mineral, criterion in zip(gaps["mineral"], gaps["criterion"], strict=True):
            filled.at[mineral, criterion] = value
        matrix = replace(ranked.matrix, scaled=filled)
        ranking = rank(matrix, ranked.weights, inputs.weighted, inputs.assessment.method)
        decided = classify(
            ranking, matrix, inputs.assessment.rule, ranked.coverage, ranked.left_out, groups_of(inputs)
        ).table
        now = set(decided["mineral"][decided["listed"]])
        found[value] = listed(stated) - now, now - listed(stated)
    assert found[0.0][1] == found[1.0][0] == set()
    assert f"Were every missing cell 0, {words(found[0.0][0])} would leave" in text
    assert f"were it 1, {words(found[1.0][1])} would enter" in text


def test_the_anchors_of_value_added_decide_as_stated() -> None:
    text = said("method.md")
    leaves, enters = moved(with_anchors(kind="linear"))
    assert enters == set()
    assert f"Linear anchors take {words(leaves)} off" in text
    leaves, enters = moved(with_anchors(zero_at=0.1))
    assert leaves == set()
    assert f"a lower anchor of 0.1 brings in {words(enters)}" in text
    sectors = workspace()[0].dataset.table("sectors").set_index("sector")["value_added_usd_m"]
    manufacturing = sectors[sectors.index.str.startswith("c")]
    assert f"Electronics is {sectors['c26_electronics'] / manufacturing.sum():.0%}".replace("%", " %") in text
    small = {round(10 * sectors[code] / sectors.max(), 2) for code in ("c17_18_paper", "c30_other_transport")}
    assert small == {0.44}
    assert "(paper or other transport equipment: 0.44)" in text


@pytest.mark.slow
def test_the_list_under_every_combination_is_as_long_as_stated() -> None:
    inputs, decide, _ = workspace()
    assert inputs.choices is not None
    variants, design = Variants(inputs), design_of(inputs.assessment, inputs.choices)
    lists = []
    for row in range(len(design.options)):
        changed = variants.inputs(design.answers(row))
        lists.append(listing_of(changed, decide.ranked(changed)).listed)
    assert len(lists) == 291
    assert f"{len(lists) - 3} combinations" in said("choices.md")
    assert f"{len(frozenset().union(*lists))} are on the list under some combination" in said("choices.md")


def test_one_answer_at_a_time_moves_who_is_stated() -> None:
    inputs, decide, stated = workspace()
    assert inputs.choices is not None
    rows = re.findall(r"\| `(\w+)=(\w+)` \|[^|]*\| (\d+) \| ([^|]*) \| ([^|]*) \| (\.\d+) \|", said("choices.md"))
    options = {(choice.code, one.code) for choice in inputs.choices.documents for one in choice.options[1:]}
    assert {(choice, option) for choice, option, *_ in rows} == options
    variants = Variants(inputs)
    answers = {choice.code: choice.options[0].code for choice in inputs.choices.documents}
    for choice, option, size, enter, leave, tungsten in rows:
        changed = variants.inputs({**answers, choice: option})
        ranked = decide.ranked(changed)
        now, before = set(listing_of(changed, ranked).listed), listed(stated)
        moves = [", ".join(sorted(NAMES.get(one, one) for one in who)) or "–" for who in (now - before, before - now)]
        assert (len(now), *moves) == (int(size), enter, leave), option
        assert f"{ranked.ranking.scores['tungsten']:.3f}".replace("0.", ".") == tungsten


def test_fluorspar_is_listed_by_a_hair_if_the_catalogue_still_names_it_as_stated() -> None:
    inputs, decide, _ = workspace()
    assert inputs.choices is not None
    answers = {choice.code: choice.options[0].code for choice in inputs.choices.documents}
    changed = Variants(inputs).inputs({**answers, "licence_reading": "last_read"})
    score = decide.ranked(changed).ranking.scores["fluorspar"]
    assert f"its score is {score:.3f}".replace("0.", ".") in said("choices.md")


def test_terbium_would_leave_if_electrical_equipment_had_grown_like_the_rest_as_stated() -> None:
    inputs, decide, stated = workspace()
    assert inputs.choices is not None
    text = said("choices.md")
    bank = pd.read_csv(ROOT / "tests" / "published" / "adb_mrio_taiwan.csv").pivot(
        index="number", columns="year", values="value_added_usd_m"
    )
    group, rest = bank.loc[14], bank.loc[3:16].drop(14).sum()
    assert f"grew by {group[2022] / group[2018] - 1:.0%}".replace("%", " %") in text
    assert f"of manufacturing by {rest[2022] / rest[2018] - 1:.0%}".replace("%", " %") in text
    answers = {choice.code: choice.options[0].code for choice in inputs.choices.documents}
    newer = Variants(inputs).inputs({**answers, "value_added": "adb_2022"})
    sectors, before = newer.dataset.table("sectors").copy(), stated_value_added()
    part = before["c27_electrical"] / (before["c26_electronics"] + before["c27_electrical"])
    electrical = group[2018] * part * rest[2022] / rest[2018]
    for code, value in {"c27_electrical": electrical, "c26_electronics": group[2022] - electrical}.items():
        sectors.loc[sectors["sector"] == code, "value_added_usd_m"] = value
    ranked = decide.ranked(replace(newer, dataset=newer.dataset.with_table("sectors", sectors)))
    assert listed(stated) - set(listing_of(newer, ranked).listed) == {"terbium", "natural_graphite"}
    assert ranked.ranking.dimensions is not None
    importance = ranked.ranking.dimensions.at["terbium", "economic_importance"]
    assert f"economic importance of {importance:.3f}".replace("0.", ".") in text


def stated_value_added() -> pd.Series:
    return workspace()[0].dataset.table("sectors").set_index("sector")["value_added_usd_m"]


def test_tungsten_needs_two_answers_at_once_as_stated() -> None:
    inputs, decide, _ = workspace()
    assert inputs.choices is not None
    answers = {choice.code: choice.options[0].code for choice in inputs.choices.documents}
    both = {**answers, "use_shares": "as_printed", "strategic_sectors": "with_machinery"}
    score = decide.ranked(Variants(inputs).inputs(both)).ranking.scores["tungsten"]
    assert f"its score is {score:.3f}".replace("0.", ".") in said("choices.md")


def test_the_geometric_mean_is_no_option_for_the_reason_stated() -> None:
    inputs, decide, stated = workspace()
    plan = inputs.assessment.model_copy(update={"method": "geometric_mean"})
    found = decide(replace(inputs, choices=None, assessment=plan))
    text, scaled = said("choices.md"), stated.matrix.scaled
    assert scaled is not None
    zeros = (scaled <= 0).any(axis=1)
    unrestricted = (scaled["restricted_share"] <= 0).sum()
    assert f"Of the {len(scaled)} scored minerals {zeros.sum()} have one, {unrestricted} of them" in text
    assert f"{NUMBERS[len(set(scaled.index[zeros]) & listed(stated))]} of the {zeros.sum()} are on the list" in text
    assert f"{NUMBERS[len(listed(found))]} minerals would be listed ({', '.join(sorted(listed(found)))})" in text
    assert found.ranking.scores[scaled.index[zeros]].max() == 0
    assert _of_dimensions(stated) == listed(stated)


def _of_dimensions(stated: Decision) -> set[str]:
    """Who passes both gates, and one half by the weighted geometric mean of the dimensions."""
    ratings, weights = stated.ranking.dimensions, stated.weights.dimensions
    assert ratings is not None
    mean = pd.Series(np.exp((np.log(ratings) * weights).sum(axis=1)), ratings.index)
    gates = (ratings["economic_importance"] >= 0.4) & (ratings["supply_risk"] >= 0.4)
    return set(ratings.index[gates & (mean >= 0.5)])


P_STATED: Mapping[str, tuple[str, float, float]] = {
    "neodymium": ("neodymium goes from 3 % to more than 99 %", 0.03, 0.999),
    "dysprosium": ("dysprosium from 4 % to 97 %", 0.04, 0.97),
    "terbium": ("terbium from under 0.1 % to 85 %", 0.0, 0.85),
    "samarium": ("samarium from under 0.1 % to more than 99 %", 0.0, 0.999),
    "natural_graphite": ("Natural graphite (32 % to 81 %)", 0.32, 0.81),
    "tantalum": ("tantalum (6 % to 61 %)", 0.06, 0.61),
    "lithium": ("lithium (6 % to 97 %)", 0.06, 0.97),
    "silicon_metal": ("silicon metal (14 % to 82 %)", 0.14, 0.82),
    "fluorspar": ("fluorspar (0.4 % to 87 %)", 0.004, 0.87),
    "rhodium": ("rhodium (5 % to more than 99 %)", 0.05, 0.999),
    "tungsten": ("tungsten, under 0.1 % as stated, reaches more than 99 %", 0.0, 0.999),
}
"""Mineral → what choices.md says of it, and its lowest and highest P as said."""


@pytest.mark.slow
def test_the_probabilities_of_the_explanation_are_those_of_a_run() -> None:
    inputs = load_inputs(Workspace(ROOT), "assessments/taiwan-2026.yaml", {"draws": 20_000}, cells=False)
    result, text = assess(inputs).choices, said("choices.md")
    assert result is not None
    rows = {row["mineral"]: row for row in result["minerals"]}
    for mineral, (sentence, low, high) in P_STATED.items():
        assert sentence in text
        assert rows[mineral]["p_lowest"] == pytest.approx(low, abs=0.006)
        assert rows[mineral]["p_highest"] == pytest.approx(high, abs=0.006)
    assert "five are **firm**" in text and "two **sound**" in text
    assert len(result["core"]) == 7
