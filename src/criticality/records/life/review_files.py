"""The review of a run: files beside its sealed record, written once each, one behind the other.

``review/0001.json`` and the following ones each name the digests of the record that they are about, and the SHA-256 of
the entry before. So an entry that is altered, left out or put between others is noticed, one that was copied from
another run is known as such, and no byte of the record changes. The last entry can be deleted unnoticed, unless a page
was printed with it or it was signed (`criticality.records.life.signatures`).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from criticality.errors import RecordError, with_hint
from criticality.model.record import Record
from criticality.model.rows.review_record import SAYS, ReviewEntry, ReviewShown, open_objections, saying
from criticality.records.digest import result_digest_of
from criticality.records.drafts import alone_in, draft_folder, put
from criticality.records.reading.shape import misfit
from criticality.records.reading.strict_json import parse
from criticality.records.seal import sha256
from criticality.text.message import Message, joined

REVIEW, FORMAT = "review", 1
LARGEST, LONGEST_NAME, LONGEST_TEXT = 100_000, 200, 20_000
ENTRY_FILE = re.compile(r"\d{4,6}\.json")


@dataclass(frozen=True)
class Statement:
    """What somebody wants to say of a run; `about` is the code of a mineral, `withdraws` the number of an objection."""

    says: str
    by: str
    on: date
    about: str | None = None
    text: str = ""
    withdraws: int | None = None


@dataclass
class Review:
    """What was said of a run, and what is wrong with the files.

    Attributes
    ----------
    entries, digests
        The entries in their order, and the SHA-256 of the file of each.
    others
        Files that are about another run, with its id.
    faults
        Files that do not hold, each with what is wrong.
    """

    entries: list[ReviewEntry] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, Message]] = field(default_factory=list)

    @property
    def shown(self) -> ReviewShown | None:
        """What pages show of it; None where nobody said anything."""
        if not self.entries and not self.others:
            return None
        return {"entries": self.entries, "of_another_run": sorted({run for _, run in self.others})}


def identity_of(record: Record) -> tuple[str, str]:
    """The digests of the inputs and of the result of a record, which every entry names."""
    return record["digest"], record.get("result_digest") or result_digest_of(record["result"])


def read_review(folder: Path, record: Record) -> Review:
    """Read what stands in the folder ``review`` of a record; names that are no entries' are their owner's."""
    review, room = Review(), folder / REVIEW
    if room.is_symlink():
        review.faults.append((REVIEW, Message("records.link", file=REVIEW)))
        return review
    for path in sorted(room.iterdir()) if room.is_dir() else ():
        if ENTRY_FILE.fullmatch(path.name):
            _take(review, f"{REVIEW}/{path.name}", path, record)
    return review


def _take(review: Review, name: str, path: Path, record: Record) -> None:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        code = "records.link" if path.is_symlink() else "records.no_file" if not path.is_file() else "records.too_large"
        review.faults.append((name, Message(code, file=name)))
        return
    content = path.read_bytes()
    try:
        said: ReviewEntry = parse(content)
    except ValueError as error:
        review.faults.append((name, error.args[0]))
        return
    wrong = misfit(said, ReviewEntry)
    if wrong is None and (said["digest"], said["result_digest"]) != identity_of(record):
        review.others.append((name, said["run_id"][:40]))
        return
    wrong = wrong or next(_faults(review, name, said, record), None)
    if wrong is not None:
        review.faults.append((name, wrong))
        return
    review.entries.append(said)
    review.digests.append(sha256(content))


def _faults(review: Review, name: str, said: ReviewEntry, record: Record) -> Iterator[Message]:
    """What does not fit an entry behind those before it."""
    number, before = len(review.entries) + 1, review.digests[-1] if review.digests else None
    if said["format"] != FORMAT or said["says"] not in SAYS:
        yield Message("reviewing.unknown_kind", says=said["says"][:40], format=said["format"])
    if said["number"] != number or name != file_of(number):
        yield Message("reviewing.out_of_order", number=said["number"], expected=number)
    if said.get("before") != before:
        yield Message("reviewing.broken_chain", expected=number - 1)
    if not _is_day(said["on"]):
        yield Message("reviewing.no_day", day=said["on"][:40])
    yield from refusals(review, _stated(said), record)


def _stated(said: ReviewEntry) -> Statement:
    day = date.fromisoformat(said["on"]) if _is_day(said["on"]) else date.min
    return Statement(said["says"], said["by"], day, said.get("about"), said.get("text", ""), said.get("withdraws"))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def file_of(number: int) -> str:
    """The name of an entry's file, relative to the record."""
    return f"{REVIEW}/{number:04d}.json"


def refusals(review: Review, statement: Statement, record: Record) -> Iterator[Message]:
    """Why a statement cannot be the next one of a review."""
    signed = saying(review.entries, "sign_off")
    if signed:
        yield Message("reviewing.closed", by=signed[0]["by"], on=signed[0]["on"], file=file_of(signed[0]["number"]))
    if not statement.by.strip() or len(statement.by) > LONGEST_NAME or "\n" in statement.by:
        yield Message("reviewing.no_name", most=LONGEST_NAME)
    if len(statement.text) > LONGEST_TEXT:
        yield Message("reviewing.long_text", most=LONGEST_TEXT)
    if statement.says in ("comment", "object", "withdraw") and not statement.text.strip():
        yield Message(f"reviewing.no_text_to_{statement.says}")
    if statement.about is not None and statement.about not in record["result"]["candidates"]:
        yield Message("reviewing.no_candidate", mineral=statement.about[:80])
    open_ones = open_objections(review.entries)
    if statement.says == "withdraw":
        yield from _withdrawal_refusals(review, statement, [entry["number"] for entry in open_ones])
    elif statement.withdraws is not None:
        yield Message("reviewing.withdraws_nothing")
    if statement.says == "agree" and any(one["by"] == statement.by for one in saying(review.entries, "agree")):
        yield Message("reviewing.agreed_already", by=statement.by)
    if statement.says == "sign_off" and open_ones and not statement.text.strip():
        yield Message("reviewing.open_objections", n=len(open_ones), numbers=[str(one["number"]) for one in open_ones])


def _out_of_time(review: Review, statement: Statement, today: date) -> Iterator[Message]:
    """Why the day of a statement cannot stand behind those of the entries before it.

    Asked where one is written, not where a review is read: one that was written otherwise before stays as it is, and
    an entry in it of a day that has not come does not hold up those of today.
    """
    day, now = statement.on.isoformat(), today.isoformat()
    if day > now:
        yield Message("reviewing.later_day", day=day, today=now)
    last = max((entry["on"] for entry in review.entries if entry["on"] <= now), default="")
    if day < last:
        code = "reviewing.signed_too_early" if statement.says == "sign_off" else "reviewing.too_early"
        yield Message(code, day=day, last=last)


def _withdrawal_refusals(review: Review, statement: Statement, still_open: list[int]) -> Iterator[Message]:
    if statement.withdraws not in still_open:
        yield Message("reviewing.no_objection", number=statement.withdraws)
        return
    raised = review.entries[statement.withdraws - 1]["by"]
    if raised != statement.by:
        yield Message("reviewing.raised_by_another", number=statement.withdraws, by=raised)


def add_entry(folder: Path, record: Record, statement: Statement, today: date) -> Path:
    """Write the next entry of a review, and return its file; `today` is known to who writes it.

    Raises
    ------
    RecordError
        If the review is closed, what is said cannot be its next entry, its day has not come or is before that of an
        entry before it, or a file of the review does not hold.
    """
    with draft_folder(folder, REVIEW) as drafts, alone_in(folder):
        review = read_review(folder, record)
        wrong = [Message("records.in_file", file=file, what=what) for file, what in review.faults]
        wrong += [Message("reviewing.of_another_run", file=file, run=run) for file, run in review.others]
        if wrong:
            raise RecordError(with_hint(joined(wrong, "line"), Message("reviewing.take_out_hint")))
        refused = [*refusals(review, statement, record), *_out_of_time(review, statement, today)]
        if refused:
            raise RecordError(joined(refused, "line"))
        name = file_of(len(review.entries) + 1)
        draft = drafts / "entry.json"
        draft.write_bytes(entry_bytes(_entry(review, record, statement)))
        (folder / REVIEW).mkdir(exist_ok=True)
        put(draft, folder / name)
    return folder / name


def _entry(review: Review, record: Record, statement: Statement) -> ReviewEntry:
    digest, result_digest = identity_of(record)
    entry: ReviewEntry = {
        "format": FORMAT,
        "run_id": record["run_id"],
        "digest": digest,
        "result_digest": result_digest,
        "number": len(review.entries) + 1,
        "says": statement.says,
        "by": statement.by,
        "on": statement.on.isoformat(),
    }
    if statement.about is not None:
        entry["about"] = statement.about
    if statement.text.strip():
        entry["text"] = statement.text.strip()
    if statement.withdraws is not None:
        entry["withdraws"] = statement.withdraws
    if review.digests:
        entry["before"] = review.digests[-1]
    return entry


def entry_bytes(entry: ReviewEntry) -> bytes:
    """An entry as it is written: one key a line, for whoever reads it without this software."""
    return (json.dumps(entry, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
