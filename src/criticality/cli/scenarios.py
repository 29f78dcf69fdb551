"""`criticality scenarios`: the scenarios of a workspace, and what each of them makes of the list."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.markup import escape

from criticality.api.scenarios import read_scenarios
from criticality.api.workspace import open_folder
from criticality.cli.levers import DRAWS, named_all, print_prices
from criticality.cli.show import text_of
from criticality.cli.terminal.console import Terminal, table
from criticality.cli.terminal.say import say
from criticality.cli.terminal.titles import chinese, named
from criticality.model.assessment import Assessment
from criticality.model.record import RESERVED_TITLES
from criticality.model.scenario import Scenario
from criticality.text.message import Message
from criticality.text.numbers import chance
from criticality.text.phrases import both


def list_scenarios(folder: Path | None, *, against_baseline: bool) -> None:
    """Print the scenarios of a workspace; with the baseline, what each of them makes of the list."""
    scenarios = read_scenarios(open_folder(folder))
    if scenarios is None:
        say(Message("outcomes.none"))
        return
    for problem in scenarios.warnings:
        say(str(problem), err=True)
    if not against_baseline:
        _print_scenarios(scenarios.by_file)
        return
    draws = min(DRAWS, scenarios.inputs.assessment.robustness.draws)
    names = {code: named(name) for code, name in scenarios.mineral_names.items()}
    tiers = _tier_titles(scenarios.inputs.assessment) if chinese() else {}
    say(Message("outcomes.against", file=scenarios.file))
    for row in scenarios.outcomes(draws):
        _print_outcome(row, names, tiers, draws)
        sys.stdout.flush()


def _tier_titles(assessment: Assessment) -> dict[str, str]:
    """Tier → Chinese title; in English the codes are printed."""
    own = {tier.name: tier.title.model_dump(by_alias=True) if tier.title else {} for tier in assessment.rule.tiers}
    return {code: both(title, code)["zh-Hant"] for code, title in {**own, **RESERVED_TITLES}.items()}


def _print_scenarios(scenarios: Mapping[str, Scenario]) -> None:
    heads = (Message("outcomes.scenario"), Message("outcomes.title"))
    listed = table("", *heads, Message("outcomes.shocks"), Message("outcomes.levers"))
    for file, scenario in scenarios.items():
        title = text_of(scenario.title.model_dump(by_alias=True))
        listed.add_row(file, escape(title), str(len(scenario.shocks)), str(len(scenario.levers)))
    Terminal().print(listed)


def _print_outcome(row: Mapping[str, Any], names: Mapping[str, str], tiers: Mapping[str, str], draws: int) -> None:
    say(Message("outcomes.titled", file=row["file"], title=text_of(row["title"])))
    enter, leave = (named_all(row[key], names) or "–" for key in ("entered", "left"))
    say(Message("outcomes.moves", listed=row["listed"], enter=enter, leave=leave))
    for move in row["moved_tier"]:
        before, after = (tiers.get(move[key], move[key]) for key in ("before", "after"))
        name = names.get(move["mineral"], move["mineral"])
        say(Message("outcomes.tier", name=name, before=before, after=after))
    for mineral, score in list(row["score"].items())[:8]:
        sure, p = row["p_listed"].get(mineral), ""
        if sure and sure["before"] is not None:
            p = Message("outcomes.p", before=chance(sure["before"], 1, draws), after=chance(sure["after"], 1, draws))
        scores = {key: f"{score[key]:.3f}" for key in ("before", "after")}
        say(Message("outcomes.score", name=names.get(mineral, mineral), p=p, **scores))
    print_prices(Terminal(), row["price_shocks"], names)
    if not row["score"]:
        say(Message("outcomes.no_score_moves"))
    if draws == 0:
        say(Message("outcomes.not_assessed"))
