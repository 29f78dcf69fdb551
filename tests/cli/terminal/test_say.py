"""Whatever a file or a record says, it acts on no terminal: every command prints through one door."""

# Holds: cli/terminal/console.py, cli/terminal/unexpected.py.

import json
import re
import subprocess
from pathlib import Path

import pytest

from criticality.cli.terminal.unexpected import told
from criticality.errors import RecordError
from forging import alter, fresh, workspace_of
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, criticality, edit, run_folder

POISON = "\x1b]52;c;YWJj\x07\x1b]8;;http://evil\x1b\\\u202e\x9b2J\u2066"
ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def poisoned(folder: Path) -> Path:
    """The fictional country with characters that act wherever YAML and CSV take a text."""
    root = atlantis(folder)
    quoted = json.dumps(POISON)[1:-1]
    edit(root, ASSESSMENT, "zh-Hant: 關鍵礦物}", f'zh-Hant: "關鍵{quoted}"}}')
    text = (root / WEIGHTS).read_text("utf-8")
    text = text.replace('because: "', f'because: "{quoted}').replace("name: Harbourmaster", f'name: "Harbour{quoted}"')
    (root / WEIGHTS).write_text(text, "utf-8")
    minerals = root / "data" / "minerals.csv"
    minerals.write_text(minerals.read_text("utf-8").replace("Ilmenium", f"Ilm\u202e{chr(0x9B)}2Jenium"), "utf-8")
    return root


def test_no_command_prints_a_character_that_acts(tmp_path: Path) -> None:
    root = poisoned(tmp_path)
    first = run_folder(root).name
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.56}")
    second = run_folder(root).name
    for words in (
        ("check",),
        ("run", "--language", "none"),
        ("show", first),
        ("show", first, "ilmenium", "--evidence"),
        ("runs",),
        ("compare", first, second),
        ("compare", first, second, "--json"),
        ("levers", first),
        ("levers", first, "ilmenium"),
        ("levers", first, "--json"),
        ("scenarios", "--all"),
        ("verify", first),
    ):
        outcome = criticality(*words, "--workspace", root)
        assert ACTING.search(outcome.said) is None, (words, outcome.said[:300])
    assert "[U+202E]" in criticality("show", first, "ilmenium", "--workspace", root).out
    said = json.loads(criticality("compare", first, second, "--json", "--workspace", root).out)
    assert "\u202e" in said["minerals"]["ilmenium"]["en"], "JSON keeps what the record says"


def test_no_mistake_is_told_with_a_character_that_acts(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "weights" / "x\x1b[2J.yml").write_text("a: 1\n", "utf-8")
    edit(root, ASSESSMENT, "method: topsis ", 'method: "tops\\e[2J\u202e" ')
    outcome = criticality("check", "--workspace", root)
    assert outcome.code == 1
    assert ACTING.search(outcome.said) is None
    assert criticality("show", "\x1b[2J", "--workspace", root).err.startswith("[U+001B][2J: ")


@pytest.mark.slow
def test_the_change_request_of_a_revision_acts_on_nothing(tmp_path: Path) -> None:
    root = poisoned(tmp_path)
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    try:
        for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "First")):
            subprocess.run((*git, *words), cwd=root, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("git is not on this machine")
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.56}")
    for words in ((), ("--json",)):
        outcome = criticality("compare", "--base", "HEAD", *words, "--workspace", root)
        assert outcome.code == 0, outcome.said
        assert ACTING.search(outcome.said) is None


def test_the_commands_know_no_other_door_to_the_terminal() -> None:
    folder = Path(__file__).parents[3] / "src" / "criticality" / "cli"
    others = re.compile(r"typer\.echo|click|sys\.std(out|err)\.write|import Console|print\(\)")
    faults = [
        f"{path.relative_to(folder)}: {match[0]}"
        for path in folder.rglob("*.py")
        if path.parent.name != "terminal"
        for match in others.finditer(path.read_text("utf-8"))
        if match[0] != "print()"
    ]
    assert faults == []


def test_a_failure_over_a_records_content_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="the record holds what no step expects"), told("2026-01-01-00000000"):
        _ = {}["x"]

    def change(content: dict) -> None:
        content["inputs"]["assessment"]["rule"]["designations"] = [{"mineral": "ilmenium"}]

    forged = alter(fresh(tmp_path), change, files=False)
    outcome = criticality("show", forged.name, "ilmenium", "--workspace", workspace_of(forged))
    assert outcome.code == 1
    assert "rule.designations[0]: " in outcome.err
