"""A workspace as it stood at a revision of git, read without touching the work tree."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from criticality.errors import InputError, MachineError, Problem
from criticality.files.workspace import Workspace
from criticality.text.message import Message

_LINK = b"120000"
_LARGEST = 256 * 1024 * 1024
"""Bytes of a file; a table of data/ may have fewer."""


def workspace_at_revision(workspace: Workspace, revision: str, folder: Path) -> Workspace:
    """Write the workspace of a revision into an empty folder, as its files are stored.

    No filter, hook or helper that the repository names is run: whoever wrote its settings runs nothing here.

    Parameters
    ----------
    workspace
        Stands somewhere inside a repository.
    revision
        Whatever git takes: a branch, a tag, a commit.
    folder
        An empty folder, e.g. a temporary one.

    Raises
    ------
    InputError
        If there is no repository, no such revision, or no workspace in it.
    MachineError
        If git is not installed.
    """
    commit = _commit(workspace.root, revision)
    told = _git(workspace.root, "ls-tree", "-r", "-z", "--long", commit, ".")
    if told.returncode or not told.stdout:
        raise _problem(revision, Message("files.revision_without_folder"), Message("files.name_revision_folder"))
    entries = [entry for line in told.stdout.split(b"\0") if line and (entry := _entry(line))]
    for name, content in _contents(workspace.root, entries, revision):
        target = (folder / name).resolve()
        if target.is_relative_to(folder.resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    if not (folder / "assessments").is_dir():
        raise _problem(
            revision, Message("files.revision_without_assessments"), Message("files.name_revision_workspace")
        )
    return Workspace(folder.resolve())


def _entry(line: bytes) -> tuple[str, str] | None:
    """Identifier and name of a regular file that an assessment can read; links, modules and records are none."""
    head, _, name = line.partition(b"\t")
    mode, kind, identifier, size = head.split()
    if kind != b"blob" or mode == _LINK or name.startswith(b"output/") or int(size) > _LARGEST:
        return None
    return identifier.decode("ascii"), os.fsdecode(name)


def _contents(root: Path, entries: Sequence[tuple[str, str]], revision: str) -> Iterator[tuple[str, bytes]]:
    """The stored bytes of each file: ``cat-file`` puts nothing through a filter, as ``checkout`` and ``archive`` do."""
    asked = "".join(f"{identifier}\n" for identifier, _ in entries).encode("ascii")
    answer = _git(root, "cat-file", "--batch", given=asked).stdout
    at = 0
    for identifier, name in entries:
        end = answer.find(b"\n", at)
        head = answer[at:end].split()
        if end < 0 or len(head) != 3 or head[0] != identifier.encode("ascii"):
            hint = Message("files.fetch_it")
            raise _problem(revision, Message("files.revision_unreadable", name=name), hint)
        size = int(head[2])
        yield name, answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def commit_of(workspace: Workspace, revision: str) -> str:
    """The commit that a revision means, as its full identifier."""
    return _commit(workspace.root, revision)


def answer_of_git(root: Path, *words: str) -> "subprocess.CompletedProcess[bytes] | None":
    """What git answers to a question about the folder of a workspace; None where there is no git or no repository."""
    if not any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents)):
        return None
    try:
        return _git(root, *words)
    except (MachineError, OSError):
        return None


def _commit(root: Path, revision: str) -> str:
    if _git(root, "rev-parse", "--is-inside-work-tree").returncode:
        hint = Message("files.needs_repository")
        raise _problem(revision, Message("files.no_repository"), hint)
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        hint = Message("files.see_log")
        raise _problem(revision, Message("files.no_revision"), hint)
    return found.stdout.decode().strip()


_QUIET = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.attributesFile=/dev/null")
"""Settings of the repository that could start a program are overruled; it may have come from others."""
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # nothing is fetched, by whatever helper the repository names
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


def _git(root: Path, *words: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    settings = [word for setting in _QUIET for word in ("-c", setting)]
    command = ["git", "--no-pager", *settings, "-C", str(root), *words]
    try:
        return subprocess.run(
            command, input=given, capture_output=True, check=False, env={**os.environ, **_ENVIRONMENT}
        )
    except FileNotFoundError as error:
        raise MachineError(Message("files.needs_git")) from error


def _problem(revision: str, message: str, hint: str) -> InputError:
    return InputError([Problem(revision, 1, None, "revision", message, hint)])
