"""`criticality data package`: the tables of a workspace described for other programs."""

from pathlib import Path

from criticality.api.workspace import open_folder
from criticality.cli.terminal.say import say
from criticality.errors import InputError
from criticality.files.load import leads_out
from criticality.interchange.data_package import PACKAGE, package_text
from criticality.interchange.described import described_workspace
from criticality.records.drafts import draft_folder, put
from criticality.text.message import Message


def describe_tables(folder: Path | None, *, write: bool) -> None:
    """Print the descriptor of the tables, or write it beside them."""
    workspace = open_folder(folder)
    path = workspace.root / PACKAGE
    if workspace.leads_out(path):
        raise InputError([leads_out(PACKAGE)])
    text = package_text(described_workspace(workspace))
    if not write:
        say(text.rstrip("\n"))
        return
    with draft_folder(path.parent, path.name) as drafts:
        (drafts / path.name).write_text(text, "utf-8")
        put(drafts / path.name, path)
    say(Message("refresh.package_written", file=PACKAGE))
