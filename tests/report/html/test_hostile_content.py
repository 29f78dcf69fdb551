"""Whatever a planner's file says is text: it is printed, or refused, and never obeyed."""

# Holds: report/html/inspection.py, report/html/rendering.py.

from pathlib import Path

import pytest
from printed_lists import needs_pages
from sample_record import sample_record, write_folder

from criticality.errors import TemplateError
from criticality.report import render_html, write_lists
from criticality.report.html.typeset import typeset

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} file:///etc/passwd <img src=http://example.org/x.png>"


def hostile_record(text: str = HOSTILE) -> dict:
    """A record in which a planner wrote `text` wherever a planner may write."""
    record = sample_record(minerals=4, criteria=3)
    inputs = record["inputs"]
    for row in inputs["data"]["minerals"]["rows"]:
        row[2] = row[3] = text
    inputs["assessment"]["title"] = {"en": text, "zh-Hant": text}
    inputs["assessment"]["rule"]["because"] = text
    inputs["weights"]["judges"][0]["name"] = text
    for source in inputs["sources"].values():
        source.update(title=text, url="javascript:alert(1)", doi=None)
    for criterion in inputs["criteria"]:
        criterion["title"] = {"en": text, "zh-Hant": text}
        criterion["references"][0].update(url="file:///etc/passwd", doi=None)
    return record


def test_markup_is_printed_as_text() -> None:
    page = render_html(hostile_record(), "en")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert "<script" not in page
    assert "<img" not in page


def test_only_web_addresses_become_links() -> None:
    page = render_html(hostile_record(), "en")
    assert 'href="javascript' not in page
    assert 'href="file' not in page
    assert 'href="https://doi.org/10.2873/725585"' in render_html(sample_record(), "en")


def test_hostile_pages_print_and_fetch_nothing(tmp_path: Path) -> None:
    needs_pages()
    long = "長" * 10_000
    record = hostile_record(f"{HOSTILE} \u202eevil\u202c \U0001f4a3 ő {long[:500]}")
    record["inputs"]["data"]["minerals"]["rows"][0][2] = long
    told: list[str] = []
    (path,) = write_lists(record, write_folder(record, tmp_path / "run"), [("full", "en")], progress=told.append)
    assert path.stat().st_size > 10_000
    assert any("U+202E is not in the font, printed as [U+202E]" in line for line in told)
    assert any("U+1F4A3 is not in the font" in line for line in told)
    assert any("U+0151 is not in the font, printed as o" in line for line in told)


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<p>\n{{ nothing }}", r"^templates/decision\.html:2: 'nothing' is undefined"),
        ("<p>\n\n{% for x in %}", r"^templates/decision\.html:3: "),
        ("{{ ''.__class__.__mro__ }}", r"^templates/decision\.html:1: .*unsafe.*calls no Python"),
        ("{% include 'other.html' %}", r"^templates/decision\.html:1: there is no template 'other\.html'"),
        ("{{ t('no such text') }}", r"there is no text named 'no such text'"),
        ("{{ t.__init__.__globals__ }}", r"^templates/decision\.html:1: .*calls no Python"),
        ("{{ range(100000000)|list }}", r"^templates/decision\.html:1: "),
    ],
)
def test_a_broken_or_prying_template_is_told_with_its_line(template: str, place: str) -> None:
    with pytest.raises(TemplateError, match=place):
        render_html(sample_record(templates={"decision.html": template}), "en")


def test_a_template_that_asks_for_a_file_fails_the_page(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(
        minerals=3, criteria=3, templates={"decision.html": '<img src="file:///etc/passwd" alt="x">'}
    )
    with pytest.raises(TemplateError, match=r"refused to fetch file:///etc/passwd"):
        write_lists(record, write_folder(record, tmp_path / "run"), [("full", "en")])


def test_unsupported_style_is_told_with_its_line(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(minerals=3, criteria=3, templates={"custom.css": "p {\n  writing-mode: sideways-lr }"})
    told: list[str] = []
    write_lists(record, write_folder(record, tmp_path / "run"), [("full", "en")], progress=told.append)
    assert any("templates/custom.css: " in line and "2:3" in line for line in told)


def test_a_workspace_may_reword_and_restyle() -> None:
    words = '{"contents": {"en": "What is in here"}}'
    page = render_html(sample_record(templates={"words.json": words, "custom.css": "h1 { color: green }"}), "en")
    assert "What is in here" in page
    assert "h1 { color: green }" in page


@pytest.mark.parametrize("words", ["[1]", "{", '{"contents": "text"}'])
def test_words_that_are_no_catalogue_are_refused(words: str) -> None:
    with pytest.raises(TemplateError, match=r"^templates/words\.json:\d"):
        render_html(sample_record(templates={"words.json": words}), "en")


def test_a_place_in_a_text_reads_no_attributes() -> None:
    words = '{"ask.adopt": {"en": "{n.__class__} {n}"}}'
    page = render_html(sample_record(templates={"words.json": words}), "en")
    assert ". {n.__class__} 5</span>" in page


def test_subscripts_and_spaces_between_scripts() -> None:
    html, replaced = typeset('<p title="CO₂">CO₂ 於2024年 m⁻²</p><svg><text>CO₂</text></svg>')
    assert html == '<p title="CO2">CO<sub>2</sub> 於 2024 年 m<sup>−</sup>²</p><svg><text>CO2</text></svg>'
    assert replaced == {}


def test_what_is_in_the_other_language_says_so_on_its_element_or_its_run() -> None:
    page = '<td class="n">Sponge &amp; metal</td><p>鎵 Ga，見 Mineral Yearbook 2024 年版</p><a href="#x">Deep 礦</a>'
    html, _ = typeset(page, language="zh-Hant")
    assert '<td lang="en" class="n">Sponge &amp; metal</td>' in html
    assert '鎵 Ga，見 <span lang="en">Mineral Yearbook 2024</span> 年版' in html
    assert '<a href="#x">Deep 礦</a>' in html
    html, _ = typeset("<p>Gallium 鎵（金屬） is mined</p><span>鎵</span><svg><text>鎵</text></svg>", language="en")
    assert '<span lang="zh-Hant">鎵（金屬）</span> is mined' in html
    assert '<span lang="zh-Hant">鎵</span><svg><text>鎵</text></svg>' in html
    assert "lang=" not in typeset(page)[0]
