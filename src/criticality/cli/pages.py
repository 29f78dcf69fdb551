"""`criticality report`: the pages of a run once more, from its record alone."""

from collections.abc import Sequence
from pathlib import Path

from criticality.api.preview import preview_of
from criticality.api.workspace import Workspace
from criticality.cli.arguments import notifier, require_pages
from criticality.cli.terminal.say import say


def rebuild_pages(
    folder: Path | None,
    run: str,
    language: str,
    edition: str,
    *,
    minerals: Sequence[str] = (),
    preview: bool = False,
    quiet: bool,
) -> None:
    """Write the pages of a run again; with `minerals`, their factsheets only; with `preview`, the cover as of today."""
    require_pages(language, edition)
    workspace = Workspace(folder)
    found = workspace.read_run(run)
    if preview:
        paths = preview_of(workspace, found, language, notifier(quiet))
    else:
        paths = found.report(language, edition=edition, minerals=minerals, notify=notifier(quiet))
    for path in [found.folder] if quiet else paths:
        say(str(path))
