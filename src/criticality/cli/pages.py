"""`criticality report`: the pages of a run once more, from its record alone."""

from collections.abc import Sequence
from pathlib import Path

import typer

from criticality.api.workspace import Workspace
from criticality.cli.arguments import notifier, require_editions


def rebuild_pages(folder: Path | None, run: str, language: str, *, minerals: Sequence[str] = (), quiet: bool) -> None:
    """Write the pages of a run again; with `minerals`, their factsheets only."""
    require_editions(language)
    found = Workspace(folder).read_run(run)
    paths = found.report(language, minerals=minerals, notify=notifier(quiet))
    for path in [found.folder] if quiet else paths:
        typer.echo(str(path))
