"""The desk as a planner uses it, in a real headless Chromium: with scripts and without, by keyboard, at two widths."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import axe_finds, needs_browser, opened_browser

from desk_served import Served, served
from workspace_builder import WEIGHTS, atlantis, edit

JUDGEMENT = "j.1.dimensions.economic_importance~supply_risk"
SCORE = "t.score@0.5"
pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(atlantis(tmp_path_factory.mktemp("desk"))) as under_way:
        yield under_way


class Opened:
    """A page of the desk, entered by its link; whatever the browser complains of fails the test."""

    def __init__(self, browser: Any, desk: Served, *, script: bool = True, width: int = 1280) -> None:
        self.desk, self.complaints = desk, list[str]()
        self.context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 900}, locale="en-GB"
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(240_000)
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._own)

    def _told(self, message: Any) -> None:
        if not message.text.startswith("Failed to load resource: the server responded with a status of 4"):
            self.complaints.append(message.text)

    def _own(self, request: Any) -> None:
        if not request.url.startswith(self.desk.address):
            self.complaints.append(f"asked for {request.url}")

    def __enter__(self) -> Any:
        self.page.goto(self.desk.link())
        return self.page

    def __exit__(self, kind: object, *_error: object) -> None:
        self.context.close()
        if kind is None:
            assert self.complaints == []


def names_in(page: Any, what: str) -> str:
    return str(page.locator(f".summary {what}").inner_text())


def kept_as_draft(page: Any, name: str) -> None:
    page.locator("details.keep summary").click()
    page.locator("#draft-name").fill(name)
    page.locator("#draft-because").fill("The strait is narrow.")
    page.locator("details.keep button").click()
    page.wait_for_selector("h1:has-text('The draft is kept')")


def run_from_the_desk(page: Any, weights: str, done: int) -> None:
    page.locator("nav a:has-text('Runs')").click()
    page.locator("#weights").select_option(weights)
    page.locator("#draws").fill("50")
    page.locator("#language").select_option("none")
    page.locator("form[action='/runs/start'] button").click()
    page.wait_for_selector(f".jobs li.done >> nth={done - 1}")


@pytest.mark.slow
def test_a_planner_moves_a_judgement_sees_who_leaves_keeps_a_draft_runs_compares_and_opens_the_pdf(
    browser: Any, desk: Served
) -> None:
    root = desk.desk.workspace.root
    with Opened(browser, desk) as page:
        page.locator(f"[name='{SCORE}']").focus()
        for _ in range(22):
            page.keyboard.press("ArrowRight")
        page.wait_for_url("**/?t.score@0.5=0.72")
        page.wait_for_selector(".summary .out")
        left = names_in(page, ".out")
        assert page.evaluate("document.activeElement.name") == SCORE, "the slider keeps the focus"
        page.wait_for_selector("#why li")
        assert "rose from 0.5 to 0.72" in page.locator("#why").inner_text()
        assert not page.locator("td.number:has-text('…')").count(), "the probabilities have come"
        address = page.url
        page.locator("summary:has-text('Harbourmaster')").click()
        page.locator(f"[name='{JUDGEMENT}']").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**{JUDGEMENT}=2**")
        page.goto(address)
        assert names_in(page, ".out") == left, "the address shows the same list"
        page.goto(f"{desk.address}/?{JUDGEMENT}=2")
        kept_as_draft(page, "narrow-strait")
        assert (root / "weights/narrow-strait-draft.yaml").is_file()
        run_from_the_desk(page, "weights/two-offices.yaml", 1)
        run_from_the_desk(page, "weights/narrow-strait-draft.yaml", 2)
        page.reload()
        boxes = page.locator("input[name=run]")
        assert boxes.count() == 2
        boxes.nth(0).check()
        boxes.nth(1).check()
        page.locator("button:has-text('Compare')").click()
        page.wait_for_selector("#ranks")
        page.go_back()
        folder = next(path for path in (root / "output/runs").iterdir() if path.is_dir())
        (folder / "list.en.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
        page.goto(f"{desk.address}/records/{folder.name}")
        link = page.locator("a:has-text('list.en.pdf')").get_attribute("href")
        answer = page.request.get(f"{desk.address}{link}")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["content-disposition"].startswith("inline")


@pytest.mark.slow
def test_the_editions_of_a_run_from_the_desk_are_printed(browser: Any, tmp_path: Path) -> None:
    with served(atlantis(tmp_path)) as desk, Opened(browser, desk) as page:
        page.goto(f"{desk.address}/runs")
        page.locator("#draws").fill("50")
        page.locator("form[action='/runs/start'] button").click()
        page.wait_for_selector(".jobs li.done a")
        page.locator(".jobs li.done a").click()
        assert page.locator("a:has-text('.pdf')").count() >= 4
        link = page.locator("a:has-text('list.short.zh-Hant.pdf')").get_attribute("href")
        assert page.request.get(f"{desk.address}{link}").body().startswith(b"%PDF")


@pytest.mark.slow
def test_a_judgement_between_two_steps_keeps_its_number_and_arrow_keys_lead_to_whole_steps(
    browser: Any, tmp_path: Path
) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, 'economic_importance, by: 2, because: "Ships', 'economic_importance, by: 2.5, because: "Ships')
    with served(root) as desk, Opened(browser, desk) as page:
        page.locator("summary:has-text('Harbourmaster')").click()
        page.locator(f"[name='{JUDGEMENT}']").focus()
        said = [page.locator(f"[data-says='{JUDGEMENT}']").inner_text()]
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
            page.keyboard.press(key)
            said.append(page.locator(f"[data-says='{JUDGEMENT}']").inner_text())
        assert [re.findall(r"counts ([\d.]+) times", each) for each in said] == [
            [times] for times in ("2.5", "3", "4", "3", "2.5", "2")
        ]
        page.wait_for_url(f"**{JUDGEMENT}=1")


def test_without_scripts_the_same_is_seen_by_forms_and_links(browser: Any, desk: Served) -> None:
    with Opened(browser, desk, script=False) as page:
        page.locator(f"[name='{SCORE}']").focus()
        for _ in range(22):
            page.keyboard.press("ArrowRight")
        page.locator("#moves button:has-text('Show the list')").click()
        assert page.url.endswith("/?t.score@0.5=0.72")
        assert "Leaves:" in names_in(page, ".out")
        assert page.locator("td.number:has-text('%')").count() > 3
        page.locator("#why a").click()
        assert "rose from 0.5 to 0.72" in page.locator("#why").inner_text()
        page.locator("a:has-text('中文')").click()
        assert "退出清單" in page.locator("#why").inner_text()
        page.locator(".moved a").first.click()
        assert page.locator(".summary .out").count() == 0
        page.locator("button:has-text('登出')").click()
        assert page.locator("h1").inner_text() == "您已登出。"


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "zh-Hant"])
def test_axe_finds_no_violation_and_no_page_is_wider_than_its_screen(
    browser: Any, desk: Served, language: str, width: int
) -> None:
    pages = [
        "/",
        f"/?{SCORE}=0.72&d.environmental_impact=out&x=1",
        f"/?{JUDGEMENT}=8",
        "/runs",
        "/scenarios",
        "/nothing",
    ]
    runs = sorted(path.name for path in (desk.desk.workspace.root / "output/runs").glob("2*"))
    pages += [f"/records/{runs[0]}", f"/records/{runs[0]}/levers"] if runs else []
    with Opened(browser, desk, width=width) as page:
        for path in pages:
            page.goto(f"{desk.address}{path}{'&' if '?' in path else '?'}lang={language}")
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            assert axe_finds(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.slow
def test_everything_that_can_be_moved_is_reached_by_the_keyboard(browser: Any, desk: Served) -> None:
    with Opened(browser, desk) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        wanted = set(
            page.evaluate("[...document.querySelectorAll('#moves [name]:not([type=hidden])')].map((e) => e.name)")
        )
        reached = set[str]()
        for _ in range(3 * len(wanted) + 40):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.name || ''"))
        assert wanted - reached == set()
        page.goto(desk.address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"


def test_a_long_option_pushes_no_field_to_the_other_side_of_the_page(browser: Any, tmp_path: Path) -> None:
    """The field of the draws stood alone at the far right, for a scenario had a long title."""
    root = atlantis(tmp_path)
    (root / "scenarios").mkdir(exist_ok=True)
    shock = (
        "{kind: production_loss, country: LEM, minerals: [austrium], stage: extraction, share_lost: 0.5, because: War.}"
    )
    (root / "scenarios/loss.yaml").write_text(f"title: {'A very long title ' * 9}\nshocks:\n  - {shock}\n", "utf-8")
    with served(root) as under_way, Opened(browser, under_way) as page:
        page.goto(f"{under_way.address}/runs")
        widths = [
            box.evaluate("each => each.getBoundingClientRect().width") for box in page.locator(".row .field").all()
        ]
        assert max(widths) <= 24 * 16
        page.goto(f"{under_way.address}/scenarios")
        assert page.locator("code").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 12
