"""Steps that are not built yet say so."""

import typer


def not_assessed(step: str) -> None:
    """Say that a step is not assessed in this version."""
    typer.echo(f"{step}: not assessed in this version")
