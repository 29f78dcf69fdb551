"""What would take a mineral off the list: every answer applied as a scenario, every "cannot" at the lever's maximum."""

# Holds: policy/levers/changes.py, api/scenarios.py, cli/scenarios.py.

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from criticality.assess import Decider
from criticality.files.workspace import Workspace
from criticality.files.yaml import read_document
from criticality.model.scenario import Scenario
from criticality.policy.bench import Bench
from criticality.policy.cells import MineralValues
from criticality.policy.levers.axes import answer_of, axes_of, partner_axes
from criticality.policy.levers.combination import cheapest
from criticality.policy.results import policy_results
from criticality.policy.verify import decide_with
from criticality.ranking.kernels import METHODS
from criticality.scenarios import open_tonnes
from policy.cases import inputs_of, limited, listed, traded
from workspace_builder import ASSESSMENT, atlantis, criticality, edit, line_of, run_folder, write_json

ROOT = Path(__file__).parents[3]


# ── the fictional country, in full ───────────────────────────────────────────


SHORT = ("traded", "lowest")
"""Of the methods, the default run takes the default with trade, and one whose score moves with one dimension.

By the product of the ratings nobody is on this list by the rule, so that no lever has anything to take off.
"""


@pytest.fixture(
    params=[
        pytest.param(name, marks=[] if name in SHORT else [pytest.mark.slow])
        for name in ("plain", "traded", *(name for name in METHODS if name not in ("topsis", "product")))
    ]
)
def country(request, tmp_path):
    root = atlantis(tmp_path)
    if request.param == "traded":
        traded(root)
    elif request.param != "plain":
        edit(root, ASSESSMENT, "method: topsis ", f"method: {request.param} ")
    return inputs_of(root)


def test_every_answer_applied_takes_the_mineral_off_and_every_cannot_does_not(country):
    before = Decider()(country)
    rows = policy_results(country, before)["levers"]
    assert set(rows) == listed(before)
    tried = [row for found in rows.values() for row in found if row["verified"] is not None]
    assert all(row["verified"] for row in tried)
    assert any(row["possible"] for row in tried)
    for mineral, found in rows.items():
        on_the_line = before.ranking.scores.get(mineral) == 0.5  # stays on the list with nothing above its threshold
        for row in (row for row in found if row["verified"] is not None):
            assert (row["needed"] is None) == (not row["possible"])
            with_its_group = "with its group" in row["because"]["en"]
            assert row["possible"] or with_its_group or row["remaining"] > 0 or on_the_line


PLACES = "[{of: score, top: 5}]"
OWN_UNIT = "[{of: climate_burden, at_least: {value: 1, unit: source}}]"


@pytest.mark.parametrize(
    ("when", "mineral", "said"),
    [
        (PLACES, "ilmenium", ("4 places above the line", "仍較門檻高出 4 名。")),
        (PLACES, "austrium", ("1 place above the line", "仍較門檻高出 1 名。")),
        (
            OWN_UNIT,
            "ilmenium",
            (
                "kg CO2-eq/kg (Greenhouse gas from cradle to gate) above the line",
                " kg CO2-eq/kg（搖籃到大門溫室氣體）。",
            ),
        ),
    ],
)
def test_the_distance_to_the_line_is_told_in_the_unit_of_what_decides(tmp_path, when, mineral, said):
    """It was told as a part of the span of the places, 0.667 above the line, which no reader can place."""
    root = atlantis(tmp_path)
    (line,) = [text for text in (root / ASSESSMENT).read_text("utf-8").splitlines() if "when: [{of: score" in text]
    edit(root, ASSESSMENT, line, f"      when: {when}")
    rows = policy_results(inputs_of(root), minerals=(mineral,), verify=False)["levers"][mineral]
    texts = [row["because"] for row in rows if row["needed"] is None]
    english, chinese = said
    assert any(english in text["en"] for text in texts), texts
    assert any(chinese in text["zh-Hant"] for text in texts), texts
    told = [row["remaining_in"] for row in rows if "remaining_in" in row]
    assert {row["unit"] for row in told} == {"place" if when == PLACES else "source"}
    if when == PLACES:
        assert all(row["amount"] == pytest.approx(round(row["amount"])) for row in told)


def test_a_little_less_than_needed_does_not_do(country):
    bench = Bench(country)
    for mineral in bench.listed:
        if bench.table[mineral].designated:
            continue
        for axis in axes_of(bench, mineral, partner_axes(bench, mineral)).values():
            answer = answer_of(axis)
            if answer.needed is not None and answer.needed - 3e-4 > axis.least:
                assert mineral in listed(decide_with(bench, [axis.lever(answer.needed - 3e-4)]))
                assert mineral not in listed(decide_with(bench, [axis.lever(answer.needed)]))


def test_designated_minerals_and_groups_say_why_no_lever_helps(tmp_path):
    rows = policy_results(inputs_of(atlantis(tmp_path)))["levers"]
    assert "designation" in rows["coronium"][0]["because"]["en"]
    assert not any(row["possible"] for row in rows["coronium"])
    mosandrium = {row["lever"]: row for row in rows["mosandrium"]}
    assert not mosandrium["substitute"]["possible"]
    assert "with its group" in mosandrium["substitute"]["because"]["en"]


@pytest.mark.slow
def test_sentences_name_countries_as_the_data_do(tmp_path):
    root = traded(atlantis(tmp_path))
    rows = {row["lever"]: row["because"] for row in policy_results(inputs_of(root))["levers"]["austrium"]}
    assert "from Lemuria to Hyperborea" in rows["diversify"]["en"]
    assert "自雷姆利亞移至極北" in rows["diversify"]["zh-Hant"]
    assert "參考情境：雷姆利亞停供一年" in rows["stockpile"]["zh-Hant"]
    inputs = inputs_of(root)
    known = inputs.dataset.table("countries")
    nameless = replace(inputs, dataset=inputs.dataset.with_table("countries", known[known["country"] != "LEM"]))
    rows = {row["lever"]: row["because"] for row in policy_results(nameless)["levers"]["austrium"]}
    assert "from LEM to Hyperborea" in rows["diversify"]["en"], "a country without a name keeps its code"


@pytest.mark.slow
def test_a_list_that_takes_the_rest_has_no_line_to_fall_below(tmp_path):
    root = limited(atlantis(tmp_path), recycle=0.3)
    edit(root, ASSESSMENT, "when: [{of: largest_supplier_share, at_least: 0.60}]", "when: []")
    edit(root, ASSESSMENT, "title: {en: Watch, zh-Hant: 觀察名單}\n      listed: false", "title: x\n      listed: true")
    folder = run_folder(root)
    outcome = criticality("levers", folder.name, "--json", "--workspace", root)
    assert outcome.code == 0, outcome.said
    rows = json.loads(outcome.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    cannot = [row for found in rows.values() for row in found if row.get("lists_the_rest")]
    assert cannot
    assert all("has no condition" in row["because"]["en"] and not row["possible"] for row in cannot)


def test_a_stock_buys_days_and_takes_nothing_off(tmp_path):
    rows = policy_results(inputs_of(traded(atlantis(tmp_path))))
    stock = next(row for row in rows["levers"]["austrium"] if row["lever"] == "stockpile")
    assert (stock["possible"], stock["needed"]) == (False, None)
    gap = rows["disruption"]["austrium"]  # the largest source, 80 %, stops for a year
    assert gap["days_needed"] == pytest.approx(0.8 * 365)
    assert gap["stock_t"] == pytest.approx(gap["days_needed_confident"] / 365 * 5)
    assert gap["practice"] == {}  # the table of practice is optional; tests/policy/disruption/test_practice.py holds it
    assert gap["stock_usd"] == pytest.approx(gap["stock_t"] * 2000)
    assert [row["restricted"] for row in gap["sweep"]] == pytest.approx(np.linspace(0, 1, 21))
    scores = [row["score"] for row in gap["sweep"]]
    assert scores == sorted(scores)


def test_a_partner_can_spare_no_more_than_it_makes_beyond_what_comes_here_already(tmp_path):
    bench = Bench(inputs_of(traded(atlantis(tmp_path))))
    (axis,) = partner_axes(bench, "austrium")
    assert axis.partner.country == "HYP"
    assert (axis.partner.produced, axis.partner.spare) == pytest.approx((20, 20 - 1))
    assert axis.most == pytest.approx(0.8)  # 19 t to spare are more than the 4 t that Lemuria holds
    assert axis.partner.optimum == pytest.approx((0.7 * 0.8 - 0.3 * 0.2) / (0.7 + 0.3))


def test_the_scenario_of_a_run_is_where_its_levers_start(tmp_path):
    root = atlantis(tmp_path)
    loss = {"kind": "production_loss", "country": "LEM", "minerals": ["austrium"], "stage": "extraction"}
    shocks = [{**loss, "share_lost": 0.5, "days": 100, "because": "A storm."}]
    levers = [{"kind": "stockpile", "minerals": ["austrium"], "days": 20, "because": "Barns."}]
    levers += [{"kind": "reduce", "minerals": ["austrium"], "share_of_use": 0.1, "because": "Thrift."}]
    write_json(root, "scenarios/storm.yaml", {"title": "Storm", "shocks": shocks, "levers": levers})
    found = policy_results(inputs_of(root, scenario="scenarios/storm.yaml"), minerals=("austrium",))
    gap = found["disruption"]["austrium"]
    assert gap["of_the_scenario"]
    assert gap["days_needed"] == pytest.approx(100 * (0.8 * 0.5 - 0.1))
    assert gap["held_lasts_days"] == pytest.approx(20 / 0.3)
    assert all(row["verified"] for row in found["levers"]["austrium"] if row["verified"] is not None)


# ── the cheapest combination ─────────────────────────────────────────────────


def test_no_combination_on_a_fine_grid_is_cheaper(tmp_path):
    bench = Bench(inputs_of(traded(atlantis(tmp_path))))
    for mineral in ("austrium", "ilmenium"):
        axes = axes_of(bench, mineral, partner_axes(bench, mineral))
        answers = {kind: answer_of(axis) for kind, axis in axes.items()}
        found = cheapest(axes, answers)
        grid = np.linspace(0, 1, 26)
        for last in ("substitute", "reduce"):
            for fraction in grid:
                for other in grid if "diversify" in axes else [0.0]:
                    for third in grid[: 1 + int(found.cost * 25)]:
                        cost = fraction + other + third
                        if cost >= found.cost - found.certified:
                            break
                        scaled, raw = (values.copy() for values in bench.cells.as_decided(mineral))
                        places = {"recycle": fraction, "diversify": other, last: third}
                        for kind, place in places.items():
                            if kind in axes:
                                columns = axes[kind].columns
                                values = axes[kind].values(float(place))
                                scaled[columns], raw[columns] = values[0][columns], values[1][columns]
                        assert bench.redecision.standings(mineral, MineralValues(scaled[None], raw[None])).listed[0]


# ── Taiwan ───────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_bench_sees_what_a_whole_assessment_sees(taiwan):
    bench = Bench(*taiwan)
    for kind, fraction in (("diversify", 0.4), ("recycle", 0.3), ("substitute", 0.2), ("reduce", 0.7)):
        axes = {m: axes_of(bench, m, partner_axes(bench, m)).get(kind) for m in bench.listed}
        axes = {mineral: axis for mineral, axis in axes.items() if axis is not None}
        assert axes
        after = decide_with(bench, [axis.lever(axis.amount(fraction)) for axis in axes.values()])
        for mineral, axis in axes.items():
            found = axis.standings(np.array([fraction]))
            assert found.score[0] == pytest.approx(after.ranking.scores[mineral], abs=1e-9), (kind, mineral)


@pytest.mark.slow
def test_every_answer_for_taiwans_list_takes_the_mineral_off(taiwan):
    rows = policy_results(*taiwan)["levers"]
    assert set(rows) == listed(taiwan[1])
    assert all(row["verified"] for found in rows.values() for row in found if row["verified"] is not None)
    for found in rows.values():
        combination = next(row for row in found if row["lever"] == "combination")
        assert not combination["possible"] or combination["certified_within"] <= 1e-3


def test_the_shipped_scenarios_cite_and_say_what_is_assumed():
    files = sorted((ROOT / "scenarios").glob("*.yaml"))
    assert len(files) >= 13
    workspace = Workspace(ROOT)
    for path in files:
        scenario, _, problems = read_document(path, Scenario, workspace.relative(path))
        assert not problems
        assert scenario.note
        said = scenario.note.to("en").lower()
        assert "assum" in said or "not verified" in said
        for change in (*scenario.shocks, *scenario.levers):
            assert change.because.en != change.because.zh_hant


# ── the command line ─────────────────────────────────────────────────────────


@pytest.mark.slow
def test_levers_in_the_terminal_and_as_json(tmp_path):
    root = atlantis(tmp_path)
    folder = run_folder(root)
    said = criticality("levers", folder.name, "--workspace", root)
    assert said.code == 0 and "cannot" in said.out
    found = json.loads(criticality("levers", folder.name, "--json", "--workspace", root).out)
    for rows in found.values():
        for row in rows:
            assert {"lever", "possible", "needed", "because"} <= set(row)
            assert row["because"]["en"] and row["because"]["zh-Hant"]
            assert row["needed"] is None or {"value", "unit"} == set(row["needed"])
    one = json.loads(criticality("levers", folder.name, "austrium", "--json", "--workspace", root).out)
    assert list(one) == ["austrium"]
    other = criticality("levers", folder.name, "victorium", "--workspace", root)  # what would put it on the list
    assert other.code == 0 and "not on the list" in other.out


@pytest.mark.slow
def test_every_scenario_against_the_baseline(tmp_path):
    root = atlantis(tmp_path)
    assert "no scenario yet" in criticality("scenarios", "--workspace", root).out
    saving = {"kind": "reduce", "minerals": ["austrium"], "share_of_use": 0.9, "because": "Thrift."}
    write_json(root, "scenarios/thrift.yaml", {"title": "Thrift", "levers": [saving]})
    write_json(root, "scenarios/nothing.yaml", {"title": "Nothing"})
    assert "scenarios/thrift.yaml" in criticality("scenarios", "--workspace", root).out
    said = criticality("scenarios", "--all", "--workspace", root)
    assert said.code == 0, said.said
    thrift = said.out[said.out.index("scenarios/thrift.yaml") :]
    assert "leave: Austrium" in thrift
    assert "no score moves" in said.out[: said.out.index("scenarios/thrift.yaml")]
    (root / "scenarios/bad.yaml").write_text("title: Bad\nlevers:\n  - {kind: recycle}\n", "utf-8")
    spoiled = criticality("scenarios", "--all", "--workspace", root)
    assert spoiled.code == 1
    assert f"scenarios/bad.yaml:{line_of(root, 'scenarios/bad.yaml', 'recycle')}:" in spoiled.said


def test_new_supply_ramps_up_year_by_year():
    said = {"kind": "new_supply", "country": "UKR", "minerals": ["titanium"], "stage": "extraction", "tonnes": 100}
    said |= {"offtake_elsewhere": 0.5, "from_year": 2030, "ramp_years": 4, "because": "An agreement."}
    (shock,) = Scenario.model_validate({"title": "New", "shocks": [said]}).shocks
    assert [open_tonnes(shock, year) for year in (2029, 2030, 2031, 2034, 2040)] == pytest.approx([0, 0, 12.5, 50, 50])
    assert open_tonnes(replace_year(shock), 2020) == pytest.approx(50)


def replace_year(shock):
    return shock.model_copy(update={"from_year": None})


def test_inputs_are_left_as_they_were(taiwan):
    inputs, decision = taiwan
    policy_results(inputs, decision, minerals=("gallium",), verify=False)
    again = Decider()(replace(inputs))
    assert again.ranking.scores.equals(decision.ranking.scores)
