"""The factsheets: at most two pages each, every number from the record, and two sentences that follow from it."""

# Holds: report/chapters/factsheet.py, report/chapters/factsheet_summary.py.

import html
import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from printed_lists import Printed, needs_pages
from sample_record import sample_record, write_folder
from test_hostile_content import HOSTILE, hostile_record

from criticality.report import write_factsheets
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
from criticality.report.chapters.factsheet import _setting, factsheet
from criticality.report.charts.supply_bars import COLOURS, main_countries, supply_bars
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.reader import Reader
from criticality.text.kept import coded, note
from criticality.text.numbers import fixed, percent, plain, significant

_NUMBER = re.compile(r"−?\d+(?:,\d{3})*(?:\.\d+)?")


def text_of(page: str) -> str:
    """What a page shows, without its style and footnote numbers."""
    shown = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]*>", " ", page, flags=re.DOTALL)
    return re.sub(r"\[[\d,]+\]", " ", html.unescape(shown).replace("\u00a0", " "))


def written(value: Any) -> set[str]:
    """Every way the pages may write the numbers of a record."""
    if isinstance(value, dict):
        return set().union(*(written(part) | set(_NUMBER.findall(key)) for key, part in value.items()), set())
    if isinstance(value, list):
        return set().union(*map(written, value), set())
    if isinstance(value, str):
        return set(_NUMBER.findall(value))
    if value is None or isinstance(value, bool):
        return set()
    forms = [fixed(value, places) for places in range(4)] + [significant(value), plain(value)]
    return {number for form in [*forms, percent(value), percent(value, 1)] for number in _NUMBER.findall(form)}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_number_on_a_factsheet_stands_in_the_record(language: Any) -> None:
    record = sample_record(criteria=9, robustness=True)
    known = written(record) | written(json.loads(packaged_templates()["words.json"]))
    for mineral in record["result"]["candidates"]:
        shown = set(_NUMBER.findall(text_of(render_page(record, language, mineral=mineral))))
        assert shown <= known, (mineral, shown - known)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_factsheet_says_who_supplies_what_for_and_which_act_restricts_it(language: Any) -> None:
    record = sample_record()
    shown = text_of(render_page(record, language, mineral=record["result"]["candidates"][0]))
    for text in ("BOR 97 %", "ZUB 64 %", "Magnets", "62 %", "Royal Decree 7 of 2025", "2025-02-04", "Borduria 2025-11"):
        assert (text if language == "en" else text.replace(" %", "%")) in shown
    assert ("Electrical equipment ◆" if language == "en" else "電力設備 ◆") in shown


def test_what_is_not_known_of_a_mineral_is_said_and_not_drawn() -> None:
    record = sample_record()
    weak = record["result"]["candidates"][-1]
    page = render_page(record, "en", mineral=weak)
    shown = text_of(page)
    assert "Neither world supply nor imports by country are known." in shown
    assert "No uses by sector are recorded." in shown
    assert "<svg" not in page
    assert "is not scored" in shown


def test_a_record_without_tables_by_country_has_factsheets_all_the_same() -> None:
    record = sample_record(lists=False)
    for name in ("supply", "origins", "restrictions"):
        del record["result"][name]
    for name in ("end_uses", "sectors"):
        del record["inputs"]["data"][name]
    assert "Neither world supply" in render_page(record, "en", mineral=record["result"]["candidates"][0])


def test_parts_of_a_bar_stay_in_their_bar_and_do_not_overlap() -> None:
    record = sample_record()
    mineral = record["result"]["candidates"][0]
    reader = Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), "en"))
    own = {name: [r for r in record["result"][name] if r["mineral"] == mineral] for name in ("supply", "origins")}
    bars = supply_bars(reader, own["supply"], own["origins"], main_countries(reader), None)
    assert bars is not None
    assert [bar.title for bar in bars.bars] == [
        "extraction 2024",
        "processing 2024",
        "imports 2022",
        "imports 2023",
        "imports 2024",
    ]
    for bar in bars.bars:
        assert bar.parts[0].x == bars.left
        assert bar.parts[-1].x + bar.parts[-1].width == pytest.approx(bars.right, abs=1.0)
        for one, two in zip(bar.parts, bar.parts[1:], strict=False):
            assert two.x == pytest.approx(one.x + one.width)


def test_a_country_has_one_colour_in_every_factsheet() -> None:
    record = sample_record()
    reader = Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), "en"))
    main = ["ZUB", "BOR"]
    fills: dict[str, set[str]] = {}
    for mineral in record["result"]["candidates"]:
        rows = [row for row in record["result"]["supply"] if row["mineral"] == mineral]
        for bar in ((bars := supply_bars(reader, rows, [], main, None)) and bars.bars) or ():
            for part in bar.parts:
                if part.text.split(" ")[0] in ("ZUB", "BOR"):
                    fills.setdefault(part.text.split(" ")[0], set()).add(part.fill)
    assert fills == {"BOR": {COLOURS[1]}, **({"ZUB": {COLOURS[0]}} if "ZUB" in fills else {})}


def sentence(record: Any, mineral: str, language: Any = "en") -> str:
    page = render_page(record, language, mineral=mineral)
    found = re.search(r'<p class="summary[^>]*>(.*?)</p>', page)
    assert found
    return html.unescape(found[1]).replace("\u00a0", " ")


def test_the_summary_says_the_margin_of_a_borderline_mineral() -> None:
    record = sample_record(robustness=True)
    near = record["result"]["borderline"][0]["mineral"]
    assert "but narrowly" in sentence(record, near)
    assert "惟差距甚小" in sentence(record, near, "zh-Hant")
    assert "Its probability of listing is" in sentence(record, near)


def test_a_mineral_whose_place_only_hangs_on_an_answer_is_not_said_to_be_near_the_line() -> None:
    record = sample_record(robustness=True)
    entry = record["result"]["borderline"].pop(0)
    assert "惟差距甚小" not in sentence(record, entry["mineral"], "zh-Hant")
    assert "but narrowly" not in sentence(record, entry["mineral"])


def test_the_summary_names_the_decision_and_not_the_score_of_a_designated_mineral() -> None:
    record = sample_record()
    row = record["result"]["ranking"][1]
    row.update(designated=True)
    record["inputs"]["assessment"]["rule"]["designations"][0]["mineral"] = row["mineral"]
    assert "by decision of Council of Ministers on 1 November 2026, not by its score" in sentence(
        record, row["mineral"]
    )


def test_the_summary_of_an_unscored_mineral_names_its_thinnest_dimension() -> None:
    record = sample_record()
    weak = record["result"]["ranking"][-1]
    thin = note("said.coverage", of="supply_risk", share=0.17, least=0.5)
    weak["reason"], weak["said"] = str(thin), coded(thin)
    weak["coverage"]["supply_risk"] = 0.17
    said = sentence(record, weak["mineral"])
    assert "present evidence covers 17 % of Supply-interruption risk, and the rule asks 50 %" in said


def test_levers_are_printed_where_a_run_tried_them_and_left_out_where_not() -> None:
    record = sample_record()
    mineral = next(row["mineral"] for row in record["result"]["ranking"] if row["listed"])
    assert "off the list" not in text_of(render_page(record, "en", mineral=mineral))
    lever = {"lever": "recycle", "possible": True, "needed": {"value": 0.31, "unit": ""}, "because": {}}
    record["result"]["policy"] = {"levers": {mineral: [lever]}}
    assert "It leaves if recycling reaches 31 % of the supply." in text_of(render_page(record, "en", mineral=mineral))


def test_the_list_carries_the_factsheets_of_the_listed_and_names_how_to_print_the_others() -> None:
    record = sample_record(minerals=60, robustness=True)
    page = render_page(record, "en")
    listed = [row["mineral"] for row in record["result"]["ranking"] if row["listed"]]
    assert re.findall(r'<h2 id="sheet-(\w+)"', page) == listed
    assert "criticality report RUN --only MINERAL" in text_of(page)
    assert 'id="evidence-values"' not in page
    assert "stands in the sheet “Indicators” of list.xlsx" in text_of(page)


def test_a_factsheet_in_the_list_cites_the_references_and_one_by_itself_has_its_own() -> None:
    record = sample_record(robustness=True)
    mineral = next(row["mineral"] for row in record["result"]["ranking"] if row["listed"])
    alone = render_page(record, "en", mineral=mineral)
    page = render_page(record, "en")
    within = page[page.index(f'<h2 id="sheet-{mineral}"') :].split("</article>")[0]
    assert "Sources: " in alone
    assert "Sources: " not in within
    assert "imports 2022" in alone
    assert "imports 2022" not in within
    assert "imports 2024" in within


def test_a_list_of_nobody_has_no_factsheets_and_says_so() -> None:
    record = sample_record()
    for row in record["result"]["ranking"]:
        row.update(listed=False, tier="watch")
    page = render_page(record, "en")
    assert '<h2 id="sheet-' not in page
    assert "No mineral is on the list. The factsheet of any candidate" in text_of(page)


@pytest.mark.parametrize(("lines", "setting"), [(12, "roomy"), (21, "easy"), (28, ""), (36, "close")])
def test_a_factsheet_is_set_as_its_page_has_room(lines: int, setting: str) -> None:
    assert _setting(lines, "en") == _setting(lines, "zh-Hant") == setting


def test_factsheets_have_at_most_two_pages_and_name_their_run(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(minerals=6, criteria=12, robustness=True)
    folder = write_folder(record, tmp_path / record["run_id"])
    minerals = record["result"]["candidates"][:1]
    told: list[str] = []
    paths = write_factsheets(record, folder, ["zh-Hant", "en"], minerals, progress=told.append)
    assert sorted(path.name for path in paths) == sorted(
        f"factsheet.{mineral}.{language}.pdf" for mineral in minerals for language in ("zh-Hant", "en")
    )
    assert all(re.fullmatch(r"factsheet\.\w+\.(en|zh-Hant)\.pdf: (pages|layout|\d+ pages?)", line) for line in told)
    for path in paths:
        with pikepdf.open(path) as pdf:
            assert 1 <= len(pdf.pages) <= 2
            assert str(pdf.docinfo["/Title"]).endswith("2026-11-23")
            assert not list(pdf.attachments)
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_each_factsheet_of_the_list_takes_one_page(printed: Printed, language: Any) -> None:
    with pikepdf.open(printed.editions[language]) as pdf, pdf.open_outline() as outline:
        places = {page.objgen: number for number, page in enumerate(pdf.pages)}
        (chapter,) = [item for item in outline.root if item.title.startswith("8")]
        starts = [places[sheet.destination[0].objgen] for sheet in chapter.children]
        following = outline.root[list(outline.root).index(chapter) + 1]
        ends = [*starts[1:], places[following.destination[0].objgen]]
    assert len(starts) == sum(row["listed"] for row in printed.record["result"]["ranking"]) > 1
    assert [end - start for start, end in zip(starts, ends, strict=True)] == [1] * len(starts)


def test_hostile_text_in_the_tables_of_a_factsheet_is_text() -> None:
    record = hostile_record()
    mineral = record["result"]["candidates"][0]
    for row in record["inputs"]["data"]["end_uses"]["rows"]:
        row[1] = row[6] = HOSTILE
    for row in record["result"]["restrictions"]:
        row.update(act=HOSTILE, country=HOSTILE, measure=HOSTILE)
    record["result"]["supply"][0]["country"] = HOSTILE
    page = render_page(record, "en", mineral=mineral)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("{{ 7*7 }}") > 4


def test_a_use_is_named_in_the_language_of_the_edition() -> None:
    record = sample_record()
    record["inputs"]["data"]["glossary"] = {"columns": ["en", "zh_hant", "note"], "rows": [["Magnets", "磁鐵", ""]]}
    mineral = record["result"]["candidates"][0]
    assert "磁鐵" in text_of(render_page(record, "zh-Hant", mineral=mineral))
    assert "Magnets" in text_of(render_page(record, "en", mineral=mineral))


def test_the_caption_of_the_uses_names_the_largest_that_has_a_name() -> None:
    record = sample_record()
    mineral = next(row["mineral"] for row in record["result"]["ranking"] if row["listed"])
    table = record["inputs"]["data"]["end_uses"]
    shares = {"Others": 0.6, "Magnets": 0.25, "Glass": 0.15}
    rows = [{"mineral": mineral, "application": use, "share": share} for use, share in shares.items()]
    table["rows"] = [[row.get(column, "") for column in table["columns"]] for row in rows]
    reader = Reader(record, Words(read_catalogue(packaged_templates()[CATALOGUE]), "en"))
    said = factsheet(reader, mineral)["captions"]
    assert str(said["uses"]).startswith("Largest named use: Magnets, 25 %. ")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_how_to_read_a_factsheet_is_said_once_before_the_first_and_after_a_single_one(language: Any) -> None:
    """The title of the chapter took a third of a page from the first factsheet, and the page before it was blank."""
    record = sample_record(robustness=True, policy=True)
    reading = json.loads(packaged_templates()["words.json"])["factsheets.reading.colours"][language]
    page = render_page(record, language)
    head, first = page.index('id="factsheets"'), page.index('<article class="sheet-page')
    assert page.count(reading) == 1
    assert head < page.index(reading) < first
    mineral = next(row["mineral"] for row in record["result"]["ranking"] if row["listed"])
    assert render_page(record, language, mineral=mineral).count(reading) == 1
