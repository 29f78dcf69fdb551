"""The folders of all records in the order in which they were made, and how a word of the planner names one of them."""

import re
from pathlib import Path

from criticality.errors import RecordError, with_hint
from criticality.records.order.when_made import when_made
from criticality.text.message import Message, joined
from criticality.text.spelling import nearest

RECORD, SUMMARY = "record.json", "summary.json"
_LATEST = re.compile(r"latest(?:~(\d+))?", re.IGNORECASE)
_MOST_NAMED = 5


def folders_of(runs: Path) -> list[Path]:
    """The folders of all records, the one made last at the end; by id where their places are equal."""
    if not runs.is_dir():
        return []
    found = [path for path in runs.iterdir() if not path.name.startswith(".") and (path / RECORD).is_file()]
    return sorted(found, key=lambda path: (when_made(path / RECORD).place, path.name))


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
