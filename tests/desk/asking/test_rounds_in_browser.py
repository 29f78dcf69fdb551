"""Three experts answer in a real Chromium, by keyboard and without JavaScript; the planner closes the round."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import axe_finds, needs_browser, opened_browser

from desk_served import Served, served
from workspace_builder import WEIGHTS, atlantis

pytestmark = needs_browser
PAIRS = 8


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def answered(browser: Any, link: str, *, script: bool) -> None:
    page = browser.new_context(java_script_enabled=script, viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{link}?lang=zh-Hant")
    if script:
        assert axe_finds(page) == []
    for place in range(1, PAIRS + 1):
        assert f"第 {place} 題" in page.title()
        page.locator("input[name=side]").first.focus()
        page.keyboard.press("Space")
        page.locator("#by").select_option("2.0")
        page.locator("#because").fill("<b>理由</b>")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator(f"text=已作答 {place} 題").first.wait_for()
    if script:
        assert axe_finds(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.context.close()


@pytest.mark.slow
def test_three_answer_and_the_planner_closes(desk: Served) -> None:
    with opened_browser() as browser:
        page = browser.new_context(locale="en").new_page()
        page.goto(desk.link())
        page.goto(f"{desk.address}/ask?lang=en")
        page.get_by_label("Last day").fill("2099-01-01")
        page.get_by_label("Experts").fill("Ann; Harbour\nBea; Harbour\nCai; Springs")
        assert axe_finds(page) == []
        page.get_by_role("button", name="Open the round").click()
        page.locator("section.notice code").first.wait_for()  # a click does not wait for the page that it leads to
        links = page.locator("section.notice code").all_inner_texts()
        assert axe_finds(page) == []
        for place, link in enumerate(links):
            answered(browser, link, script=place > 0)
        page.goto(f"{desk.address}/ask/1")
        page.locator("input[name=into][value=this]").check()
        page.get_by_role("button", name="Close and enter the answers").click()
        assert "How far the panel agrees" in page.inner_text("main")
        assert axe_finds(page) == []
    text = (desk.desk.workspace.root / WEIGHTS).read_text("utf-8")
    assert text.count("<b>理由</b>") == 3 * PAIRS
