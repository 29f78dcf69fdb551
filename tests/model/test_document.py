"""What a planner may write where a number, a date or a text is needed, and what is refused with a sentence."""

from datetime import date

import pytest
from pydantic import ValidationError

from criticality.model.document import BilingualText, Date, Document, Number, Text, Whole


class Sheet(Document):
    number: Number = 0.0
    whole: Whole = 0
    day: Date = date(2026, 1, 1)
    text: BilingualText | None = None


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("number", "12", "a number is needed here, not the text '12'"),
        ("number", True, "a number is needed here, not the truth value True"),
        ("number", None, "a number is needed here, not an empty value"),
        ("number", float("nan"), "a finite number is needed here"),
        ("number", 10**400, "a finite number is needed here"),
        ("whole", 2.5, "a whole number is needed here, not 2.5"),
        ("day", "26-11-23", "a date is needed here, written YYYY-MM-DD, not '26-11-23'"),
        ("day", "2026-02-30", "a date is needed here, written YYYY-MM-DD, not '2026-02-30'"),
        ("text", ["a"], "a text is needed here, not a list"),
        ("text", {}, "a text needs at least one language, en or zh-Hant"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_and_quoted(key: str, value: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Sheet.model_validate({key: value})
    assert [error["msg"] for error in refused.value.errors()] == [sentence]


def test_a_value_longer_than_a_line_is_quoted_in_part() -> None:
    with pytest.raises(ValidationError, match="a" * 50 + "…"):
        Sheet.model_validate({"day": "a" * 200})


def test_what_is_read_as_written() -> None:
    sheet = Sheet.model_validate({"number": 3, "whole": 4.0, "day": "2026-11-23"})
    assert (sheet.number, sheet.whole, sheet.day) == (3.0, 4, date(2026, 11, 23))


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Sheet.model_validate({"colour": 3})


def test_a_text_in_one_language_stands_for_both() -> None:
    assert Text(en="Gallium").to("zh-Hant") == "Gallium"
    assert Text.model_validate({"zh-Hant": "鎵"}).to("en") == "鎵"
    plain = Sheet.model_validate({"text": "Ga"}).text
    assert plain is not None
    assert (plain.to("en"), plain.to("zh-Hant")) == ("Ga", "Ga")
