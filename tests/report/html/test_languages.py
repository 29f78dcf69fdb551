"""Runs of the other language within a page's text."""

# Holds: report/html/pieces.py.

from html import unescape
from html.parser import HTMLParser

import pytest

from criticality.model.document import Language
from criticality.report.html.languages import foreign, marked
from criticality.report.html.spacing import spaced
from criticality.report.html.typeset import typeset


@pytest.mark.parametrize("run_id", ["2025-03-01-650cfa2d", "2026-11-23-abcdef12", "2026-11-23-c9faf91f"])
def test_the_id_of_a_run_is_no_english_whatever_its_letters(run_id: str) -> None:
    assert marked(f"與執行 {run_id} 比較", "zh-Hant") == [(f"與執行 {run_id} 比較", None)]
    assert foreign(run_id, "zh-Hant") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依 Hwang &amp; Yoon 所述", '依 <span lang="en">Hwang &amp; Yoon</span> 所述'),
        ("排名 Ga 鎵，單位 kg", "排名 Ga 鎵，單位 kg"),
        ("見 https://example.org/page 之附件", "見 https://example.org/page 之附件"),
        ("屬性 gwp100 之單位", "屬性 gwp100 之單位"),
        ("Nassar et al. 2015 年", '<span lang="en">Nassar et al. 2015</span> 年'),
    ],
)
def test_english_on_a_chinese_page_is_marked_and_symbols_units_addresses_are_not(text: str, expected: str) -> None:
    assert typeset(text, language="zh-Hant")[0] == expected


def test_chinese_on_an_english_page_is_marked() -> None:
    assert marked("Gallium 鎵 is listed", "en") == [("Gallium ", None), ("鎵", "zh-Hant"), (" is listed", None)]
    assert foreign("國家清單", "en") == "zh-Hant"


@pytest.mark.parametrize(
    "text",
    [
        "關鍵礦物 &amp; 重要礦物清單",
        "鋰 &amp; 鈷、含量&lt;1/2 unit",
        "研發（R&amp;D）經費",
        "引號 &#34;quoted words&#34; 與 &#39;s",
        "標記 &amp;lt;b&amp;gt; 與 &lt;script&gt;alert&lt;/script&gt;",
    ],
)
@pytest.mark.parametrize("language", ["zh-Hant", "en", None])
def test_what_a_page_escaped_is_read_as_it_was_written(text: str, language: Language | None) -> None:
    html = spaced(typeset(f'<p title="{text}">{text}</p>', language=language)[0], language or "en")
    paragraph = Paragraph(html)
    assert paragraph.text.replace("\u2009", "").replace(" ", "") == unescape(text).replace(" ", "")
    assert paragraph.title.replace(" ", "") == unescape(text).replace(" ", "")


class Paragraph(HTMLParser):
    """What a browser reads of a page: its text, and the title of its paragraph; spaces are not compared."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.title, self.tags = "", "", set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "span"}
        self.title += dict(attrs).get("title") or ""

    def handle_data(self, data: str) -> None:
        self.text += data
