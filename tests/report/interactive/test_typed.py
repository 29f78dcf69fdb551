"""What a reader types or slides (web/scripts/trial.js): used exactly as it is shown, or said not to be."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import needs_browser, opened_page

from criticality import Workspace
from criticality.report.interactive.assembled import interactive_page
from workspace_builder import ASSESSMENT, atlantis, edit

pytestmark = needs_browser
SHOWN = """() => [["weight", points()], ["points", points()], ["slide", thresholds()], ["threshold", thresholds()]]
  .flatMap(([name, used]) => inputs(name).filter((input) => {
    const at = Number(input.dataset[name]), isRecorded = name === "points" && used[at] === recordedPoints()[at];
    const rounding = input.type === "range" ? 1e-12 * used[at] : isRecorded ? 0.005 : 0;
    return !(Math.abs(Number(input.value) - used[Number(input.dataset[name])]) <= rounding); })
    .map((input) => `${name} ${input.dataset[name]}: ${input.value}`))"""
"""The controls whose value is another than what the list was decided by; Chromium keeps fifteen digits of a slider,
and a weight of the record is shown with two decimals."""


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its rule has a number of places, too."""
    root = atlantis(tmp_path_factory.mktemp("typed"))
    edit(root, ASSESSMENT, "when: [{of: largest_supplier_share, at_least: 0.60}]", "when: [{of: score, top: 6}]")
    return interactive_page(Workspace(root).assess(draws=0, choices="none").record)


@pytest.fixture
def page(browser: Any, file: Path) -> Iterator[Any]:
    with opened_page(browser, file, locale="en-GB") as opened:
        yield opened


def field(page: Any, name: str, at: int) -> Any:
    return page.locator(f"[data-{name}='{at}']")


def places(page: Any) -> int:
    """Which threshold is a number of places."""
    return int(page.evaluate("trial.data.parameters.findIndex((one) => one.unit === 'place')"))


def test_every_control_shows_what_counts(page: Any) -> None:
    assert page.evaluate(SHOWN) == []
    recorded = page.evaluate("points()")
    for name, at, text in (
        ("points", 0, "33.333"),
        ("threshold", 0, "0.4567"),
        ("points", 1, "250"),
        ("threshold", 1, "1.5"),
    ):
        field(page, name, at).fill(text)
        assert page.evaluate(SHOWN) == [], text
    assert page.evaluate("trial.weights") == [33.333, 250, *recorded[2:]]
    assert page.evaluate("thresholds().slice(0, 2)") == [0.4567, 1.5]
    assert f"w=33.333,250,{recorded[2]}".rstrip("0") in page.evaluate("location.hash")
    field(page, "slide", 0).focus()
    page.keyboard.press("ArrowRight")
    field(page, "weight", 2).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SHOWN) == []
    assert page.evaluate("100 * thresholds()[0] % 1 < 1e-9 && Number.isInteger(points()[2])") is True


def test_a_weight_typed_back_is_as_recorded(page: Any) -> None:
    first = field(page, "points", 0)
    recorded = first.input_value()
    first.fill("7")
    assert page.evaluate("isTried()") is True
    first.fill(recorded)
    assert page.evaluate("isTried()") is False


def test_a_weight_of_the_record_is_shown_with_two_decimals_and_counts_in_full(page: Any) -> None:
    """32.60329432 was cut in the field of a telephone."""
    first, second = field(page, "points", 0), field(page, "points", 1)
    assert all(len(one.input_value().partition(".")[2]) <= 2 for one in (first, second))
    second.fill("7.1234567")
    assert second.input_value() == "7.1234567"
    assert page.evaluate("points()[0] === recordedPoints()[0]") is True
    assert page.evaluate("points()[1]") == 7.1234567


def test_what_is_typed_and_not_used_is_said_and_taken_back(page: Any) -> None:
    told, decided = page.locator("#not-used"), page.locator("#told").inner_text()
    place = places(page)
    for name, at, text, needed in (
        ("threshold", 0, "-0.2", "This threshold is a number from 0."),
        ("threshold", place, "2.5", "A number of places is a whole number from 1."),
        ("threshold", place, "0", "A number of places is a whole number from 1."),
        ("points", 0, "-1", "A weight is a number from 0 to 1000."),
        ("points", 1, "1001", "A weight is a number from 0 to 1000."),
    ):
        one = field(page, name, at)
        used = one.input_value()
        one.fill(text)
        assert told.inner_text().startswith(f"Not used: {text} for “"), text
        assert told.inner_text().endswith(f"”. {needed} The value in use is {used}."), text
        assert one.get_attribute("aria-invalid") == "true"
        one.blur()
        assert (one.input_value(), one.get_attribute("aria-invalid"), told.is_visible()) == (used, None, True)
        assert page.locator("#told").inner_text() == decided
    page.locator("#even").click()
    assert told.is_hidden()


def test_a_field_left_without_a_number_says_so(page: Any) -> None:
    one = field(page, "threshold", 0)
    used = one.input_value()
    one.press("ControlOrMeta+a")
    page.keyboard.type("-")
    page.keyboard.press("Tab")
    assert "Not used: what was typed, which is no number" in page.locator("#not-used").inner_text()
    assert one.input_value() == used
    page.locator("#only-zh").check()
    assert "非數值內容" in page.locator("#not-used").inner_text()


def test_a_share_that_is_not_nothing_is_never_said_to_be(page: Any) -> None:
    assert page.evaluate("[0, 1, 0.5, 0.0001, 0.99999, 0.123].map(percent)") == [
        "0 %",
        "100 %",
        "50 %",
        "< 0.1 %",
        "> 99.9 %",
        "12.3 %",
    ]


def test_a_tier_that_the_group_gave_is_marked_in_what_is_tried(page: Any) -> None:
    marked = page.evaluate(
        "(found) => trial.data.minerals.map((_, at) => markOf(decide(trial.data, [1, 0, 0], thresholds()), at))"
    )
    found = page.evaluate(
        "(() => { const one = decide(trial.data, [1, 0, 0], thresholds()); return [one.alone, one.ruled]; })()"
    )
    by_group = [ruled != alone for alone, ruled in zip(*found, strict=True)]
    assert "‡" in marked
    assert all(mark != "‡" or grouped for mark, grouped in zip(marked, by_group, strict=True))
    assert page.locator("text=Entered together with its group").count() > 0


def test_no_text_is_smaller_than_twelve_pixels_on_a_telephone(page: Any) -> None:
    """Indices had 9.9 px, and drawings 8.8 at 390 px."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    small = page.evaluate(
        """() => [...document.querySelectorAll("sub, sup, figure.stages > svg text")].filter((one) => {
        const drawing = one.closest("svg");
        const scale = drawing === null ? 1 : drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
        return scale > 0 && parseFloat(getComputedStyle(one).fontSize) * scale < 11.99;
        }).map((one) => one.textContent)"""
    )
    assert small == []
