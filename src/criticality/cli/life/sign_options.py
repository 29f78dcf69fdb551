"""The words of `criticality sign`; what it does is read when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command


def declare_sign(app: typer.Typer) -> None:
    """Add the command to a program."""

    @app.command(cls=Command, help="help.sign")
    def sign(
        run: Annotated[str, typer.Argument(metavar="RUN", help="help.run_named")],
        certificate: Annotated[Path, typer.Option("--certificate", metavar="FILE", help="help.sign_certificate")],
        entry: Annotated[int | None, typer.Option("--entry", metavar="N", min=1, help="help.sign_entry")] = None,
        phrase: Annotated[
            Path | None, typer.Option("--pass-phrase-file", metavar="FILE", help="help.sign_pass_phrase")
        ] = None,
        quiet: Annotated[bool, typer.Option("--quiet", help="help.sign_quiet")] = False,
        workspace: Annotated[Path | None, typer.Option("--workspace", help="help.workspace")] = None,
    ) -> None:
        """`criticality sign`."""
        from criticality.cli.life.sign import SignOrder
        from criticality.cli.life.sign import sign as sign_run
        from criticality.cli.terminal.unexpected import told

        with told(run):
            sign_run(SignOrder(workspace, run, certificate, entry, phrase, quiet))
