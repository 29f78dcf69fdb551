"""What a page says of a file has titles in the language of the reader where the file has codes."""

import html
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from criticality.desk.editing.form_fields import judgement_word
from desk.editing.test_edit_pages import fields_of
from desk_served import Answer, Served, Visitor, served
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, edit

JUDGEMENT = "judges[1].comparisons.dimensions[1]"
ZH = "?lang=zh-Hant"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def saved(desk: Served, file: str, changes: dict[str, str], **more: str) -> Answer:
    visitor: Visitor = desk.enter()
    text = (desk.desk.workspace.root / file).read_text("utf-8")
    form = fields_of(text, file, visitor.get(f"/files/{file}"), changes)
    return visitor.post(f"/files/{file}{ZH}", {**form, **more})


def test_a_saved_judgement_is_told_with_titles(desk: Served) -> None:
    turned = {JUDGEMENT: judgement_word("supply_risk", "economic_importance", 3)}
    told = saved(desk, WEIGHTS, turned).text.partition('role="status"')[2].partition("</div>")[0]
    assert "Harbourmaster：" in told
    assert "「供應中斷風險」之重要性為「經濟重要性」之 3 倍" in told
    assert "原為" in told
    assert "supply_risk" not in told


def test_a_value_and_an_item_are_told_by_the_words_of_the_form(desk: Served) -> None:
    told = saved(desk, ASSESSMENT, {"candidates": "coronium, austrium"}, anyway="yes").text
    assert "候選礦產：全部 → " in told
    new = {"mineral": "austrium", "tier": "watch", "by": "Council", "on": "2025-03-01", "because.en": "So."}
    changes = {f"rule.designations[2].{key}": value for key, value in new.items()}
    assert "列入規則 › 指定列入：新增 奧銨" in saved(desk, ASSESSMENT, changes).text


def test_a_contradiction_is_told_with_titles_and_leads_to_its_judgement(desk: Served) -> None:
    edit(desk.desk.workspace.root, WEIGHTS, "consistency_limit: 0.10", "consistency_limit: 0.001")
    page = html.unescape(saved(desk, WEIGHTS, {"judges[2].weight": "2"}, do="check").text)
    told = page.partition('class="problems"')[2].partition("</ul>")[0]
    assert "判斷互相矛盾" in told
    assert "economic_importance over" not in told
    assert "supply_risk 對" not in told, "nor in the hint"
    assert "對 supply_risk" not in told
    assert "前往欄位：專家 › Harbourmaster › 成對比較 › 構面 › 判斷 3<" in told


def test_a_row_is_named_by_its_mineral_and_its_country(desk: Served) -> None:
    page = desk.enter().get(f"/files/data/production.csv{ZH}&row=2").text
    assert "<h1>第 2 行： 奧銨 開採 " in page


def test_tiers_and_judgements_are_headed_by_what_they_are(desk: Served) -> None:
    visitor = desk.enter()
    rule, weights = (visitor.get(f"/files/{file}{ZH}").text for file in (ASSESSMENT, WEIGHTS))
    assert "<legend>\ncritical\n" not in rule
    assert "判斷 1" in weights
    assert "構面 1" not in weights
    assert "新增 判斷" in weights


def test_a_menu_begins_with_the_title_of_a_file(desk: Served) -> None:
    assert f"（{WEIGHTS}）</option>" in desk.enter().get(f"/ask{ZH}").text


def test_a_long_file_shows_its_plain_fields_at_once_and_names_its_parts(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["criticality.desk.editing.document_view"], "MOST", 10)
    visitor = desk.enter()
    page = visitor.get(f"/files/{WEIGHTS}{ZH}").text
    assert '<a href="?part=judges">專家</a>' in page
    assert "?part=title" not in page
    assert 'name="[&#34;consistency_limit&#34;]"' in page
    assert 'name="[&#34;title&#34;, &#34;zh-Hant&#34;]"' in page
    sources = visitor.get(f"/files/data/sources.yaml{ZH}").text
    links = sources.partition('<ul class="columns">')[2].partition("</ul>")[0]
    assert ">world_mines_2025<" not in links
