"""The options of `criticality sweep`, and those by which other commands ask for a cluster."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from criticality.cli.terminal.help import Command

Cluster = Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS", help="help.cluster")]
TlsCa = Annotated[str | None, typer.Option("--tls-ca", metavar="FILE", help="help.tls_ca")]
TlsCert = Annotated[str | None, typer.Option("--tls-cert", metavar="FILE", help="help.tls_cert")]
TlsKey = Annotated[str | None, typer.Option("--tls-key", metavar="FILE", help="help.tls_key")]


def declare_sweep(app: typer.Typer) -> None:
    """Add the command to the program."""

    @app.command(cls=Command, help="help.sweep")
    def sweep(
        name: Annotated[str, typer.Argument(metavar="SWEEP", help="help.sweep_named")],
        workers: Annotated[int, typer.Option("--workers", min=1, help="help.workers_of_cases")] = 1,
        cluster: Cluster = None,
        tls_ca: TlsCa = None,
        tls_cert: TlsCert = None,
        tls_key: TlsKey = None,
        resume: Annotated[bool, typer.Option("--resume", help="help.resume")] = False,
        yes: Annotated[bool, typer.Option("--yes", help="help.yes")] = False,
        parquet: Annotated[bool, typer.Option("--parquet", help="help.parquet")] = False,
        json: Annotated[bool, typer.Option("--json", help="help.json")] = False,
        quiet: Annotated[bool, typer.Option("--quiet", help="help.quiet")] = False,
        workspace: Annotated[Path | None, typer.Option("--workspace", help="help.workspace")] = None,
    ) -> None:
        """`criticality sweep`."""
        from criticality.cli.sweeps.sweep_command import SweepOrder, run_sweep
        from criticality.engines.engine_asked import EngineAsked

        engine = EngineAsked(workers, cluster, tls_ca, tls_cert, tls_key)
        run_sweep(SweepOrder(workspace, name, engine, resume, yes, _parquet() if parquet else None, json, quiet))


def _parquet() -> Callable[[Path], object]:
    """What writes the table as Parquet.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    """
    try:
        from criticality.sweeps.parquet import write_parquet
    except ImportError as error:
        from criticality.errors import UsageError, with_hint
        from criticality.text.message import Message

        hint = Message("sweeping.install_parquet")
        raise UsageError(with_hint(Message("sweeping.no_pyarrow"), hint)) from error
    return write_parquet
