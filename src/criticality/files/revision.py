"""A workspace as it stood at a revision of git, read without touching the work tree."""

import io
import subprocess
import tarfile
from pathlib import Path

from criticality.errors import InputError, MachineError, Problem
from criticality.files.workspace import Workspace


def workspace_at_revision(workspace: Workspace, revision: str, folder: Path) -> Workspace:
    """Unpack the workspace of a revision into an empty folder.

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
    packed = _git(workspace.root, "archive", "--format=tar", commit, ".")
    if packed.returncode:
        raise _problem(revision, "this revision has no such workspace", "Name a revision that has this folder.")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        _unpack(archive, folder)
    if not (folder / "assessments").is_dir():
        raise _problem(revision, "this revision has no assessments/ here", "Name a revision that has this workspace.")
    return Workspace(folder.resolve())


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the regular files of an archive below a folder, and nothing anywhere else."""
    for member in archive:
        target = (folder / member.name).resolve()
        content = archive.extractfile(member) if member.isreg() else None
        if content is not None and target.is_relative_to(folder.resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())


def commit_of(workspace: Workspace, revision: str) -> str:
    """The commit that a revision means, as its full identifier."""
    return _commit(workspace.root, revision)


def _commit(root: Path, revision: str) -> str:
    if _git(root, "rev-parse", "--is-inside-work-tree").returncode:
        hint = "An earlier revision can be read from a git repository only."
        raise _problem(revision, "the workspace stands in no git repository", hint)
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        hint = "See `git log --oneline`; a shallow clone lacks older ones: git fetch --unshallow."
        raise _problem(revision, "there is no such revision", hint)
    return found.stdout.decode().strip()


def _git(root: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise MachineError("a comparison with a revision needs git, and this machine does not have it") from error


def _problem(revision: str, message: str, hint: str) -> InputError:
    return InputError([Problem(revision, 1, None, "revision", message, hint)])
