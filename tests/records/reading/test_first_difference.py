"""Where two records, or two files, first differ."""

import pytest

from criticality.records.reading.first_difference import byte_of_difference, first_difference, first_difference_in_text

ROW = {"mineral": "gallium", "score": 0.5, "tier": "critical"}


@pytest.mark.parametrize(
    ("recorded", "recomputed", "told"),
    [
        ({"a": [ROW]}, {"a": [{**ROW, "score": 0.6}]}, "a[0].score (gallium): recorded 0.5, recomputed 0.6"),
        ({"a": [ROW]}, {"a": []}, "a[0]: recorded {'mineral': "),
        ({"a": 1}, {"b": 1}, "a: recorded 1, recomputed nothing"),
        ({"a": None}, {"a": 0}, "a: recorded None, recomputed 0"),
        ({"a": True}, {"a": 1}, "a: recorded True, recomputed 1"),
        ({"a": "x" * 99}, {"a": "y"}, "a: recorded 'xxxxx"),
    ],
)
def test_the_first_place_is_told_with_both_values(recorded: object, recomputed: object, told: str) -> None:
    found = first_difference(recorded, recomputed)
    assert found is not None
    assert found.startswith(told)
    assert first_difference(recorded, recorded) is None


def test_a_tolerance_holds_for_numbers_alone() -> None:
    near = {"a": 0.5 + 1e-10, "n": 3, "t": "0.5"}
    assert first_difference({"a": 0.5, "n": 3, "t": "0.5"}, near, 1e-9) is None
    assert first_difference({"a": 0.5, "n": 3, "t": "0.5"}, near) is not None
    assert first_difference({"n": 3}, {"n": 4}, 1e-9) is not None
    assert first_difference({"n": 1e12}, {"n": 1e12 + 100}, 1e-9) is None, "in units of the larger one"
    assert first_difference({"t": "0.5"}, {"t": "0.50000000001"}, 1e-9) is not None


def test_a_file_is_told_by_line_and_column_or_by_key() -> None:
    assert (
        first_difference_in_text(b"a,b\n1,2\n", b"a,b\n1,3\n") == "line 2, column 3: recorded '1,2', recomputed '1,3'"
    )
    assert first_difference_in_text(b"a\n", b"a\nb\n") == "line 2, column 1: recorded '', recomputed 'b'"
    assert first_difference_in_text(b"a", b"a\nb") == "line 2: missing"
    assert first_difference_in_text(b'{"a":1}', b'{"a":2}', is_json=True) == "a: recorded 1, recomputed 2"
    assert first_difference_in_text(b"x", b"x") is None
    assert byte_of_difference(b"abc", b"abx") == 3
    assert byte_of_difference(b"ab", b"abx") == 3
