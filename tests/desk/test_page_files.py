"""What the pages are made of: the script of others as it was published, and the colours of the printed pages."""

import hashlib
import re

from criticality.desk.page_files import TOKENS, page_texts, static_files
from criticality.report.html.rendering import STYLE, packaged_templates

HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
"""SHA-256 of dist/htmx.min.js of htmx.org 4.0.1 (licence 0BSD)."""


def test_htmx_is_the_published_file() -> None:
    assert hashlib.sha256(static_files()["htmx.min.js"].content).hexdigest() == HTMX


def test_the_colours_are_those_of_the_printed_pages() -> None:
    tokens, printed = static_files()[TOKENS].content.decode("utf-8"), packaged_templates()[STYLE]
    assert tokens.strip() in printed
    used = set(re.findall(r"var\((--[\w-]+)\)", static_files()["desk.css"].content.decode("utf-8")))
    assert used - set(re.findall(r"(--[\w-]+):", tokens)) == set()


def contrast(first: str, second: str) -> float:
    """The contrast of two colours (WCAG 2.2, 1.4.3)."""
    lights = []
    for colour in (first, second):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_texts_stand_out_from_what_is_behind_them() -> None:
    tokens = static_files()[TOKENS].content.decode("utf-8")
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", tokens))
    for text in ("ink", "quiet", "accent", "alert"):
        for behind in ("paper", "tint", "alert-tint"):
            assert contrast(colour[text], colour[behind]) >= 4.5, (text, behind)


def test_no_page_has_a_script_or_a_style_of_its_own() -> None:
    assert "layout.html" in page_texts()
    for name, text in page_texts().items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", text), name
        assert re.findall(r"<script(?! src=\"/static/)", text) == [], name
