"""The short edition whole: its length, its type size, its charts, and that it says what it does not know.

Held here: report/short/actions.py, report/short/answers.py, report/short/context.py, report/short/industry.py,
report/short/limits.py, report/short/method_page.py, report/short/own_names.py, report/charts/choice_spans.py,
report/charts/restriction_timeline.py, report/charts/supplier_stack.py
"""

import re
import shutil
import subprocess
from collections import Counter

import pikepdf
import pytest
from printed_lists import Printed
from sample_record import sample_record
from short_records import assessed, decided_again, listed, reader_of

from criticality.report import render_html
from criticality.report.charts.drawing import Drawing
from criticality.report.charts.restriction_timeline import acts, restriction_timeline
from criticality.report.charts.supplier_stack import supplier_stack
from criticality.report.pages import render_page
from criticality.report.short.actions import actions
from criticality.report.short.answers import answers
from criticality.report.short.context import short_context
from criticality.report.short.industry import industry
from criticality.report.short.limits import limits
from criticality.report.short.method_page import method
from criticality.report.short.own_names import names
from criticality.text.kept import coded, note
from lacking import lacking

LANGUAGES = ("en", "zh-Hant")
SMALLEST = 8.0
MOST_PAGES = 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_at_most_twelve_pages(printed: Printed, language: str) -> None:
    with pikepdf.open(printed.short[language]) as pdf:
        assert 4 <= len(pdf.pages) <= MOST_PAGES
        assert str(pdf.Root.Lang).lower().startswith(language[:2].lower())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_character_is_smaller_than_eight_points(printed: Printed, language: str) -> None:
    if shutil.which("pdftotext") is None:
        lacking("pdftotext is not installed")
    boxes = subprocess.run(
        ["pdftotext", "-bbox-layout", str(printed.short[language]), "-"], capture_output=True, text=True, check=True
    ).stdout
    heights = Counter(
        round(float(bottom) - float(top), 1)
        for top, bottom, word in re.findall(
            r'<word xMin="[\d.-]+" yMin="([\d.-]+)" xMax="[\d.-]+" yMax="([\d.-]+)">([^<]*)', boxes
        )
        if word != "→"
    )
    # The arrow of the turned title of an axis lies on its side, and so does its box.
    line = 1.448  # height of a line of Noto Sans CJK in its size: ascent 1.160, descent 0.288
    small = {height: count for height, count in heights.items() if height < SMALLEST * line - 0.2}
    assert not small, f"heights of words below {SMALLEST} points: {small}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "shape",
    [
        {"dimensions": 1, "criteria": 2},
        {"dimensions": 5, "criteria": 15},
        {"minerals": 3},
        {"method": "topsis_vector"},
        {"weights": "equal", "lists": False},
        {"robustness": True, "policy": True},
    ],
)
def test_any_workspace_has_a_short_edition(shape: dict, language: str) -> None:
    page = render_page(sample_record(**shape), language, edition="short")
    assert "Undefined" not in page
    assert "None" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert (
        re.search(r"(?<![\d.,])(0|100)[\s\u00a0]%</td>", page.split('id="answers"')[0].split("listed-minerals")[-1])
        is None
    )


def test_what_was_not_examined_is_said() -> None:
    page = render_page(sample_record(), "en", edition="short")
    assert "was not examined" in page
    assert "Levers were not examined" in page


def test_the_table_of_grades_counts_every_listed_mineral_under_each_criterion() -> None:
    reader = reader_of(assessed())
    for row in limits(reader)["grades"]:
        assert sum(row["counts"]) + row["absent"] == len(reader.listed)


def test_the_question_is_numbered_as_in_the_table_and_the_unmoved_are_named() -> None:
    record = assessed()
    first, second, *_ = listed(record)
    off = listed(record, yes=False)[0]
    spans = {first: (0.1, 0.9, "contested", "uses"), second: (0.95, 0.99, "firm", None)}
    decided_again(record, {**spans, off: (0.0, 0.3, "leaning_out", "uses")})
    record["result"]["ranking"] = [r for r in record["result"]["ranking"] if r["mineral"] in (*spans, off)]
    reader = reader_of(record)
    page = answers(reader)
    assert page is not None
    still = "One listed mineral moves by less than ten percentage points, whatever is answered"
    assert page["unmoved"] == f"{still}: {reader.name(second)}."
    chart = page["chart"]
    assert isinstance(chart, Drawing)
    assert [text.text for text in chart.texts if text.text.startswith("Q")] == ["Q1; contested", "Q1; leaning out"]
    assert "1 on the list, 1 off it" in chart.finding
    assert [choice["number"] for choice in page["choices"]] == [1]


def test_a_ban_and_a_licence_of_one_country_are_two_acts_and_only_those_on_listed_minerals() -> None:
    record = assessed()
    first, second, *_ = listed(record)
    off = listed(record, yes=False)[0]
    row = {"country": "CHN", "stage": "", "severity": 1.0, "in_force_until": None, "act": "Act", "source": "src"}
    record["result"]["restrictions"] = [
        {**row, "mineral": first, "measure": "ban", "in_force_from": "2024-12-03"},
        {**row, "mineral": second, "measure": "ban", "in_force_from": "2024-12-03"},
        {**row, "mineral": first, "measure": "licence", "in_force_from": "2023-08-01"},
        {**row, "mineral": off, "measure": "ban", "in_force_from": "2010-01-01"},
    ]
    found = acts(reader_of(record))
    assert [(act.measure, len(act.minerals)) for act in found] == [("licence", 1), ("ban", 2)]
    chart = restriction_timeline(reader_of(record))
    assert chart is not None
    assert f"restricts exports of 2 of the {len(reader_of(record).listed)}" in chart.finding


def test_an_act_that_reaches_many_minerals_names_those_that_fit_and_counts_the_others() -> None:
    record = sample_record(minerals=40, criteria=9, robustness=True)
    row = {"country": "CHN", "stage": "", "severity": 1.0, "in_force_until": None, "act": "Act", "source": "src"}
    record["result"]["restrictions"] = [
        {**row, "mineral": mineral, "measure": "ban", "in_force_from": "2024-12-03"} for mineral in listed(record)
    ]
    reader = reader_of(record)
    chart = restriction_timeline(reader)
    assert chart is not None
    (told,) = [text.text for text in chart.texts if text.text.startswith(f"{len(reader.listed)}: ")]
    named = told.split(": ")[1].split("; and ")
    assert len(named[0].split(", ")) + int(named[1].removesuffix(" more")) == len(reader.listed)
    assert "…" not in told


def test_no_restriction_on_record_is_not_said_to_be_none() -> None:
    record = assessed()
    record["result"]["restrictions"] = []
    page = render_page(record, "en", edition="short")
    assert restriction_timeline(reader_of(record)) is None
    assert 'id="supply"' not in page or "does not mean that none exists" in page


def test_each_bar_of_suppliers_ends_at_the_whole() -> None:
    record = assessed()
    mineral = listed(record)[0]
    criterion = record["inputs"]["criteria"][0]["code"]
    cell = next(c for c in record["result"]["indicators"] if (c["mineral"], c["criterion"]) == (mineral, criterion))
    top = note("note.top", country="CHN", share=0.6)
    cell["said"] = coded(note("note.narrowest", stage="extraction", years="2024", top=top))
    row = {"mineral": mineral, "stage": "extraction", "year": "2024", "source": "src"}
    record["result"]["supply"] = [{**row, "country": "CHN", "share": 0.6}, {**row, "country": "ZAF", "share": 0.3}]
    chart = supplier_stack(reader_of(record))
    assert chart is not None
    ends = [float(x) for path in chart.paths for x in re.findall(r"H([\d.]+)", path.data)]
    assert max(ends) == 636.0
    assert "largest supplier of 1 of 1" in chart.finding


def test_the_governments_own_names_are_told_apart_from_the_list() -> None:
    record = assessed()
    country = record["inputs"]["assessment"]["country"]
    on, off = listed(record)[0], listed(record, yes=False)[0]
    columns = ["mineral", "jurisdiction", "list_date", "tier", "source", "note"]
    rows = [[code, country, "2025-11-05", "critical", "src", ""] for code in (on, off)]
    record["inputs"]["data"]["official_lists"] = {"columns": columns, "rows": rows}
    reader = reader_of(record)
    page = names(reader)
    assert page is not None
    assert page["counts"] == {"named": 2, "both": 1, "absent": 1, "new": len(reader.listed) - 1}
    assert [row["name"] for row in page["absent"]] == [reader.name(off)]


def test_the_shares_of_use_are_those_of_the_table() -> None:
    reader = reader_of(assessed())
    page = industry(reader)
    assert page is not None
    shown = [cell["text"] for row in page["rows"] for cell in row["cells"]]
    assert all(text == "" or text.endswith("%") for text in shown)


def test_the_stock_without_a_price_is_a_dash_and_not_in_the_sum() -> None:
    record = assessed()
    disruption = record["result"]["policy"]["disruption"]
    hit = [row for mineral, row in disruption.items() if row is not None and mineral in listed(record)]
    for row in hit:
        row["stock_usd"] = None
    hit[0]["stock_usd"] = 2_000_000.0
    hit[0]["stock_t"] = 0.0202
    page = actions(reader_of(record))
    rows = page["stock"]["rows"]
    costs = [row["cost"] for row in rows]
    assert sorted(set(costs) - {"–"}) == ["2.00"]
    assert costs.count("–") == len(costs) - 1
    assert any(row["quantity"] == "20.2 kg" for row in rows)
    assert page["cost"][0].startswith("A year’s stock of the only one of")


def test_the_weights_of_the_method_are_those_of_the_record() -> None:
    record = assessed()
    page = method(reader_of(record))
    shown = sum(len(dimension["criteria"]) for dimension in page["dimensions"])
    assert shown == len([c for c in record["inputs"]["criteria"] if c["role"] == "weighted"])
    assert page["digest"] == record["digest"]


def test_only_a_method_by_which_each_stands_alone_is_said_to_leave_the_scores_of_others() -> None:
    alone, together = (reader_of(sample_record(method=name)) for name in ("topsis", "topsis_vector"))
    assert "never changes the score of another" in str(method(alone)["scale"])
    assert "may change the score of all" in str(method(together)["scale"])


def test_world_supply_stands_in_only_for_minerals_that_have_any_on_record() -> None:
    record = assessed()
    first, second, *_ = listed(record)
    record["result"]["origins"] = []
    record["result"]["supply"] = [row for row in record["result"]["supply"] if row["mineral"] == first]
    found = limits(reader_of(record))
    said = " ".join([found["imports"], *found["whose"]])
    reader = reader_of(record)
    assert f"{reader.name(first)}. World supply is used as a proxy" in said
    assert reader.name(second) not in said.partition("World supply")[0]
    record["result"]["supply"] = []
    assert "World supply" not in limits(reader_of(record))["imports"]


def test_every_part_of_the_context_is_used_by_the_template() -> None:
    from criticality.report.html.rendering import packaged_templates

    parts = ("short.html", "decision.html", "by_industry.html", "suppliers.html", "restrictions.html", "answers.html")
    text = "".join(packaged_templates()[part] for part in parts)
    unused = [key for key in short_context(reader_of(assessed())) if not re.search(rf"\b{key}\b", text)]
    assert unused == []


def test_the_full_edition_gives_the_reasons_of_the_short_one_for_a_case() -> None:
    page = render_html(sample_record(robustness=True), "en").replace("\u00a0", " ")
    assert re.search(r"10 to 90 % of the simulations, or (its|their) place depends on the answer to an", page)
    assert "are firm; the least certain" not in page
