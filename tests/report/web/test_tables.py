"""tables.js in a real headless Chromium: heads that sort, and fields that leave rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from browsers import needs_browser, opened_browser, opened_page

from criticality.report.web.sealed_page import scripts

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><body>
<input type="radio" name="language" id="only-zh"><input type="radio" name="language" id="only-en" checked>
<div data-filters="one"><input type="search"><output></output></div>
<table id="one"><thead><tr><th>Criterion</th><th class="n">Value</th></tr></thead><tbody>
<tr><th>b</th><td>205 kg CO2-eq/kg</td></tr>
<tr><th>a</th><td>1,200&nbsp;t</td></tr>
<tr><th>c <span class="in-zh">氧化</span><span class="in-en">oxide\u00a0ore</span></th><td>−3.5 %</td></tr>
<tr class="group"><th colspan="2">screening only, no weight</th></tr>
<tr><th>f</th><td>0.1 %</td></tr>
<tr><th>d</th><td>&lt; 0.1 %</td></tr>
<tr><th>g</th><td>–</td></tr>
<tr><th>e</th><td>&gt; 99.9 %</td></tr>
<tr><th>h</th><td>99.9 %</td></tr>
</tbody></table><script>SCRIPT
document.querySelectorAll("table").forEach(makeSortable);
document.querySelectorAll("[data-filters]").forEach((tools) => makeFilter(tools));</script></body></html>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file = tmp_path_factory.mktemp("tables") / "page.html"
    file.write_text(PAGE.replace("SCRIPT", scripts("languages.js", "tables.js")), "utf-8")
    with opened_browser() as browser, opened_page(browser, file, locale="en-GB") as opened:
        yield opened


def order(page: Any) -> str:
    return "".join(text.strip()[0] for text in page.locator("#one tbody th:visible").all_inner_texts())


@needs_browser
def test_rows_are_sorted_inside_their_part_by_the_number_that_a_cell_begins_with(page: Any) -> None:
    page.locator("#one thead button").nth(1).click()
    assert order(page) == "cba" + "s" + "dfheg"
    page.locator("#one thead button").nth(1).click()
    assert order(page) == "abc" + "s" + "ehfdg"
    page.locator("#one thead button").nth(0).click()
    assert order(page) == "abc" + "s" + "defgh"


@needs_browser
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("205 kg CO2-eq/kg", [205, 0]),
        ("1,234,567", [1234567, 0]),
        ("12\u202f345 t", [12345, 0]),
        ("< 0.1 %", [0, -1]),
        ("> 99.9 %", [100, 1]),
        ("> 99.4 %", [100, 1]),
        ("< 0.6 %", [0, -1]),
        ("over 99\u00a0%", [100, 1]),
        ("逾 99 %", [100, 1]),
        ("− 3", [-3, 0]),
        ("3–5 years", [3, 0]),
        ("0.45*", [0.45, 0]),
        ("1.2e-05 kg", [0.000012, 0]),
        ("US$ 5", [5, 0]),
        ("–", None),
        ("none in HS6", None),
        ("", None),
    ],
)
def test_a_unit_with_digits_or_hyphens_is_no_part_of_the_number(page: Any, text: str, read: object) -> None:
    assert page.evaluate("(text) => number(text)", text) == read


@needs_browser
def test_a_filter_takes_all_white_space_alike_and_reads_the_shown_language_only(page: Any) -> None:
    field, counted = page.locator("input[type=search]"), page.locator("output")
    for wanted, told in (("oxide  ore ", "1 / 8"), ("1,200 t", "1 / 8"), ("氧化", "0 / 8"), ("", "8 / 8")):
        field.fill(wanted)
        assert counted.inner_text() == told, wanted
    field.fill("oxide")
    assert page.locator("#one .group").is_hidden()
    field.fill("")
    assert page.locator("#one .group").is_visible()
