"""`criticality sweep`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import JustifyMethod
from rich.table import Table

from criticality.api.sweep import finished, material_of, on_disk, seconds_needed
from criticality.api.workspace import open_folder
from criticality.cli.arguments import notifier
from criticality.cli.run import Bar
from criticality.cli.terminal.console import Terminal, TextTable, shown
from criticality.cli.terminal.say import say
from criticality.cli.terminal.titles import named
from criticality.comparison.files import one_object
from criticality.engines.engine_asked import EngineAsked
from criticality.errors import UsageError, with_hint
from criticality.model.sweeps.sweep_record import MineralFound, SweepRecord
from criticality.report.sweeps.sweep_words import MOST_NAMED, failed_words, in_cases, list_words, size_words
from criticality.text.language import current_language
from criticality.text.message import Message, joined
from criticality.text.numbers import NO_VALUE, at_least_a_digit
from criticality.text.visible import json_visible

_LONG = 600.0
"""Seconds from which a sweep begins only with ``--yes``."""
_MEASURED = 100
"""Cases up to which nobody needs to be told how long a sweep takes."""


@dataclass(frozen=True)
class SweepOrder:
    """What the command line asked of a sweep; ``also`` writes a further file into its folder."""

    workspace: Path | None
    sweep: str
    engine: EngineAsked
    resume: bool
    yes: bool
    also: Callable[[Path], object] | None
    json: bool
    quiet: bool


def run_sweep(order: SweepOrder) -> None:
    """Check, tell how long it takes, decide every case, write the folder, print what decides."""
    workspace, notify = open_folder(order.workspace), notifier(order.quiet or order.json)
    material = material_of(workspace, order.sweep, Path.cwd())
    for problem in material.warnings[:10]:
        notify(str(problem))
    before = finished(workspace, material)
    if before is not None:
        notify(Message("sweeping.done_before"))
        _finish(order, *before)
        return
    cases = len(material.plan.rows)
    with order.engine.open() as engine:
        if cases > _MEASURED or material.sweep.draws:
            seconds = seconds_needed(material, engine.width)
            told = {
                "cases": f"{cases:,}",
                "time": _time(seconds),
                "where": Message("sweeping.processes", n=engine.width),
            }
            if seconds > _LONG and not order.yes:
                raise UsageError(with_hint(Message("sweeping.confirm", **told), Message("sweeping.confirm_hint")))
            notify(Message("sweeping.estimate", evidences=f"{material.plan.evidences:,}", **told))
        with Bar(order.quiet or order.json, Message("sweeping.deciding")) as bar:
            folder, found = on_disk(workspace, material, engine, bar.update, resume=order.resume)
    _finish(order, folder, found)


def _finish(order: SweepOrder, folder: Path, found: SweepRecord) -> None:
    if order.also is not None:
        order.also(folder)
    _print(order, folder, found)


def _time(seconds: float) -> Message:
    if seconds < 60:
        return Message("sweeping.seconds")
    if seconds < 90 * 60:
        return Message("sweeping.minutes", n=round(seconds / 60))
    return Message("sweeping.hours", n=f"{seconds / 3600:,.0f}")


def _print(order: SweepOrder, folder: Path, found: SweepRecord) -> None:
    if order.quiet:
        say(str(folder))
    elif order.json:
        say(json_visible(one_object(found)))
    else:
        _print_found(Terminal(), found)
        say(Message("sweeping.written", folder=folder))


def _print_found(screen: Terminal, found: SweepRecord) -> None:
    screen.say(named(found["title"]), style="bold")
    if found.get("confidential"):
        screen.say(Message("confidential.holds"))
    screen.say(size_words(found))
    if found["failed"]:
        screen.say(failed_words(found))
    screen.say(list_words(found))
    screen.say(Message("sweeping.what_decides"), style="bold")
    _print_axes(screen, found)
    rows = sorted(found["minerals"], key=lambda row: (-_share(row), row["mineral"]))
    cases = f"{found['decided']:,}"
    always = [named(row["names"]) for row in rows if row["cases"] and row["listed"] == row["cases"]]
    if always:
        screen.say(Message("sweeping.in_all", cases=cases, n=len(always), names=always))
    else:
        screen.say(Message("sweeping.nobody_always", cases=cases))
    some = [row for row in rows if 0 < row["listed"] < row["cases"]]
    if some:
        screen.say(Message("sweeping.in_some"), style="bold")
        screen.print(_table(some, {axis["code"]: axis["title"][current_language()] for axis in found["axes"]}))
    screen.say(Message("sweeping.in_none", n=sum(row["listed"] == 0 for row in rows)))


def _print_axes(screen: Terminal, found: SweepRecord) -> None:
    if all(axis["moved"] == 0 for axis in found["axes"]):
        screen.say(Message("sweeping.nothing_differs"))
        return
    for axis in sorted(found["axes"], key=lambda axis: (-(axis["first"] or 0.0), -axis["moved"])):
        title, moved = axis["title"][current_language()], axis["moved"]
        if axis["first"] is None:
            screen.say(Message("sweeping.decides_alone", title=title, n=moved))
            continue
        error = f" ± {at_least_a_digit(axis['error'], 0)}" if axis["error"] else ""
        shares = {"share": at_least_a_digit(axis["first"], 0), "total": at_least_a_digit(axis["total"], 0)}
        screen.say(Message("sweeping.decides", title=title, error=error, n=moved, **shares))
    if found["together"] is not None:
        screen.say(Message("sweeping.together", share=at_least_a_digit(found["together"], 0)))


def _share(row: MineralFound) -> float:
    return row["listed"] / row["cases"] if row["cases"] else 0.0


def _table(rows: list[MineralFound], titles: Mapping[str, str]) -> Table:
    table = TextTable(box=None, pad_edge=False)
    for head in ("sweeping.mineral", "sweeping.of_cases", "sweeping.count", "sweeping.ranks", "sweeping.hangs_on"):
        side: JustifyMethod = "left" if head in ("sweeping.mineral", "sweeping.hangs_on") else "right"
        table.add_column(shown(Message(head)), justify=side, overflow="fold")
    for row in rows:
        ranks = f"{row['best_rank']}–{row['worst_rank']}" if row["best_rank"] else NO_VALUE
        decides = joined([titles[code] for code in row["decides"][:MOST_NAMED]], "semicolon") or NO_VALUE
        table.add_row(shown(named(row["names"])), shown(in_cases(row)), f"{row['listed']:,}", ranks, shown(decides))
    return table
