"""What the pages say about certainty: decisions count apart, nobody listed is said, nothing is certain."""

# Holds: report/chapters/cases.py.

import re
from html import unescape
from typing import Any

import pytest
from sample_record import Record, sample_record
from short_records import reader_of

from criticality.report.catalogue import Words, read_catalogue
from criticality.report.certainty import cases
from criticality.report.charts.sensitivity import RIGHT, listing_bars
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_html
from criticality.report.reader import Reader

LANGUAGES = ("en", "zh-Hant")


def text_of(record: Record, language: Any) -> str:
    """The words of a page, the per-cent sign parted from its figure in Chinese, too."""
    page = re.sub(r"<style.*?</style>", "", render_html(record, language), flags=re.DOTALL)
    return parted(unescape(re.sub(r"<[^>]+>", " ", page)))


def parted(text: str) -> str:
    return re.sub(r"(?<=\d)%", " %", text.replace("\u00a0", " "))


def with_shares(shares: dict[str, float], *, designated: str = "", listed: bool = True) -> Record:
    """A sample record with some shares of draws, one mineral placed by decision, or nobody on the list."""
    record = sample_record(robustness=True)
    for row in record["result"]["ranking"]:
        if row["p_listed"] is None:
            continue
        row["p_listed"] = shares.get(row["mineral"], row["p_listed"])
        if row["mineral"] == designated:
            row.update(designated=True, listed=True, tier="critical", p_listed=0.0, confidence="unlikely")
        if not listed:
            row.update(listed=False, tier="watch", p_listed=0.0, confidence="unlikely")
    if designated:
        decided = {"mineral": designated, "tier": "critical", "by": "Committee", "on": "2026-11-20", "because": "Why."}
        record["inputs"]["assessment"]["rule"]["designations"] = [decided]
    if not listed:
        record["result"]["borderline"] = []
        record["result"]["robustness"]["list_size"].update(expected=0.0, low=0, high=0)
    return record


def words_of(language: Any) -> Words:
    return Words(read_catalogue(packaged_templates()["words.json"]), language)


def rows_of(*minerals: str) -> Any:
    """The rows of some minerals, the first certain and the last impossible by the draws."""
    ranking = with_shares({minerals[0]: 1.0, minerals[-1]: 0.0})["result"]["ranking"]
    return [row for mineral in minerals for row in ranking if row["mineral"] == mineral]


def scored(record: Record) -> list[str]:
    return [row["mineral"] for row in record["result"]["ranking"] if row["score"] is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mineral_on_the_list_by_decision_is_not_the_least_certain_one(language: str) -> None:
    last = scored(sample_record(robustness=True))[-1]
    page = text_of(with_shares({}, designated=last), language)
    said = {
        "en": ("the least certain in 87 % of them", "on the list by decision"),
        "zh-Hant": ("最不確定者為 87 %", "指定列入"),
    }
    for words in said[language]:
        assert words in page
    assert {"en": "by decision", "zh-Hant": "指定"}[language] in page
    assert "< 0.3 % †" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_nobody_is_said_to_be_one_and_is_not_put_up_for_adoption(language: str) -> None:
    page = text_of(with_shares({}, listed=False), language)
    for words in {
        "en": ("The rule lists no mineral", "there is no list to adopt", "in at least 95 % of the simulations"),
        "zh-Hant": ("依規則無礦產列入", "無清單可供採認", "於 95 % 以上之模擬中"),
    }[language]:
        assert words in page
    for wrong in ("no simulations were asked for", "Adopt the 0", "未要求模擬", "列入之 0 項"):
        assert wrong not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_prints_a_listing_as_certain_or_impossible(language: str) -> None:
    first, *_, last = scored(sample_record(robustness=True))
    page = text_of(with_shares({first: 1.0, last: 0.0}), language)
    assert "> 99.7 %" in page
    assert "< 0.3 %" in page
    table = render_html(with_shares({first: 1.0, last: 0.0}), language)
    table = parted(unescape(table[table.index('<table class="ranked">') :].split("</table>")[0]))
    assert ">> 99.7 %<" in table
    assert not re.search(r"(?<![\d.])(?:0|0\.0|0\.00|100|100\.0) %", table)
    charts = listing_bars(Reader(with_shares({first: 1.0, last: 0.0}), words_of(language)), rows_of(first, last))
    shown = [text.text for chart in charts for text in chart.texts if text.x == RIGHT + 56]
    assert shown == ["> 99.7 %", "< 0.3 %"]


def test_a_mineral_that_an_answer_would_bring_in_is_a_case_for_the_committee() -> None:
    record = with_shares(dict.fromkeys(scored(sample_record(robustness=True)), 0.001))
    record["result"]["borderline"] = []
    off = next(row["mineral"] for row in record["result"]["ranking"] if not row["listed"] and row["score"] is not None)
    assert cases(reader_of(record)) == []
    choices = {"minerals": [{"mineral": off, "standing": "contested"}]}
    again = {**record, "result": {**record["result"], "choices": choices}}
    assert [row["mineral"] for row in cases(reader_of(again))] == [off]


def test_page_one_and_chapter_three_name_the_same_cases() -> None:
    first, second, third, *_ = scored(sample_record(robustness=True))
    record = with_shares({first: 0.95, second: 0.5, third: 0.95})
    for row in record["result"]["ranking"]:
        if row["p_listed"] is not None and row["mineral"] != second:
            row["p_listed"] = 0.95
    record["result"]["borderline"][0].update(mineral=third)
    html = render_html(record, "en")
    table = html[html.index('id="cases-borderline"') :].split("</table>")[0]
    assert len(re.findall(r'<tr[^>]*><th scope="row">([^<]+)', table)) == 2
    assert "Decide the 2 cases that are close or depend on an answer" in html
