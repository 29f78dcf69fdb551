"""What typer refuses is said in Chinese, with the same exit code; its English stays typer's own."""

import re

import pytest

from criticality.cli.terminal.wrong_usage import translated
from criticality.text.language import use_language
from workspace_builder import criticality

WRONG = [
    ("run --draws x", "「--draws」之值不正確：須為整數"),
    ("run --draws -1", "「--draws」之值不正確：不得小於 0"),
    ("run --draws 1000000001", "「--draws」之值不正確：不得大於 1000000000"),
    ("run --quiet=3", "選項「--quiet」不接受值。"),
    ("run --drws 3", "沒有 --drws 這個選項（是否為 --draws？）"),
    ("check -q", "沒有 -q 這個選項"),
    ("run --lang", "選項「--lang」之後須有值。"),
    ("shw", "沒有「shw」這個指令，是否為「show」？"),
    ("zzz", "沒有「zzz」這個指令。"),
    ("--lang zh-Hant", "未指定指令。"),
    ("show", "缺少引數「RUN」。"),
    ("init a b", "多出無法辨識之引數（b）"),
]


@pytest.mark.parametrize(("line", "sentence"), WRONG, ids=[line for line, _ in WRONG])
def test_a_wrong_command_line_is_refused_in_chinese(line: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    english = criticality(*line.split()) if "--lang" not in line else None
    monkeypatch.setenv("CRITICALITY_LANG", "zh-Hant")
    said = criticality(*line.split())

    assert said.code == 2
    assert said.out == ""
    assert said.err.splitlines()[-1] == f"錯誤：{sentence}"
    assert not re.search(r"[a-z]{2,} [a-z]{2,} ", said.err.replace("criticality", "")), "an English sentence"
    if english is not None:
        assert english.code == 2
        assert english.err.splitlines()[-1].startswith("Error: ")


def test_a_sentence_of_no_known_form_stays_as_it_is() -> None:
    try:
        use_language("zh-Hant")
        assert translated("Something new of typer.") == "Something new of typer."
        assert translated("Invalid value: Something new.") == "值不正確：Something new."
    finally:
        use_language("en")
