"""The words of `criticality desk` and `criticality accounts`; what each does is read when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command, Group

_Workspace = Annotated[Path | None, typer.Option("--workspace", help="help.workspace")]
_Login = Annotated[str, typer.Argument(metavar="LOGIN", help="help.login")]


def declare_desk(app: typer.Typer) -> None:
    """Add the command `desk` to a program."""

    @app.command(cls=Command, help="help.desk")
    def desk(
        port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="help.port")] = 0,
        host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="help.host")] = "127.0.0.1",
        auth: Annotated[str, typer.Option("--auth", metavar="local|proxy|accounts", help="help.auth")] = "local",
        public: Annotated[str, typer.Option("--public", metavar="URL", help="help.public")] = "",
        proxy: Annotated[list[str] | None, typer.Option("--proxy", metavar="ADDRESS", help="help.proxy")] = None,
        uds: Annotated[Path | None, typer.Option("--uds", metavar="PATH", help="help.uds")] = None,
        user_header: Annotated[str, typer.Option("--user-header", metavar="NAME", help="help.user_header")] = "",
        email_header: Annotated[str, typer.Option("--email-header", metavar="NAME", help="help.email_header")] = "",
        groups_header: Annotated[str, typer.Option("--groups-header", metavar="NAME", help="help.groups_header")] = "",
        group: Annotated[list[str] | None, typer.Option("--group", metavar="GROUP=ROLE", help="help.group")] = None,
        sign_out: Annotated[str, typer.Option("--sign-out", metavar="URL", help="help.sign_out")] = "",
        no_browser: Annotated[bool, typer.Option("--no-browser", help="help.no_browser")] = False,
        workspace: _Workspace = None,
    ) -> None:
        """`criticality desk`."""
        from criticality.cli.desk.desk_order import DeskOrder
        from criticality.cli.desk.opening import open_desk

        headers = (user_header, email_header, groups_header)
        open_desk(
            DeskOrder(
                workspace, port, host, auth, not no_browser, public, proxy or (), uds, headers, group or (), sign_out
            )
        )


def declare_accounts(program: typer.Typer) -> None:
    """Add the group `accounts` to a program."""
    app = typer.Typer(cls=Group, help="help.accounts", no_args_is_help=True)
    program.add_typer(app, name="accounts")

    @app.command("invite", cls=Command, help="help.accounts_invite")
    def invite(
        login: _Login,
        role: Annotated[list[str], typer.Option("--role", metavar="ROLE", help="help.role")],
        name: Annotated[str, typer.Option("--name", metavar="NAME", help="help.account_name")] = "",
        days: Annotated[int, typer.Option("--days", min=1, max=30, help="help.invitation_days")] = 7,
        public: Annotated[str, typer.Option("--public", metavar="URL", help="help.public")] = "",
        workspace: _Workspace = None,
    ) -> None:
        """`criticality accounts invite`."""
        from criticality.cli.desk.accounts import invite as make

        make(workspace, login, name, role, days, public)

    @app.command("list", cls=Command, help="help.accounts_list")
    def show(workspace: _Workspace = None) -> None:
        """`criticality accounts list`."""
        from criticality.cli.desk.accounts import show_accounts

        show_accounts(workspace)

    @app.command("disable", cls=Command, help="help.accounts_disable")
    def disable(login: _Login, workspace: _Workspace = None) -> None:
        """`criticality accounts disable`."""
        from criticality.cli.desk.accounts import change

        change(workspace, login, "disable")

    @app.command("enable", cls=Command, help="help.accounts_enable")
    def enable(login: _Login, workspace: _Workspace = None) -> None:
        """`criticality accounts enable`."""
        from criticality.cli.desk.accounts import change

        change(workspace, login, "enable")

    @app.command("delete", cls=Command, help="help.accounts_delete")
    def delete(login: _Login, workspace: _Workspace = None) -> None:
        """`criticality accounts delete`."""
        from criticality.cli.desk.accounts import change

        change(workspace, login, "delete")
