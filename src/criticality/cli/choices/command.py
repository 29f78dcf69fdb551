"""`criticality choices`: what the list hangs on, and every mineral over all answers."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import JustifyMethod
from rich.table import Table

from criticality.api.choices import as_object, choices_of_run, choices_of_workspace
from criticality.api.workspace import Workspace, open_folder
from criticality.cli.show import names_of, text_of
from criticality.cli.terminal.console import Terminal, TextTable, shown
from criticality.cli.terminal.over_answers import standing
from criticality.cli.terminal.say import say
from criticality.comparison.files import one_object
from criticality.errors import UsageError
from criticality.model.choice import Choice
from criticality.model.robustness_record import ChoiceResult, ChoicesRecord, MineralResult
from criticality.text.message import Message, joined, said
from criticality.text.numbers import at_least_a_digit, chance, fixed
from criticality.text.visible import json_visible

_KINDS: Mapping[str, Message] = {
    "full": Message("choosing.full"),
    "sample": Message("choosing.sample"),
    "one_at_a_time": Message("choosing.one_at_a_time"),
}
_HEADS: Mapping[Message, JustifyMethod] = {
    Message("choosing.mineral"): "left",
    Message("choosing.p_stated"): "right",
    Message("choosing.p_all"): "right",
    Message("choosing.lowest"): "right",
    Message("choosing.highest"): "right",
    Message("choosing.standing"): "left",
    Message("choosing.hangs_on"): "left",
    Message("choosing.only_combined"): "right",
}


def show_choices(folder: Path | None, run: str | None, odds: Path | None, *, as_json: bool) -> None:
    """Print the choices of a run, or those of the workspace."""
    if run is None:
        if odds is not None:
            raise UsageError(Message("choosing.odds_without_run"))
        _of_workspace(choices_of_workspace(open_folder(folder)), as_json=as_json)
        return
    record = Workspace(folder).read_run(run).record
    found = choices_of_run(record, odds)
    if as_json:
        say(json_visible(one_object(as_object(found))))
    elif found is None:
        say(Message("choosing.none_considered"))
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
        say(Message("choosing.none"))
    for choice in choices:
        question = text_of(choice.question.model_dump(by_alias=True))
        alone = "" if choice.crossed else Message("choosing.alone")
        say(Message("choosing.choice", code=choice.code, question=question, alone=alone))
        for option in choice.options:
            title = text_of(option.title.model_dump(by_alias=True))
            say(Message("choosing.option", code=option.code, title=title, odds=f"{option.odds:g}"))


def _print_run(screen: Terminal, found: ChoicesRecord, names: Mapping[str, str]) -> None:
    design = found["design"]
    combinations, kind = len(found["combinations"]), design["kind"]
    besides = sum(entry["weight"] == 0 for entry in found["combinations"])
    others = Message("choosing.besides", count=besides) if kind != "one_at_a_time" and besides else ""
    told = {"count": combinations, "how": _KINDS[kind], "all": design["full"], "others": others}
    screen.say(Message("choosing.combinations", **told))
    for row in found["choices"]:
        _print_choice(screen, row)
    core, outer = len(found["core"]), len(found["outer"])
    if design["draws"]:
        screen.say(Message("choosing.core", n=core), style="bold")
        screen.print(_table([row for row in found["minerals"] if _open(row)], names, design["draws"]))
    screen.say(Message("choosing.outer", n=outer))
    if not design["draws"]:
        screen.say(Message("choosing.no_draws"))


def _print_choice(screen: Terminal, row: ChoiceResult) -> None:
    explained, share = row["share_of_variance"], ""
    if explained is not None:
        share = Message("choosing.variance", share=f"{at_least_a_digit(explained, 0)}{_error(row)}")
    alone = "" if row["crossed"] else Message("choosing.alone")
    choice = Message("choosing.choice", code=row["code"], question=text_of(row["question"]), alone=alone)
    screen.say(f"\n{said(choice)}", style="bold")
    screen.say(Message("choosing.moves", n=len(row["moved"]), share=share))
    for option in row["options"]:
        entered, left = len(option["entered"]), len(option["left"])
        mark = Message("choosing.stated") if option["stated"] else f"+{entered} −{left}"
        what = {"code": option["code"], "title": text_of(option["title"]), "odds": f"{option['odds']:g}"}
        screen.say(Message("choosing.listed", **what, size=option["size"], mark=mark))


def _error(row: ChoiceResult) -> str:
    return f" ± {at_least_a_digit(row['share_error'], 0)}" if row["share_error"] else ""


def _open(row: MineralResult) -> bool:
    """Whether a mineral is neither firm nor out."""
    return row["standing"] not in (None, "firm", "out")


def _table(rows: Sequence[MineralResult], names: Mapping[str, str], draws: int) -> Table:
    table = TextTable(box=None, pad_edge=False)
    for head, justify in _HEADS.items():
        table.add_column(shown(head), justify=justify, overflow="fold")
    for row in sorted(
        rows, key=lambda row: (-(row["p_all"] if row["p_all"] is not None else row["p_listed"] or 0.0), row["mineral"])
    ):
        figures = (row["p_listed"], row["p_all"], row["p_lowest"], row["p_highest"])
        table.add_row(
            shown(names.get(row["mineral"], row["mineral"])),
            *(chance(value, 1, draws) for value in figures),
            shown(standing(row["standing"])),
            shown(joined(row["hangs_on"], "semicolon") or "–"),
            at_least_a_digit(row["only_combined"], 0) if row["hangs_on"] else fixed(None),
        )
    return table
