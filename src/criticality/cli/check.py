"""`criticality check`."""

from pathlib import Path

import typer

from criticality.checking.check import check_workspace, filtered
from criticality.cli.places import workspace_at
from criticality.errors import InputError, Problem
from criticality.report.inspection import template_problems


def print_problems(folder: Path | None, paths: list[Path]) -> None:
    """Print every problem; exit 1 if one of them is an error."""
    workspace = workspace_at(folder)
    problems = check_workspace(workspace, template_problems)
    if paths:
        resolved = [_existing(path, workspace.root) for path in paths]
        problems = filtered(problems, resolved, workspace)
    for problem in problems:
        typer.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    typer.echo(f"{errors} problem{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}")
    if errors:
        raise typer.Exit(1)


def _existing(path: Path, root: Path) -> Path:
    for candidate in (path, root / path):
        if candidate.exists():
            return candidate.resolve()
    raise InputError([Problem(str(path), 1, None, "", "this file does not exist", "Check the spelling.")])
