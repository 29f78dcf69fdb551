"""`criticality runs`: the records in the order of time, and how each differs from the one made before it."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from criticality.api.life.standing import said_of_life
from criticality.api.workspace import open_folder
from criticality.cli.terminal.say import say
from criticality.cli.terminal.titles import chinese
from criticality.errors import RecordError
from criticality.model.record import RecordSummary
from criticality.records.index import RECORD, folders_of
from criticality.records.life.adopted_runs import adopted_runs
from criticality.records.order.when_made import made_at
from criticality.records.store import read_summary
from criticality.text.language import program
from criticality.text.message import Message, joined, said
from criticality.text.phrases import both
from criticality.text.visible import one_line

_PARTS: Mapping[str, Message] = {
    "assessment": Message("runs.assessment"),
    "weights": Message("runs.weights"),
    "scenario": Message("runs.scenario"),
    "software": Message("runs.software"),
    "criteria": Message("runs.criteria"),
    "choices": Message("runs.choices"),
    "data": Message("runs.data"),
}
_TITLED = ("assessment", "weights", "scenario")
"""The inputs that have a title of their own, which a list of runs shows."""


def list_runs(folder: Path | None) -> None:
    """Print a line for every record: id, when it was made, size of its list, titles; then what is new in it.

    Raises
    ------
    RecordError
        At the end, with every record whose summary cannot be read; the others are printed.
    """
    workspace = open_folder(folder)
    folders, names = folders_of(workspace.runs), _names(workspace.root) if chinese() else {}
    if not folders:
        say(Message("runs.none", program=program()))
        return
    adopted, today = adopted_runs(workspace.runs), date.today()
    summaries: list[RecordSummary] = []
    problems: list[str] = []
    for path in folders:
        try:
            summary = read_summary(path)
        except RecordError as error:
            problems.append(error.args[0])
            continue
        life = said_of_life(summary.get("life"), today=today, replaced=adopted.replaced(path.name))
        say(one_line("  ".join([summary["run_id"], said(_time(path)), *map(said, (*life, *_words(summary)))])))
        if summaries:
            say(one_line(said(_difference(summaries[-1], summary, names))))
        summaries.append(summary)
    for hint in _look_alikes(summaries):
        say(Message("runs.hint", hint=hint))
    if problems:
        raise RecordError(joined(problems, "line"))


def _time(folder: Path) -> str:
    made = made_at(folder / RECORD)
    return Message("runs.unknown_time") if made is None else f"{made:%Y-%m-%d %H:%M}"


def _words(summary: RecordSummary) -> Iterator[str]:
    yield Message("runs.listed", listed=len(summary["listed"]), candidates=summary["candidates"])
    yield from (text for text in _titles(summary) if text)


def _titles(summary: RecordSummary) -> tuple[str, str, str]:
    """Titles of assessment, weights and scenario, in the language of the messages where they have it."""
    language = "zh-Hant" if chinese() else "en"
    assessment, weights, scenario = (both(summary[name])[language] for name in ("title", "weights", "scenario"))
    return assessment, weights, scenario


def _names(root: Path) -> dict[str, str]:
    """Mineral → its Chinese name as data/minerals.csv has it now; nothing where that cannot be read."""
    try:
        with (root / "data" / "minerals.csv").open(encoding="utf-8-sig", newline="") as stream:
            return {row["mineral"]: row["name_zh"] for row in csv.DictReader(stream) if row.get("name_zh")}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError):
        return {}


def _difference(before: RecordSummary, now: RecordSummary, names: Mapping[str, str]) -> Message:
    """Which inputs differ from the run made before, and who entered and left, as far as a line can say it."""
    changed = _named(_changed(before, now))
    entered = sorted(set(now["listed"]) - set(before["listed"]))
    left = sorted(set(before["listed"]) - set(now["listed"]))
    moves = joined([*_some("+", entered, names), *_some("−", left, names)], "space") or Message("runs.same_list")
    inputs = Message("runs.differ", parts=joined(changed)) if changed else Message("runs.same_inputs")
    return Message("runs.after", run=before["run_id"], inputs=inputs, moves=moves)


def _named(parts: Iterable[str]) -> list[str]:
    """Parts of the inputs by their Chinese names; in English by their codes."""
    return [_PARTS.get(part, part) for part in parts]


def _changed(before: RecordSummary, now: RecordSummary) -> list[str]:
    changed = [name for name, digest in now["parts"].items() if before["parts"].get(name) != digest]
    return changed if before["software"] == now["software"] else [*changed, "software"]


def _some(sign: str, minerals: list[str], names: Mapping[str, str]) -> list[str]:
    shown = [f"{sign}{names.get(mineral, mineral)}" for mineral in minerals[:3]]
    return shown if len(minerals) <= 3 else [*shown, Message("runs.some_more", sign=sign, count=len(minerals) - 3)]


def _look_alikes(summaries: Sequence[RecordSummary]) -> Iterator[Message]:
    """Runs that nobody can tell apart by their titles, each group once, with the titles that would tell them apart."""
    groups: dict[tuple[str, ...], list[RecordSummary]] = {}
    for summary in summaries:
        groups.setdefault(_titles(summary), []).append(summary)
    for alike in groups.values():
        changed = {name for one, other in pairwise(alike) for name in _changed(one, other)}
        if len(alike) > 1:
            whose = joined(_named(name for name in _TITLED if name in changed), "and") or _PARTS["assessment"]
            named = joined([summary["run_id"] for summary in alike[-3:]])
            last = "" if len(alike) <= 3 else Message("runs.the_last")
            yield Message("runs.alike", count=len(alike), runs=named, last=last, whose=whose)
