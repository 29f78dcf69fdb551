"""Characters that act on a terminal are shown; nothing else changes."""

import json
import unicodedata

import pytest

from criticality.text.visible import json_visible, one_line, visible

ACTING = (
    "\x1b]52;c;YWJj\x07",
    "\x1b]8;;http://evil\x1b\\",
    "\x9b2J",
    "\x07",
    "\r",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200f",
    "\U000e0041",
)


@pytest.mark.parametrize("text", ACTING)
def test_what_acts_is_shown_as_its_code_point(text: str) -> None:
    shown = visible(f"a{text}b")
    assert not any(unicodedata.category(each) in ("Cc", "Cf", "Cs") for each in shown)
    assert shown.startswith("a[U+")
    assert json.loads(json_visible(json.dumps([text], ensure_ascii=False))) == [text]
    assert json_visible(json.dumps([text], ensure_ascii=False)).isprintable()


def test_every_control_and_bidirectional_character_is_shown() -> None:
    bidirectional = {"AL", "LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"} - {"AL"}
    for number in range(0x110000):
        each = chr(number)
        if each in "\t\n":
            continue
        if unicodedata.category(each) == "Cc" or unicodedata.bidirectional(each) in bidirectional:
            assert visible(each) == f"[U+{number:04X}]"


@pytest.mark.parametrize("text", ["關鍵礦物 · Critical", "a\tb\nc", "−0.5 ≥ ½", "naïve ﬁ", "🜚"])
def test_a_text_that_acts_on_nothing_stays(text: str) -> None:
    assert visible(text) == text


def test_a_title_of_two_lines_cannot_pass_for_two_runs() -> None:
    assert one_line("List\n2026-01-01-00000000  5 of 8 listed") == "List 2026-01-01-00000000  5 of 8 listed"
