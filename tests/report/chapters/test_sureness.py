"""Chapter 5: what the record says of robustness stands on the page, drawn without overlaps, with findings in words."""

# Holds: report/chapters/other_methods.py, report/charts/score_stack.py.

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_record import Record, sample_record

from criticality.report import render_html
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.chapters.sureness import sureness
from criticality.report.charts.drawing import SIZE, Drawing, fitting, short_name, steps, two_lines
from criticality.report.charts.labels import overlap, text_width
from criticality.report.charts.score_stack import score_stacks
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader


def reader_of(language: str = "en", record: Record | None = None, **shape) -> Reader:
    words = Words(read_catalogue(packaged_templates()["words.json"]), language)
    return Reader(record or sample_record(robustness=True, **shape), words)


def drawings(reader: Reader) -> list[Drawing]:
    found = sureness(reader)
    return [*found["bars"], found["ranks"], found["sweep"], found["tornado"], *score_stacks(reader)]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("minerals", [8, 60])
def test_no_text_of_a_chart_touches_another_or_leaves_it(language: str, minerals: int) -> None:
    for chart in drawings(reader_of(language, minerals=minerals, criteria=12)):
        boxes = [text.box for text in chart.texts]
        pairs = itertools.combinations(zip(chart.texts, boxes, strict=True), 2)
        assert [(a.text, b.text) for (a, one), (b, other) in pairs if overlap(one, other)] == []
        assert all(box[0] >= 0 and box[2] <= chart.width and box[3] <= chart.height for box in boxes)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_chart_has_an_alternative_and_a_finding(language: str) -> None:
    page = render_html(sample_record(robustness=True), language)
    chapter = page[page.index('id="sureness"') : page.index('id="comparison"')]
    alternatives = re.findall(r'<svg[^>]*aria-label="([^"]+)"', chapter)
    captions = re.findall(r"<figcaption><strong>[^<]+</strong> ?([^<]+)", chapter)
    figures = re.findall(r"<figure\b.*?</figure>", chapter, re.DOTALL)
    assert len(captions) == len(set(captions)) == 4
    assert len(figures) == len(alternatives) == len(set(alternatives)) == 5, "the bars are a chart in two parts"
    assert all("aria-label=" in figure and "<figcaption>" in figure for figure in figures)


def test_findings_say_what_the_record_says() -> None:
    page = render_html(sample_record(robustness=True), "en").replace("\u00a0", " ")
    assert "The rule lists 2.3 minerals on average, 1 to 4 in 90 % of the simulations." in page
    assert "Score moves the list most" in page or "Economic importance moves the list most" in page
    assert "Doubling the weight of “Governance-weighted concentration of world supply” changes the list most" in page
    assert "What varies most in who is listed comes from weights: 72 % of the variance" in page
    assert "in 0 of 7 removals, 1 of 7 copies and 0 of 3 additions" in page
    assert "0.5 → 0.543" in page
    assert "10.0 % → 12.3 %" in page


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "it is all that Economic importance rests on, and the rule names Economic importance"),
        ("zh-Hant", "經濟重要性僅以此為據，而規則以經濟重要性為條件"),
    ],
)
def test_what_could_not_be_done_is_printed_with_its_reason(language: str, reason: str) -> None:
    page = render_html(sample_record(robustness=True), language)
    assert reason in page
    assert ("There is only one judge" in page or "there is only one judge" in page) == (language == "en")


def test_who_is_listed_whatever_the_weights_is_said_where_three_dimensions_were_tried() -> None:
    assert sureness(reader_of(dimensions=4, criteria=8))["triangle"] == ""
    assert "Whatever the weights of the dimensions" in str(sureness(reader_of(dimensions=3))["triangle"])


def test_only_the_listed_and_those_whose_place_is_open_are_drawn() -> None:
    record = sample_record(robustness=True, minerals=60, criteria=12)
    far = [row for row in record["result"]["ranking"] if not row["listed"] and row["score"] is not None][-20:]
    for row in far:
        row["p_listed"] = 0.01
    reader = reader_of(record=record)
    assert sureness(reader)["shown"] == len(reader.scored) - len(far)


def test_a_record_that_keeps_less_prints_less() -> None:
    record = sample_record(robustness=True)
    record["result"].update(robustness={"draws": 1000}, acceptability=[])
    found = sureness(reader_of(record=record))
    assert found["bars"]
    assert not any(found[part] for part in ("ranks", "triangle", "sweep", "tornado", "sobol", "omissions"))
    assert "The list was recomputed 1,000 times" in render_html(record, "en")


def test_without_robustness_the_chapter_says_so_and_shows_nothing() -> None:
    assert sureness(reader_of(record=sample_record())) == {"assessed": False}


def test_a_sweep_is_a_step_curve_that_changes_half_way() -> None:
    assert steps([0, 10, 20, 30], [5, 5, 3, 3]) == "M0.00 5.00 H15.00 V3.00 H30.00"


@given(st.text("鎵Mgiw 鍺", min_size=1, max_size=40), st.floats(20, 200))
def test_a_cut_text_fits_its_room(text: str, room: float) -> None:
    cut = fitting(text, room)
    assert text_width(cut, SIZE) <= room
    assert cut == text or cut.endswith("…")


@given(st.text("鎵Mgiw 鍺", min_size=1, max_size=60), st.floats(40, 300))
def test_a_text_on_two_lines_fits_its_room_and_loses_nothing_that_fits(text: str, room: float) -> None:
    lines = two_lines(text, room)
    assert 1 <= len(lines) <= 2
    assert all(text_width(line, SIZE) <= room for line in lines)
    if text_width(text, SIZE) <= room:
        assert lines == [text]


def test_a_long_name_loses_its_symbol_before_it_is_cut() -> None:
    reader = reader_of()
    mineral = reader.listed[0]["mineral"]
    whole, name = reader.name_and_symbol(mineral), reader.name(mineral)
    assert short_name(reader, mineral, 400) == whole
    assert short_name(reader, mineral, text_width(name, SIZE)) == name
    assert short_name(reader, mineral, 12).endswith("…") or len(short_name(reader, mineral, 12)) <= 2
