"""The page of a comparison as text: complete without scripts, self-contained, deaf to what a planner's texts ask."""

# Holds: report/comparison/page.py.

import base64
import copy
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from pairs import bar_rises, candidate_goes, compared, criterion_comes, minds_change, mine_closes, record

from criticality.comparison.series import series_of
from criticality.errors import TemplateError
from criticality.report.comparison import comparison_page, series_page
from criticality.report.comparison.drawing import slope_chart, stands_of, waterfall
from criticality.report.comparison.page import templates
from criticality.report.comparison_reader import View, condition_in_words, counted

ENDS = {end: {"en": f"Score {end}", "zh-Hant": "總分"} for end in ("before", "after")}
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{7*7}}"


class Elements(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def page() -> str:
    return comparison_page(compared((), (mine_closes, minds_change, bar_rises, candidate_goes)))


def test_everything_is_on_the_page_without_scripts(page: str) -> None:
    content = compared((), (mine_closes, minds_change, bar_rises, candidate_goes))
    words = " ".join(Elements(page).words)
    for key in ("entered", "left", "moved_tier"):
        for entry in content[key]:
            assert entry["because"]["en"] in words
    for entry in content["inputs"]:
        assert entry["place"] in words
    assert all(content["minerals"][mineral]["en"] in words for mineral in content["minerals"])


def test_the_page_asks_nobody_for_anything(page: str) -> None:
    for tag, attributes in Elements(page).tags:
        assert tag not in ("link", "iframe", "object", "embed", "img", "base")
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith(("#", "data:text/csv;charset=utf-8;base64,"))
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert "url(" not in page
    assert "@import" not in page


def test_only_its_own_style_and_script_may_act(page: str) -> None:
    policy = (
        next(attributes for tag, attributes in Elements(page).tags if attributes.get("http-equiv"))["content"] or ""
    )
    assert policy.startswith("default-src 'none'")
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in policy


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    tags = Elements(page).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in tags:
        if tag == "a" and "download" not in attributes:
            assert (attributes["href"] or "")[1:] in ids


def test_inputs_and_weights_stand_before_what_they_changed(page: str) -> None:
    places = [page.index(f'id="{name}"') for name in ("compared", "weights", "inputs-that-differ", "lists", "signed")]
    assert places == sorted(places)


def test_a_set_of_judgements_is_counted_in_the_readers_language_and_no_cell_holds_json() -> None:
    content = compared((), (bar_rises,))
    judges = [{"comparisons": {"dimensions": [{"more": "a", "than": "b", "by": 2.0}]}}] * 4
    why = {"en": "Nobody's opinion", "zh-Hant": "不採任何人之意見"}
    content["inputs"][0] = {**content["inputs"][0], "before": judges, "after": why}
    page = comparison_page(content)
    assert "comparisons" not in page
    assert '<span class="in-zh" lang="zh-Hant">（4 項）</span>' in page
    assert '<span class="in-zh" lang="zh-Hant">不採任何人之意見</span>' in page
    assert counted({"more": "a", "than": "b"}, "en") == "more: a, than: b"
    assert counted({}, "en") == "[]"


def test_before_and_now_are_named_in_their_cells_and_chinese_has_its_own_marks(page: str) -> None:
    assert 'data-zh="先前" data-en="Before"' in page
    assert 'data-zh="現在" data-en="After"' in page
    assert "列入機率</span>" in page
    assert not [mark for mark in ("P A<", "P B<", "</span>: ", "</span>; ") if mark in page]


def test_the_matrix_of_several_has_scenarios_and_answers() -> None:
    content = series_of([record(), record(bar_rises), record(mine_closes)])
    content["runs"][1]["scenario"] = {"en": "A strait is closed", "zh-Hant": "海峽封閉"}
    content["runs"][2]["answers"] = [
        {"question": {"en": "Whose?", "zh-Hant": "何者？"}, "answer": {"en": "Ours", "zh-Hant": "我國"}}
    ]
    words = " ".join(Elements(series_page(content)).words)
    assert "A strait is closed" in words
    assert "Whose? Ours" in words
    assert "何者？我國" in words


def test_hostile_texts_stay_texts() -> None:
    first, second = copy.deepcopy(record()), copy.deepcopy(record(bar_rises))
    from criticality.assess import Decider
    from criticality.comparison.compare import compare_records

    for side in (first, second):
        side["inputs"]["assessment"]["title"] = {"en": HOSTILE, "zh-Hant": HOSTILE}
        for row in side["inputs"]["data"]["minerals"]["rows"]:
            row[2] = row[3] = HOSTILE
        for tier in side["inputs"]["assessment"]["rule"]["tiers"]:
            tier["title"] = {"en": HOSTILE, "zh-Hant": HOSTILE}
    html = comparison_page(compare_records(first, second, Decider()))
    tags = Elements(html).tags
    assert [tag for tag, _ in tags].count("script") == 1
    assert "img" not in [tag for tag, _ in tags]
    assert "{{7*7}}" in html


def test_a_run_with_itself_has_a_page_that_says_so() -> None:
    words = " ".join(Elements(comparison_page(compared((), ()))).words)
    assert "Nothing differs between the two runs." in words


def test_merged_players_are_explained() -> None:
    words = " ".join(" ".join(Elements(comparison_page(compared((), (criterion_comes,)))).words).split())
    assert "Criteria + Weights" in words
    assert "cannot be told apart and act as one" in words
    assert "smoke_burden" in words


def test_the_matrix_of_several_runs_has_a_page() -> None:
    html = series_page(series_of([record(), record(bar_rises), record(candidate_goes)]))
    assert "3 runs compared: " in html
    assert html.count("✓") > 3


def test_slopes_stand_in_the_order_of_the_ranks() -> None:
    content = compared((), (mine_closes, minds_change))
    chart = slope_chart(stands_of(View(content)))
    for side in ("a", "b"):
        drawn = [(getattr(slope, f"y_{side}"), getattr(slope, f"rank_{side}")) for slope in chart.slopes]
        ranks = [rank for y, rank in sorted(pair for pair in drawn if pair[0] is not None)]
        assert ranks == sorted(ranks)
        assert len({y for y, _ in drawn}) == len(drawn)


def test_a_waterfall_ends_where_the_score_is() -> None:
    content = compared((), (mine_closes, minds_change))
    view = View(content)
    drawn = waterfall(view, "austrium", ENDS)
    assert drawn is not None
    first, *steps, last = drawn.bars
    assert first.text == f"{content['changes']['austrium']['score']['before']:.3f}"
    assert last.text == f"{content['changes']['austrium']['score']['after']:.3f}"
    assert {bar.kind for bar in steps} <= {"up", "down"}
    at = first.x + first.width
    for bar in steps:
        start, end = (bar.x, bar.x + bar.width) if bar.kind == "up" else (bar.x + bar.width, bar.x)
        assert start == pytest.approx(at, abs=1.01)
        at = end
    assert at == pytest.approx(last.x + last.width, abs=2.01)


@pytest.mark.parametrize("text", ["/*SCRIPT*/", "/*STYLE*/", "POLICY", "<style></style>", "<script></script>"])
def test_no_text_takes_the_place_of_style_script_or_policy(text: str) -> None:
    content = copy.deepcopy(compared((), (bar_rises,)))
    plain = comparison_page(content)
    for run in content["runs"].values():
        run["title"] = {"en": text, "zh-Hant": text}
        run["run_id"] = text
    found = comparison_page(content)
    for tag in ("style", "script"):
        inside = re.compile(rf"<{tag}>(.*?)</{tag}>", re.DOTALL)
        assert inside.findall(found) == inside.findall(plain)
        assert len(inside.findall(found)) == 1
    policy = re.compile(r'Content-Security-Policy" content="([^"]+)"')
    assert policy.findall(found) == policy.findall(plain) != []


def test_a_workspace_words_the_page_and_the_causes_on_it_otherwise() -> None:
    own = {
        "compare.of": {"zh-Hant": "前後兩份清單"},
        "cause.designation_withdrawn": {"zh-Hant": "{who}收回指定"},
    }
    page = comparison_page(compared((), (mine_closes, minds_change, bar_rises)), json.dumps(own))
    assert "前後兩份清單" in page
    assert "兩次評估之比較" not in page
    assert "港務會議收回指定" in page
    assert "撤回指定" not in page


def test_an_own_catalogue_that_is_none_is_refused() -> None:
    with pytest.raises(TemplateError, match=r"words\.json"):
        comparison_page(compared((), (bar_rises,)), "{")


def test_no_text_of_the_templates_stands_in_the_templates() -> None:
    """Every word of the pages is data: the catalogue has it in both languages."""
    for name, text in templates().items():
        assert not re.search(r"[\u4e00-\u9fff]", text), name


@pytest.mark.parametrize(
    ("place", "english", "chinese"),
    [
        (
            "rule.tiers[critical].when[score at_least].at_least",
            "tier “Critical”: score at least",
            "類別「關鍵」：總分至少",
        ),
        ("rule.tiers[critical].when[score top].top", "tier “Critical”: score among the first", "總分列前幾名"),
        ("rule.tiers[watch].when[gwp below]", "tier “watch”: gwp below", "類別「watch」：gwp低於"),
    ],
)
def test_a_condition_of_the_rule_is_named_in_words(place: str, english: str, chinese: str) -> None:
    titles = {
        "critical": {"en": "Critical", "zh-Hant": "關鍵"},
        "score": {"en": "score", "zh-Hant": "總分"},
    }
    found = condition_in_words(place, titles)
    assert found is not None
    assert english in found["en"]
    assert chinese in found["zh-Hant"]
    assert condition_in_words("rule.tiers[critical].title.en", titles) is None
