"""The words of the commands on spreadsheets; what each does is read when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command

_Workspace = Annotated[Path | None, typer.Option("--workspace", help="help.workspace")]
_Write = Annotated[bool, typer.Option("--write", help="help.write")]


def declare_sheet(imports: typer.Typer) -> None:
    """Add `data import sheet` to the group of imports."""

    @imports.command("sheet", cls=Command, help="help.data_import_sheet")
    def sheet(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="help.wide_file")],
        sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="help.sheet")] = None,
        source: Annotated[str, typer.Option("--source", metavar="ID", help="help.wide_source")] = "",
        year: Annotated[
            int | None, typer.Option("--year", metavar="YYYY", min=1800, max=2199, help="help.wide_year")
        ] = None,
        write: _Write = False,
        workspace: _Workspace = None,
    ) -> None:
        """`criticality data import sheet`."""
        from criticality.cli.workbooks.sheet import import_sheet

        import_sheet(workspace, file, sheet, source, year, write=write)
