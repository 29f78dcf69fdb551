"""The public edition: two pages in everyday words, whatever the workspace, and every number of them counted here.

Held here: report/public/two_pages.py, report/public/everyday.py, report/charts/leader_bars.py
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from printed_lists import Printed, needs_pages
from sample_record import sample_record, write_folder
from short_records import assessed, decided_again, listed, narrowest, reader_of
from test_every_integer import of_page_one, of_the_list
from test_every_integer import record as many
from type_sizes import smaller_than

from criticality import Workspace
from criticality.report import write_lists
from criticality.report.catalogue import read_catalogue
from criticality.report.charts.leader_bars import leader_bars, leaders
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.public.everyday import everyday_uses, minerals
from criticality.report.public.two_pages import public_context

LANGUAGES = ("en", "zh-Hant")
ROOT = Path(__file__).parents[3]
PAGES, SMALLEST = 2, 10.0
JARGON = re.compile(
    r"\b(AHP|TOPSIS|VIKOR|PROMETHEE|SMAA|Sobol|HHI|WGI|EoL|AIJ|Monte|[Cc]loseness|[Ee]igen\w*|[Hh]erfindahl|"
    r"[Pp]ercentiles?|[Cc]riteri\w+|[Tt]hresholds?|[Rr]obust\w*|[Tt]iers?|[Ss]cores?|[Ii]ndicators?|[Dd]raws?|"
    r"[Ww]eights?|[Pp]robabilit\w+|[Ss]imulat\w+|[Ss]tandard deviation)\b|P\((?:listed|列入)\)|層級分析|"
    r"貼近度|接近度|特徵值|赫芬達爾|治理加權|準則|構面|權重|模擬|抽樣|敏感度|穩健|證據"
)


def pages_of(record: dict[str, Any], folder: Path, language: str) -> Path:
    needs_pages()
    (path,) = write_lists(record, write_folder(record, folder / "run"), [("public", language)])
    return path


def length(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def text_of(page: str) -> str:
    """What a page says, without style, alternative texts and the last paragraph, which points to the other editions."""
    body = page.split("<body", 1)[1].split('<p class="read-on"', 1)[0]
    body = re.sub(r"<svg.*?</svg>", " ", body, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", body).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_two_pages_and_no_character_below_ten_points(printed: Printed, language: str) -> None:
    assert length(printed.public[language]) == PAGES
    assert smaller_than(printed.public[language], SMALLEST) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minerals", [3, 34, 90])
def test_it_has_two_pages_however_long_the_list_is(minerals: int, language: str, tmp_path: Path) -> None:
    record = sample_record(minerals=minerals, criteria=9, robustness=True, policy=True)
    assert length(pages_of(record, tmp_path, language)) == PAGES


def test_the_made_up_country_has_two_pages(tmp_path: Path) -> None:
    run = Workspace(ROOT / "tests" / "workspaces" / "atlantis").assess(draws=200)
    record: Any = {**run.record, "result": {**run.record["result"], "policy": run.policy()}}
    for language in LANGUAGES:
        assert length(pages_of(record, tmp_path / language, language)) == PAGES


@pytest.mark.slow
def test_taiwan_has_two_pages(tmp_path: Path) -> None:
    run = Workspace(ROOT).assess(draws=500)
    record: Any = {**run.record, "result": {**run.record["result"], "policy": run.policy()}}
    for language in LANGUAGES:
        path = pages_of(record, tmp_path / language, language)
        assert length(path) == PAGES
        assert smaller_than(path, SMALLEST) == []


def test_its_own_words_hold_no_term_of_the_method() -> None:
    catalogue = read_catalogue(packaged_templates()["words.json"])
    own = {key: texts for key, texts in catalogue.items() if key.startswith("public.") and key != "public.read_on"}
    assert len(own) > 60
    bare = [re.sub(r"\{\w+\}", "", text) for texts in own.values() for text in texts.values()]
    assert [text for text in bare if JARGON.search(text)] == []
    assert all(JARGON.search(text) for text in catalogue["public.read_on"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filled_pages_hold_no_term_of_the_method(language: str) -> None:
    record = assessed()
    first, second, *_ = listed(record)
    decided_again(record, {first: (0.1, 0.9, "contested", "uses"), second: (0.95, 0.99, "firm", None)})
    for whole in (record, sample_record()):
        said = text_of(render_page(whole, language, edition="public"))
        assert JARGON.findall(said) == []
        assert ("What happens next" if language == "en" else "接下來") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_whole_number_counts_what_is_in_the_record(language: str) -> None:
    record = many()
    said = text_of(render_page(record, language, edition="public"))
    for row in record["inputs"]["data"]["minerals"]["rows"]:
        said = said.replace(row[2], " ").replace(row[3], " ")
    for written in ("23 November 2026", "2026 年 11 月 23 日", "2024"):
        said = said.replace(written, " ")
    found = {number.replace(",", "") for number in re.findall(r"(?<![\d.])\d[\d,]*(?![\d.]*\d)", said)}
    result = record["result"]
    draws = record["inputs"]["assessment"]["robustness"]["draws"]
    lowest = min(row["p_listed"] for row in result["ranking"] if row["listed"])
    known = of_the_list() | of_page_one() | {str(draws), f"{100 * lowest:.0f}"}
    assert found - known == set()
    assert len(found) > 5


def test_uses_are_in_everyday_words_the_largest_first_and_others_left_out() -> None:
    record = assessed()
    mineral = listed(record)[0]
    columns = ["mineral", "application", "share", "sector", "source", "grade", "because"]
    shares = {
        "Other/unspecified": 0.5,
        "Fluid cracking catalysts": 0.1,
        "Magnets": 0.2,
        "LED lamps": 0.15,
        "Loops": 0.05,
    }
    rows = [[mineral, application, share, "c26", "src", "B", ""] for application, share in shares.items()]
    record["inputs"]["data"]["end_uses"] = {"columns": columns, "rows": rows}
    entries = [["Fluid cracking catalysts", "making petrol", "製造汽油"], ["Magnets", "strong magnets", "強力磁鐵"]]
    entries.append(["Loops", "strong magnets", "強力磁鐵"])
    record["inputs"]["data"]["everyday_uses"] = {"columns": ["application", "en", "zh_hant"], "rows": entries}
    assert everyday_uses(reader_of(record), mineral) == ["strong magnets", "LED lamps", "making petrol"]
    assert everyday_uses(reader_of(record, "zh-Hant"), mineral)[::2] == ["強力磁鐵", "製造汽油"]


def test_uses_of_equal_share_stand_in_one_order_in_both_languages() -> None:
    """Ruthenium stood first for electronics in English and for chemicals in Chinese, by the alphabet of each."""
    record = assessed()
    mineral = listed(record)[0]
    columns = ["mineral", "application", "share", "sector", "source", "grade", "because"]
    rows = [[mineral, application, 0.37, "c26", "src", "B", ""] for application in ("Zinc baths", "Arc lamps")]
    record["inputs"]["data"]["end_uses"] = {"columns": columns, "rows": rows}
    entries = [["Zinc baths", "zinc baths", "鍍鋅"], ["Arc lamps", "arc lamps", "一種燈"]]
    record["inputs"]["data"]["everyday_uses"] = {"columns": ["application", "en", "zh_hant"], "rows": entries}
    assert everyday_uses(reader_of(record), mineral) == ["zinc baths", "arc lamps"]
    assert everyday_uses(reader_of(record, "zh-Hant"), mineral) == ["鍍鋅", "一種燈"]


def test_a_longer_list_tells_less_of_each_mineral_and_a_very_long_one_names_them_by_industry() -> None:
    def told(count: int) -> tuple[bool, bool, bool]:
        found = minerals(reader_of(sample_record(minerals=count, criteria=9, robustness=True)))
        return bool(found["rows"]), bool(found["uses"]), bool(found["industries"])

    assert told(8) == (True, True, False)
    assert told(90) == (False, False, True)


def test_the_bars_count_the_minerals_that_each_country_leads() -> None:
    record = assessed()
    criterion = record["inputs"]["criteria"][0]["code"]
    for place, mineral in enumerate(listed(record)):
        cell = next(c for c in record["result"]["indicators"] if (c["mineral"], c["criterion"]) == (mineral, criterion))
        cell["said"] = narrowest("CHN" if place else "ZAF")
    reader = reader_of(record)
    assert leaders(reader) == [("CHN", len(listed(record)) - 1), ("ZAF", 1)]
    chart = leader_bars(reader)
    assert chart is not None
    assert [text.text for text in chart.texts] == [
        reader.country("CHN"),
        str(len(listed(record)) - 1),
        reader.country("ZAF"),
        "1",
    ]
    assert f"{reader.country('CHN')} {len(listed(record)) - 1}" in chart.alternative
    assert leader_bars(reader_of(assessed())) is None


def test_how_sure_it_is_is_counted_from_the_record() -> None:
    record = assessed()
    first, second, *_ = listed(record)
    off = listed(record, yes=False)[0]
    spans = {
        first: (0.1, 0.9, "contested", "uses"),
        second: (0.95, 0.99, "firm", None),
        off: (0.2, 0.9, "contested", "uses"),
    }
    decided_again(record, spans)
    record["result"]["ranking"] = [row for row in record["result"]["ranking"] if row["mineral"] in spans]
    reader = reader_of(record)
    told, beside = public_context(reader)["sure"]
    assert "2 answers" in told and "1 minerals are on it" in told and "for 1 it depends" in told
    assert beside == f"One mineral off the list could enter it by another answer: {reader.name(off)}."
    sure = Counter(row["sure"] for row in minerals(reader)["rows"])
    assert sure == {"high": 1, "open": 1}


def test_what_was_not_examined_and_what_nobody_decides_is_said() -> None:
    page = public_context(reader_of(sample_record()))
    assert page["sure"] == ["For this list nobody has examined how sure it is."]
    scenario = sample_record()
    scenario["inputs"]["scenario"] = {"title": {"en": "Ports shut", "zh-Hant": "港口關閉"}}
    page = public_context(reader_of(scenario))
    assert page["next"] == ["nothing: this is a what-if case, to be read beside the list"]
    assert page["scenario"] == "Ports shut"
    nobody = sample_record()
    for row in nobody["result"]["ranking"]:
        row["listed"] = False
    assert "none of them meets all conditions" in public_context(reader_of(nobody))["what"]


def test_everybody_reads_whether_the_list_was_adopted() -> None:
    record = sample_record()
    record["inputs"]["weights"]["status"] = "adopted"
    assert public_context(reader_of(record))["draft"] == "A draft: no authority has adopted this list yet."
    act = {"by": {"en": "Harbour Council"}, "on": "2025-04-01", "act": {"en": "Order 7"}}
    record["inputs"]["assessment"].update(status="adopted", adopted=act)
    page = public_context(reader_of(record))
    assert page["draft"] == "Harbour Council adopted this list on 1 April 2025 (Order 7)."
    assert page["next"] == ["nothing"]
    record["inputs"]["assessment"]["review_by"] = "2027-04-01"
    assert public_context(reader_of(record))["next"] == ["nothing; the list is to be reviewed by 1 April 2027"]
    record["inputs"]["assessment"]["status"] = "superseded"
    page = public_context(reader_of(record))
    assert page["draft"].startswith("This list has been superseded.")
    assert page["next"] == ["nothing"]
