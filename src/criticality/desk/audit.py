"""The log of the desk: who asked for which change, when, and what became of it; lines are added and never changed.

One file a day (UTC) in output/desk/audit/, one JSON object a line. A line holds the SHA-256 of the line before it, so
that a line that is changed, taken out or put in between is noticed. Of a personal link neither token nor person is
written, and no text of any form but what was to be done: who answered what in a round is for the round alone.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from criticality.desk.saving import STATE, Written, state_folder
from criticality.desk.visits import Desk
from criticality.records.drafts import alone_in

FOLDER = "audit"
FIRST = "0" * 64
"""What the first line of all holds in place of the digest of one before it."""
MOST_REFUSED = 2_000
"""Lines a day about requests of nobody: what is refused beyond that is not written, or it would fill the disk."""

_TAIL = 1 << 14
"""Bytes of the end of a file that are read first for its last line."""


@dataclass(frozen=True)
class Happened:
    """What is written of a request.

    Attributes
    ----------
    who
        As they save; "" for nobody, and for an expert with a personal link.
    address
        Of the browser; "" where it is not kept.
    did
        The field ``do`` of the form.
    outcome
        The status of the answer.
    """

    who: str
    address: str
    method: str
    route: str
    path: str
    did: str
    outcome: int
    written: Sequence[Written] = ()


class Audit:
    """The log of a desk.

    Parameters
    ----------
    desk
        Whose workspace holds it.
    now
        The clock.
    """

    def __init__(self, desk: Desk, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._desk, self._now = desk, now
        self._lock = Lock()
        self._day, self._refused = "", 0

    def note(self, happened: Happened) -> None:
        """Add a line.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        now = self._now().astimezone(UTC)
        with self._lock:
            if not happened.who and happened.outcome >= 400 and self._is_flooded(f"{now:%Y-%m-%d}"):
                return
            folder = folder_of(self._desk)
            state_folder(self._desk.workspace)
            folder.mkdir(mode=0o700, exist_ok=True)
            with alone_in(folder):
                _add(folder, now, happened, self._desk.entry.auth)

    def _is_flooded(self, day: str) -> bool:
        if day != self._day:
            self._day, self._refused = day, 0
        self._refused += 1
        return self._refused > MOST_REFUSED


def folder_of(desk: Desk) -> Path:
    """The folder of the log; it is made with its first line."""
    return desk.workspace.root / STATE / FOLDER


def days_of(folder: Path) -> Sequence[Path]:
    """The files of the log, the first day first."""
    return sorted(folder.glob("????-??-??.jsonl"))


def lines_of(path: Path) -> Iterator[Mapping[str, object]]:
    """The lines of a day; one that is no JSON object is an empty one."""
    for line in path.read_bytes().splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            found = {}
        yield found if isinstance(found, dict) else {}


def first_broken(days: Sequence[Path]) -> tuple[str, int] | None:
    """Return day and number of the first line that does not follow from the one before it; None where all do.

    The first line of the first file is believed: earlier files may have been deleted in their time.
    """
    before: str | None = None
    for path in days:
        for number, (raw, line) in enumerate(zip(path.read_bytes().splitlines(), lines_of(path), strict=True), 1):
            if before is not None and line.get("previous") != before:
                return path.stem, number
            before = _digest(raw)
    return None


def _add(folder: Path, now: datetime, happened: Happened, auth: str) -> None:
    path = folder / f"{now:%Y-%m-%d}.jsonl"
    found: dict[str, object] = {
        "at": now.isoformat(timespec="milliseconds"),
        "auth": auth,
        "who": happened.who,
        "address": happened.address,
        "method": happened.method,
        "route": happened.route,
        "path": happened.path,
        "did": happened.did,
        "outcome": happened.outcome,
        "written": [asdict(each) for each in happened.written],
    }
    found = {name: value for name, value in found.items() if value not in ("", [], ())}
    line = json.dumps({**found, "previous": _last_digest(folder)}, ensure_ascii=False).encode("utf-8", "replace")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        file.write((b"\n" if _is_cut(path) else b"") + line + b"\n")


def _is_cut(path: Path) -> bool:
    """Whether the last line was cut off, as by a machine that stopped while it was written."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        return size > 0 and file.read(1) != b"\n"


def _last_digest(folder: Path) -> str:
    """The digest of the last line of the last file that has one."""
    for path in reversed(days_of(folder)):
        with path.open("rb") as file:
            size, length = file.seek(0, os.SEEK_END), _TAIL
            while size:
                file.seek(max(0, size - length))
                lines = file.read().splitlines()
                if len(lines) > 1 or length >= size:
                    return _digest(lines[-1])
                length *= 8
    return FIRST


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
