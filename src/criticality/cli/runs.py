"""`criticality runs`: one line a record, and how it differs from the one before."""

from pathlib import Path

import typer

from criticality.api.workspace import open_folder
from criticality.model.input_record import Text
from criticality.model.record import RecordSummary
from criticality.records.index import folders_of, read_summary


def list_runs(folder: Path | None) -> None:
    """Print the records by id, each with date, size of its list, title, weights, scenario, and what is new in it."""
    folders = folders_of(open_folder(folder).runs)
    if not folders:
        typer.echo("there is no record yet: `criticality run` makes one")
        return
    before: RecordSummary | None = None
    for path in folders:
        summary = read_summary(path)
        typer.echo(_line(summary, before))
        before = summary


def _line(now: RecordSummary, before: RecordSummary | None) -> str:
    words = [now["run_id"], now["as_of"], f"{len(now['listed'])} of {now['candidates']} listed", _text(now["title"])]
    words += [_text(now["weights"]), *([_text(now["scenario"])] if now["scenario"] else [])]
    return "  ".join([*words, *([] if before is None else [f"[{_difference(before, now)}]"])])


def _text(text: Text) -> str:
    return str(text.get("zh-Hant") or text.get("en") or "")


def _difference(before: RecordSummary, now: RecordSummary) -> str:
    """Which inputs differ from the record before, and who entered and left, as far as a line can say it."""
    changed = [name for name, digest in now["parts"].items() if before["parts"].get(name) != digest]
    if before["software"] != now["software"]:
        changed.append("software")
    entered = sorted(set(now["listed"]) - set(before["listed"]))
    left = sorted(set(before["listed"]) - set(now["listed"]))
    moves = " ".join([*_some("+", entered), *_some("−", left)]) or "same list"
    return f"{', '.join(changed) or 'same inputs'}: {moves}"


def _some(sign: str, minerals: list[str]) -> list[str]:
    shown = [f"{sign}{mineral}" for mineral in minerals[:3]]
    return shown if len(minerals) <= 3 else [*shown, f"{sign}{len(minerals) - 3} more"]
