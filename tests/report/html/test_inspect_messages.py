"""Slips in a workspace's own sentences, and in the file of a language, are told by `check` with line and hint."""

# Holds: report/html/entries.py, report/html/inspect_messages.py, report/html/inspect_translations.py.

import json
from pathlib import Path

import pytest

from criticality.errors import Problem
from criticality.report.html.inspect_translations import file_problems, translation_problems
from criticality.report.html.inspection import template_problems
from criticality.text.message import Message, said
from criticality.text.own_words import OWN_MESSAGES
from workspace_builder import atlantis, check, criticality, run, run_folder

FILE = f"templates/{OWN_MESSAGES}"


def told(text: str) -> list[Problem]:
    return template_problems({OWN_MESSAGES: text})


@pytest.mark.parametrize(
    ("text", "line", "where", "code", "hint", "severity"),
    [
        (
            '{\n "cli.error": {"en": "{n}"}}',
            2,
            "cli.error",
            "report.no_message_of_code",
            "Did you mean 'cli.errors'?",
            "warning",
        ),
        ('{"abc": {"en": "x"}}', 1, "abc", "report.no_message_of_code", "The codes are those of", "warning"),
        (
            '{"note.by_quantity": {"en": "x"}}',
            1,
            "note.by_quantity",
            "report.message_of_pages",
            "words.json",
            "warning",
        ),
        ('{"said.bogus": {"en": "x"}}', 1, "said.bogus", "report.message_of_pages", "words.json", "warning"),
        (
            '{"cli.errors": {"fr": "{n}"}}',
            1,
            "cli.errors.fr",
            "report.no_language",
            "The languages are en and zh-Hant.",
            "error",
        ),
        ('{"cli.errors": {"zh": "{n}"}}', 1, "cli.errors.zh", "report.no_language", "'zh-Hant'", "error"),
        ('{"cli.errors": {"en": "{m}"}}', 1, "cli.errors.en", "report.place_unfilled", "{n}", "error"),
        ('{"cli.errors": {"en": "{n:.3f}"}}', 1, "cli.errors.en", "report.place_unfilled", "{n}", "error"),
        ('{"cli.aborted": {"en": "{m}"}}', 1, "cli.aborted.en", "report.place_unfilled", "none", "error"),
        ('{"cli.errors": {"en": "many"}}', 1, "cli.errors.en", "report.places_lacking", "Write the place", "warning"),
        ('{"cli.errors": {"en": "{n} {"}}', 1, "cli.errors.en", "report.brace_unpaired", "{n}", "error"),
        ('{"cli.errors": {"en": 3}}', 1, "cli.errors.en", "report.text_needed", "", "error"),
        ('{"cli.errors": "x"}', 1, "cli.errors", "report.write_both", "", "error"),
        (
            '{"cli.errors": {"en": "{n}"},\n "cli.errors": {"en": "{n}"}}',
            2,
            "cli.errors",
            "report.key_twice",
            "",
            "error",
        ),
        ("{", 1, "", "report.no_json", "", "error"),
        ("[]", 1, "", "report.object_needed", "", "error"),
    ],
)
def test_a_slip_is_told_once_in_both_languages(
    text: str, line: int, where: str, code: str, hint: str, severity: str
) -> None:
    (problem,) = told(text)

    assert (problem.file, problem.line, problem.where, problem.code) == (FILE, line, where, code)
    assert problem.severity == severity
    assert hint in problem.hint
    assert isinstance(problem.message, Message)
    assert said(problem.message, "zh-Hant") != problem.message


def test_sound_sentences_are_no_problem() -> None:
    assert told(json.dumps({"cli.errors": {"en": "{n} mistakes"}, "cli.errors.one": {"zh-Hant": "{n} 個"}})) == []


def test_a_run_says_the_workspaces_sentences_and_its_record_is_the_same(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    shipped = (run_folder(root, "--draws", 0) / "record.json").read_bytes()
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text('{"cli.errors": {"en": "{n} slips"}}', encoding="utf-8")

    assert "0 slips, " in check(root).out
    assert "0 slips, " not in criticality("check", "--workspace", root, "--lang", "zh-Hant").out
    again = (run_folder(root, "--draws", 0) / "record.json").read_bytes()
    assert again == shipped
    assert OWN_MESSAGES.encode() not in shipped


def test_a_run_refuses_a_file_with_a_mistake(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text('{"cli.errors": {"en": "{m}"}}', encoding="utf-8")

    done = run(root)
    assert done.code == 1
    assert f"{FILE}:1: cli.errors.en: nothing fills the place {{m}}" in done.err


def test_a_file_that_leads_out_of_the_workspace_is_not_read(tmp_path: Path) -> None:
    root = atlantis(tmp_path / "a").resolve()
    (tmp_path / "own.json").write_text('{"cli.errors": {"en": "{n} slips"}}', encoding="utf-8")
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).symlink_to(tmp_path / "own.json")

    assert "slips" not in check(root).out


def test_the_file_of_a_language_is_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "xx.json"
    path.write_text(
        '{"messages": {\n "nope": "a",\n "cli.errors": "{m}"},\n'
        ' "pages": {\n "nope": "b",\n "nav.chapter": "x",\n "contents": "{page}"}}',
        encoding="utf-8",
    )

    found = [(problem.line, problem.where, problem.code) for problem in file_problems("xx", path)]
    assert (2, "nope", "report.no_message_of_code") in found
    assert (3, "cli.errors", "report.place_unfilled") in found
    assert (7, "contents.xx", "report.place_unfilled") in found
    path.write_text("[", encoding="utf-8")
    (broken,) = file_problems("xx", path)
    assert broken.code == "cli.language_file"
    assert translation_problems() == [], "no further language is shipped"
