"""Texts that a browser sends, with the line ends of the file; and how two texts differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.desk.editing.meanwhile import difference, with_own_line_ends


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\nb", "a\n\nb\r\nc\n", "a\rb", "\n\n", "a\u2028b\n"])
def test_what_was_not_touched_stays_byte_for_byte(text: str) -> None:
    sent = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    assert with_own_line_ends(text, sent) == text


@given(st.lists(st.sampled_from(["a", "b", "鎵", ""])), st.lists(st.sampled_from(["a", "b", "c", ""])))
def test_new_lines_get_the_usual_end(old: list[str], new: list[str]) -> None:
    found = with_own_line_ends("\r\n".join(old), "\r\n".join(new))
    assert found.replace("\r\n", "\n") == "\n".join(new)
    if len(old) > 1:
        assert found == "\r\n".join(new)


def test_a_difference_shows_the_lines_and_their_neighbours() -> None:
    shown = [(line.mark, line.text) for line in difference("a\nb\nc\nd\ne", "a\nb\nx\nd\ne")]
    assert shown == [("@", "…"), (" ", "b"), ("-", "c"), ("+", "x"), (" ", "d")]
    assert len(difference("\n".join("ab" * 900), "")) <= 402
