"""Whether the confidential folder would go into a repository, and the file that keeps it out."""

import os
from collections.abc import Iterator
from pathlib import Path

from criticality.errors import Problem
from criticality.files.confidential.confidential_files import READ
from criticality.files.revision import answer_of_git
from criticality.files.workspace import Workspace, printable
from criticality.model.rows.confidential_rows import FOLDER
from criticality.text.message import Message

GUARD = f"{FOLDER}/.gitignore"
_NOTHING_OF_IT = "# Confidential: nothing of this folder belongs into a repository.\n*\n"


def keep_out(root: Path) -> None:
    """Write the file that keeps git from taking up the folder, where there is none.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    if not (root / GUARD).exists():
        (root / GUARD).write_text(_NOTHING_OF_IT, "utf-8")


def repository_problems(workspace: Workspace) -> Iterator[Problem]:
    """Warn of files of the folder that git tracks, and of a folder that it would take up; without git of nothing."""
    if not any((workspace.root / FOLDER / name).exists() for name in READ):
        return
    tracked = answer_of_git(workspace.root, "ls-files", "-z", "--", FOLDER)
    if tracked is None or tracked.returncode:
        return
    for name in sorted(filter(None, tracked.stdout.split(b"\0"))):
        file = printable(os.fsdecode(name))
        if file != GUARD:
            hint = Message("confidential.untrack", file=file)
            yield Problem(file, 1, None, "", Message("confidential.tracked"), hint, "warning")
    ignored = answer_of_git(workspace.root, "check-ignore", "--quiet", "--no-index", "--", f"{FOLDER}/{READ[0]}")
    if ignored is not None and ignored.returncode == 1:
        message, hint = Message("confidential.not_ignored"), Message("confidential.ignore_it")
        yield Problem(FOLDER, 1, None, "", message, hint, "warning")
