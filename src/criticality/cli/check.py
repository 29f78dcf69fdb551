"""`criticality check`."""

from pathlib import Path

import typer

from criticality.checking.check import check_workspace, filtered
from criticality.cli.arguments import workspace_at
from criticality.errors import InputError, Problem
from criticality.report.html.inspection import template_problems


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
    """The file or folder of the workspace that a path means, from here or from the workspace."""
    found = [candidate.resolve() for candidate in (path, root / path) if candidate.exists()]
    for candidate in found:
        if candidate.is_relative_to(root.resolve()):
            return candidate
    message = "this is not in the workspace" if found else "this file does not exist"
    raise InputError([Problem(str(path), 1, None, "", message, f"Check the spelling; the workspace is {root}.")])
