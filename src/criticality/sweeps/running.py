"""Run a sweep: its identity, its pieces on any engine, and the files that come of them."""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from criticality import __version__
from criticality.engines.engine import Engine
from criticality.errors import RecordError, with_hint
from criticality.model.sweeps.material import Material
from criticality.model.sweeps.sweep_record import CaseFound, SweepRecord
from criticality.records.canonical import inputs_of, weights_entry
from criticality.records.digest import canonical_json, digest_of_pieces, object_pieces
from criticality.records.digest import pieces_of as json_pieces
from criticality.records.drafts import draft_folder, put
from criticality.records.seal import SUMS, sums_text
from criticality.sweeps.answer import found_by
from criticality.sweeps.case_results import Piece, decided_piece, pieces_of
from criticality.sweeps.piece_store import Store
from criticality.sweeps.sweep_tables import (
    FAILURE_COLUMNS,
    Members,
    case_columns,
    case_row,
    csv_lines,
    entries_of,
    failure_row,
    table_columns,
    table_rows,
)
from criticality.text.message import Message

Progress = Callable[[int, int], None]
PLAN, CASES, TABLE, FAILURES, SUMMARY, PAGE = (
    "plan.json",
    "cases.csv",
    "table.csv",
    "failures.csv",
    "summary.json",
    "sweep.html",
)


@dataclass(frozen=True)
class Identity:
    """The id of a sweep and its plan as plain values; the same inputs, cases and software have the same id."""

    name: str
    plan: Mapping[str, object]


def identity_of(material: Material) -> Identity:
    """Return the id and the plan of a sweep: the name of its file and eight digits of the digest of all it rests on."""
    bases = {
        file: digest_of_pieces(json_pieces({key: value for key, value in inputs_of(inputs).items() if key != "paths"}))
        for file, inputs in sorted(material.bases.items())
    }
    named = {
        **{file: weights_entry(weights) for file, weights in material.weights.items()},
        **{file: one.model_dump(mode="json", by_alias=True) for file, one in material.scenarios.items()},
    }
    documents = {
        file: hashlib.sha256(canonical_json(entry).encode("utf-8")).hexdigest() for file, entry in named.items()
    }
    plan: dict[str, object] = {
        "format": 1,
        "file": material.file,
        "software": __version__,
        "sweep": material.sweep.model_dump(mode="json", by_alias=True),
        "inputs": bases,
        "documents": documents,
        "axes": [{"code": axis.code, "levels": list(axis.levels)} for axis in material.plan.axes],
        "cases": material.plan.rows.tolist(),
    }
    digest = digest_of_pieces(object_pieces({key: (canonical_json(value),) for key, value in plan.items()}))
    return Identity(f"{Path(material.file).stem}-{digest[:8]}", {**plan, "digest": digest})


def decide_cases(material: Material, engine: Engine, store: Store, progress: Progress | None = None) -> None:
    """Decide every case that is not done yet, piece by piece, and keep each piece when it is done.

    Raises
    ------
    MachineError
        If processes of this machine die again and again.
    """
    cases = len(material.plan.rows)
    pieces = pieces_of(cases)
    left = [piece for piece in pieces if store.kept(piece) is None]
    done = cases - sum(end - start for start, end in left)
    for piece, text in engine.results(decided_piece, material, left):
        store.keep(piece, text)
        done += piece[1] - piece[0]
        if progress is not None:
            progress(done, cases)


def entries(material: Material, store: Store) -> Iterator[CaseFound]:
    """The entries of all cases in their order."""
    for piece in pieces_of(len(material.plan.rows)):
        yield from entries_of(_text_of(store, piece))


def _text_of(store: Store, piece: Piece) -> str:
    text = store.kept(piece)
    if text is None:
        raise ValueError(f"the piece {piece} is not done")
    return text


def found(material: Material, store: Store, name: str) -> SweepRecord:
    """What a sweep found, from its pieces."""
    members = Members(material)
    for entry in entries(material, store):
        members.add(entry)
    return found_by(material, name, members.collected())


def write_sweep(
    target: Path, material: Material, store: Store, identity: Identity, page: Callable[[SweepRecord], str]
) -> SweepRecord:
    """Write the folder of a sweep, all or nothing, and return what it found.

    Parameters
    ----------
    target
        The folder; it must not be there.
    page
        Makes the page of what was found.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with draft_folder(target.parent, target.name) as draft:
        folder = draft / target.name
        folder.mkdir()
        members = Members(material)
        _write_tables(folder, material, store, members)
        summary = found_by(material, identity.name, members.collected())
        for name, text in (
            (PLAN, canonical_json(identity.plan)),
            (SUMMARY, canonical_json(summary)),
            (PAGE, page(summary).rstrip("\n")),
        ):
            (folder / name).write_bytes(f"{text}\n".encode())
        sums = {path.name: _digest(path) for path in folder.iterdir()}
        (folder / SUMS).write_bytes(sums_text(sums).encode("utf-8"))
        put(folder, target)
    return summary


def _write_tables(folder: Path, material: Material, store: Store, members: Members) -> None:
    with ExitStack() as stack:

        def opened(name: str, columns: tuple[str, ...]) -> tuple[TextIO, Callable[..., str]]:
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            head, line = csv_lines(columns)
            file.write(head)
            return file, line

        cases, case_line = opened(CASES, case_columns(material))
        table, table_line = opened(TABLE, table_columns(material))
        failures, failure_line = opened(FAILURES, FAILURE_COLUMNS)
        for entry in entries(material, store):
            members.add(entry)
            cases.write(case_line(case_row(material, entry)))
            table.writelines(table_line(row) for row in table_rows(material, entry))
            if "failed" in entry:
                failures.write(failure_line(failure_row(entry)))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seconds_for(material: Material, first: float, further: float, workers: int) -> float:
    """How long a sweep takes: `first` seconds for each evidence, `further` for each other case of the same evidence."""
    evidences, cases = material.plan.evidences, len(material.plan.rows)
    busy = evidences * first + (cases - evidences) * further
    return busy / max(1, min(workers, math.ceil(cases / 20)))


def read_folder(folder: Path) -> SweepRecord:
    """Read what a sweep found from its folder, and make sure that nobody altered a file of it.

    Raises
    ------
    RecordError
        Naming the first file that is missing or altered.
    """
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        wrong = next((name for name, digest in sums.items() if _digest(folder / name) != digest), None)
        if wrong is None and SUMMARY in sums:
            return cast(SweepRecord, json.loads((folder / SUMMARY).read_text("utf-8")))
    except (OSError, ValueError):
        wrong = None
    message = Message("sweeping.altered", folder=folder, file=wrong or SUMS)
    raise RecordError(with_hint(message, Message("sweeping.altered_hint")))
