"""The slips of planners are told alike in both languages: the same code at the same place, in words of the language."""

# Holds: text/message.py, text/language.py.

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from criticality.checking.check import check_workspace
from criticality.errors import Problem
from criticality.files.workspace import Workspace
from criticality.report.html.inspection import template_problems
from criticality.text.language import MessageLanguage, use_language
from criticality.text.message import Message, said
from level_slips import LEVEL_SLIPS
from longer import sampled
from more_slips import REFUSED, WARNED
from rule_slips import RULE_SLIPS, RULE_WARNINGS, SCALE_SLIPS
from slips import SLIPS
from test_choice_slips import ALL, ASSESSED, FILE, GOOD, ROW_SLIPS, ROWS, changed
from test_scenario_slips import IDLE
from test_scenario_slips import SLIPS as SCENARIOS
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, edit, line_of

Spoil = Callable[[Path], None]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"「[^」]*」|\"[^\"]*\"")
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
"""Three English words one after the other; keys, codes and names of files are no three words."""


def written(files: dict[str, str], appended: str = "") -> Spoil:
    """Return what writes some files, and adds a line to the assessment."""

    def spoil(root: Path) -> None:
        for file, text in files.items():
            (root / file).parent.mkdir(exist_ok=True)
            (root / file).write_text(text, "utf-8")
        with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
            stream.write(appended)

    return spoil


def spoils() -> Iterator[tuple[str, Spoil]]:
    """Every slip of the tables of slips, by name."""
    for slip in (*SLIPS, *RULE_SLIPS, *SCALE_SLIPS, *LEVEL_SLIPS, *RULE_WARNINGS, *REFUSED, *WARNED):
        yield slip.name, slip.make
    for name, (choice, *_) in ALL.items():
        yield name, written({FILE: choice, ROWS: "mineral\n"})
    for name, ((choice, rows), *_) in ROW_SLIPS.items():
        yield name, written({FILE: choice, ROWS: rows})
    for name, (line, _) in ASSESSED.items():
        yield name, written({FILE: changed(GOOD), ROWS: "mineral\n"}, f"{line}\n")
    for name, (text, *_) in {**SCENARIOS, **IDLE}.items():
        yield name, written({"scenarios/slip.yaml": text})


def found_in(root: Path, language: MessageLanguage) -> tuple[tuple[Problem, ...], list[str]]:
    """The problems of a workspace, and how they are printed in a language."""
    try:
        use_language(language)
        problems = check_workspace(Workspace(root), template_problems)
        return problems, [str(problem) for problem in problems]
    finally:
        use_language("en")


@pytest.mark.parametrize(("name", "spoil"), sampled(spoils(), 40))
def test_a_slip_is_told_alike_in_both_languages(name: str, spoil: Spoil, tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    spoil(root)
    problems, english = found_in(root, "en")
    same, chinese = found_in(root, "zh-Hant")

    assert problems, name
    assert [(one.code, one.severity, one.file, one.line, one.column) for one in problems] == [
        (one.code, one.severity, one.file, one.line, one.column) for one in same
    ]
    assert all(plain != other for plain, other in zip(english, chinese, strict=True))
    for problem in problems:
        assert problem.code, problem
        for text in (problem.message, problem.hint):
            assert isinstance(text, Message), problem
            spoken = said(text, "zh-Hant")
            assert CHINESE.search(spoken), spoken
            assert not ENGLISH.search(QUOTED.sub("", spoken)), spoken


def test_what_is_printed_in_chinese_is_chinese_but_for_the_place(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    edit(root, ASSESSMENT, "tier: critical, by:", "tier: kritical, by:")
    edit(root, WEIGHTS, "on: 2025-02-03", "on: 2052-02-03")

    _, printed = found_in(root, "zh-Hant")

    tier, day = line_of(root, ASSESSMENT, "kritical"), line_of(root, WEIGHTS, "2052")
    assert [re.sub(r":\d+: ", ": ", text, count=1) for text in printed] == [
        f"{ASSESSMENT}:{tier}: rule.designations[1].tier: 沒有類別「kritical」\n    建議：是否為「critical」？",
        f"{WEIGHTS}:{day}: judges[1].on: 警告：日期 2052-02-03 晚於清單日期 2025-03-01\n"
        "    建議：請更正日期，或評估之 as_of。",
    ]
