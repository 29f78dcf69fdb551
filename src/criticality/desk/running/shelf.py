"""The records of a workspace as the desk shows them, and which of their files it hands out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from criticality.api.life.standing import said_of_life
from criticality.errors import RecordError
from criticality.files.workspace import Workspace
from criticality.model.document import Text
from criticality.model.input_record import Text as RecordText
from criticality.records.index import RECORD, folders_of
from criticality.records.life.adopted_runs import AdoptedRuns, adopted_runs
from criticality.records.order.when_made import made_at
from criticality.records.public.form_of import said_of_confidential
from criticality.records.store import read_record, read_summary
from criticality.text.message import Message
from criticality.text.phrases import both

_BEGINNING = 100_000
_DRAWS = re.compile(rb'"robustness":\{[^{}]*?"draws":(\d{1,10})[,}]')
ENDINGS = (".pdf", ".html", ".xlsx", ".ods", ".csv", ".json")
"""What a browser may be given of a record."""


@dataclass(frozen=True)
class RecordRow:
    """One record.

    Attributes
    ----------
    wrong
        Why its summary cannot be read.
    life
        Where its list stands.
    as_of
        The day of its evidence, with which its id begins.
    draws
        How many were asked for; None where the record does not say so at its beginning.
    """

    folder: Path
    run_id: str
    made: str
    title: Text
    weights: Text
    scenario: Text | None
    candidates: int
    listed: int
    wrong: str = ""
    life: tuple[Message, ...] = ()
    as_of: str = ""
    draws: int | None = None


def records_of(workspace: Workspace) -> list[RecordRow]:
    """Return the records, the one made last in front."""
    adopted = adopted_runs(workspace.runs)
    return [_row(folder, adopted) for folder in reversed(folders_of(workspace.runs))]


def _row(folder: Path, adopted: AdoptedRuns) -> RecordRow:
    made = made_at(folder / RECORD)
    time = "" if made is None else on_the_clock(made)
    try:
        summary = read_summary(folder)
    except RecordError as error:
        nothing = Text.model_validate({"en": folder.name})
        return RecordRow(folder, folder.name, time, nothing, nothing, None, 0, 0, str(error.args[0]))
    scenario = None if summary["scenario"] is None else _text(summary["scenario"])
    title, weights = _text(summary["title"]), _text(summary["weights"])
    counts = summary["candidates"], len(summary["listed"])
    life = said_of_life(summary.get("life"), today=date.today(), replaced=adopted.replaced(folder.name))
    row = RecordRow(folder, summary["run_id"], time, title, weights, scenario, *counts, life=tuple(life))
    return replace(row, as_of=summary["as_of"], draws=_draws_of(folder))


def _draws_of(folder: Path) -> int | None:
    """The draws that a record asked for, as its assessment states near the beginning of the file.

    Its summary does not tell, and a list of records is shown without opening them.
    """
    try:
        with (folder / RECORD).open("rb") as file:
            found = _DRAWS.search(file.read(_BEGINNING))
    except OSError:
        return None
    return None if found is None else int(found[1])


def on_the_clock(moment: datetime) -> str:
    """Return a moment by the clock of the machine, with how far it is from UTC.

    >>> from datetime import UTC
    >>> len(on_the_clock(datetime(2026, 12, 1, 6, 53, tzinfo=UTC))) >= len("2026-12-01 06:53 UTC")
    True
    """
    here = moment.astimezone()
    ahead = here.utcoffset()
    minutes = 0 if ahead is None else round(ahead.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    zone = f"{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else ""
    return f"{here:%Y-%m-%d %H:%M} UTC{zone}"


def _text(text: RecordText) -> Text:
    return Text.model_validate(both(text, "–"))


def record_folder(workspace: Workspace, name: str) -> Path | None:
    """Return the folder of a record by its whole name; None where it is none of the records, or a link elsewhere."""
    known = {folder.name: folder for folder in folders_of(workspace.runs)}
    folder = known.get(name)
    return None if folder is None or folder.is_symlink() or not folder.is_dir() else folder


def files_of(folder: Path) -> Mapping[str, Path]:
    """Return the files of a record that may be opened, by name: regular ones of the known kinds, no links."""
    found = (path for path in sorted(folder.iterdir()) if path.suffix in ENDINGS and not path.name.startswith("."))
    return {path.name: path for path in found if path.is_file() and not path.is_symlink()}


def confidential_mark(folder: Path) -> Message | None:
    """Say that a record holds confidential figures, or is the public form of one; nothing of an altered record."""
    try:
        return said_of_confidential(read_record(folder))
    except RecordError:
        return None
