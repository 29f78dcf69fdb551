"""A planner's own stock: how long it lasts is in the record of the levers, in the terminal, and beside every lever."""

import html
import re
from pathlib import Path

import pytest

from criticality.policy.results import policy_results
from criticality.records.restore import inputs_from
from criticality.records.store import read_record
from criticality.report import render_html
from policy.cases import inputs_of
from workspace_builder import atlantis, check, criticality, edit, run_folder

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


@pytest.mark.slow
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


def page_of(root: Path, language: str) -> str:
    """The whole list under the scenario, as it is printed, with what the levers would change."""
    record = read_record(run_folder(root, "--scenario", "stock"))
    record["result"]["policy"] = policy_results(inputs_from(record), verify=False)
    return render_html(record, language)


def words_between(page: str, first: str, last: str) -> str:
    """The words of a page from one mark of its markup to the next of another."""
    start = page.index(first)
    part = page[start : page.index(last, start + 1)]
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", part)))


def chapter_7_2(page: str) -> str:
    return words_between(page, 'id="policy-disruption"', 'id="policy-portfolio"')


@pytest.mark.parametrize(("language", "days"), [("en", "90 days of use"), ("zh-Hant", "90 日用量")])
def test_a_planner_s_stockpile_stands_in_chapter_7_2_and_on_the_factsheet(
    language: str, days: str, tmp_path: Path
) -> None:
    """Both say how many days are held, how long they last and what would be needed; norwegium is not on the list."""
    page = page_of(with_stock(tmp_path), language)
    lasts = {
        "en": r"90 days of use, which last (\d+) days of the disruption; (\d+) would be needed",
        "zh-Hant": r"90 日用量，於中斷期間可維持 (\d+) 日；所需為 (\d+) 日",
    }[language]
    chapter, sheet = chapter_7_2(page), words_between(page, 'id="sheet-austrium"', 'id="sheet-')
    assert chapter.count(days) == 2
    found = [re.search(lasts, text) for text in (chapter, sheet)]
    assert all(found)
    assert len({match.groups() for match in found if match}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stock_that_outlasts_the_gap_says_so_on_the_page(language: str, tmp_path: Path) -> None:
    said = {"en": "365 days of use, which outlast the disruption", "zh-Hant": "365 日用量，可維持至中斷結束"}[language]
    assert said in chapter_7_2(page_of(with_stock(tmp_path, held=365), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stock_of_what_is_not_lost_says_so_on_the_page(language: str, tmp_path: Path) -> None:
    root = with_stock(tmp_path)
    edit(root, "scenarios/stock.yaml", "days: 180,", "days: 180, share_lost: 0,")
    said = {"en": "90 days of use; no supply is lost", "zh-Hant": "90 日用量；供應未受衝擊"}[language]
    assert said in chapter_7_2(page_of(root, language))
