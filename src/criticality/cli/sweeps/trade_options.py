"""The options of `criticality data import baci`: the trade of a country, or of every country for a sweep."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command

ReleaseFile = Annotated[Path, typer.Argument(metavar="FILE", help="help.release_file")]
SourceId = Annotated[str, typer.Option("--source", metavar="ID", help="help.source")]
Write = Annotated[bool, typer.Option("--write", help="help.write")]
CountryCodes = Annotated[Path | None, typer.Option("--country-codes", metavar="F", help="help.country_codes")]
AllReporters = Annotated[bool, typer.Option("--all-reporters", help="help.all_reporters")]
OfCountry = Annotated[str, typer.Option("--country", metavar="ISO3", help="help.country")]
Excel = Annotated[bool, typer.Option("--excel", help="help.excel")]


def declare_baci(imports: typer.Typer) -> None:
    """Add the command to those that import."""

    @imports.command("baci", cls=Command, help="help.data_import_baci")
    def import_baci(
        file: ReleaseFile,
        country_codes: CountryCodes = None,
        country: OfCountry = "",
        all_reporters: AllReporters = False,
        source: SourceId = "",
        write: Write = False,
        excel: Excel = False,
        workspace: Annotated[Path | None, typer.Option("--workspace", help="help.workspace")] = None,
    ) -> None:
        """`criticality data import baci`."""
        from criticality.cli.refresh import import_baci as read

        options = {"all_reporters": all_reporters, "excel": excel}
        read(workspace, file, source, country_codes, country, write=write, **options)
