"""What would put a mineral on the list: every answer is typed into the files and the whole assessment run again.

The fictional country lists neither norwegium (score 0.409, a secure supply) nor victorium (far below every line), and
scores no nebulium, whose only producer withholds the figure.
"""

# Holds: api/entry.py, policy/entry/search.py, policy/entry/sentences.py, policy/entry/whole.py.

# Holds: policy/entry/search.py, policy/entry/sentences.py, policy/entry/whole.py.

import json
from pathlib import Path

import pytest

from criticality.assess import Decider
from criticality.checking.scenarios import load_scenarios
from criticality.files.workspace import Workspace
from criticality.policy.entry.ways import KINDS, ways_onto
from criticality.ranking.kernels import METHODS
from longer import sampled
from policy.cases import inputs_of, listed
from workspace_builder import ASSESSMENT, Plan, atlantis, criticality, edit, run_folder, small_workspace

SCORE = "{of: score, at_least: 0.50}"
LOSS = """title: A mine closes
shocks:
  - {kind: production_loss, country: %s, minerals: [norwegium], stage: extraction, share_lost: 0.9, because: x}
"""


def ways_of(root: Path, mineral: str, kind: str) -> dict:
    found = ways_onto(inputs_of(root, draws=0), mineral)
    return {way["of"]: way for way in found["ways"] if way["kind"] == kind}


def is_listed(root: Path, mineral: str) -> bool:
    return mineral in listed(Decider()(inputs_of(root, draws=0)))


def test_a_threshold_that_is_typed_in_lists_the_mineral_and_the_next_one_does_not(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, SCORE, "{of: score, at_least: 0.65}")
    way = ways_of(root, "decipium", "threshold")["critical: score"]
    assert way["now"] == 0.65
    for threshold, enters in ((way["needed"], True), (way["needed"] + 1e-4, False)):
        other = atlantis(tmp_path / str(threshold))
        edit(other, ASSESSMENT, SCORE, f"{{of: score, at_least: {threshold:.4f}}}")
        assert is_listed(other, "decipium") is enters


def test_who_enters_and_leaves_with_a_threshold_is_told(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, SCORE, "{of: score, at_least: 0.65}")
    way = ways_of(root, "decipium", "threshold")["critical: score"]
    assert (way["entered"], way["left"]) == (["mosandrium"], [])


FIGURES = {"one": {"use": 0.9, "risk": 0.3}, "two": {"use": 0.8, "risk": 0.9}, "three": {"use": 0.2, "risk": 0.1}}


def observed(folder: Path, **changes: float) -> Path:
    """Two stated figures with equal weights by the weighted mean: 0.6, 0.85 and 0.15 against a line of 0.7."""
    figures = {**FIGURES, "one": {**FIGURES["one"], **changes}}
    tier = {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.7}]}
    plan = Plan(
        figures,
        {"use": "need", "risk": "supply"},
        {"method": "direct", "weights": {"use": 0.5, "risk": 0.5}, "because": "Both count alike."},
        method="ahp_ratings",
        scale={"kind": "linear", "zero_at": 0, "one_at": 1},
        tiers=(tier,),
    )
    return small_workspace(folder, plan, robustness={"draws": 0, "seed": 1})


def test_the_value_is_in_the_criterions_own_unit_and_the_smallest_that_does(tmp_path: Path) -> None:
    way = ways_of(observed(tmp_path / "asked"), "one", "criterion_value")
    assert way.keys() == {"risk"}, "0.9 to 1.0 under the other criterion is not enough"
    assert (way["risk"]["now"], way["risk"]["needed"]) == (0.3, 0.5)
    assert is_listed(observed(tmp_path / "enough", risk=0.5), "one")
    assert not is_listed(observed(tmp_path / "less", risk=0.4999), "one")


def test_the_weight_follows_from_the_two_values(tmp_path: Path) -> None:
    """0.9 w + 0.3 (1 − w) ≥ 0.7 from w = 2/3 on; the weight of the other one is then at most 1/3."""
    root = observed(tmp_path)
    for kind, names in (("criterion_weight", ("use", "risk")), ("dimension_weight", ("need", "supply"))):
        ways = ways_of(root, "one", kind)
        assert ways[names[0]]["needed"] == pytest.approx(2 / 3, abs=1e-4)
        assert ways[names[1]]["needed"] == pytest.approx(1 / 3, abs=1e-4)
        assert ways[names[0]]["left"] == []


def test_a_sector_that_would_count_as_strategic_is_named(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, SCORE, "{of: score, at_least: 0.65}")
    text = (root / "data/sectors.csv").read_text("utf-8")
    found = ways_onto(inputs_of(root, draws=0), "decipium")
    ways = [way for way in found["ways"] if way["kind"] == "sector_strategic"]
    for sector in (*(way["of"] for way in ways), *found["without_effect"]["sector_strategic"]):
        lines = [line for line in text.splitlines() if line.startswith(f"{sector},")]
        flag = ",yes," if ",yes," in lines[0] else ",no,"
        turned = lines[0].replace(flag, ",no," if flag == ",yes," else ",yes,")
        (root / "data/sectors.csv").write_text(text.replace(lines[0], turned), "utf-8")
        assert is_listed(root, "decipium") is (sector in {way["of"] for way in ways}), sector
    assert ways or found["without_effect"]["sector_strategic"]


def test_a_scenario_of_the_workspace_that_lists_it_is_named(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "scenarios").mkdir()
    for country in ("HYP", "LEM"):
        (root / f"scenarios/{country}.yaml").write_text(LOSS % country, "utf-8")
    inputs = inputs_of(root, draws=0)
    scenarios, _ = load_scenarios(Workspace(root), inputs)
    found = ways_onto(inputs, "norwegium", scenarios)
    named = {way["of"] for way in found["ways"] if way["kind"] == "scenario"}
    for file in scenarios:
        decided = listed(Decider()(inputs_of(root, draws=0, scenario=file)))
        assert ("norwegium" in decided) is (file in named)
        assert (file in found["without_effect"]["scenario"]) is (file not in named)


@pytest.mark.parametrize("method", sampled(sorted(METHODS), 4))
def test_every_answer_holds_for_the_whole_list_by_every_kind_of_method(method: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "method: topsis", f"method: {method}")
    for mineral in ("norwegium", "victorium"):
        if is_listed(root, mineral):
            continue
        found = ways_onto(inputs_of(root, draws=0), mineral)
        assert all(way["verified"] and way["tier"] == "critical" for way in found["ways"])
        assert found["without_effect"].keys() == set(KINDS)


def test_nothing_single_is_an_answer_with_the_conditions_that_fail(tmp_path: Path) -> None:
    found = ways_onto(inputs_of(atlantis(tmp_path), draws=0), "victorium")
    assert found["ways"] == []
    assert found["because"]["en"].startswith("Nothing single puts it on the list.")
    assert "score 0.07785 (≥ 0.5)" in found["because"]["en"]


def test_a_mineral_without_enough_evidence_is_told_what_evidence_is_missing(tmp_path: Path) -> None:
    found = ways_onto(inputs_of(atlantis(tmp_path), draws=0), "nebulium")
    assert (found["ways"], found["score"]) == ([], None)
    assert "no evidence for supply_concentration" in found["because"]["en"]
    assert "全球供應" in found["because"]["zh-Hant"]


def test_a_mineral_that_a_designation_keeps_off_is_told_so(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "mineral: coronium, tier: critical", "mineral: coronium, tier: watch")
    found = ways_onto(inputs_of(root, draws=0), "coronium")
    assert found["ways"] == []
    assert "only a decision" in found["because"]["en"]


# ── in the terminal ──────────────────────────────────────────────────────────


def test_the_command_answers_and_ends_with_0(tmp_path: Path) -> None:
    root = observed(tmp_path)
    run_folder(root)
    outcome = criticality("levers", "latest", "one", "--workspace", root)
    assert outcome.code == 0, outcome.said
    assert "risk: 0.5 or more (today 0.3)" in outcome.out
    assert "does not list it, alone: use" in outcome.out
    said = json.loads(criticality("levers", "latest", "one", "--json", "--workspace", root).out)
    assert {way["kind"] for way in said["ways"]} >= {"criterion_value", "criterion_weight", "threshold"}


def test_a_broken_scenario_stops_no_answer(tmp_path: Path) -> None:
    root = observed(tmp_path)
    run_folder(root)
    (root / "scenarios").mkdir()
    (root / "scenarios/slip.yaml").write_text("title: x\nshocks: 5\n", "utf-8")
    outcome = criticality("levers", "latest", "one", "--workspace", root)
    assert outcome.code == 0, outcome.said
    assert "no scenario was tried: scenarios/slip.yaml:2" in outcome.out.replace("\n", " ")


def test_a_figure_of_the_rule_without_a_scale_is_searched_in_its_own_unit(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, "criteria/largest_supplier_share.yaml", "scale: {kind: linear, zero_at: 0, one_at: 1}\n", "")
    own = "{of: largest_supplier_share, %s: {value: 0.65, unit: source}}"
    edit(root, ASSESSMENT, "{of: largest_supplier_share, at_least: 0.60}", own % "at_least")
    conditions = "when: [{of: score, at_least: 0.50}, {of: economic_importance, at_least: 0.40}, "
    edit(root, ASSESSMENT, conditions, f"when: [{own % 'below'}, {{of: economic_importance, at_least: 0.40}}, ")
    edit(root, ASSESSMENT, "{of: supply_risk, at_least: 0.40}]", "{of: supply_risk, at_least: 0.05}]")
    way = ways_of(root, "norwegium", "criterion_value")["largest_supplier_share"]
    assert (way["now"], 0.6 < way["needed"] < 0.65) == (1.0, True)


@pytest.mark.slow
def test_weights_of_raw_figures_are_derived_again_with_a_changed_figure(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    raw = "title: {en: Entropy, zh-Hant: 熵權}\nmethod: entropy\nof: raw\nbecause: A cross-check. 對照。\n"
    (root / "weights/two-offices.yaml").write_text(raw, "utf-8")
    way = ways_of(root, "norwegium", "criterion_value")["recycling_rate"]
    assert way["needed"] == pytest.approx(0.07236)
