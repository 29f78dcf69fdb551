"""The page of three runs or more: title, sentence, verdict, mark, scenarios, answers, CSV and places to sign."""

import copy
import re
from typing import Any

import pytest
from pairs import anchors_move, bar_rises, candidate_goes, mine_closes, record

from criticality.comparison.series import series_of
from criticality.model.comparison_record import SeriesRecord
from criticality.report.comparison import series_page
from criticality.report.comparison.several import context
from criticality.text.phrases import ILLUSTRATIVE


@pytest.fixture
def content() -> SeriesRecord:
    return copy.deepcopy(series_of([record(), record(bar_rises), record(candidate_goes), record(anchors_move)]))


def shown(content: SeriesRecord) -> dict[str, Any]:
    return context(content)


def test_the_sentence_counts_every_mineral_once(content: SeriesRecord) -> None:
    lead = shown(content)["lead"]
    counts = [int(number) for number in re.findall(r"\d+", lead["en"].partition(":")[2])]
    assert lead["en"].startswith(" → ".join(str(run["listed"]) for run in content["runs"]) + " minerals listed: ")
    assert sum(counts) == len(content["minerals"])
    assert counts[0] == sum(row["lists"] == 4 for row in content["minerals"])


def test_the_title_is_no_code(content: SeriesRecord) -> None:
    html = series_page(content)
    title = content["runs"][-1]["title"]
    assert f"<title>4 次評估之比較：{title['zh-Hant']}</title>" in html
    assert f'<meta name="title.en" content="4 runs compared: {title["en"]}">' in html


def test_every_reason_to_compare_with_care_names_its_runs_once(content: SeriesRecord) -> None:
    found = shown(content)
    reasons = found["reasons"]
    assert found["verdict"] is False
    texts = [reason["text"]["en"] for reason in reasons]
    assert len(texts) == len(set(texts)) == 2
    assert [reason["runs"]["en"] for reason in reasons] == ["run 3 against run 1", "run 4 against run 1"]
    html = series_page(content)
    assert "Compare with care:" in html
    assert "第 3 次對第 1 次" in html


def test_runs_of_the_same_frame_compare_directly() -> None:
    html = series_page(series_of([record(), record(bar_rises), record(mine_closes)]))
    assert "The runs compare directly." in html
    assert "Compare with care:" not in html


def test_weights_that_nobody_adopted_are_marked(content: SeriesRecord) -> None:
    for run in content["runs"]:
        run["illustrative"] = False
    assert ILLUSTRATIVE["en"] not in series_page(content)
    content["runs"][1]["illustrative"] = True
    html = series_page(content)
    assert ILLUSTRATIVE["en"] in html
    assert html.count('<span class="badge caution"><span class="in-zh" lang="zh-Hant">示範用') == 1


def test_there_are_places_to_sign_and_the_rows_as_csv(content: SeriesRecord) -> None:
    html = series_page(content)
    assert 'class="signatures"' in html
    assert f'download="{content["runs"][0]["run_id"]}--{content["runs"][-1]["run_id"]}.csv"' in html


def test_a_comparison_of_an_earlier_version_has_no_verdict(content: SeriesRecord) -> None:
    del content["comparable"]
    html = series_page(content)
    assert "Compare with care:" not in html
    assert "compare directly" not in html
