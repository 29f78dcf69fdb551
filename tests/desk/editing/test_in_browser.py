"""A planner edits in a real Chromium, with and without JavaScript, in both languages, on a telephone's screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import axe_finds, needs_browser, opened_browser

from desk_served import Served, served
from workspace_builder import WEIGHTS, atlantis

pytestmark = needs_browser
PAGES = ("/files", f"/files/{WEIGHTS}", "/files/data/production.csv?q=austrium", "/files/data/production.csv?row=2")
SUBJECT = "Harbourmaster: supply_risk over economic_importance 2 → 3"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened_browser() as chromium:
        yield chromium


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def entered(browser: Any, desk: Served, *, script: bool = True, width: int = 1280) -> tuple[Any, list[str]]:
    context = browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 900}, locale="en")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(desk.link())
    complaints.clear()
    return page, complaints


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.slow), False])
def test_a_judgement_is_changed_with_its_reason_and_saved(browser: Any, desk: Served, *, script: bool) -> None:
    page, _ = entered(browser, desk, script=script)
    page.get_by_role("link", name="Files").first.click()
    page.get_by_role("link", name="two-offices.yaml").click()
    choice = page.get_by_label("Judgement judges[1].comparisons.dimensions[1]", exact=False).first
    choice.select_option(value='["supply_risk", "economic_importance", 3]')
    page.locator("#because").fill("Meeting of 3 March")
    page.get_by_role("button", name="Check and save", exact=True).click()
    assert SUBJECT in page.get_by_role("status").inner_text()
    assert 'by: 3, because: "Ships' in (desk.desk.workspace.root / WEIGHTS).read_text("utf-8")
    page.context.close()


@pytest.mark.slow
def test_what_is_wrong_leads_to_its_field(browser: Any, desk: Served) -> None:
    page, _ = entered(browser, desk)
    page.goto(f"{desk.address}/files/criteria/recycling_rate.yaml")
    page.get_by_label("1 at scale.one_at", exact=False).fill("half")
    page.get_by_role("button", name="Check and save", exact=True).click()
    page.get_by_role("link", name="to the field").click()
    wrong = page.locator("[aria-invalid=true]")
    assert wrong.input_value() == "half"
    assert page.evaluate("location.hash") == f"#{wrong.get_attribute('id')}"
    assert "a number is needed" in page.locator(f"#{wrong.get_attribute('aria-describedby')}").inner_text()
    assert axe_finds(page) == []
    page.context.close()


def test_axe_finds_nothing_and_every_page_fits_a_telephone(browser: Any, desk: Served) -> None:
    page, complaints = entered(browser, desk, width=390)
    for address in PAGES:
        for language in ("en", "zh-Hant"):
            page.goto(f"{desk.address}{address}{'&' if '?' in address else '?'}lang={language}")
            assert axe_finds(page) == [], address
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not page.evaluate(wide), address
    assert complaints == []
    page.context.close()


def test_a_save_that_takes_long_says_so_and_is_not_sent_by_a_second_click(browser: Any, desk: Served) -> None:
    page, _ = entered(browser, desk)
    page.clock.install()
    page.goto(f"{desk.address}/files/{WEIGHTS}?lang=zh-Hant")
    page.evaluate("""() => { window.sends = 0; window.addEventListener("submit", (event) => {
        if (!event.defaultPrevented) window.sends += 1; event.preventDefault(); }); }""")
    for _ in range(3):
        page.get_by_role("button", name="檢查並儲存", exact=True).click()
        page.clock.fast_forward(11_000)
    assert page.evaluate("window.sends") == 1
    assert "檢查中" in page.locator(".working").inner_text()
    assert page.locator("form[aria-busy=true]").count() == 1
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert page.locator("form[aria-busy=true]").count() == 0
    assert page.locator(".working").inner_text() == ""
    page.context.close()
