"""`criticality check`."""

from pathlib import Path

import typer

from criticality.api.workspace import Workspace
from criticality.cli.terminal.say import say
from criticality.report.html.inspect_translations import translation_problems
from criticality.text.message import Message, joined


def print_problems(folder: Path | None, paths: list[Path]) -> None:
    """Print every problem; exit 1 if one of them is an error."""
    workspace = Workspace(folder)
    problems = workspace.check(*paths) if paths else (*workspace.check(), *translation_problems())
    for problem in problems:
        say(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    counts = (Message("cli.errors", n=errors), Message("cli.warnings", n=warnings))
    say(joined(counts))
    if errors:
        raise typer.Exit(1)
