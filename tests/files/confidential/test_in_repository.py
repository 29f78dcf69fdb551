"""Confidential files that git tracks or would take up are warned of; where there is no repository, nothing is."""

import subprocess
from pathlib import Path

from confidential_workspace import FOLDER
from criticality.files.confidential.in_repository import GUARD, keep_out, repository_problems
from criticality.files.workspace import Workspace


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


def _folder(root: Path) -> Workspace:
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "production.csv").write_text("mineral\n", "utf-8")
    return Workspace(root)


def test_without_a_repository_nothing_is_told(tmp_path: Path) -> None:
    assert not list(repository_problems(_folder(tmp_path)))


def test_a_broken_repository_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: nowhere\n", "utf-8")
    assert not list(repository_problems(_folder(tmp_path)))


def test_a_folder_that_git_would_take_up_and_files_that_it_tracks_are_told(tmp_path: Path) -> None:
    root = tmp_path / "repository" / "workspace"
    root.mkdir(parents=True)
    _git(root.parent, "init", "--quiet")
    workspace = _folder(root)
    (problem,) = repository_problems(workspace)
    assert (problem.file, problem.severity) == (FOLDER, "warning")
    assert "echo data/confidential/ >> .gitignore" in problem.hint
    _git(root, "add", f"{FOLDER}/production.csv")
    keep_out(root)
    (problem,) = repository_problems(workspace)
    assert (problem.file, problem.severity) == (f"{FOLDER}/production.csv", "warning")
    assert f"git rm --cached -- {FOLDER}/production.csv" in problem.hint
    _git(root, "rm", "--cached", "--quiet", f"{FOLDER}/production.csv")
    assert not list(repository_problems(workspace))


def test_the_file_that_keeps_the_folder_out_is_left_as_it_is(tmp_path: Path) -> None:
    _folder(tmp_path)
    keep_out(tmp_path)
    assert (tmp_path / GUARD).read_text("utf-8").endswith("*\n")
    (tmp_path / GUARD).write_text("salt\n", "utf-8")
    keep_out(tmp_path)
    assert (tmp_path / GUARD).read_text("utf-8") == "salt\n"
