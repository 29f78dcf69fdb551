"""A planner's own stock: how long it lasts is in the record of the levers, in the terminal, and beside every lever."""

from pathlib import Path

import pytest

from criticality.policy.results import policy_results
from policy.cases import inputs_of
from workspace_builder import atlantis, check, criticality, run_folder

SCENARIO = """title: A mine closes for {days} days
shocks:
  - {{kind: export_restriction, country: LEM, minerals: [austrium, norwegium], days: {days}, because: x}}
levers:
  - {{kind: stockpile, minerals: [austrium, norwegium], days: {held}, because: Ours}}
"""


def with_stock(folder: Path, days: int = 180, held: int = 90) -> Path:
    root = atlantis(folder)
    (root / "scenarios").mkdir()
    (root / "scenarios/stock.yaml").write_text(SCENARIO.format(days=days, held=held), "utf-8")
    return root


def test_a_stock_lasts_its_days_over_the_gap(tmp_path: Path) -> None:
    """A gap that stays at g is ridden by N nominal days for N/g days, of what is listed and of what is not."""
    found = policy_results(inputs_of(with_stock(tmp_path), draws=0, scenario="scenarios/stock.yaml"), verify=False)
    held = {row["mineral"]: row for row in found["held"]}
    austrium = found["disruption"]["austrium"]
    assert held["austrium"]["days"] == 90
    assert held["austrium"]["lasts_days"] == pytest.approx(90 / austrium["share_lost"])
    assert held["austrium"]["lasts_days_confident"] <= held["austrium"]["lasts_days"]
    assert (held["austrium"]["listed"], held["norwegium"]["listed"]) == (True, False)
    stock = next(row for row in found["levers"]["austrium"] if row["lever"] == "stockpile")
    assert f"the 90 days that the scenario holds last {90 / austrium['share_lost']:.0f} days" in stock["because"]["en"]
    assert "情境所持有之 90 日儲備" in stock["because"]["zh-Hant"]


def test_a_larger_stock_outlasts_the_gap(tmp_path: Path) -> None:
    found = policy_results(
        inputs_of(with_stock(tmp_path, held=365), draws=0, scenario="scenarios/stock.yaml"), verify=False
    )
    assert found["held"][0]["lasts_days"] is None


def test_the_terminal_prints_the_stock_of_a_listed_mineral_and_of_another(tmp_path: Path) -> None:
    root = with_stock(tmp_path)
    run_folder(root, "--scenario", "stock")
    for mineral in ("austrium", "norwegium"):
        outcome = criticality("levers", "latest", mineral, "--workspace", root)
        assert outcome.code == 0, outcome.said
        assert "Stock held in the scenario" in outcome.out
        assert "90 days of use" in outcome.out
    assert "the list counts it in full however long it lasts" in criticality(
        "levers", "latest", "austrium", "--workspace", root
    ).out.replace("\n", " ")


@pytest.mark.parametrize(("days", "told"), [(1, True), (29, True), (30, False), (180, False)])
def test_a_shock_of_a_few_days_is_told_that_the_list_knows_no_duration(days: int, told: bool, tmp_path: Path) -> None:
    outcome = check(with_stock(tmp_path, days=days))
    assert outcome.code == 0
    assert ("moves the list like one that lasts" in outcome.out) is told
