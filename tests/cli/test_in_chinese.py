"""Every command says the same in both languages: exit code, figures and codes; the words differ.

Holds cli/terminal/titles.py: what the Chinese pages call a criterion, a tier or a country, the terminal calls so too.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from choices.cases import draws, with_choices
from longer import sampled
from workspace_builder import ASSESSMENT, Outcome, atlantis, criticality, edit, run_folder, write_json

CLI = Path(__file__).parents[2] / "src" / "criticality" / "cli"
HAN = re.compile(r"[\u4e00-\u9fff]")
FIGURE, DECIMAL = re.compile(r"\d[\d,.]*\d|\d"), re.compile(r"\d+\.\d+")
SCENARIO = {
    "title": {"en": "A mine is lost", "zh-Hant": "失去一座礦場"},
    "shocks": [
        {
            **{"kind": "production_loss", "country": "LEM", "minerals": ["austrium"], "stage": "extraction"},
            **{"share_lost": 0.5, "because": {"en": "War.", "zh-Hant": "戰爭。"}},
        },
        {
            **{"kind": "price_shock", "minerals": ["austrium"], "factor": 2, "days": 30},
            **{"because": {"en": "War.", "zh-Hant": "戰爭。"}},
        },
    ],
}
ROOT = Path(__file__).parents[2]
COMMANDS = (
    "check",
    "show {b}",
    "show {b} ilmenium --evidence",
    "show {b} nothing",
    "show nothing",
    "runs",
    "compare {a} {b}",
    "compare {a} {b} {a}",
    "compare {a}",
    "levers {b}",
    "levers {b} ilmenium",
    "levers {b} {off}",
    "scenarios",
    "scenarios --all",
    "choices",
    "choices {b}",
    "verify {b}",
    "run --language fr",
    "report {b} nothing",
)
SAME_BYTES = ("levers {b} {off} --json", "choices {b} --json", "compare {a} {b} --json --quiet")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A fictional country with a scenario, a choice and two runs, and the words that stand for them in `COMMANDS`."""
    root = with_choices(tmp_path_factory.mktemp("chinese"))
    write_json(root, "scenarios/loss.yaml", SCENARIO)
    first = run_folder(root, "--draws", 0).name
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.72}")
    draws(root, 20)
    second = run_folder(root).name
    return root, {"a": first, "b": second, "off": "mosandrium"}


def said(root: Path, words: str, language: str) -> Outcome:
    return criticality(*words.split(), "--workspace", root, "--lang", language)


@pytest.mark.parametrize("words", sampled(COMMANDS, 3, lambda words: words.split()[0]))
def test_a_command_says_the_same_in_both_languages(recorded: tuple[Path, dict[str, str]], words: str) -> None:
    root, names = recorded
    english, chinese = (said(root, words.format(**names), language) for language in ("en", "zh-Hant"))

    assert chinese.code == english.code, chinese.said
    assert HAN.search(chinese.said), chinese.said
    figure = DECIMAL if "--evidence" in words else FIGURE  # a code of a source may be broken between its digits
    assert set(figure.findall(chinese.said)) == set(figure.findall(english.said))


@pytest.mark.parametrize("words", SAME_BYTES)
def test_what_a_program_reads_is_the_same_bytes(recorded: tuple[Path, dict[str, str]], words: str) -> None:
    root, names = recorded

    assert said(root, words.format(**names), "zh-Hant") == said(root, words.format(**names), "en")


def test_a_record_is_the_same_bytes_whatever_language_was_spoken(tmp_path: Path) -> None:
    made = []
    for language in ("en", "zh-Hant"):
        root = atlantis(tmp_path / language)
        edit(
            root,
            ASSESSMENT,
            "{of: score, at_least: 0.50}",
            "{of: score, at_least: 0.50, of: score}".replace(", of: score}", "}"),
        )
        folder = run_folder(root, "--draws", 0, "--lang", language)
        made.append({path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()})

    assert made[0] == made[1]


def test_in_chinese_no_name_of_the_record_stands_in_english(recorded: tuple[Path, dict[str, str]]) -> None:
    root, names = recorded
    shown = said(root, "show {b}".format(**names), "zh-Hant").out

    assert not re.search(r"Ilmenium|Austrium|Critical|supply_risk|rank|score", shown)
    assert "排名" in shown
    assert re.search(r"\d%", shown)
    assert not re.search(r"\d %", shown)


@pytest.mark.parametrize(
    "words", sampled([words for words in COMMANDS if not words.startswith(("check", "choices"))], 3)
)
def test_in_english_no_name_of_the_record_stands_in_chinese(recorded: tuple[Path, dict[str, str]], words: str) -> None:
    """Half of the lines were in both languages; what a planner wrote in one string stands as it is."""
    root, names = recorded
    shown = said(root, words.format(**names), "en").said
    assert not HAN.search(shown), [line for line in shown.splitlines() if HAN.search(line)]


# ── the rule ─────────────────────────────────────────────────────────────────


SAYING = {"say", "echo", "print", "UsageError", "RecordError", "MachineError"}
ENGLISH = re.compile(r"[A-Za-z]+ [A-Za-z]+")


def _sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals of two English words or more that are said, printed or raised without a message."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SAYING:
            literals = [inner for inner in _without_messages(node) if isinstance(inner, ast.Constant)]
            yield from ((each.lineno, str(each.value)) for each in literals if ENGLISH.search(str(each.value)))


def _without_messages(call: ast.Call) -> Iterator[ast.AST]:
    """What stands in a call, but what stands in a message in it: its slots are places and codes."""
    waiting: list[ast.AST] = [*call.args]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and _name(node.func) == "Message":
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def _name(function: ast.AST) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_no_command_says_an_english_sentence_that_has_no_message() -> None:
    faults = [
        f"{path.relative_to(CLI)}:{line}: {text!r}"
        for path in sorted(CLI.rglob("*.py"))
        for line, text in _sentences(ast.parse(path.read_text("utf-8")))
    ]
    assert faults == []


def test_the_rule_finds_what_it_forbids() -> None:
    written = (
        "say(f'{n} runs were made')\nraise UsageError('name a run')\nsay(Message('cli.run', run='a run'))\nsay('x')"
    )

    assert [line for line, _ in _sentences(ast.parse(written))] == [1, 2]


def test_the_readme_in_chinese_names_the_commands_of_the_english_one() -> None:
    command = re.compile(
        r"`(?:\./criticality )?(run|check|desk|show|runs|verify|compare|choices|levers|report|sweep|ask|init)\b"
    )
    english, chinese = (
        set(command.findall((ROOT / name).read_text("utf-8"))) for name in ("README.md", "README.zh-Hant.md")
    )
    assert english - chinese <= {"runs"}
