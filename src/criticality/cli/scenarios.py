"""`criticality scenarios`: the scenarios of a workspace, and what each of them makes of the list."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from criticality.api.scenarios import read_scenarios
from criticality.api.workspace import open_folder
from criticality.cli.levers import DRAWS, joined, print_prices
from criticality.cli.show import text_of
from criticality.model.scenario import Scenario
from criticality.text.numbers import chance


def list_scenarios(folder: Path | None, *, against_baseline: bool) -> None:
    """Print the scenarios of a workspace; with the baseline, what each of them makes of the list."""
    scenarios = read_scenarios(open_folder(folder))
    if scenarios is None:
        typer.echo("there is no scenario yet: write scenarios/NAME.yaml")
        return
    for problem in scenarios.warnings:
        typer.echo(str(problem), err=True)
    if not against_baseline:
        _print_scenarios(scenarios.by_file)
        return
    draws = min(DRAWS, scenarios.inputs.assessment.robustness.draws)
    names = scenarios.mineral_names
    typer.echo(f"against {scenarios.file} without a scenario")
    for row in scenarios.outcomes(draws):
        _print_outcome(row, names, draws)
        sys.stdout.flush()


def _print_scenarios(scenarios: Mapping[str, Scenario]) -> None:
    table = Table("scenario", "title", "shocks", "levers", box=None)
    for file, scenario in scenarios.items():
        title = text_of(scenario.title.model_dump(by_alias=True))
        table.add_row(file, escape(title), str(len(scenario.shocks)), str(len(scenario.levers)))
    Console(width=None if Console().is_terminal else 120, highlight=False).print(table)


def _print_outcome(row: Mapping[str, Any], names: Mapping[str, str], draws: int) -> None:
    typer.echo(f"{row['file']}: {text_of(row['title'])}")
    typer.echo(f"  {row['listed']} listed; enter: {joined(row['entered'], names) or '–'}; ", nl=False)
    typer.echo(f"leave: {joined(row['left'], names) or '–'}")
    for move in row["moved_tier"]:
        typer.echo(f"  {names.get(move['mineral'], move['mineral'])}: {move['before']} → {move['after']}")
    for mineral, score in list(row["score"].items())[:8]:
        sure = row["p_listed"].get(mineral)
        said = ""
        if sure and sure["before"] is not None:
            said = f"; P(listed) {chance(sure['before'], 1)} → {chance(sure['after'], 1)}"
        typer.echo(f"  {names.get(mineral, mineral)}: score {score['before']:.3f} → {score['after']:.3f}{said}")
    print_prices(Console(width=None if Console().is_terminal else 120, highlight=False), row["price_shocks"], names)
    if not row["score"]:
        typer.echo("  no score moves")
    if draws == 0:
        typer.echo("  P(listed): not assessed")
