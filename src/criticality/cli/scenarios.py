"""`criticality scenarios`: the scenarios of a workspace, and what each of them makes of the list."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from criticality.api.scenarios import read_scenarios
from criticality.api.workspace import open_folder
from criticality.cli.levers import DRAWS, joined, print_prices
from criticality.cli.show import text_of
from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.say import say
from criticality.model.scenario import Scenario
from criticality.text.numbers import chance


def list_scenarios(folder: Path | None, *, against_baseline: bool) -> None:
    """Print the scenarios of a workspace; with the baseline, what each of them makes of the list."""
    scenarios = read_scenarios(open_folder(folder))
    if scenarios is None:
        say("there is no scenario yet: write scenarios/NAME.yaml")
        return
    for problem in scenarios.warnings:
        say(str(problem), err=True)
    if not against_baseline:
        _print_scenarios(scenarios.by_file)
        return
    draws = min(DRAWS, scenarios.inputs.assessment.robustness.draws)
    names = scenarios.mineral_names
    say(f"against {scenarios.file} without a scenario")
    for row in scenarios.outcomes(draws):
        _print_outcome(row, names, draws)
        sys.stdout.flush()


def _print_scenarios(scenarios: Mapping[str, Scenario]) -> None:
    table = Table("scenario", "title", "shocks", "levers", box=None)
    for file, scenario in scenarios.items():
        title = text_of(scenario.title.model_dump(by_alias=True))
        table.add_row(file, escape(title), str(len(scenario.shocks)), str(len(scenario.levers)))
    Terminal().print(table)


def _print_outcome(row: Mapping[str, Any], names: Mapping[str, str], draws: int) -> None:
    say(f"{row['file']}: {text_of(row['title'])}")
    say(f"  {row['listed']} listed; enter: {joined(row['entered'], names) or '–'}; ", nl=False)
    say(f"leave: {joined(row['left'], names) or '–'}")
    for move in row["moved_tier"]:
        say(f"  {names.get(move['mineral'], move['mineral'])}: {move['before']} → {move['after']}")
    for mineral, score in list(row["score"].items())[:8]:
        sure = row["p_listed"].get(mineral)
        said = ""
        if sure and sure["before"] is not None:
            said = f"; P(listed) {chance(sure['before'], 1)} → {chance(sure['after'], 1)}"
        say(f"  {names.get(mineral, mineral)}: score {score['before']:.3f} → {score['after']:.3f}{said}")
    print_prices(Terminal(), row["price_shocks"], names)
    if not row["score"]:
        say("  no score moves")
    if draws == 0:
        say("  P(listed): not assessed")
