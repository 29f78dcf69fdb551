"""The page of the interactive edition in a real headless Chromium, offline; and what it holds without one.

report/interactive/shown.py has the table and the controls.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browsers import axe_finds, needs_browser, opened_page

import criticality
from criticality.report.interactive.assembled import interactive_page
from workspace_builder import ATLANTIS

MOST_BYTES = 2_500_000


@pytest.fixture(scope="module")
def record() -> Any:
    return criticality.Workspace(ATLANTIS).assess(draws=200).record


@pytest.fixture(scope="module")
def html(record: Any) -> str:
    return interactive_page(record)


def shown(page: Any, selector: str) -> str:
    return " ".join(page.locator(selector).inner_text().split())


def rows(page: Any, column: int) -> list[str]:
    found: list[str] = page.locator(f"#ranks tbody tr:visible > :nth-child({column})").all_inner_texts()
    return [" ".join(cell.split()) for cell in found]


def data_of(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


# ── without a browser ────────────────────────────────────────────────────────


def test_the_same_record_gives_the_same_bytes_also_when_read_back(record: Any, html: str) -> None:
    assert interactive_page(json.loads(json.dumps(record, sort_keys=True))) == html


def test_every_candidate_has_its_row_and_its_factsheet_in_both_languages(record: Any, html: str) -> None:
    for row in record["result"]["ranking"]:
        assert html.count(f'<details id="m-{row["mineral"]}">') == 1
        assert html.count(f'href="#m-{row["mineral"]}"') == 1
        for language in ("zh-Hant", "en"):
            assert html.count(f'id="{language}-sheet-{row["mineral"]}"') == 1


def test_in_chinese_no_space_stands_before_the_sign_of_a_percentage(html: str) -> None:
    chinese = re.findall(r'lang="zh-Hant">(.*?)(?:</span>|<(?:div|span) class="in-en")', html, re.DOTALL)
    assert sum(len(re.findall(r"\d%", text)) for text in chinese) > 30
    assert [text for text in chinese if re.search(r"\d[ \u00a0]%", re.sub(r"<[^>]*>", "", text))] == []
    assert '<span class="gap"> </span>%' in html, "a figure of both languages has a space that Chinese does not show"


def test_no_name_stands_twice_and_no_style_is_inline(html: str) -> None:
    names = re.findall(r'<[^<>]*\sid="([^"]+)"', html)
    assert len(names) == len(set(names))
    assert not re.search(r"<[^<>]*\sstyle=", html)
    assert not re.search(r"<[^<>]*\s(?:src|href|action)=\"(?!#|data:image/)", html)


def test_the_taiwan_list_is_at_most_two_and_a_half_megabytes(taiwan: Any) -> None:
    assert len(interactive_page(taiwan).encode("utf-8")) <= MOST_BYTES - 150_000  # what the answers to the choices add


def test_a_record_of_which_nothing_can_be_tried_says_why(record: Any) -> None:
    older = json.loads(json.dumps(record))
    for row in older["result"]["ranking"]:
        row["because"] = row["because"][:1]
    page = interactive_page(older)
    assert "Nothing can be tried: the record is of an earlier version" in page
    assert set(data_of(page)) == {"run_id", "words"}


# ── in a browser ─────────────────────────────────────────────────────────────


@needs_browser
@pytest.mark.parametrize(
    ("locale", "code"), [("zh-TW", "zh-Hant"), pytest.param("en-GB", "en", marks=pytest.mark.slow)]
)
def test_axe_finds_nothing_in_the_readers_language(browser: Any, file: Path, locale: str, code: str) -> None:
    width = 390 if code == "en" else 1280
    with opened_page(browser, file, locale=locale, width=width) as page:
        assert page.evaluate("document.documentElement.lang") == code
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#factsheets > details").first.locator("summary").click()
        assert axe_finds(page) == []


@needs_browser
def test_a_moved_weight_decides_the_list_again_and_the_address_keeps_it(browser: Any, file: Path, record: Any) -> None:
    listed = sum(row["listed"] for row in record["result"]["ranking"])
    with opened_page(browser, file, locale="en-GB") as page:
        assert shown(page, "#told") == f"As recorded: {listed} minerals are listed."
        assert [rank or "–" for rank in rows(page, 5)] == rows(page, 1)
        recorded = rows(page, 3)
        page.locator("[data-threshold='0']").fill("0.95")
        page.locator("#weight-0").fill("0")
        assert "the record lists" in shown(page, "#told")
        assert page.locator("#leaves li").count() > 0
        assert shown(page, "[data-share='0']") == "0 %"
        assert rows(page, 3) == recorded
        address = page.evaluate("location.hash")
        told = shown(page, "#told")
    with opened_page(browser, file, locale="en-GB", part=address) as page:
        assert shown(page, "#told") == told
        assert page.locator("[data-threshold='0']").input_value() == "0.95"
        page.locator("#reset").click()
        assert page.evaluate("document.documentElement.classList.contains('tried')") is False
        assert page.evaluate("location.hash") == "#l=en"


@needs_browser
def test_an_address_that_means_nothing_leaves_the_record(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB") as page:
        for part in ("w=1,-1,2", "w=a,b,c&t=,", "t=1e999&w=1", "m=%E0%A4%A", "m=<script>", "constructor", "w=1"):
            page.evaluate("(part) => { location.hash = part; }", part)
            assert shown(page, "#told").startswith("As recorded")


@needs_browser
def test_all_weights_at_nought_decide_nothing_and_say_so(browser: Any, file: Path, html: str) -> None:
    part = "#w=" + ",".join("0" for _ in data_of(html)["dimensions"])
    with opened_page(browser, file, locale="en-GB", part=part) as page:
        assert "Nothing is decided" in shown(page, "#told")
        assert set(rows(page, 5)) <= {"–", ""}
        assert page.locator("#state").inner_text() == ""


@needs_browser
def test_the_keyboard_alone_reaches_and_moves_everything(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.locator("#weight-0").focus()
        before = shown(page, "[data-share='0']")
        page.keyboard.press("ArrowRight")
        assert shown(page, "[data-share='0']") != before
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.points") == "0"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "weight-1"
        page.locator("#ranks thead button").nth(2).focus()
        page.keyboard.press("Enter")
        scores = [float(score) for score in rows(page, 3) if score != "–"]
        assert scores == sorted(scores)
        page.locator("#ranks tbody a").first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        assert page.locator("#factsheets > details[open]").count() == 1
        assert "&m=" in page.evaluate("location.hash")
        page.locator("#only-en").focus()
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("document.documentElement.lang") == "zh-Hant"
        assert shown(page, "#told").endswith("項。")


@needs_browser
def test_the_triangle_says_what_it_shows_and_tables_are_sorted(browser: Any, file: Path, html: str) -> None:
    data = data_of(html)
    if len(data["dimensions"]) != 3:
        pytest.skip("the fictional country has three dimensions")
    with opened_page(browser, file, locale="en-GB", part=f"#m-{data['codes'][0]}") as page:
        drawing = page.locator(f"#m-{data['codes'][0]} .triangle svg")
        drawing.wait_for()
        assert re.search(r"listed at \d+ of 231 weightings", drawing.get_attribute("aria-label"))
        assert drawing.locator("circle").count() == 232
        assert drawing.locator("text").count() == 3
        assert "Red ring" in page.locator(f"#m-{data['codes'][0]} .triangle figcaption").inner_text()
        assert page.locator(f"#m-{data['codes'][0]} .in-en .strip + .triangle").count() == 1
        page.locator(".weightings .in-en", has_text="Listed at N of 231 weightings").wait_for()
        page.locator(f"#m-{data['codes'][0]} .in-en .criteria thead button").first.click()
        named = page.locator(f"#m-{data['codes'][0]} .in-en .criteria tbody th").all_inner_texts()
        part = named.index("screening only, no weight")
        assert named[:part] == sorted(named[:part], key=str.lower)
        assert named[part + 1 :] == sorted(named[part + 1 :], key=str.lower)


@needs_browser
def test_a_filter_leaves_the_rows_and_factsheets_with_its_words(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB") as page:
        page.locator("[data-filters=ranks] input[type=search]").fill("austrium")
        assert len(rows(page, 1)) == 1
        page.locator("[data-filters=factsheets] input[type=search]").fill("no such word")
        assert page.locator("#factsheets > details:visible").count() == 0


@needs_browser
def test_every_table_with_heads_and_two_rows_is_sorted_and_filtered(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB") as page:
        page.locator("#factsheets > details > summary").first.click()
        page.wait_for_selector("#factsheets > details[open] thead button", state="attached")  # opening is told late
        unequipped = page.evaluate(
            """() => Array.from(document.querySelectorAll("table")).filter((table) => {
            const sheet = table.closest("details");
            if ((sheet !== null && !sheet.open) || table.tHead === null) return false;
            const several = Array.from(table.tBodies[0].rows).filter((row) => !isDivider(row)).length > 1;
            const filtered = table.dataset.filtered === "yes" || table.id === "ranks";
            return several !== (table.tHead.querySelector("button") !== null) || several !== filtered;
            }).map((table) => table.caption.textContent)"""
        )
        assert unequipped == []
        criteria = page.locator("#factsheets > details").first.locator(".in-en .criteria")
        shown_rows = criteria.locator("tbody tr:not(.group):visible")
        field = criteria.locator("xpath=../preceding-sibling::*[1]")
        name = criteria.locator("tbody th").nth(1).inner_text()
        if field.evaluate("(element) => element.tagName") == "DETAILS":
            assert not field.locator("input").is_visible()
            field.locator("summary").press("Enter")
        field.locator("input").fill(name)
        assert shown_rows.count() == 1


@needs_browser
def test_without_scripts_it_is_the_recorded_list_in_either_language(browser: Any, file: Path, record: Any) -> None:
    with opened_page(browser, file, script=False) as page:
        assert not page.locator(".controls").is_visible()
        assert page.locator(".no-script").is_visible()
        assert len(rows(page, 1)) == len(record["result"]["ranking"])
        assert page.locator("#ranks .if-triable:visible").count() == 0
        page.locator("#only-en").check()
        assert "Scripts are switched off" in shown(page, "#trying")
        page.locator("#factsheets > details").first.locator("summary").click()
        assert page.locator("#factsheets > details").first.locator(".in-en h2").is_visible()
        page.emulate_media(media="print")
        assert not page.locator(".languages").is_visible()


# ── hostile texts ────────────────────────────────────────────────────────────

HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "'><svg onload='window.hit=1'>",
    "javascript:window.hit=1",
    "</script><script>window.hit=1</script>",
    "</style><script>window.hit=1</script>",
    "<!--<script>window.hit=1//--></script>",
    '" onmouseover="window.hit=1" style="position:fixed',
    "{{ 7 * 7 }}{% raw %}",
    "\u202etxt.exe \u2066 \u200b",
    "W" * 300,
    "<a href='javascript:window.hit=1'>x</a>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
)
KEPT = re.compile(r"[a-z0-9_.:/;-]*|[A-Z]{3}|[A-E]|HS6|\d{4}-\d\d-\d\d.*")
"""Codes, dates and paths, which records refer by: everything else is a text that somebody wrote."""


def spoiled(value: Any, turn: Iterator[str]) -> Any:
    if isinstance(value, dict):
        return {
            key: own if key in ("templates", "rows_of", "environment") else spoiled(own, turn)
            for key, own in value.items()
        }
    if isinstance(value, list):
        return [spoiled(own, turn) for own in value]
    return f"{next(turn)} {value}" if isinstance(value, str) and not KEPT.fullmatch(value) else value


def endless() -> Iterator[str]:
    while True:
        yield from HOSTILE


@needs_browser
def test_hostile_texts_in_every_field_run_nothing(browser: Any, record: Any, tmp_path: Path) -> None:
    path = tmp_path / "list.html"
    path.write_text(interactive_page(spoiled(json.loads(json.dumps(record)), endless())), "utf-8")
    with opened_page(browser, path, locale="zh-TW", width=390) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for language in ("only-zh", "only-en"):
            page.locator(f"#{language}").check()
            page.locator("#weight-0").fill("1")
            page.locator("[data-points='0']").fill("-1")
            page.locator("#ranks thead button").first.click()
            page.locator("#ranks tbody a").first.click()
            assert page.evaluate("window.hit") is None
            assert page.evaluate("document.scripts.length") == 2
            assert page.evaluate("document.images.length") == 0
            assert page.evaluate("document.querySelectorAll('a:not([href^=\"#\"])').length") == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= 390


@needs_browser
def test_scripts_of_a_workspaces_own_templates_do_not_run(browser: Any, record: Any, tmp_path: Path) -> None:
    own = "<script>window.hit=1</script><script></script><p onclick='window.hit=1' id='decision'>hit me</p>"
    hostile = {**record, "inputs": {**record["inputs"], "templates": {"decision.html": own}}}
    path = tmp_path / "list.html"
    path.write_text(interactive_page(hostile), "utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.locator("p", has_text="hit me").locator("visible=true").click()
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.classList.contains('triable')") is True
    context.close()


def test_every_script_of_the_library_is_used_by_a_page() -> None:
    from criticality.report.comparison import page as comparison
    from criticality.report.interactive import assembled as interactive

    names = {entry.name for entry in (files("criticality.report") / "web" / "scripts").iterdir()}
    used = "".join(Path(module.__file__).read_text("utf-8") for module in (comparison, interactive))
    assert {name for name in names if f'"{name}"' not in used} == set()
