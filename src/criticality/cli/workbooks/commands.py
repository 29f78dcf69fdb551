"""The words of the commands on spreadsheets and tables; what each does is read when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command, Group

_Workspace = Annotated[Path | None, typer.Option("--workspace", help="help.workspace")]
_Write = Annotated[bool, typer.Option("--write", help="help.write")]


def declare_workbook(program: typer.Typer) -> None:
    """Add the group `workbook` to a program."""
    app = typer.Typer(cls=Group, help="help.workbook", no_args_is_help=True)
    program.add_typer(app, name="workbook")

    @app.command("export", cls=Command, help="help.workbook_export")
    def export(
        file: Annotated[Path | None, typer.Argument(metavar="[FILE.xlsx|.ods]", help="help.workbook_file")] = None,
        assessment: Annotated[str | None, typer.Option("--assessment", metavar="F", help="help.assessment")] = None,
        workspace: _Workspace = None,
    ) -> None:
        """`criticality workbook export`."""
        from criticality.cli.workbooks.round_trip import export_workbook

        export_workbook(workspace, file, assessment)

    @app.command("import", cls=Command, help="help.workbook_import")
    def enter(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="help.workbook_back")],
        write: _Write = False,
        workspace: _Workspace = None,
    ) -> None:
        """`criticality workbook import`."""
        from criticality.cli.workbooks.round_trip import import_workbook

        import_workbook(workspace, file, write=write)


def declare_package(data: typer.Typer) -> None:
    """Add `data package` to the group of commands on data/."""

    @data.command("package", cls=Command, help="help.data_package")
    def package(write: _Write = False, workspace: _Workspace = None) -> None:
        """`criticality data package`."""
        from criticality.cli.workbooks.package import describe_tables

        describe_tables(workspace, write=write)


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
        excel: Annotated[bool, typer.Option("--excel", help="help.excel")] = False,
        workspace: _Workspace = None,
    ) -> None:
        """`criticality data import sheet`."""
        from criticality.cli.workbooks.sheet import import_sheet

        import_sheet(workspace, file, sheet, source, year, write=write, excel=excel)
