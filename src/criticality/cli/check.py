"""`criticality check`."""

from pathlib import Path

import typer

from criticality.api.workspace import Workspace, open_folder
from criticality.checking.telling.said_of_files import explained as told_of
from criticality.checking.telling.said_of_files import files_of
from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.say import say
from criticality.files.confidential.confidential_files import folder_alone, rows_read
from criticality.files.workspace import Workspace as FileWorkspace
from criticality.report.html.inspect_translations import translation_problems
from criticality.text.message import Message, joined


def _explain(folder: Path | None, paths: list[Path]) -> None:
    """Print what files mean, in words: those named, or all; then their problems."""
    files = open_folder(folder)
    for file in _named(files, paths) if paths else files_of(files):
        say(Message("explained.file", file=file))
        for sentence in told_of(files, file):
            Terminal().say(Message("explained.point", said=sentence))


def _named(files: FileWorkspace, paths: list[Path]) -> list[str]:
    """The files named, and those of folders named; what is not there is told with the problems."""
    names: list[str] = []
    for path in paths:
        there = [each.resolve() for each in (path, files.root / path) if each.exists()]
        found = next((each for each in there if each.is_relative_to(files.root.resolve())), None)
        if found is None:
            continue
        name = found.relative_to(files.root.resolve()).as_posix()
        names += [file for file in files_of(files) if file.startswith(f"{name}/")] if found.is_dir() else [name]
    return list(dict.fromkeys(names))


def print_problems(folder: Path | None, paths: list[Path], *, explained: bool = False) -> None:
    """Print every problem, and before them what files mean where that is asked; exit 1 if one is an error."""
    if explained:
        _explain(folder, paths)
    workspace = Workspace(folder)
    problems = workspace.check(*paths) if paths else (*workspace.check(), *translation_problems())
    for problem in problems:
        say(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if (read := folder_alone(workspace.path).rows) is not None:
        say(rows_read(read))
        if problems or explained:
            say(Message("confidential.holds"))
    counts = (Message("cli.errors", n=errors), Message("cli.warnings", n=warnings))
    say(joined(counts))
    if errors:
        raise typer.Exit(1)
