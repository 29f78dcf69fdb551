"""The address of the interactive edition (docs/how-to/interactive-list.md): all of it is restored, or said."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from browsers import needs_browser, opened_page

import criticality
from criticality.report.interactive.assembled import interactive_page
from workspace_builder import ATLANTIS


@pytest.fixture(scope="module")
def html() -> str:
    return interactive_page(criticality.Workspace(ATLANTIS).assess(draws=0, choices="none").record)


@pytest.fixture(scope="module")
def data(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def address(page: Any) -> str:
    return str(page.evaluate("location.hash"))


def go(page: Any, part: str) -> None:
    page.evaluate(
        """(part) => new Promise((done) => {
        addEventListener("hashchange", done, { once: true });
        location.hash = part; })""",
        part,
    )


@needs_browser
def test_the_skip_link_keeps_what_was_tried_and_the_address(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB") as page:
        page.locator("#even").click()
        tried, told = address(page), page.locator("#told").inner_text()
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("(tried) => location.hash === tried", arg=tried)
        assert page.locator("#told").inner_text() == told
        assert page.evaluate("document.documentElement.classList.contains('tried')")
        assert page.evaluate("document.getElementById('list').getBoundingClientRect().top") < 450


@needs_browser
def test_a_moved_weight_keeps_the_open_factsheet_and_all_is_restored(browser: Any, file: Path, data: Any) -> None:
    sheet = f"m-{data['codes'][0]}"
    with opened_page(browser, file, locale="en-GB") as page:
        page.locator(f"#ranks a[href='#{sheet}']").click()
        page.locator("#weight-0").fill("7")
        kept = address(page)
        assert kept.endswith(f"&r={data['run_id']}&l=en&m={sheet}")
        page.locator(f"#{sheet} > summary").click()
        page.wait_for_function("() => !location.hash.includes('m=')")
    with opened_page(browser, file, locale="en-GB") as page:
        go(page, kept.replace("l=en", "l=zh-Hant"))
        assert page.evaluate("document.documentElement.lang") == "zh-Hant"
        assert page.evaluate("(sheet) => document.getElementById(sheet).open", sheet)
        assert page.locator("#weight-0").input_value() == "7"
        assert page.locator("#address-told").is_hidden()


@pytest.mark.slow
@needs_browser
def test_a_chosen_language_survives_a_reload(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB") as page:
        page.locator("#only-zh").check()
        assert address(page) == "#l=zh-Hant"
    with opened_page(browser, file, locale="en-GB", part="#l=zh-Hant") as page:
        assert page.evaluate("document.documentElement.lang") == "zh-Hant"


@needs_browser
def test_what_is_not_understood_is_said_until_the_reader_acts(browser: Any, file: Path, data: Any) -> None:
    with opened_page(browser, file, locale="en-GB", part="#w=1,1") as page:
        place = page.locator("#address-told")
        assert "not used: w=1,1." in place.inner_text()
        unused = (
            "w=1e400,1,1",
            "w=0x10,1,1",
            "w=1_0,1,1",
            "w=-1,1,1",
            "w=",
            "t=0.5",
            "m=m-unobtainium",
            "l=fr",
            "nowhere",
            "v=1",
            "m=",
            "l=",
        )
        for part in unused:
            go(page, f"#{part}")
            assert f"not used: {part}." in place.inner_text(), part
        go(page, "#l=fr&w=1,2,3&w=3,2,1&utm=x")
        assert "not used: w=3,2,1 & utm=x & l=fr." in place.inner_text()
        assert page.evaluate("[trial.weights, document.documentElement.lang]") == [[1, 2, 3], "en"]
        go(page, "#w=1,2,3&r=another")
        assert f"made with run another; this page shows run {data['run_id']}" in place.inner_text()
        page.locator("#even").click()
        assert place.is_hidden()


@needs_browser
def test_parts_behind_a_question_mark_and_links_to_places_are_told_apart(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB", part="?w=1,1,1&from=mail") as page:
        assert "not used: ?w=1,1,1." in page.locator("#address-told").inner_text()
        go(page, "#list")
        assert page.locator("#address-told").is_hidden()


@needs_browser
def test_where_nothing_can_be_tried_the_address_is_told_all_the_same(browser: Any, tmp_path: Path) -> None:
    record = criticality.Workspace(ATLANTIS).assess(draws=0, choices="none").record
    older: Any = {**record, "result": {**record["result"], "dimension_weights": {}}}
    path = tmp_path / "list.html"
    path.write_text(interactive_page(older), "utf-8")
    with opened_page(browser, path, locale="en-GB", part="#w=1,1,1&r=another&l=fr") as page:
        told = page.locator("#address-told").inner_text()
        assert "not used: l=fr & w=1,1,1." in told
        assert "made with run another" in told


@needs_browser
def test_equal_weights_are_equal_points_of_a_useful_size(browser: Any, file: Path, data: Any) -> None:
    count = len(data["dimensions"])
    with opened_page(browser, file, locale="en-GB") as page:
        page.locator("#even").click()
        assert page.locator("#weight-0").input_value() == str(100 // count)
        assert page.evaluate("across()") == [1 / count] * count


@needs_browser
def test_one_mineral_is_told_in_the_singular(browser: Any, file: Path) -> None:
    with opened_page(browser, file, locale="en-GB", part="#w=1,1,1") as page:
        page.evaluate(
            """() => {
            const { data } = trial, first = data.tiers.findIndex((tier) => tier.listed);
            const tiers = data.recorded.map((_, at) => (at ? data.tiers.length : first));
            data.elsewhere = [];
            decide = () => ({ ranks: data.recorded, scores: data.recorded, alone: tiers, ruled: tiers, tiers });
            show(); }"""
        )
        assert page.locator("#told").inner_text().startswith("With this, one mineral would be listed;")
