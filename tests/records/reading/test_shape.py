"""JSON held against a stated shape: the first misfit is told with its place, and nothing else stops a reader."""

# Holds: records/reading/strict_json.py.

from typing import NotRequired, TypedDict

import pytest

from criticality.records.reading.shape import misfit
from criticality.records.reading.strict_json import parse


class Inner(TypedDict):
    score: float | None
    rank: int


class Outer(TypedDict):
    rows: list[Inner]
    names: dict[str, str]
    one: Inner | None
    anything: object
    later: NotRequired[bool]


GOOD = {
    "rows": [{"score": 1, "rank": 2}, {"score": None, "rank": 3}],
    "names": {"a": "b"},
    "one": None,
    "anything": [1],
}


def test_what_fits_fits() -> None:
    assert misfit(GOOD, Outer) is None
    assert misfit({**GOOD, "later": True, "of a later version": 1}, Outer) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rows": [{"score": "1", "rank": 2}]}, "rows[0].score: "),
        ({"rows": [{"score": 1.5, "rank": 2.0}]}, "rows[0].rank: a whole number belongs here"),
        ({"rows": [{"score": True, "rank": 1}]}, "rows[0].score: "),
        ({"rows": [{"score": 1.0, "rank": True}]}, "rows[0].rank: a whole number belongs here"),
        ({"rows": {}}, "rows: a list belongs here"),
        ({"names": {"a": 1}}, "names.a: a text belongs here"),
        ({"names": []}, "names: an object belongs here"),
        ({"one": {"score": 1}}, "one: 'rank' is missing"),
        ({"later": 1}, "later: true or false belongs here"),
    ],
)
def test_a_misfit_is_told_with_its_place(change: dict, told: str) -> None:
    found = misfit({**GOOD, **change}, Outer)
    assert found is not None
    assert found.startswith(told)


def test_a_missing_key_is_named() -> None:
    assert misfit({key: GOOD[key] for key in GOOD if key != "names"}, Outer) == ": 'names' is missing"
    assert misfit([], Outer) == ": an object belongs here"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"a":1,"a":2}', "the key 'a' stands twice in one object"),
        (b'{"a":{"b":1,"b":1}}', "the key 'b' stands twice"),
        (b'{"a":NaN}', "NaN is no number of JSON"),
        (b'{"a":-Infinity}', "-Infinity is no number"),
        (b'{"a":1e999}', "larger than a number can be"),
        (b"{", "line 1, column 2: not JSON"),
        (b"\xff", "byte 1 is no UTF-8"),
        (b"[" * 200_000, "stand too deep"),
    ],
)
def test_json_that_this_software_never_writes_is_refused_in_words(content: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse(content)


@pytest.mark.parametrize("content", [b'{"a":[1,2.5,null]}\n', b'{ "b": 1, "a": 2 }', '{"a":"鎵"}'.encode()])
def test_the_same_content_in_another_spelling_is_read(content: bytes) -> None:
    assert isinstance(parse(content), dict)
