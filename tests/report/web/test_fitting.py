"""Pieces of printed pages, fitted for a page that shows both languages under a policy without inline styles."""

import pytest

from criticality.report.web.fitting import fitted


def test_a_bar_becomes_a_drawing_of_the_same_length() -> None:
    bar = '<td><div class="bar b2" style="width: 37.5%"></div></td>'
    assert fitted(bar, "en") == '<td><svg class="bar b2" width="37.5%" aria-hidden="true"></svg></td>'


@pytest.mark.parametrize(
    "tag",
    [
        '<p style="color: red" class="a">',
        "<p class=\"a\" style='color: red'>",
        '<p STYLE=color:red class="a">',
    ],
)
def test_other_styles_are_left_out(tag: str) -> None:
    assert fitted(f"{tag}x</p>", "en") == '<p class="a">x</p>'


def test_a_text_that_looks_like_a_style_is_kept() -> None:
    text = '<p title="a style=b id=c">style="d" id="e"</p>'
    assert fitted(text, "en") == text


def test_names_and_links_to_them_begin_with_the_language() -> None:
    html = '<h2 id="x">a</h2><a href="#x">b</a><a href="https://example.org/#x">c</a>'
    assert fitted(html, "zh-Hant") == (
        '<h2 id="zh-Hant-x">a</h2><a href="#zh-Hant-x">b</a><a href="https://example.org/#x">c</a>'
    )


def test_tables_can_be_moved_sideways_and_drawings_name_no_font() -> None:
    html = (
        '<table class="place"><tr></tr></table><svg xmlns="http://www.w3.org/2000/svg" font-family="A" x="7.00"></svg>'
    )
    assert fitted(html, "en") == ('<div class="scroll"><table class="place"><tr></tr></table></div><svg x="7"></svg>')
