"""When each run was made, and in which order: ``output/made/<run_id>.json``, beside the folder of the records.

It stands in no record, since the same inputs give the same folder, byte for byte, whatever the clock says. There is one
file a run, so that two runs at once do not write the same one: the time by the clock when the run was first recorded,
and a place in the order, which grows with each run that is made or made again. The place is the time in nanoseconds, or
one more than the last place given where the clock was set back. A copy of ``output/`` keeps both, whatever it does to
the times of files. A record without such a file, of an earlier version or copied in alone, has the modification time
of its ``record.json`` for both.
"""

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from criticality.records.drafts import draft_folder, put

ROOM = "made"
_LARGEST = 1_000
_SECOND = 1_000_000_000
_LATEST = 253_402_300_800 * _SECOND
"""The end of the year 9999, the last that a calendar has here."""


@dataclass(frozen=True)
class WhenMade:
    """When a run was first made, in nanoseconds since 1970 (UTC), and its place in the order."""

    first: int
    place: int


def when_made(record: Path) -> WhenMade:
    """Return when the run of a ``record.json`` was made.

    Raises
    ------
    OSError
        If nothing is said of it and the file cannot be looked at.
    """
    said = _said(_file_of(record))
    if said is not None:
        return said
    touched = record.stat().st_mtime_ns
    return WhenMade(touched, touched)


def made_at(record: Path) -> datetime | None:
    """When a run was first made, in the time zone of the machine; None where that is a time that no calendar has."""
    try:
        return datetime.fromtimestamp(when_made(record).first / _SECOND, UTC).astimezone()
    except (OSError, OverflowError, ValueError):
        return None


def mark_made(record: Path, *, is_new: bool) -> None:
    """Give the run of a ``record.json`` the last place; one that was recorded before keeps the time of the first.

    A place that cannot be written is no reason to lose the run: the times of files count then.
    """
    now = time.time_ns()
    with suppress(OSError, ValueError, OverflowError):
        first = now if is_new else when_made(record).first
        last = max((each.place for path in _file_of(record).parent.glob("*.json") if (each := _said(path))), default=0)
        _write(_file_of(record), WhenMade(first, max(now, last + 1)))


def _file_of(record: Path) -> Path:
    """The file that says when the run of a ``record.json`` was made."""
    folder = record.absolute().parent
    return folder.parent.parent / ROOM / f"{folder.name}.json"


def _write(file: Path, when: WhenMade) -> None:
    moment = datetime.fromtimestamp(when.first / _SECOND, UTC).isoformat(timespec="milliseconds")
    text = json.dumps({"made": moment, "nanoseconds": when.first, "place": when.place}, sort_keys=True)
    file.parent.mkdir(exist_ok=True)
    with draft_folder(file.parent, file.name) as draft:
        (draft / file.name).write_text(text + "\n", "utf-8")
        put(draft / file.name, file)


def _said(path: Path) -> WhenMade | None:
    """What a file says; None where there is none, or it says something else."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        found = json.loads(path.read_bytes())
        first, place = found["nanoseconds"], found["place"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    is_time = all(type(number) is int and 0 <= number < _LATEST for number in (first, place))
    return WhenMade(first, place) if is_time else None
