"""Chinese characters take two cells of a terminal; lines are broken by cells and by Chinese punctuation."""

import pytest

from criticality.text.wide import cells, padded, wrapped


@pytest.mark.parametrize(("text", "width"), [("", 0), ("ab", 2), ("鎵", 2), ("，", 2), ("e\u0301", 1), ("≥ …", 3)])
def test_a_wide_character_takes_two_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_columns_of_mixed_texts_end_at_one_cell() -> None:
    assert {cells(padded(text, 8)) for text in ("鎵", "gallium", "鎵 Ga", "")} == {8}


def test_no_line_is_wider_and_nothing_is_lost() -> None:
    text = "列出各次執行之紀錄（依完成先後），並說明每次 criticality run 有何不同；最多 1000 行。" * 3
    lines = wrapped(text, 20)

    assert max(map(cells, lines)) <= 20
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "甲乙丙丁（戊己）庚辛，壬癸「子丑」寅卯。"
    for width in range(6, 30):
        lines = wrapped(text, width)
        assert not [line for line in lines if line[0] in "，）」。" or line[-1] in "（「"], width


def test_a_word_wider_than_the_line_stands_alone() -> None:
    assert wrapped("見 docs/how-to/install.md 說明", 10) == ["見", "docs/how-to/install.md", "說明"]


def test_a_percentage_is_not_taken_apart() -> None:
    assert wrapped("機率為 < 0.1 %；其後", 10) == ["機率為", "< 0.1 %；", "其後"]
