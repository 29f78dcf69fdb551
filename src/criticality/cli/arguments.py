"""From the words of the command line to workspaces, records and languages."""

from pathlib import Path
from typing import get_args

from criticality.errors import InputError, Problem, UsageError
from criticality.files.workspace import Workspace, find_workspace
from criticality.model.document import LANGUAGES, Language


def workspace_at(folder: Path | None) -> Workspace:
    """The workspace named, or the nearest one upwards.

    Raises
    ------
    InputError
        If the folder is no workspace.
    """
    if folder is None:
        return find_workspace(Path.cwd())
    root = folder.resolve()
    if not (root / "assessments").is_dir():
        message = "this folder is no workspace: it has no assessments/"
        raise InputError([Problem(str(folder), 1, None, "", message, "Name another, or make one with: init DIR.")])
    return Workspace(root)


def languages_of(word: str) -> tuple[Language, ...]:
    """The editions asked for.

    Raises
    ------
    UsageError
        If the word is none of zh-Hant, en, both, none.
    """
    choices: dict[str, tuple[Language, ...]] = {
        "both": LANGUAGES,
        "none": (),
        **{str(language): (language,) for language in get_args(Language)},
    }
    if word not in choices:
        raise UsageError(f"--language {word}: none of zh-Hant, en, both, none")
    return choices[word]
