"""The page of a comparison in a real headless Chromium, offline: sorting, filtering, keyboard, no script, axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import axe_finds, needs_browser, opened_browser, opened_page
from pairs import bar_rises, candidate_goes, compared, minds_change, mine_closes, record

from criticality.comparison.series import series_of
from criticality.report.comparison import comparison_page, series_page

pytestmark = needs_browser


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return compared((), (mine_closes, minds_change, bar_rises, candidate_goes))


@pytest.fixture(scope="module")
def file(content: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "comparison.html"
    path.write_text(comparison_page(content), "utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened_browser() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Any, file: Path) -> Iterator[Any]:
    with opened_page(browser, file) as opened:
        yield opened


def column(page: Any, table: str, number: int) -> list[str]:
    cells: list[str] = page.locator(f"#{table} tbody tr:visible > :nth-child({number})").all_inner_texts()
    return [" ".join(cell.split()) for cell in cells]


@pytest.mark.slow
def test_axe_finds_no_violation(page: Any) -> None:
    page.locator("details").first.locator("summary").click()
    assert axe_finds(page) == []


@pytest.mark.slow
def test_axe_finds_no_violation_in_the_matrix_of_several(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "series.html"
    path.write_text(series_page(series_of([record(), record(bar_rises), record(candidate_goes)])), "utf-8")
    with opened_page(browser, path) as page:
        assert axe_finds(page) == []
        page.locator("#matrix thead button").nth(2).click()
        ranks = [cell.removesuffix(" ✓") for cell in column(page, "matrix", 3)]
        counted = [int(rank) for rank in ranks if rank.isdigit()]
        assert counted == sorted(counted)


def test_a_table_is_sorted_by_its_heads_both_ways(page: Any) -> None:
    head = page.locator("#ranks thead th").nth(3)
    head.locator("button").click()
    up = [int(rank) for rank in column(page, "ranks", 4) if rank.isdigit()]
    assert head.get_attribute("aria-sort") == "ascending"
    assert up == sorted(up)
    head.locator("button").click()
    down = [int(rank) for rank in column(page, "ranks", 4) if rank.isdigit()]
    assert head.get_attribute("aria-sort") == "descending"
    assert down == sorted(down, reverse=True)
    assert column(page, "ranks", 4)[-1] == "–"


def test_a_filter_leaves_what_was_asked_for(page: Any, content: dict[str, Any]) -> None:
    tools = page.locator("[data-filters=ranks]")
    tools.locator("input[type=search]").fill("氪冕")
    assert column(page, "ranks", 1) == ["氪冕"]
    tools.locator("input[type=search]").fill("")
    tools.locator("input[type=checkbox]").check()
    moved = sum(len(content[key]) for key in ("entered", "left", "moved_tier"))
    assert len(column(page, "ranks", 1)) == moved
    assert tools.locator("output").inner_text() == f"{moved} / {len(content['ranks'])}"


def test_a_click_on_a_slope_opens_the_minerals_waterfall(page: Any) -> None:
    page.locator("svg.slope.wide a[href='#m-austrium']").locator("text").first.click()
    details = page.locator("#m-austrium")
    assert details.evaluate("element => element.open") is True
    assert details.locator("svg rect").count() >= 3
    assert ": Score before 0." in (details.locator("svg").get_attribute("aria-label") or "")


def test_the_keyboard_reaches_and_opens_everything(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#ranks thead button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#ranks thead th").first.get_attribute("aria-sort") == "ascending"
    page.locator("#m-austrium summary").focus()
    page.keyboard.press("Space")
    assert page.locator("#m-austrium").evaluate("element => element.open") is True
    page.locator("svg.slope.wide a[href='#m-norwegium']").focus()
    page.keyboard.press("Enter")
    page.locator("#m-norwegium[open]").wait_for()
    page.locator("#both-languages").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("h1").inner_text().strip().startswith("兩次評估之比較：")
    page.keyboard.press("ArrowRight")
    assert page.locator("h1").inner_text().strip().startswith("Two runs compared: ")


def test_on_a_telephone_nothing_runs_out_of_the_screen_and_axe_finds_nothing(browser: Any, file: Path) -> None:
    with opened_page(browser, file, width=390, locale="en-GB") as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.locator("#inputs caption").bounding_box()["width"] > 200
        page.locator("#minerals details").first.locator("summary").click()
        assert axe_finds(page) == []


def test_the_rows_can_be_taken_along_as_csv(page: Any, content: dict[str, Any], tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.locator("a[download]").click()
    download.value.save_as(tmp_path / "rows.csv")
    assert len((tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()) == len(content["ranks"]) + 1


def test_without_scripts_it_is_a_plain_readable_page(browser: Any, file: Path, content: dict[str, Any]) -> None:
    with opened_page(browser, file, script=False) as page:
        assert not page.locator(".tools").first.is_visible()
        words = " ".join(page.locator("main").inner_text().split())
        for entry in [*content["left"], *content["entered"]]:
            assert " ".join(entry["because"]["en"].split()) in words
        assert page.locator("svg.slope.wide").is_visible()
        assert page.locator("#ranks tbody tr").count() == len(content["ranks"])
        page.locator("#m-austrium summary").click()
        assert page.locator("#m-austrium svg").is_visible()
        page.locator("#only-en").check()
        assert page.locator("h1").inner_text().strip().startswith("Two runs compared: ")


def test_a_telephone_shows_the_whole_chart_of_ranks_and_whole_words(page: Any) -> None:
    """The chart was cut in half, and the first column of the table of runs broke «Evidence year» in its words."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#only-en").check()
    assert page.locator("svg.slope.wide").is_hidden()
    chart = page.locator("svg.slope.narrow").bounding_box()
    assert chart is not None
    assert chart["x"] + chart["width"] <= 390
    heads = page.locator("table.sides tbody th").all()
    assert all(head.evaluate("each => each.scrollWidth <= each.clientWidth") for head in heads)
    assert {head.evaluate("each => getComputedStyle(each).overflowWrap") for head in heads} == {"normal"}
