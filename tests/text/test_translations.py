"""A further language is a file; what it does not say is said in English."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from criticality.text.language import known_languages, named_language, use_language
from criticality.text.message import Message, said
from criticality.text.translations import (
    FOLDER,
    UnreadableTranslationError,
    read_translation,
    text_of,
    translation,
    translation_files,
)
from workspace_builder import ASSESSMENT, atlantis, edit, line_of

STUB = {
    "messages": {
        "cli.errors": "{n} eraroj",
        "cli.warnings": "{n} avertoj",
        "cli.warnings.one": "unu averto",
        "checking.no_tier": "klaso {tier} ne ekzistas",
        "errors.hint": "    konsilo: {hint}",
        "help.check": "Kontroli ĉiujn dosierojn.",
        "help.usage": "Uzo: {line}",
        "checking.keep_one": "Konservu unu {nenion}.",
    },
    "pages": {"contents": "Enhavo"},
}


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "languages"
    folder.mkdir()
    (folder / "eo.json").write_text(json.dumps(STUB), encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(folder))
    for cached in (translation_files, translation):
        cached.cache_clear()
    yield folder
    use_language("en")
    monkeypatch.undo()
    for cached in (translation_files, translation):
        cached.cache_clear()


def criticality(root: Path, *words: str) -> str:
    program = "import sys; sys.argv[0] = 'criticality'; from criticality.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *words],
        cwd=root,
        env=os.environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.usefixtures("stub")
def test_a_language_is_known_by_its_file_and_by_the_locale() -> None:
    assert known_languages() == ("en", "zh-Hant", "eo")
    assert (named_language("eo"), named_language("eo_XX.UTF-8"), named_language("fr")) == ("eo", "eo", None)


@pytest.mark.usefixtures("stub")
def test_what_the_file_says_is_said_and_the_rest_is_english() -> None:
    assert said(Message("checking.no_tier", tier="x"), "eo") == "klaso x ne ekzistas"
    assert said(Message("files.keep_one"), "eo") == "Keep one of them."
    assert (said(Message("cli.warnings", n=1), "eo"), said(Message("cli.errors", n=1), "eo")) == (
        "unu averto",
        "1 eraroj",
    )


@pytest.mark.usefixtures("stub")
def test_a_sentence_with_a_place_that_nothing_fills_is_said_in_english() -> None:
    assert said(Message("checking.keep_one"), "eo") == "Keep one of them."


@pytest.mark.usefixtures("stub")
def test_check_and_help_speak_the_language_of_the_file(tmp_path: Path) -> None:
    root = atlantis(tmp_path / "a").resolve()
    edit(root, ASSESSMENT, "tier: critical, by:", "tier: kritical, by:")

    told = criticality(root, "check", "--lang", "eo")
    line = line_of(root, ASSESSMENT, "kritical")
    assert f"{ASSESSMENT}:{line}:" in told
    assert "klaso kritical ne ekzistas\n    konsilo: Did you mean 'critical'?" in told
    assert "checking.keep_one: nothing fills the place {nenion}" in told, "the file itself is checked too"
    assert "2 eraroj, unu averto" in told

    helped = criticality(root, "check", "--help", "--lang", "eo")
    assert helped.startswith("Uzo: criticality check")
    assert "Kontroli ĉiujn dosierojn." in helped
    assert "Language of the messages" in " ".join(helped.split())


def test_a_file_that_cannot_be_read_is_wrong_usage(stub: Path, tmp_path: Path) -> None:
    (stub / "eo.json").write_text("{", encoding="utf-8")

    assert "eo.json: this file of a language cannot be read" in criticality(tmp_path, "check", "--lang", "eo")


@pytest.mark.parametrize("text", ["[]", '{"words": {}}', '{"messages": {"a": 1}}', '{"pages": 3}', "[" * 100_000])
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTranslationError):
        read_translation("xx.json", text)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.json").write_bytes(b"\xff")
    with pytest.raises(UnreadableTranslationError):
        text_of(tmp_path / "xx.json")
    with pytest.raises(UnreadableTranslationError):
        text_of(tmp_path / "yy.json")
