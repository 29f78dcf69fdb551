"""Sheets of the workbook name things in both languages, by no code of a file."""

from typing import Any

import pytest
from sample_record import sample_record

from criticality.report.workbook import Names, table_book
from criticality.report.workbook_parts.in_words import in_words, option_in_words


def column(record: Any, sheet: str, head: str) -> list[object]:
    rows = next(each for each in table_book(record).sheets if each.name == sheet).rows
    place = next(place for place, said in enumerate(rows[0]) if str(said).startswith(head))
    return [row[place] for row in rows[1:]]


@pytest.mark.parametrize(
    ("sheet", "head", "word"),
    [
        ("排名 Ranking", "類別", "未列入"),
        ("條件 Conditions", "比較", "≥"),
        ("條件 Conditions", "對象", "總分 Score"),
        ("方法 Methods", "方法", "TOPSIS"),
        ("權重 Weights", "構面", "經濟重要性 Economic importance"),
        ("各專家權重 Weights by judge", "類組", "構面 Dimensions"),
        ("尺度 Scales", "尺度種類", "線性 linear"),
        ("政策工具 Levers", "政策工具", "回收 Recycling"),
    ],
)
def test_a_code_of_the_record_is_said_in_words(sheet: str, head: str, word: str) -> None:
    record = sample_record(robustness=True, policy=True)
    found = [str(value) for value in column(record, sheet, head)]
    assert any(word in value for value in found), found
    codes = ("at_least", "topsis", "economic_importance", "dimensions", "linear", "recycle", "not_listed")
    assert not set(found) & set(codes)


def test_an_answer_has_its_title_and_what_is_unknown_stays() -> None:
    record = sample_record(robustness=True)
    readers = Names(record).readers
    assert option_in_words(readers, "nobody", "asked") == "asked"
    assert in_words(readers, "tier", "of_another_program") == "of_another_program"
    assert in_words(readers, "score", 0.5) == 0.5
    assert in_words(readers, "hangs_on", "") == ""
