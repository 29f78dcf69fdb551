"""The words of `criticality ask` and `criticality collect`; what each does is read when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command

_Workspace = Annotated[Path | None, typer.Option("--workspace", help="help.workspace")]
_Assessment = Annotated[str | None, typer.Option("--assessment", metavar="F", help="help.whose_criteria")]


def declare_questionnaires(app: typer.Typer) -> None:
    """Add both commands to a program."""

    @app.command(cls=Command, help="help.ask")
    def ask(
        weights: Annotated[str, typer.Argument(metavar="WEIGHTS", help="help.asked_weights")],
        judge: Annotated[str, typer.Option("--judge", metavar="NAME", help="help.judge")],
        office: Annotated[str | None, typer.Option("--office", metavar="OFFICE", help="help.office")] = None,
        ods: Annotated[bool, typer.Option("--ods", help="help.ods")] = False,
        xlsx: Annotated[bool, typer.Option("--xlsx", help="help.xlsx")] = False,
        language: Annotated[str, typer.Option("--language", help="help.asked_language")] = "both",
        closes: Annotated[str | None, typer.Option("--closes", metavar="YYYY-MM-DD", help="help.closes")] = None,
        shuffle: Annotated[int | None, typer.Option("--shuffle", metavar="SEED", min=0, help="help.shuffle")] = None,
        assessment: _Assessment = None,
        group: Annotated[list[str] | None, typer.Option("--group", metavar="CODE", help="help.asked_group")] = None,
        to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="help.asked_folder")] = None,
        workspace: _Workspace = None,
    ) -> None:
        """`criticality ask`."""
        from criticality.cli.questionnaires.ask import AskOrder
        from criticality.cli.questionnaires.ask import ask as write

        kinds = (ods, xlsx)
        write(
            AskOrder(workspace, weights, judge, office, *kinds, language, closes, shuffle, assessment, to, group or ())
        )

    @app.command(cls=Command, help="help.collect")
    def collect(
        files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="help.answered")],
        into: Annotated[str, typer.Option("--into", metavar="WEIGHTS", help="help.into")],
        replace: Annotated[bool, typer.Option("--replace", help="help.replace")] = False,
        assessment: _Assessment = None,
        write: Annotated[bool, typer.Option("--write", help="help.write_answers")] = False,
        workspace: _Workspace = None,
    ) -> None:
        """`criticality collect`."""
        from criticality.cli.questionnaires.collect import CollectOrder
        from criticality.cli.questionnaires.collect import collect as enter

        enter(CollectOrder(workspace, files, into, assessment, replace, write))
