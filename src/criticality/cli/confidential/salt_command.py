"""`criticality confidential salt`: make the secret under which confidential rows are digested."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from criticality.api.workspace import open_folder
from criticality.cli.terminal.help import Command, Group
from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem
from criticality.files.confidential.confidential_files import LEAST_SALT, SALT_FILE
from criticality.model.rows.confidential_rows import FOLDER
from criticality.text.message import Message

_GUARD = f"{FOLDER}/.gitignore"
_NOTHING_OF_IT = "# Confidential: nothing of this folder belongs into a repository.\n*\n"


def declare_confidential(program: typer.Typer) -> None:
    """Add the group `confidential` to a program."""
    app = typer.Typer(cls=Group, help="help.confidential", no_args_is_help=True)
    program.add_typer(app, name="confidential")

    @app.callback()
    def group() -> None:
        """Keep `salt` a command of a group, which typer does not do for one alone."""

    @app.command("salt", cls=Command, help="help.confidential_salt")
    def salt(
        workspace: Annotated[Path | None, typer.Option("--workspace", help="help.workspace")] = None,
    ) -> None:
        """`criticality confidential salt`."""
        make_salt(workspace)


def make_salt(folder: Path | None) -> None:
    """Write a salt of random bytes into data/confidential/, and keep git from taking up the folder.

    Raises
    ------
    InputError
        If there is a salt: records made with it could no longer be recomputed.
    """
    root = open_folder(folder).root
    if (root / SALT_FILE).exists():
        message, hint = Message("confidential.has_salt"), Message("confidential.has_salt_hint")
        raise InputError([Problem(SALT_FILE, 1, None, "", message, hint)])
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    if not (root / _GUARD).exists():
        (root / _GUARD).write_text(_NOTHING_OF_IT, "utf-8")
    place = root / SALT_FILE
    place.touch(mode=0o600)
    place.write_text(f"{secrets.token_hex(LEAST_SALT)}\n", "ascii")
    say(Message("confidential.salt_made", file=SALT_FILE))
