"""Every command helps in both languages; typer's own words too are Chinese, and columns are counted in cells."""

import re
from collections.abc import Iterator

import pytest

from criticality.cli.main import app
from criticality.cli.terminal.help import command_tree
from criticality.text.wide import cells
from workspace_builder import criticality


def _commands(command: object, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*words, name))


EVERY = list(_commands(command_tree(app)))


def test_there_are_commands_to_ask_for_help_with() -> None:
    assert ("run",) in EVERY
    assert ("data", "import", "baci") in EVERY


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_the_help_of_a_command_has_no_english_sentence_in_chinese(words: tuple[str, ...]) -> None:
    said = criticality(*words, "--help", "--lang", "zh-Hant")

    assert said.code == 0, said.err
    usage, rest = said.out.split("\n", 1)
    assert usage.startswith("用法：")
    assert f"{' '.join(('criticality', *words))} [選項]" in usage
    names = "USGS Mineral Commodity Summaries|Worldwide Governance Indicators|RUN_A RUN_B"
    assert not re.search(r"(?<![-\w])[A-Za-z]{2,} [a-z]{2,}", re.sub(names, "", rest))
    assert "--lang en|zh-Hant" in said.out
    assert max(map(cells, said.out.splitlines())) <= 80


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_the_help_of_a_command_names_the_same_options_in_both_languages(words: tuple[str, ...]) -> None:
    english, chinese = (criticality("--lang", language, *words, "--help").out for language in ("en", "zh-Hant"))

    assert re.findall(r"--[a-z-]+", english.split("CRITICALITY_LANG")[0]) == re.findall(
        r"--[a-z-]+", chinese.split("CRITICALITY_LANG")[0]
    )
    assert "help." not in english + chinese, "a code without its sentence"
    assert not re.search(r"[\u4e00-\u9fff]", english)


def test_words_behind_short_and_long_names_begin_at_one_cell() -> None:
    lines = criticality("run", "--help", "--lang", "zh-Hant").out.splitlines()
    options = [line for line in lines[lines.index("選項：") + 1 :] if line.startswith("  -")]

    assert len({cells(re.match(r"  -.+?  +(?=\S)", line)[0]) for line in options}) == 1


def test_without_a_command_the_whole_help_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRITICALITY_LANG", "zh-Hant")

    assert "\n指令：\n  check " in criticality().said
