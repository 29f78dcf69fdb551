"""The folders of all records in the order in which they were made, and how a word of the planner names one of them.

When a run was made stands nowhere in its record: the same inputs give the same bytes, whatever the clock says. It
stands beside it in ``made.json``, outside the seal, written once when the record is first written: the time by the
clock, and a place in the order that only grows. The place is the time in nanoseconds, or one more than the last place
given where the clock was set back, so that the order is that of writing in one workspace, and that of the clocks where
records of two are put together. A copy keeps both, and a run made again changes neither. A record of an earlier version
has no such file: the modification time of its ``record.json`` stands for it, and it comes before those that have one.
"""

import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from criticality.errors import RecordError, with_hint
from criticality.text.message import Message, joined
from criticality.text.spelling import nearest

RECORD, SUMMARY, MADE = "record.json", "summary.json", "made.json"
_LATEST = re.compile(r"latest(?:~(\d+))?", re.IGNORECASE)
_MOST_NAMED, _LARGEST_MADE = 5, 1_000


def folders_of(runs: Path) -> list[Path]:
    """The folders of all records, the one made first in front; by id where the places are equal."""
    if not runs.is_dir():
        return []
    found = [path for path in runs.iterdir() if not path.name.startswith(".") and (path / RECORD).is_file()]
    return sorted(found, key=lambda path: (*_place(path), path.name))


def made_at(folder: Path) -> datetime | None:
    """When a run was made, in the time zone of the machine; None where the file has a time that no calendar has."""
    try:
        stamp = _stamp(folder)
        moment = datetime.fromtimestamp((folder / RECORD).stat().st_mtime) if stamp is None else stamp[0]
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        return None


def write_made(folder: Path, runs: Path) -> None:
    """Write down beside a record that is being made when that is, and its place after all that stand in `runs`."""
    last = max((_place(other)[1] for other in folders_of(runs)), default=0)
    now = time.time_ns()
    moment = datetime.fromtimestamp(now / 1e9, UTC).isoformat(timespec="milliseconds")
    text = json.dumps({"made": moment, "place": max(now, last + 1)}, sort_keys=True)
    (folder / MADE).write_text(text + "\n", "utf-8")


def _place(folder: Path) -> tuple[bool, int]:
    stamp = _stamp(folder)
    return (False, (folder / RECORD).stat().st_mtime_ns) if stamp is None else (True, stamp[1])


def _stamp(folder: Path) -> tuple[datetime, int] | None:
    """The time and the place of a record; None where it has none, or what stands there is neither."""
    path = folder / MADE
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_MADE:
            return None
        found = json.loads(path.read_bytes())
        moment, place = datetime.fromisoformat(found["made"]), found["place"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (moment, place) if moment.tzinfo is not None and type(place) is int else None


def refuse_link(folder: Path) -> None:
    """Refuse a record in the folder of the runs that is a link to another place: pages would be written there.

    Raises
    ------
    RecordError
        If it is one.
    """
    if folder.is_symlink() and not folder.resolve().is_relative_to(folder.parent.resolve()):
        message = Message("records.leads_out", run=folder.name)
        raise RecordError(with_hint(message, Message("records.leads_out_hint")))


# ── by name ──────────────────────────────────────────────────────────────────


def find_run(runs: Path, name: str, start: Path) -> Path:
    """Find the folder of a run.

    Parameters
    ----------
    runs
        The folder of the records.
    name
        ``latest`` or ``latest~N`` (N runs before it, in the order of time), a run id or the folder of a record, or the
        beginning of one id, with its date or of the eight digits behind it.
    start
        Where a path begins.

    Raises
    ------
    RecordError
        If no run is meant, or more than one is; names the nearest id, or those that are meant.
    """
    known = folders_of(runs)
    latest = _LATEST.fullmatch(name)
    if latest is not None:
        return _resolved(_counted_back(known, name, int(latest[1] or 0)))
    for folder in (runs / name, start / name):
        if (folder / RECORD).is_file():
            return _resolved(folder)
    begun = [folder for folder in known if name and _begins(folder.name, name.lower())]
    if len(begun) == 1:
        return _resolved(begun[0])
    if begun:
        raise _ambiguous(name, begun)
    for folder in (runs / name, start / name):
        if name not in ("", ".") and folder.is_dir():
            raise RecordError(Message("records.no_record", name=name, file=RECORD))
    ids = [folder.name for folder in known]
    meant = nearest(name, ids, least_similarity=0.3)
    hint = Message("records.see_runs" if known else "records.none_yet")
    if meant:
        hint = Message("records.did_you_mean", run=meant)
    raise RecordError(with_hint(Message("records.no_such_run", name=name), hint))


def _counted_back(known: list[Path], name: str, back: int) -> Path:
    if back < len(known):
        return known[-1 - back]
    hint = Message("records.made_first", n=len(known), back=len(known) - 1) if known else Message("records.none_yet")
    raise RecordError(with_hint(Message("records.no_such_run", name=name), hint))


def _resolved(folder: Path) -> Path:
    refuse_link(folder)
    return folder.resolve()


def _begins(run_id: str, begin: str) -> bool:
    return run_id.startswith(begin) or run_id.rpartition("-")[2].startswith(begin)


def _ambiguous(name: str, begun: list[Path]) -> RecordError:
    named, before = joined([folder.name for folder in begun[-_MOST_NAMED:]]), len(begun) - _MOST_NAMED
    more = Message("records.made_before", count=before) if before > 0 else ""
    message = Message("records.ambiguous", name=name, count=len(begun))
    return RecordError(with_hint(message, Message("records.one_digit_more", runs=named, more=more)))
