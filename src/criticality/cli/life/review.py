"""`criticality review`: say something of a run, beside its record, or show what was said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from criticality.api.minerals import mineral_code
from criticality.api.run import Run
from criticality.api.workspace import read_run
from criticality.cli.terminal.say import say
from criticality.cli.terminal.titles import named
from criticality.errors import RecordError, UsageError
from criticality.model.record import mineral_names
from criticality.model.rows.review_record import ReviewEntry, open_objections, saying
from criticality.records.life.review_files import Review, Statement, add_entry, file_of, read_review
from criticality.records.life.signatures import signing_command
from criticality.text.message import Message, joined, said
from criticality.text.phrases import Phrase
from criticality.text.republic import western_date
from criticality.text.visible import one_line


@dataclass(frozen=True)
class ReviewOrder:
    """What the command line asked for; `kinds` are the words for what is to be said, of which one is possible."""

    workspace: Path | None
    run: str
    kinds: tuple[str, ...]
    withdraws: int | None
    by: str | None
    about: str | None
    text: str
    on: str | None
    quiet: bool


def review(order: ReviewOrder) -> None:
    """Write an entry of the review and say how to sign it; without one, print the review.

    Raises
    ------
    UsageError
        If two things are to be said at once, or nobody says them.
    RecordError
        If it cannot be the next entry of the review, or a file of it does not hold.
    """
    if len(order.kinds) > 1:
        raise UsageError(Message("reviewing.one_at_a_time"))
    run = read_run(order.run, order.workspace)
    if not order.kinds:
        if order.by or order.text or order.about or order.on:
            raise UsageError(Message("reviewing.says_nothing"))
        _show(run)
        return
    if order.by is None:
        raise UsageError(Message("reviewing.by_nobody"))
    _write(order, run)


def _write(order: ReviewOrder, run: Run) -> None:
    about = None if order.about is None else mineral_code(run.record, order.about)
    statement = Statement(
        order.kinds[0], (order.by or "").strip(), _day(order.on), about, order.text.strip(), order.withdraws
    )
    folder = _folder(run)
    path = add_entry(folder, run.record, statement, date.today())
    say(str(path))
    if order.quiet:
        return
    found = read_review(folder, run.record)
    say(_standing(found))
    say(Message("signing.how", command=signing_command(path)))
    say(Message("certificate.how", run=run.run_id, number=int(path.stem)))
    if any(folder.glob("list.*.pdf")):
        say(Message("reviewing.print_again", run=run.run_id))


def _folder(run: Run) -> Path:
    if run.folder is None:
        raise RecordError(Message("api.not_saved", run=run.run_id))
    return run.folder


def _day(stated: str | None) -> date:
    """The day that was stated, or today."""
    if stated is None:
        return date.today()
    try:
        if len(stated) == len("2026-12-01"):
            return date.fromisoformat(stated)
    except ValueError:
        pass
    western = western_date(stated)
    if western is not None:
        raise UsageError(Message("reviewing.republic_day", day=stated, western=western.isoformat()))
    raise UsageError(Message("reviewing.no_day", day=stated[:40]))


def _show(run: Run) -> None:
    """Print every entry, then where the review stands; exit 1 where a file of it does not hold."""
    found, names = read_review(_folder(run), run.record), mineral_names(run.record)
    for entry in found.entries:
        say(one_line(said(_said_of(entry, names))))
    for file, where in found.others:
        say(Message("reviewing.of_another_run", file=file, run=where), err=True)
    for file, what in found.faults:
        say(Message("records.in_file", file=file, what=what), err=True)
    say(_standing(found))
    if found.faults or found.others:
        raise typer.Exit(1)


def _said_of(entry: ReviewEntry, names: Mapping[str, Phrase]) -> Message:
    about = Message("reviewing.about", mineral=named(names[entry["about"]])) if "about" in entry else ""
    kind = Message(f"reviewing.says_{entry['says']}", number=entry.get("withdraws", 0))
    text = Message("reviewing.text", text=entry["text"]) if "text" in entry else ""
    slots = {"number": entry["number"], "on": entry["on"], "by": entry["by"]}
    return Message("reviewing.entry", says=kind, about=about, text=text, **slots)


def _standing(found: Review) -> str:
    return joined(list(_counts(found)), "semicolon")


def _objections(raised: int, still: int) -> Message:
    if raised == 1:
        return Message("reviewing.objection_open" if still else "reviewing.objection_withdrawn")
    return Message("reviewing.objections", n=raised, still=still)


def _counts(found: Review) -> Iterator[Message]:
    """How many comments, objections and agreements there are, and whether the run is signed off."""
    entries = found.entries
    if not entries:
        yield Message("reviewing.nobody")
        return
    comments, agreed = saying(entries, "comment"), saying(entries, "agree")
    raised, still = saying(entries, "object"), open_objections(entries)
    yield from [Message("reviewing.comments", n=len(comments))] if comments else []
    yield from [_objections(len(raised), len(still))] if raised else []
    yield from [Message("reviewing.agreements", n=len(agreed))] if agreed else []
    signed = saying(entries, "sign_off")
    if signed:
        slots = {"by": signed[0]["by"], "on": signed[0]["on"], "file": file_of(signed[0]["number"])}
        yield Message("reviewing.signed_off", **slots)
    else:
        yield Message("reviewing.not_signed_off")
