"""The rows of a confidential folder held against the digests that a public record states of those of its run."""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from criticality.errors import CriticalityError
from criticality.model.dataset import TABLES
from criticality.model.record import Record
from criticality.model.rows.confidential_rows import FAR, FOLDER, Confidential
from criticality.records.canonical import confidential_digests
from criticality.records.index import RECORD
from criticality.records.public.salted import blind_of
from criticality.records.store import read_record
from criticality.text.message import Message

if TYPE_CHECKING:
    import pandas as pd

    from criticality.model.document import Source

SOURCES = "sources"
NAMED = 5
"""How many rows are named where none has a digest of the run."""


@dataclass(frozen=True)
class Folder:
    """What a confidential folder holds: its rows, and the sources that it describes."""

    rows: Confidential
    described: Mapping[str, "Source"]


@dataclass
class Held:
    """What was found: the folder with the rows of the run alone, and in words what differs and what it has besides.

    `stated` and `agreeing` count rows of tables, `known` is whether any digest, also of a source, agrees.
    """

    folder: Folder
    stated: int = 0
    agreeing: int = 0
    known: bool = False
    differences: list[tuple[str, Message]] = field(default_factory=list)
    besides: list[Message] = field(default_factory=list)


def held_rows(record: Record, folder: Folder) -> Held:
    """Compare the digests of a folder with those that a public record states.

    A row that the record does not state counts as changed where another one of its table is missing, else as one that
    came later: it is told, and taken out.
    """
    stated = record["inputs"]["confidential"]["digests"]
    own = confidential_digests(folder.rows, folder.described)
    found, later = Held(folder), dict[str, list[str]]()
    for name in sorted({*stated, *own}):
        kept, placed = Counter(stated.get(name, [])), own.get(name, [])
        other = [place for place, digest in placed if not kept[digest]]
        gone = sum((kept - Counter(digest for _, digest in placed)).values())
        agreeing = sum(kept.values()) - gone
        found.known = found.known or agreeing > 0
        if name != SOURCES:
            found.stated += sum(kept.values())
            found.agreeing += agreeing
        if gone:
            found.differences += _changed(folder, name, other, gone)
        else:
            later[name] = other
            found.besides += _came_later(folder, name, other)
    found.folder = _without(folder, later)
    return found


def says_the_salt_is_another(record: Record, runs: Path, salt: bytes) -> bool | None:
    """Whether the folder has another salt than the run; None where the record of that run is not at hand to tell."""
    of = record["inputs"]["confidential"]["public_form_of"]
    place = runs / of["run_id"]
    if Path(of["run_id"]).name != of["run_id"] or not (place / RECORD).is_file():
        return None
    try:
        whole = read_record(place)
    except CriticalityError:
        return None
    blind = whole["inputs"].get("confidential", {}).get("blind")
    if whole["digest"] != of["digest"] or blind is None:
        return None
    return not hmac.compare_digest(blind, blind_of(salt))


def rows_named(folder: Folder) -> list[Message]:
    """The first rows of a folder, each by its file, line and key."""
    named = [
        Message("confidential.row_of", file=f"{FOLDER}/{name}.csv", line=int(line) - FAR, said=_key(frame, name, line))
        for name, frame in sorted(folder.rows.tables.items())
        for line in frame["line"]
    ]
    return [*named[:NAMED], *([Message("confidential.more_rows", n=len(named) - NAMED)] if named[NAMED:] else [])]


def _changed(folder: Folder, name: str, other: Sequence[str], gone: int) -> list[tuple[str, Message]]:
    if name == SOURCES:
        return [
            (f"{FOLDER}/sources.yaml", Message("confidential.other_source", source=source))
            for source in other or [Message("confidential.a_source")]
        ]
    file, frame = f"{FOLDER}/{name}.csv", folder.rows.tables.get(name)
    told = [
        (file, Message("confidential.other_row", line=int(line) - FAR, said=_key(frame, name, line)))
        for line in other
        if frame is not None
    ]
    if gone > len(other):
        told.append((file, Message("confidential.rows_gone", n=gone - len(other))))
    return told


def _came_later(folder: Folder, name: str, other: Sequence[str]) -> list[Message]:
    if name == SOURCES:
        return [Message("confidential.source_besides", source=source) for source in other]
    file, frame = f"{FOLDER}/{name}.csv", folder.rows.tables[name] if other else None
    return [
        Message("confidential.row_besides", file=file, line=int(line) - FAR, said=_key(frame, name, line))
        for line in other
        if frame is not None
    ]


def _key(frame: "pd.DataFrame", name: str, line: str) -> list[str]:
    """The key of a row in words, as it is told where two rows share one; no figure is part of a key."""
    row = frame[frame["line"] == int(line)].iloc[0]
    cells = ((part, str(row[part]).removesuffix(".0")) for part in TABLES[name].key)
    return [f"{part} {cell}" for part, cell in cells if cell not in ("", "nan")]


def _without(folder: Folder, later: Mapping[str, Sequence[str]]) -> Folder:
    """The folder without the rows and sources that came later."""
    tables = {
        name: frame[~frame["line"].astype(str).isin(list(later.get(name, ())))].reset_index(drop=True)
        for name, frame in folder.rows.tables.items()
    }
    gone = set(later.get(SOURCES, ()))
    rows = replace(
        folder.rows,
        tables={name: frame for name, frame in tables.items() if len(frame)},
        sources=tuple(source for source in folder.rows.sources if source not in gone),
    )
    return Folder(rows, {key: entry for key, entry in folder.described.items() if key not in gone})
