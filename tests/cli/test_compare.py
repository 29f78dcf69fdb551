"""`criticality compare`: what it prints, what it writes, and how it refuses."""

# Holds: cli/compare_markdown.py, cli/compare_text.py, comparison/files.py.

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pairs import bar_rises, candidate_goes, figure_not_read, minds_change, mine_closes, workspace_of_both

from criticality.cli import compare_markdown, compare_text
from criticality.cli.terminal.console import Terminal
from lacking import lacking
from workspace_builder import ASSESSMENT, atlantis, check, criticality, edit, line_of, problems, run_folder

CONTRACT = {"inputs", "comparable", "entered", "left", "moved_tier", "only_in", "changes"}


def needs_git() -> None:
    """End a test by name where the machine has no git."""
    if not shutil.which("git"):
        lacking("git is not installed: sudo apt-get install git")


def compare(root: Path, *words: object) -> tuple[int, str, str]:
    outcome = criticality("compare", *words, "--workspace", root)
    return outcome.code, outcome.out, outcome.err


def test_json_is_one_object_with_the_names_of_the_contract(tmp_path: Path) -> None:
    root, (a, b) = workspace_of_both(tmp_path, (), (mine_closes, minds_change, bar_rises))
    code, out, _ = compare(root, a, b, "--json")
    assert code == 0
    assert out.count("\n") == 1
    said = json.loads(out)
    assert said.keys() >= CONTRACT
    for key in ("entered", "left", "moved_tier"):
        for entry in said[key]:
            assert entry.keys() >= {"mineral", "before", "after", "p_before", "p_after", "because"}
            assert entry["because"].keys() == {"en", "zh-Hant"}
    written = root / "output" / "comparisons" / f"{a}--{b}" / "comparison.json"
    assert json.loads(written.read_text("utf-8")) == said
    assert [path.name for path in written.parent.iterdir()] == ["comparison.json"]


def test_the_terminal_says_who_left_and_why(tmp_path: Path) -> None:
    root, (a, b) = workspace_of_both(tmp_path, (), (bar_rises,))
    code, out, _ = compare(root, a, b)
    assert code == 0
    assert "Coronium left: its designation by Council of the Harbour" in out
    assert "rule.designations[coronium]" in out
    code, out, _ = compare(root, a, b, "--quiet")
    assert (code, out) == (0, f"{root / 'output' / 'comparisons' / f'{a}--{b}'}\n")


def test_a_run_beside_itself_says_that_nothing_differs(tmp_path: Path) -> None:
    root, (a,) = workspace_of_both(tmp_path, ())
    code, out, _ = compare(root, a, a)
    assert code == 0
    assert "Nothing differs between the two runs." in out


def test_three_runs_are_a_matrix(tmp_path: Path) -> None:
    root, ids = workspace_of_both(tmp_path, (), (bar_rises,), (candidate_goes,))
    code, out, _ = compare(root, *ids)
    assert code == 0
    assert "Ranks over the runs" in out
    said = json.loads(compare(root, *ids, "--json")[1])
    assert [run["run_id"] for run in said["runs"]] == ids
    rows = {row["mineral"]: row for row in said["minerals"]}
    assert [cell and cell["listed"] for cell in rows["coronium"]["cells"]] == [True, False, True]
    assert rows["victorium"]["cells"][2] is None
    assert said["timeline"] is False


def test_years_make_a_timeline(tmp_path: Path) -> None:
    root, ids = workspace_of_both(tmp_path, ())
    for year in (2023, 2025):
        other = atlantis(tmp_path / str(year))
        edit(other, ASSESSMENT, "reference_year: 2024", f"reference_year: {year}")
        found = run_folder(other)
        shutil.copytree(found, root / "output" / "runs" / found.name)
        ids.append(found.name)
    code, out, _ = compare(root, *ids)
    assert code == 0
    assert "Ranks over the years" in out
    assert next(line for line in out.splitlines() if " mineral " in line).split() == [
        "mineral",
        "2023",
        "2024",
        "2025",
        "lists",
    ]


# ── refusals: one sentence, exit 1 ───────────────────────────────────────────


def test_an_unknown_run_is_refused_with_the_nearest(tmp_path: Path) -> None:
    root, (a,) = workspace_of_both(tmp_path, ())
    wrong = a[:-1] + ("0" if a[-1] != "0" else "1")
    code, out, err = compare(root, a, wrong)
    assert (code, out) == (1, "")
    assert err == f"{wrong}: there is no such run\n    hint: Did you mean {a}?\n"


def test_a_folder_that_is_no_record_is_refused(tmp_path: Path) -> None:
    root, (a,) = workspace_of_both(tmp_path, ())
    code, _, err = compare(root, a, root / "data")
    assert code == 1
    assert "no record" in err
    assert len(err.splitlines()) == 1


def test_an_altered_record_is_refused_by_name(tmp_path: Path) -> None:
    root, (a, b) = workspace_of_both(tmp_path, (), (bar_rises,))
    path = root / "output" / "runs" / b / "record.json"
    path.write_text(path.read_text("utf-8").replace('"listed":true', '"listed":false', 1), "utf-8")
    code, _, err = compare(root, a, b)
    assert code == 1
    assert err.startswith(f"{b}: the record was altered")


@pytest.mark.parametrize("words", [(), ("a",), ("a", "b", "c", "--pdf"), ("--base", "HEAD", "--html")])
def test_wrong_words_end_with_2(words: tuple[str, ...], tmp_path: Path) -> None:
    root, ids = workspace_of_both(tmp_path, (), (bar_rises,), (mine_closes,))
    named = dict(zip("abc", ids, strict=True))
    code, _, err = compare(root, *(named.get(word, word) for word in words))
    assert code == 2
    assert err


# ── against a revision ───────────────────────────────────────────────────────


def git(root: Path, *words: str) -> None:
    said = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", *words)
    subprocess.run(said, cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The fictional country two folders below the root of a repository, with one commit."""
    needs_git()
    root = atlantis(tmp_path / "work" / "lists")
    git(tmp_path, "init", "-q", "work")
    git(tmp_path / "work", "add", "-A")
    git(tmp_path / "work", "commit", "-q", "-m", "First")
    return root


def test_a_change_request_says_who_leaves(repository: Path) -> None:
    before = sorted(path.relative_to(repository) for path in repository.rglob("*"))
    bar_rises(repository)
    code, out, err = compare(repository, "--base", "HEAD")
    assert (code, err) == (0, "")
    assert out.startswith("## 清單變動 · What this change does to the list\n")
    assert "Coronium left: its designation" in out
    assert "rule.designations\\[coronium]" in out
    assert sorted(path.relative_to(repository) for path in repository.rglob("*")) == before
    said = json.loads(compare(repository, "--base", "HEAD", "--json")[1])
    assert "coronium" in [entry["mineral"] for entry in said["left"]]


def test_a_change_request_is_headed_in_the_words_of_the_workspace(repository: Path) -> None:
    (repository / "templates").mkdir(exist_ok=True)
    own = {
        "request.title": {"zh-Hant": "本次修正之影響"},
        "request.left": {"zh-Hant": "刪除|<b>", "en": "Taken off"},
    }
    (repository / "templates" / "words.json").write_text(json.dumps(own), "utf-8")
    bar_rises(repository)
    code, out, err = compare(repository, "--base", "HEAD")
    assert (code, err) == (0, "")
    assert out.startswith("## 本次修正之影響 · What this change does to the list\n")
    assert "### 刪除\\|&lt;b> · Taken off: " in out


def test_nothing_changed_since_the_revision(repository: Path) -> None:
    code, out, _ = compare(repository, "--base", "HEAD", ASSESSMENT)
    assert code == 0
    assert "Nothing differs." in out


def test_the_markdown_of_a_hostile_text_stays_text(repository: Path) -> None:
    edit(repository, ASSESSMENT, "zh-Hant: 關鍵礦物}", 'zh-Hant: "<script>|@all"}')
    out = compare(repository, "--base", "HEAD")[1]
    assert "<script>" not in out
    assert "&lt;script>\\|@&#8203;all" in out


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\[approve](http://evil.example)", "\\\\\\[approve](http&#8203;://evil.example)"),
        ("*bold* _it_ ~no~ $x$", r"\*bold\* \_it\_ \~no\~ \$x\$"),
        ("# Heading", r"\# Heading"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("see www.evil.example", "see www&#8203;.evil.example"),
        ("a\nb\x1b[2J\u202e", r"a b\[U+001B]\[2J\[U+202E]"),
    ],
)
def test_a_text_stays_text_in_markdown(text: str, written: str) -> None:
    assert compare_markdown._text(text) == written


@pytest.mark.parametrize("how", ["filter", "textconv", "fsmonitor", "hook"])
def test_a_revision_runs_no_program_that_the_repository_names(how: str, repository: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", "utf-8")
    program.chmod(0o755)
    (repository / ".gitattributes").write_text("* filter=evil diff=evil\n", "utf-8")
    git(repository, "add", ".gitattributes")
    git(repository, "commit", "-q", "-m", "Attributes")
    setting = {
        "filter": "filter.evil.smudge",
        "textconv": "diff.evil.textconv",
        "fsmonitor": "core.fsmonitor",
        "hook": "core.hooksPath",
    }[how]
    if how == "hook":
        hooks = tmp_path / "hooks"
        hooks.mkdir()
        for name in ("post-checkout", "reference-transaction", "post-index-change"):
            (hooks / name).symlink_to(program)
    git(repository, "config", setting, str(tmp_path / "hooks" if how == "hook" else program))
    bar_rises(repository)
    code, out, err = compare(repository, "--base", "HEAD")
    assert (code, err) == (0, "")
    assert "Coronium left" in out
    assert not mark.exists()


def test_a_link_at_a_revision_is_not_followed(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("p { color: red }", "utf-8")
    (repository / "templates").mkdir()
    (repository / "templates" / "custom.css").symlink_to(tmp_path / "secret")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "A link")
    (repository / "templates" / "custom.css").unlink()
    code, out, err = compare(repository, "--base", "HEAD")
    assert (code, err) == (0, "")
    assert "Nothing differs." in out


@pytest.mark.parametrize("revision", ["no-such-branch", "--help", "HEAD~7"])
def test_a_revision_that_does_not_exist_is_refused(revision: str, repository: Path) -> None:
    code, out, err = compare(repository, f"--base={revision}")
    assert (code, out) == (1, "")
    assert "there is no such revision" in err


def test_without_a_repository_there_is_nothing_to_look_back_at(tmp_path: Path) -> None:
    needs_git()
    code, _, err = compare(atlantis(tmp_path), "--base", "HEAD")
    assert code == 1
    assert "no git repository" in err


def test_a_mistake_at_the_revision_is_told_with_its_revision(repository: Path) -> None:
    edit(repository, ASSESSMENT, "method: topsis ", "method: tops ")
    git(repository, "commit", "-aqm", "A slip")
    edit(repository, ASSESSMENT, "method: tops ", "method: topsis ")
    code, _, err = compare(repository, "--base", "HEAD")
    assert code == 1
    assert err.startswith(f"HEAD:{ASSESSMENT}:")


# ── the previous run, and the list of runs ───────────────────────────────────


def test_the_previous_run_is_compared_in_the_record(tmp_path: Path) -> None:
    root, (a,) = workspace_of_both(tmp_path, ())
    bar_rises(root)
    (root / ASSESSMENT).open("a", encoding="utf-8").write(f"compare_with: {a}\n")
    said = json.loads((run_folder(root) / "record.json").read_text("utf-8"))["result"]["comparison"]
    assert said["runs"]["a"]["run_id"] == a
    assert "coronium" in [entry["mineral"] for entry in said["left"]]


def test_a_previous_run_that_is_not_there_is_refused_at_its_line(tmp_path: Path) -> None:
    root, (a,) = workspace_of_both(tmp_path, ())
    wrong = a[:-1] + ("0" if a[-1] != "0" else "1")
    (root / ASSESSMENT).open("a", encoding="utf-8").write(f"compare_with: {wrong}\n")
    outcome = check(root)
    assert outcome.code == 1
    (found,) = problems(outcome)
    assert (found["file"], int(found["line"])) == (ASSESSMENT, line_of(root, ASSESSMENT, "compare_with"))
    assert found["hint"] == f"Did you mean '{a}'?"


def test_in_chinese_a_warning_is_said_in_chinese_and_a_long_document_is_counted(tmp_path: Path) -> None:
    root, (a, b) = workspace_of_both(tmp_path, (), (minds_change, figure_not_read))
    english, chinese = (compare(root, a, b, "--lang", language)[1] for language in ("en", "zh-Hant"))
    content = json.loads(compare(root, a, b, "--json")[1])
    ((warning,), (kept,)) = (content[key]["b"] for key in ("warnings", "warnings_said"))
    assert warning.splitlines()[0] in english
    assert warning.splitlines()[0] not in chinese
    assert re.search(rf"{kept['file']}:{kept['line']}[^\n]*警告：[^\n]*[\u4e00-\u9fff]", chinese)
    assert '{"' not in chinese + english


def test_a_run_without_draws_is_said_in_one_line_and_not_once_a_mineral(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"mineral": code, "before": None, "after": None, "p_all_before": 0.5, "p_all_after": None} for code in "xyz"
    ]
    content: Any = {"standing": rows, "only_in": {"a": [], "b": []}, "minerals": {}}
    compare_text._print_standing(Terminal(140), content)
    out = capsys.readouterr().out
    assert "B has no draws over all answers: standing cannot be compared." in out
    assert "→" not in out
    rows[0]["p_all_after"] = 0.4
    compare_text._print_standing(Terminal(140), content)
    assert capsys.readouterr().out.count("→") == 6
