"""What the reader of JSON finds wrong is said in both languages."""

import json
import re

import pytest

from criticality.text.json_slips import json_slip
from criticality.text.message import Message, said, sentences

SLIPS = {
    "json.value": '{"a": }',
    "json.comma": '{"a": 1 "b": 2}',
    "json.colon": '{"a" 1}',
    "json.name": "{'a': 1}",
    "json.end": '{"a": "b}',
    "json.control": '{"a": "b\n"}',
    "json.escape": '{"a": "\\q"}',
    "json.unicode": '{"a": "\\u12"}',
    "json.extra": '{"a": 1} 2',
}


@pytest.mark.parametrize("code", SLIPS)
def test_a_slip_keeps_the_sentence_of_the_reader_in_english_and_has_its_own_in_chinese(code: str) -> None:
    with pytest.raises(json.JSONDecodeError) as refused:
        json.loads(SLIPS[code])
    slip = json_slip(refused.value)
    assert isinstance(slip, Message)
    assert slip.code == code
    assert slip == refused.value.msg.removesuffix(": ")
    assert re.search("[\u4e00-\u9fff]", said(slip, "zh-Hant"))


def test_a_comma_too_many_is_told_under_every_version_of_the_reader() -> None:
    for text in ('{"a": 1,}', "[1,]"):
        with pytest.raises(json.JSONDecodeError) as refused:
            json.loads(text)
        assert isinstance(json_slip(refused.value), Message)


def test_a_sentence_of_another_reader_is_left_as_it_is() -> None:
    assert json_slip(json.JSONDecodeError("Something new", "{", 0)) == "Something new"
    assert {"json.object_comma", "json.array_comma"} <= sentences("json").keys()
