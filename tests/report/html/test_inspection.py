"""Slips of style, words and logo are told by `check`, with their line and a hint, before anything is printed."""

# Holds: report/html/inspect_pages.py, report/html/inspect_style.py, report/html/inspect_words.py, report/html/logo.py,
# report/html/nesting.py, report/html/pictures.py, report/html/unread_files.py.

import base64
import json
import struct
import zlib

import pytest

from criticality.errors import Problem
from criticality.report.html.inspection import template_problems
from criticality.report.html.logo import LARGEST, logo_of
from criticality.report.html.rendering import packaged_templates
from workspace_builder import atlantis, check, criticality, problems, run_folder

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


def part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = part(b"IDAT", zlib.compress(b"\0\0"))
PNG = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + PIXEL + part(b"IEND", b"")
JPEG = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\0\xff\xd9"


def told(name: str, text: str) -> list[Problem]:
    return template_problems({name: text})


def logo(name: str, content: bytes | str) -> list[Problem]:
    raw = content.encode() if isinstance(content, str) else content
    return told(name, f"data:image/x;base64,{base64.b64encode(raw).decode()}")


# ── style ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("style", "line", "says", "hint"),
    [
        (".band {\n colour: red }", 2, "colour: red", "Did you mean 'color'?"),
        (".band { backgroud: red }", 1, "unknown property", "Did you mean 'background'?"),
        (".band { color: rde }", 1, "invalid value", ""),
        (".band { color: red\n.x { color: red } }", 1, "", ""),
    ],
)
def test_what_the_printer_would_ignore_is_a_warning(style: str, line: int, says: str, hint: str) -> None:
    found = told("custom.css", style)
    assert found
    assert {problem.severity for problem in found} == {"warning"}
    assert (found[0].line, says in found[0].message, hint in found[0].hint) == (line, True, True)


@pytest.mark.parametrize(
    "address",
    [
        "url(logo.png)",
        "url('logo.png')",
        'url( "https://tracker.example/x.png" )',
        "url(file:///etc/passwd)",
        "URL(a.b)",
    ],
)
def test_an_address_is_refused_once_whatever_the_rule_around_it(address: str) -> None:
    for style in (f".band {{ background: {address} }}", f"@media print {{ .band {{ background: {address} }} }}"):
        (problem,) = told("custom.css", style)
        assert (problem.severity, problem.line) == ("error", 1)
        assert "templates/logo.svg" in problem.hint


@pytest.mark.parametrize("style", ["@import 'other.css';", "@font-face { font-family: x; src: url(x.ttf) }"])
def test_a_file_that_is_asked_for_otherwise_is_refused(style: str) -> None:
    assert [problem.severity for problem in told("custom.css", style)].count("error") == 1


def test_what_the_readme_shows_is_no_problem() -> None:
    style = ":root { --accent: #00544d; --text-size: 10pt; --logo-height: 20mm }\n.band { background: #00544d }"
    assert told("custom.css", style + "\n.x { background: url(data:image/png;base64,AAAA) }") == []
    assert told("style.css", packaged_templates()["style.css"]) == []


# ── words ────────────────────────────────────────────────────────────────────


def test_a_key_that_no_page_shows_is_told_with_the_nearest() -> None:
    (problem,) = told("words.json", '{"contents": {"en": "Contents"},\n "contnets": {"zh-Hant": "目次"}}')
    assert (problem.severity, problem.line, problem.where) == ("warning", 2, "contnets")
    assert problem.hint == "Did you mean 'contents'?"


def test_a_text_of_the_planners_own_page_is_known() -> None:
    pages = {"words.json": '{"my.greeting": {"en": "Hello"}}', "scope.html": '<p>{{ t("my.greeting") }}</p>'}
    assert template_problems(pages) == []


def test_places_that_a_text_lacks_or_nothing_fills() -> None:
    (lacking,) = told("words.json", '{"scenario": {"en": "A scenario."}}')
    assert lacking.severity == "warning"
    assert "{title}" in lacking.message
    (unknown,) = told("words.json", '{"scenario": {"en": "A scenario {titel}."}}')
    assert (unknown.severity, unknown.hint) == ("error", "Places of this text: {title}.")


def test_several_places_that_one_text_lacks_are_told_once() -> None:
    (lacking,) = told("words.json", '{"front.choices": {"en": "No figures."}}')
    assert "{choices}, {contested}, {firm}, {n}, {sound} here" in lacking.message


@pytest.mark.parametrize("text", ["A scenario {title", "A scenario title}", "{title.x}", "{title!r}", "{{title}}"])
def test_a_brace_of_no_place_is_told(text: str) -> None:
    (problem,) = told("words.json", json.dumps({"scenario": {"en": text}}))
    assert (problem.severity, problem.where) == ("warning", "scenario.en")
    assert "is printed as it stands" in problem.message


def test_the_packaged_words_are_no_problem() -> None:
    assert told("words.json", packaged_templates()["words.json"]) == []


def test_words_that_are_no_json_are_told_with_their_line() -> None:
    (problem,) = told("words.json", '{"contents": {"en": "X"},\n oops}')
    assert (problem.severity, problem.line) == ("error", 2)


# ── the logo ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<g onload='x()'/>",
        "<image href='https://tracker.example/x.png'/>",
        "<image xlink:href='file:///etc/passwd'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zz4='/>",
        "<use href='other.svg#a'/>",
        "<foreignObject><p>x</p></foreignObject>",
        "<style>@import 'x.css';</style>",
        "<style>rect { fill: url('https://x.example/#a') }</style>",
        "<style>rect { fill: u\\72l(https://x.example/#a) }</style>",
        "<rect fill='url( &quot;https://x.example/#a&quot; )'/>",
        "<rect style='fill: URL(x.svg#a)'/>",
        "<a href='javascript:alert(1)'><rect/></a>",
        "<set attributeName='href' to='x'/>",
        "<animate attributeName='href' to='x'/>",
    ],
)
def test_a_drawing_that_runs_or_opens_something_is_refused(inside: str) -> None:
    found = logo("logo.svg", SVG.format(inside))
    assert [problem.severity for problem in found] == ["error"], found


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("&a;"),
        '<?xml-stylesheet href="https://x.example/x.css"?>' + SVG.format(""),
        "<html/>",
        "<svg",
        "",
        SVG.format("").encode("utf-16"),
    ],
)
def test_what_is_no_plain_drawing_is_refused(content: bytes | str) -> None:
    assert [problem.severity for problem in logo("logo.svg", content)] == ["error"]


def test_plain_pictures_are_taken() -> None:
    drawing = SVG.format("<defs><linearGradient id='a'/></defs><rect fill='url(#a)'/><use href='#a'/>")
    assert logo("logo.svg", drawing) == []
    assert logo("logo.png", PNG) == []
    assert [problem.message for problem in logo("logo.png", b"GIF89a")] == ["this is no PNG picture"]
    assert len(logo("logo.png", PNG + bytes(LARGEST))) == 1


def test_a_second_logo_is_told() -> None:
    both = {name: f"data:image/png;base64,{base64.b64encode(PNG).decode()}" for name in ("logo.png",)}
    drawing = {"logo.svg": f"data:image/svg+xml;base64,{base64.b64encode(SVG.format('').encode()).decode()}"}
    (problem,) = template_problems({**both, **drawing})
    assert "there is logo.svg already" in problem.message


# ── in a workspace ───────────────────────────────────────────────────────────


def test_check_and_run_refuse_before_anything_is_assessed(tmp_path) -> None:
    root = atlantis(tmp_path)
    (root / "templates").mkdir()
    (root / "templates/custom.css").write_text(".band { colour: red; background: url(logo.png) }\n", "utf-8")
    outcome = check(root)
    assert outcome.code == 1
    assert [found["file"] for found in problems(outcome)] == ["templates/custom.css"]
    assert "Did you mean 'color'?" in outcome.out
    assert criticality("run", "--language", "none", "--workspace", root).code == 1
    assert not (root / "output").exists()


def test_the_logo_travels_with_the_record(tmp_path) -> None:
    root = atlantis(tmp_path)
    (root / "templates").mkdir()
    (root / "templates/logo.png").write_bytes(PNG)
    record = json.loads((run_folder(root) / "record.json").read_text("utf-8"))
    kept = logo_of(record["inputs"]["templates"])
    assert base64.b64decode(kept.removeprefix("data:image/png;base64,")) == PNG


# ── what is too deep, what is not there, what nobody reads ───────────────────

DEEP = {
    "words.json": ["[" * 100_000, '{"a":' * 100_000],
    "custom.css": ["a{b:" + "(" * 20_000, "a{" * 20_000, "@media x {" * 20_000],
    "decision.html": [
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{% if t %}" * 2_000 + "{% endif %}" * 2_000,
        "{{ " + "not " * 5_000 + "t }}",
        "{{ t" + ".b" * 9_000 + " }}",
    ],
}


@pytest.mark.parametrize(("name", "text"), [(name, "\n" + text) for name, texts in DEEP.items() for text in texts])
def test_what_is_nested_too_deeply_is_told_at_its_line_instead_of_read(name: str, text: str) -> None:
    (problem,) = told(name, text)
    assert (problem.severity, problem.line) == ("error", 2)
    assert "nested too deeply" in problem.message


def test_what_the_packaged_pages_do_is_no_problem() -> None:
    assert template_problems(packaged_templates()) == []


def test_a_drawing_in_thousands_of_groups_is_refused() -> None:
    (problem,) = logo("logo.svg", SVG.format("<g>" * 3_000 + "</g>" * 3_000))
    assert "more than 60 levels" in problem.message


def test_a_number_of_thousands_of_digits_for_a_text_is_refused() -> None:
    (problem,) = told("words.json", '{"contents": ' + "9" * 6_000 + "}")
    assert problem.severity == "error"
    assert len(problem.message) < 200


def test_every_slip_of_words_is_told_at_its_own_line_and_at_once() -> None:
    lines = ('{"contents": {"en": "A"}', '"scenario": 3', '"asked": {"zh-TW": "B"}', '"contents": {"en": "C"}')
    text = ",\n ".join((*lines, '"firm": {"en": 5}}'))
    found = {(problem.line, problem.where): problem for problem in told("words.json", text)}
    assert set(found) == {(2, "scenario"), (3, "asked.zh-TW"), (4, "contents"), (5, "firm.en")}
    assert found[3, "asked.zh-TW"].hint == "Did you mean 'zh-Hant'?"
    assert "the first is on line 1" in found[4, "contents"].message
    assert {problem.severity for problem in found.values()} == {"error"}


@pytest.mark.parametrize(
    ("text", "line", "says", "hint"),
    [
        ("<p>\n{{ nonsense.foo }}</p>", 2, "anything called 'nonsense'", ""),
        ("<p>{{ decison.listed }}</p>", 1, "anything called 'decison'", "Did you mean 'decision'?"),
        ("\n{% include 'scop.html' %}", 2, "no template 'scop.html'", "Did you mean 'scope.html'?"),
        ("{{ title|upercase }}", 1, "upercase", ""),
    ],
)
def test_a_page_that_shows_or_includes_what_is_not_there_is_refused(text: str, line: int, says: str, hint: str) -> None:
    (problem,) = told("decision.html", text)
    assert (problem.severity, problem.line) == ("error", line)
    assert says in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "{% if nonsense is defined %}{{ nonsense }}{% endif %}",
        "{{ nonsense|default('') }}",
        "{% set nonsense = 1 %}{{ nonsense }}",
        "{% for chapter in chapters %}{{ chapter[2] }}{% endfor %}{{ m.mineral(ranked[0].rows[0]) }}",
        "{% include ['my.html', 'scope.html'] %}{% include 'your.html' ignore missing %}",
    ],
)
def test_what_a_page_may_ask_for_is_no_problem(text: str) -> None:
    assert told("decision.html", text) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("style2.css", "Did you mean 'style.css'?"),
        ("Custom.css", "'custom.css'"),
        ("word.json", "'words.json'"),
        ("nosuch.html", "Include it"),
    ],
)
def test_a_file_that_no_page_reads_is_told(name: str, hint: str) -> None:
    (problem,) = told(name, "{}" if name.endswith("json") else "")
    assert (problem.severity, problem.line) == ("warning", 1)
    assert "not read" in problem.message
    assert hint in problem.hint


def test_a_page_that_an_own_page_includes_is_read() -> None:
    assert template_problems({"scope.html": "{% include 'mine.html' %}", "mine.html": "<p></p>"}) == []


@pytest.mark.parametrize("style", [".a { color: red\n.b { color: blue }", ":root {\n --acent: red }"])
def test_a_brace_left_open_and_a_property_that_nothing_uses_are_told(style: str) -> None:
    assert any("not closed" in problem.message or "'--accent'" in problem.hint for problem in told("custom.css", style))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("logo.png", PNG[:-3], "part 3 is cut short"),
        ("logo.png", PNG[:20] + b"x" + PNG[21:], "altered"),
        ("logo.png", PNG.replace(PIXEL, b""), "no picture"),
        ("logo.jpg", JPEG[:12], "cut short"),
        ("logo.jpg", JPEG[:-2], "end is missing"),
        ("logo.jpg", b"", "empty"),
    ],
)
def test_a_damaged_picture_is_refused_before_anything_is_printed(name: str, content: bytes, says: str) -> None:
    (problem,) = logo(name, content)
    assert problem.severity == "error"
    assert says in problem.message


def test_a_whole_picture_is_no_problem() -> None:
    assert logo("logo.png", PNG) == []
    assert logo("logo.jpg", JPEG) == []
