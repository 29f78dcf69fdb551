"""The words of `criticality confidential`; what it does is read when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command, Group


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
        from criticality.cli.confidential.salt_command import make_salt

        make_salt(workspace)
