"""Saving from the desk: all files or none, refused where one changed meanwhile, one commit, else a journal."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from criticality.desk import saving
from criticality.desk.roles import User
from criticality.desk.saving import JOURNAL, STATE, Change, digest_of, save, uncommitted
from criticality.errors import InputError
from criticality.files.workspace import Workspace
from workspace_builder import WEIGHTS, atlantis

ADA = User("Ada Planner <ada@example.org>", frozenset({"planner"}))


def git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), "-c", "user.name=Repo", "-c", "user.email=repo@example.org", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = atlantis(tmp_path)
    git(root, "init", "-q")
    for key, value in (("user.name", "Repo"), ("user.email", "repo@example.org")):
        git(root, "config", key, value)
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def changed(root: Path, text: str = "title: X\n") -> Change:
    return Change(WEIGHTS, text, digest_of((root / WEIGHTS).read_bytes()))


def test_a_save_is_one_commit_of_these_files_alone_by_who_saved(repository: Path) -> None:
    (repository / "weights/equal.yaml").write_text("title: not yet\n", "utf-8")
    git(repository, "add", "weights/equal.yaml")
    found = save(
        Workspace(repository),
        ADA,
        [changed(repository), Change("weights/new.yaml", "a: 1\n")],
        "Judge A: a 2 → 3",
        "It is so.\nReally.",
    )
    assert (found.journal, found.refused) == (False, "")
    assert (
        git(repository, "log", "-1", "--format=%an <%ae>|%s").strip()
        == "Ada Planner <ada@example.org>|Judge A: a 2 → 3"
    )
    assert git(repository, "log", "-1", "--format=%(trailers)").strip().splitlines() == [
        "Desk-User: Ada Planner <ada@example.org>",
        "Because: It is so. Really.",
    ]
    assert sorted(git(repository, "show", "--name-only", "--format=").split()) == ["weights/new.yaml", WEIGHTS]
    assert "weights/equal.yaml" in git(repository, "diff", "--cached", "--name-only"), (
        "what somebody staged stays staged"
    )
    assert git(repository, "rev-parse", "--short", "HEAD").strip() == found.commit


def test_lines_that_somebody_had_not_committed_go_along_and_the_commit_says_so(repository: Path) -> None:
    path = repository / WEIGHTS
    path.write_text(path.read_text("utf-8") + "# Mine, from an editor.\n", "utf-8")
    found = uncommitted(Workspace(repository), WEIGHTS)
    assert found is not None
    assert found.committed is not None
    assert "Mine" not in found.committed
    saved = save(Workspace(repository), ADA, [changed(repository, path.read_text("utf-8") + "# More.\n")], "x")
    assert saved.along == (WEIGHTS,)
    assert f"earlier changes of {WEIGHTS}" in git(repository, "log", "-1", "--format=%b")
    assert uncommitted(Workspace(repository), WEIGHTS) is None
    again = save(Workspace(repository), ADA, [changed(repository)], "y")
    assert again.along == ()
    assert "earlier" not in git(repository, "log", "-1", "--format=%b")


def test_a_file_in_no_commit_is_told_from_one_that_was_changed(repository: Path) -> None:
    (repository / "weights/new.yaml").write_text("title: N\n", "utf-8")
    found = uncommitted(Workspace(repository), "weights/new.yaml")
    assert found is not None
    assert found.committed is None


def test_where_there_is_no_repository_nothing_waits_for_a_commit(tmp_path: Path) -> None:
    assert uncommitted(Workspace(atlantis(tmp_path)), WEIGHTS) is None


def test_a_long_sentence_is_the_subject_as_far_as_it_goes_and_the_body_whole(repository: Path) -> None:
    sentence = "Judge A: " + "supply_risk over economic_importance " * 4
    save(Workspace(repository), ADA, [changed(repository)], sentence.strip())
    subject, body = git(repository, "log", "-1", "--format=%s%x00%b").split("\0")
    assert len(subject) <= 72
    assert sentence.strip() in body


def test_a_file_that_changed_meanwhile_is_not_written_and_neither_are_the_others(repository: Path) -> None:
    ours = changed(repository)
    (repository / WEIGHTS).write_text("title: theirs\n", "utf-8")
    with pytest.raises(InputError, match="changed since it was read"):
        save(Workspace(repository), ADA, [Change("weights/new.yaml", "a: 1\n"), ours], "x")
    assert (repository / WEIGHTS).read_text("utf-8") == "title: theirs\n"
    assert not (repository / "weights/new.yaml").exists()


@pytest.mark.parametrize("file", ["../out.yaml", "/etc/passwd", "weights/../../out.yaml"])
def test_a_path_that_leads_out_is_refused(repository: Path, file: str) -> None:
    with pytest.raises(InputError, match="leads out"):
        save(Workspace(repository), ADA, [Change(file, "x")], "x")


def test_a_new_file_does_not_take_the_place_of_another(repository: Path) -> None:
    with pytest.raises(InputError, match="already"):
        save(Workspace(repository), ADA, [Change(WEIGHTS, "x")], "x")


def test_where_the_disk_is_full_everything_is_as_it_was(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = (repository / WEIGHTS).read_bytes(), saving._put, list[Path]()

    def put(path: Path, content: bytes) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(path))
        real(path, content)

    monkeypatch.setattr(saving, "_put", put)
    changes = [changed(repository), Change("weights/one.yaml", "a: 1\n"), Change("weights/two.yaml", "a: 1\n")]
    with pytest.raises(OSError, match="No space"):
        save(Workspace(repository), ADA, changes, "x")
    assert (repository / WEIGHTS).read_bytes() == before
    assert not list((repository / "weights").glob("one*"))
    assert git(repository, "status", "--porcelain") == ""


def test_without_a_repository_a_journal_says_who_saved_what_and_why(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    found = save(Workspace(root), ADA, [changed(root)], "Judge A: a 2 → 3", "So.")
    assert (found.commit, found.journal, found.refused) == ("", True, "")
    (line,) = (root / STATE / JOURNAL).read_text("utf-8").splitlines()
    entry = json.loads(line)
    assert (entry["by"], entry["files"], entry["says"], entry["because"]) == (
        ADA.name,
        [WEIGHTS],
        "Judge A: a 2 → 3",
        "So.",
    )
    assert (root / STATE / ".gitignore").read_text("utf-8") == "*\n"


def test_what_git_refuses_is_written_all_the_same_and_told(repository: Path) -> None:
    (repository / ".git/index.lock").write_text("", "utf-8")
    found = save(Workspace(repository), ADA, [changed(repository)], "x")
    assert found.commit == ""
    assert "index.lock" in found.refused
    assert (repository / WEIGHTS).read_text("utf-8") == "title: X\n"
    assert (repository / STATE / JOURNAL).exists()


def test_files_of_several_folders_saved_at_once_are_all_committed(repository: Path) -> None:
    names = [f"{folder}/new-{number}.yaml" for folder in ("weights", "criteria", "scenarios") for number in range(4)]
    with ThreadPoolExecutor(len(names)) as pool:
        found = list(pool.map(lambda name: save(Workspace(repository), ADA, [Change(name, "a: 1\n")], name), names))
    assert [each.refused for each in found] == [""] * len(names)
    assert sorted(git(repository, "log", f"-{len(names)}", "--format=%s").split()) == sorted(names)
    assert git(repository, "status", "--porcelain", "weights", "criteria", "scenarios") == ""


def test_what_git_does_not_take_is_left_out_of_the_next_commit(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "other")
    (repository / "notes.md").write_text("theirs\n", "utf-8")
    git(repository, "add", "notes.md")
    (repository / ".git/MERGE_HEAD").write_text(git(repository, "rev-parse", "HEAD"), "utf-8")
    found = save(Workspace(repository), ADA, [changed(repository)], "x")
    assert "merge" in found.refused
    assert git(repository, "diff", "--cached", "--name-only").split() == ["notes.md"]
