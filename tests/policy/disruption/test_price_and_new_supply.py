"""What a price shock adds to the bill, and what a new supply is year by year."""

# Holds: policy/disruption/price.py.

import json
from dataclasses import replace
from datetime import date

import pytest

from criticality.assess import Decider
from criticality.policy.bench import Bench
from criticality.policy.disruption.new_supply import arrivals_of, new_supply_rows
from criticality.policy.outcomes import outcomes
from criticality.policy.results import policy_results
from policy.cases import inputs_of, traded
from workspace_builder import atlantis, criticality, run_folder, write_json

FILE = "scenarios/what-if.yaml"
PRICE = {"kind": "price_shock", "minerals": ["austrium", "ilmenium"], "factor": 4.0, "days": 73, "because": "A corner."}
SUPPLY = {"kind": "new_supply", "country": "MUU", "minerals": ["austrium"], "stage": "extraction", "tonnes": 100}
SUPPLY |= {"offtake_elsewhere": 0.6, "from_year": 2026, "ramp_years": 2, "because": "An agreement."}
HELD = {
    "kind": "export_restriction",
    "country": "LEM",
    "minerals": ["austrium"],
    "share_lost": 1,
    "because": "A quarrel.",
}


def with_shocks(root, *shocks):
    write_json(root, FILE, {"title": "What if", "shocks": list(shocks)})
    return inputs_of(root, scenario=FILE)


def test_a_price_shock_is_told_as_a_bill_before_and_with_it(tmp_path):
    inputs = with_shocks(traded(atlantis(tmp_path)), PRICE)
    row, unknown = policy_results(inputs, verify=False)["price_shocks"]
    assert row["bill_usd"] == pytest.approx(10_000)
    assert row["added_usd"] == pytest.approx(10_000 * 3 * 73 / 365)
    assert row["bill_with_shock_usd"] == pytest.approx(16_000)
    assert (row["bound"], row["flag"]) == ("upper", "scenario")
    assert unknown["added_usd"] is None  # no import of it is recorded: missing is never zero


def test_cheaper_is_a_lower_bound(tmp_path):
    inputs = with_shocks(traded(atlantis(tmp_path)), {**PRICE, "factor": 0.5, "days": 365})
    row = policy_results(inputs, verify=False)["price_shocks"][0]
    assert (row["bill_with_shock_usd"], row["bound"]) == (pytest.approx(5_000), "lower")


def test_the_bill_stands_beside_the_baseline(tmp_path):
    root = traded(atlantis(tmp_path))
    inputs = with_shocks(root, PRICE)
    (row,) = outcomes(inputs, {FILE: inputs.scenario})
    assert row["price_shocks"][0]["added_usd"] == pytest.approx(6_000)
    said = criticality("scenarios", "--all", "--workspace", root)
    assert said.code == 0, said.said
    assert "6,000 USD on top of 10,000 USD a year" in said.out


def test_each_year_of_a_new_supply_is_what_a_whole_assessment_of_that_year_says(tmp_path):
    inputs = with_shocks(atlantis(tmp_path), SUPPLY)
    (row,) = new_supply_rows(Bench(inputs))
    assert [step["year"] for step in row["by_year"]] == [2026, 2027, 2028]
    assert [step["open_t"] for step in row["by_year"]] == pytest.approx([0, 20, 40])
    for step in row["by_year"]:
        plan = inputs.assessment.model_copy(update={"as_of": date(step["year"], 1, 1)})
        then = Decider()(replace(inputs, assessment=plan))
        assert step["score"] == pytest.approx(then.ranking.scores["austrium"], abs=1e-9)
        tier = then.critical_list.table.set_index("mineral")["tier"]["austrium"]
        assert step["tier"] == tier
    scores = [step["score"] for step in row["by_year"]]
    assert scores[0] > scores[-1]  # a third producer


def test_the_list_of_today_does_not_count_what_begins_later(tmp_path):
    root = atlantis(tmp_path)
    inputs = with_shocks(root, SUPPLY)
    plain = Decider()(inputs_of(root))
    assert Decider()(inputs).ranking.scores.equals(plain.ranking.scores)


def test_a_new_supply_eases_the_gap_by_its_part_of_the_world_from_its_first_day_on(tmp_path):
    inputs = with_shocks(traded(atlantis(tmp_path)), {**HELD, "days": 730}, SUPPLY)
    bench = Bench(inputs)
    (first, ramp, share), *more = arrivals_of(bench, "austrium", "extraction")
    assert not more
    assert first == pytest.approx(306, abs=0.5)  # from 1 March 2025 to 1 January 2026
    assert (ramp, share) == (730, pytest.approx(40 / 100))
    gap = policy_results(inputs, minerals=("austrium",), verify=False)["disruption"]["austrium"]
    begun = 730 - first
    assert gap["days_needed"] == pytest.approx(730 * 0.8 - begun * (0.4 * begun / 730) / 2)
    assert arrivals_of(bench, "austrium", "processing") == ()


def test_all_of_it_promised_elsewhere_eases_nothing(tmp_path):
    inputs = with_shocks(traded(atlantis(tmp_path)), HELD, {**SUPPLY, "offtake_elsewhere": 1.0})
    gap = policy_results(inputs, minerals=("austrium",), verify=False)["disruption"]["austrium"]
    assert gap["days_needed"] == pytest.approx(0.8 * 365)


@pytest.mark.slow
def test_the_terminal_tells_bill_years_and_entrants(tmp_path):
    root = traded(atlantis(tmp_path))
    with_shocks(root, PRICE, SUPPLY)
    folder = run_folder(root, "--scenario", FILE)
    said = criticality("levers", folder.name, "--workspace", root)
    assert said.code == 0, said.said
    assert "2027: 20 t (score " in said.out
    assert "6,000 USD on top of 10,000 USD a year" in said.out
    assert "Not listed, and listed if their largest source cuts its exports far enough" in said.out
    one = criticality("levers", folder.name, "austrium", "--workspace", root)
    assert "d*, least concentration" in one.out and "optimum of the whole" in one.out
    assert "gap over time: day 0: 80.0%, day 306: 80.0%" in one.out
    assert "if Lemuria cuts its exports: 0%: " in one.out
    assert json.loads(criticality("levers", folder.name, "--json", "--workspace", root).out)["austrium"]
