"""Which language a command speaks: ``--lang``, else ``CRITICALITY_LANG``, else the locale, else English."""

import os
import subprocess
import sys

import pytest

from criticality.cli.terminal.chosen import language_asked
from criticality.errors import UsageError
from workspace_builder import criticality

PROGRAM = (
    sys.executable,
    "-P",
    "-c",
    "import sys; sys.argv[0] = 'criticality'; from criticality.cli import main; main()",
)


@pytest.mark.parametrize(
    ("line", "environment", "language"),
    [
        ("check", {}, "en"),
        ("check --lang zh-Hant", {}, "zh-Hant"),
        ("--lang zh-Hant check", {"CRITICALITY_LANG": "en"}, "zh-Hant"),
        ("check --lang=en", {"CRITICALITY_LANG": "zh-Hant", "LANG": "zh_TW.UTF-8"}, "en"),
        ("--lang en check --lang=zh-Hant", {}, "zh-Hant"),
        ("check", {"CRITICALITY_LANG": "zh-Hant", "LC_ALL": "en_US.UTF-8"}, "zh-Hant"),
        ("check", {"CRITICALITY_LANG": "", "LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ("check", {"LANG": "fr_FR.UTF-8"}, "en"),
        ("check -- --lang zh-Hant", {}, "en"),
        ("check --lang", {"CRITICALITY_LANG": "zh-Hant"}, "zh-Hant"),
        ("--lang en check", {"CRITICALITY_LANG": "klingon"}, "en"),
    ],
)
def test_the_line_comes_before_the_variable_and_the_variable_before_the_locale(
    line: str, environment: dict[str, str], language: str
) -> None:
    assert language_asked(line.split(), environment) == language


@pytest.mark.parametrize(
    ("line", "environment", "place"),
    [
        ("check --lang fr", {}, "--lang fr"),
        ("--lang=fr check", {}, "--lang=fr"),
        ("check", {"CRITICALITY_LANG": "fr"}, "CRITICALITY_LANG=fr"),
    ],
)
def test_a_word_that_is_no_language_is_wrong_usage_in_both(line: str, environment: dict[str, str], place: str) -> None:
    with pytest.raises(UsageError) as refused:
        language_asked(line.split(), environment)
    english, chinese = str(refused.value).splitlines()

    assert english.startswith(f"{place}: no language")
    assert chinese.startswith(f"{place}：不是")


def test_the_command_line_refuses_another_language_with_the_code_of_wrong_usage() -> None:
    assert criticality("check", "--lang", "fr").code == 2


@pytest.mark.parametrize(
    ("environment", "begin"),
    [({"LC_ALL": "zh_TW.UTF-8"}, "用法："), ({"LC_ALL": "C"}, "Usage:"), ({"CRITICALITY_LANG": "zh-Hant"}, "用法：")],
)
def test_a_process_speaks_the_language_of_its_environment(environment: dict[str, str], begin: str) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "CRITICALITY_LANG"))
    }
    done = subprocess.run((*PROGRAM, "--help"), env=kept | environment, capture_output=True, check=False)

    assert done.stdout.decode("utf-8").startswith(begin)
