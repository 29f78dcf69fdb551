"""A planner's own stock: how long it lasts is in the record of the levers, in the terminal, and beside every lever."""

import html
import json
import re
from pathlib import Path

import pytest

from criticality.policy.results import policy_results
from criticality.report import render_html
from policy.cases import inputs_of
from workspace_builder import atlantis, check, criticality, run_folder

LANGUAGES = ("en", "zh-Hant")
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


def words_of(page: str, first: str, last: str) -> str:
    """The words of a page between two headings."""
    part = page[page.index(first) : page.index(last)]
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", part)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_planner_s_stockpile_stands_in_chapter_7_2_and_on_the_factsheet(language: str, tmp_path: Path) -> None:
    """Both say how many days are held, how long they last and what would be needed; norwegium is not on the list."""
    folder = run_folder(with_stock(tmp_path), "--scenario", "stock")
    record = json.loads((folder / "record.json").read_text("utf-8"))
    held = {row["mineral"]: row for row in record["result"]["policy"]["held"]}
    page = render_html(record, language)  # type: ignore[arg-type]
    disruption = words_of(page, 'id="policy-disruption"', 'id="policy-partners"')
    sheet = words_of(page, 'id="factsheet-austrium"', 'id="factsheet-decipium"')
    lasts, needed = (f"{held['austrium'][key]:.0f}" for key in ("lasts_days", "days_needed"))
    said = {
        "en": f"90 days of use, which last {lasts} days of the disruption; {needed} would be needed",
        "zh-Hant": f"90 日用量，於中斷期間可維持 {lasts} 日；所需為 {needed} 日",
    }[language]
    assert said in disruption
    assert said in sheet
    assert disruption.count({"en": "90 days of use", "zh-Hant": "90 日用量"}[language]) == len(held) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stock_that_outlasts_the_gap_and_one_of_what_is_not_lost_say_so(language: str, tmp_path: Path) -> None:
    root = with_stock(tmp_path, held=365)
    text = (root / "scenarios/stock.yaml").read_text("utf-8")
    more = "  - {kind: stockpile, minerals: [coronium], days: 30, because: Ours}\n"
    (root / "scenarios/stock.yaml").write_text(text + more, "utf-8")
    record = json.loads((run_folder(root, "--scenario", "stock") / "record.json").read_text("utf-8"))
    page = render_html(record, language)  # type: ignore[arg-type]
    disruption = words_of(page, 'id="policy-disruption"', 'id="policy-partners"')
    outlasts, idle = {
        "en": ("365 days of use, which outlast the disruption", "30 days of use; no supply is lost"),
        "zh-Hant": ("365 日用量，可維持至中斷結束", "30 日用量；供應未受衝擊"),
    }[language]
    assert outlasts in disruption
    assert idle in disruption
