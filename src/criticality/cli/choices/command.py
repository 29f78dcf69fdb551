"""`criticality choices`: what the list hangs on, and every mineral over all answers."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from criticality.api.choices import as_object, choices_of_run, choices_of_workspace
from criticality.api.workspace import Workspace, open_folder
from criticality.cli.show import names_of, text_of
from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.over_answers import STANDINGS
from criticality.cli.terminal.say import say
from criticality.comparison.files import one_object
from criticality.errors import UsageError
from criticality.model.choice import Choice
from criticality.model.robustness_record import ChoiceResult, ChoicesRecord, MineralResult
from criticality.text.numbers import at_least_a_digit, chance, fixed
from criticality.text.visible import json_visible


def show_choices(folder: Path | None, run: str | None, odds: Path | None, *, as_json: bool) -> None:
    """Print the choices of a run, or those of the workspace."""
    if run is None:
        if odds is not None:
            raise UsageError("--odds needs a run: criticality choices RUN --odds FILE")
        _of_workspace(choices_of_workspace(open_folder(folder)), as_json=as_json)
        return
    record = Workspace(folder).read_run(run).record
    found = choices_of_run(record, odds)
    if as_json:
        say(json_visible(one_object(as_object(found))))
    elif found is None:
        say("this run considered no choice")
    else:
        _print_run(Terminal(), found, names_of(record))


def _of_workspace(choices: Sequence[Choice], *, as_json: bool) -> None:
    if as_json:
        rows = [
            choice.model_dump(mode="json", by_alias=True, include={"code", "question", "crossed", "options"})
            for choice in choices
        ]
        say(json_visible(one_object({"choices": rows})))
        return
    if not choices:
        say("there is no choice yet: write choices/NAME.yaml")
    for choice in choices:
        question = text_of(choice.question.model_dump(by_alias=True))
        say(f"{choice.code}: {question}" + ("" if choice.crossed else " (varied alone)"))
        for option in choice.options:
            say(f"  {option.code}: {text_of(option.title.model_dump(by_alias=True))} (odds {option.odds:g})")


def _print_run(screen: Terminal, found: ChoicesRecord, names: Mapping[str, str]) -> None:
    design = found["design"]
    how = {"full": "all", "sample": "a balanced sample", "one_at_a_time": "one choice at a time"}[design["kind"]]
    besides = sum(entry["weight"] == 0 for entry in found["combinations"])
    others = f", and {besides} besides" if design["kind"] != "one_at_a_time" and besides else ""
    screen.print(f"{len(found['combinations'])} combinations of answers ({how} of {design['full']}{others})")
    for row in found["choices"]:
        _print_choice(screen, row)
    core, outer = len(found["core"]), len(found["outer"])
    if design["draws"]:
        screen.print(f"\n{_minerals(core)} on the list whatever is answered (firm or sound)", style="bold")
        screen.print(_table([row for row in found["minerals"] if _open(row)], names))
    screen.print(f"{_minerals(outer)} on it under some combination")
    if not design["draws"]:
        screen.print("P(listed): not assessed, for the run made no draws")


def _minerals(count: int) -> str:
    return f"{count} {'mineral is' if count == 1 else 'minerals are'}"


def _print_choice(screen: Terminal, row: ChoiceResult) -> None:
    moved = len(row["moved"])
    share = (
        ""
        if row["share_of_variance"] is None
        else f"; {at_least_a_digit(row['share_of_variance'], 0)}{_error(row)} of the variance"
    )
    alone = "" if row["crossed"] else " (varied alone)"
    screen.print(escape(f"\n{row['code']}: {text_of(row['question'])}{alone}"), style="bold")
    screen.print(f"moves {moved} membership{'' if moved == 1 else 's'}{share}")
    for option in row["options"]:
        mark = "stated" if option["stated"] else f"+{len(option['entered'])} −{len(option['left'])}"
        line = (
            f"  {option['code']}: {text_of(option['title'])}; odds {option['odds']:g}; {option['size']} listed, {mark}"
        )
        screen.print(escape(line))


def _error(row: ChoiceResult) -> str:
    return f" ± {at_least_a_digit(row['share_error'], 0)}" if row["share_error"] else ""


def _open(row: MineralResult) -> bool:
    """Whether a mineral is neither firm nor out."""
    return row["standing"] not in (None, "firm", "out")


def _table(rows: Sequence[MineralResult], names: Mapping[str, str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in (
        "mineral",
        "P as stated",
        "P over all",
        "lowest",
        "highest",
        "standing",
        "hangs on",
        "only in combination",
    ):
        table.add_column(
            name, justify="left" if name in ("mineral", "standing", "hangs on") else "right", overflow="fold"
        )
    for row in sorted(
        rows, key=lambda row: (-(row["p_all"] if row["p_all"] is not None else row["p_listed"] or 0.0), row["mineral"])
    ):
        figures = (row["p_listed"], row["p_all"], row["p_lowest"], row["p_highest"])
        table.add_row(
            escape(names.get(row["mineral"], row["mineral"])),
            *(chance(value, 1) for value in figures),
            STANDINGS[row["standing"] or ""],
            "; ".join(row["hangs_on"]) or "–",
            at_least_a_digit(row["only_combined"], 0) if row["hangs_on"] else fixed(None),
        )
    return table
