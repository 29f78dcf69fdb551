"""The words of `criticality review`; what it does is read when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command


def declare_review(app: typer.Typer) -> None:
    """Add the command to a program."""

    @app.command(cls=Command, help="help.review")
    def review(
        run: Annotated[str, typer.Argument(metavar="RUN", help="help.run_named")],
        comment: Annotated[bool, typer.Option("--comment", help="help.review_comment")] = False,
        objection: Annotated[bool, typer.Option("--object", help="help.review_object")] = False,
        agree: Annotated[bool, typer.Option("--agree", help="help.review_agree")] = False,
        sign_off: Annotated[bool, typer.Option("--sign-off", help="help.review_sign_off")] = False,
        withdraw: Annotated[
            int | None, typer.Option("--withdraw", metavar="N", min=1, help="help.review_withdraw")
        ] = None,
        by: Annotated[str | None, typer.Option("--by", metavar="WHO", help="help.review_by")] = None,
        about: Annotated[str | None, typer.Option("--about", metavar="MINERAL", help="help.review_about")] = None,
        text: Annotated[str, typer.Option("--text", metavar="TEXT", help="help.review_text")] = "",
        on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="help.review_on")] = None,
        quiet: Annotated[bool, typer.Option("--quiet", help="help.review_quiet")] = False,
        workspace: Annotated[Path | None, typer.Option("--workspace", help="help.workspace")] = None,
    ) -> None:
        """`criticality review`."""
        from criticality.cli.life.review import ReviewOrder
        from criticality.cli.life.review import review as say_of
        from criticality.cli.terminal.unexpected import told

        stated = {"comment": comment, "object": objection, "agree": agree, "sign_off": sign_off}
        kinds = [*(word for word, given in stated.items() if given), *([] if withdraw is None else ["withdraw"])]
        with told(run):
            say_of(ReviewOrder(workspace, run, tuple(kinds), withdraw, by, about, text, on, quiet))
