"""A sweep of a workspace: decided in memory or piece by piece on the disk, and what it found as tables."""

import time
from collections.abc import Callable
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from criticality.errors import RecordError, disk_error, with_hint
from criticality.files.workspace import Workspace
from criticality.text.message import Message
from criticality.text.numbers import chance
from criticality.text.phrases import in_both

if TYPE_CHECKING:
    import pandas as pd

    from criticality.engines.engine import Engine
    from criticality.model.sweeps.material import Material
    from criticality.model.sweeps.sweep_record import SweepRecord
    from criticality.sweeps.piece_store import Store

Progress = Callable[[int, int], None]
_SHOWN = 20


class Sweep:
    """A sweep that was decided; `Workspace.sweep` makes it.

    Examples
    --------
    >>> sweep = workspace.sweep("weights-and-methods")
    >>> sweep
    <Sweep weights-and-methods-...: 24 cases, 0 failed>
    >>> sweep.minerals[["cases", "listed", "decides"]].head(2)
              cases  listed                   decides
    mineral
    austrium     24      19  threshold.score.critical
    coronium     24      24
    """

    def __init__(self, workspace: Workspace, material: "Material", store: "Store") -> None:
        from criticality.sweeps.running import identity_of

        self._workspace, self._material, self._store = workspace, material, store
        self._identity = identity_of(material)

    @property
    def id(self) -> str:
        """The name of its file and eight digits of the digest of all it rests on."""
        return self._identity.name

    @cached_property
    def found(self) -> "SweepRecord":
        """What it found: the object of ``summary.json``. To be read, not changed."""
        from criticality.sweeps.running import found

        return found(self._material, self._store, self.id)

    @property
    def minerals(self) -> "pd.DataFrame":
        """Every mineral: in how many cases it is a candidate and listed, the share, its ranks, and what decides it.

        The index is ``mineral``; the columns are ``name, cases, listed, share, best_rank, worst_rank, decides``.
        """
        import pandas as pd

        rows = [
            {
                "mineral": row["mineral"],
                "name": row["names"]["en"],
                "cases": row["cases"],
                "listed": row["listed"],
                "share": row["listed"] / row["cases"] if row["cases"] else None,
                "best_rank": row["best_rank"],
                "worst_rank": row["worst_rank"],
                "decides": ", ".join(row["decides"]),
            }
            for row in self.found["minerals"]
        ]
        whole = {"best_rank": "Int64", "worst_rank": "Int64"}  # a mineral that no case scores has no rank
        return pd.DataFrame(rows).astype(whole).set_index("mineral")

    @property
    def axes(self) -> "pd.DataFrame":
        """What varies: the share in the variance of membership by itself and with others, and the minerals moved.

        The index is ``axis``; the columns are ``values, first, total, error, moved``.
        """
        import pandas as pd

        rows = [
            {
                "axis": axis["code"],
                "values": len(axis["levels"]),
                "first": axis["first"],
                "total": axis["total"],
                "error": axis["error"],
                "moved": axis["moved"],
            }
            for axis in self.found["axes"]
        ]
        columns = ["axis", "values", "first", "total", "error", "moved"]  # also where nothing varies
        return pd.DataFrame(rows, columns=columns).set_index("axis")

    @property
    def cases(self) -> "pd.DataFrame":
        """The cases, one a row by ``case``: what varies, what the assessment states, how many minerals are listed."""
        import pandas as pd

        from criticality.sweeps.running import entries
        from criticality.sweeps.sweep_tables import case_columns, case_row

        rows = [case_row(self._material, entry) for entry in entries(self._material, self._store)]
        return pd.DataFrame(rows, columns=list(case_columns(self._material))).set_index("case")

    @property
    def table(self) -> "pd.DataFrame":
        """One row for each case and mineral, with what varies beside what the file keeps: score, rank, tier, listed.

        Examples
        --------
        >>> listed = sweep.table.groupby("weights")["listed"].sum()
        """
        import pandas as pd

        from criticality.sweeps.running import entries
        from criticality.sweeps.sweep_tables import table_columns, table_rows

        rows = [row for entry in entries(self._material, self._store) for row in table_rows(self._material, entry)]
        frame = pd.DataFrame(rows, columns=list(table_columns(self._material)))
        if "listed" in frame:
            frame["listed"] = frame["listed"].astype(bool)
        return frame.join(self.cases.drop(columns="listed"), on="case")

    @property
    def failures(self) -> "pd.DataFrame":
        """The cases that could not be decided, one a row: ``case, file, line, where, message``."""
        import pandas as pd

        from criticality.sweeps.running import entries
        from criticality.sweeps.sweep_tables import FAILURE_COLUMNS, failure_row

        rows = [failure_row(entry) for entry in entries(self._material, self._store) if "failed" in entry]
        return pd.DataFrame(rows, columns=list(FAILURE_COLUMNS))

    def save(self) -> Path:
        """Write the sweep to output/sweeps/ of the workspace, all or nothing, and return its folder.

        A sweep that stands there already is not written again.

        Raises
        ------
        MachineError
            If the folder cannot be written.
        RecordError
            If the folder stands there and was altered.
        """
        folder = _folder(self._workspace, self.id)
        if not folder.exists():
            _write(folder, self._material, self._store)
        saved_sweep(folder)
        return folder

    def __repr__(self) -> str:
        return f"<Sweep {self.id}: {self.found['cases']} cases, {self.found['failed']} failed>"

    def _repr_html_(self) -> str:
        """Show the minerals that some cases list and others do not, in a notebook."""
        found = self.found
        title = escape(in_both(found["title"], " · "))
        frame = self.minerals
        some = frame[(frame["listed"] > 0) & (frame["listed"] < frame["cases"])].head(_SHOWN)
        told = some.assign(share=[chance(share) for share in some["share"]])
        head = f"<p><b>{title}</b><br>{escape(self.id)} · {found['cases']} cases, {found['failed']} failed</p>"
        return head + told.to_html(na_rep="–")


def material_of(workspace: Workspace, name: str, start: Path) -> "Material":
    """Read a sweep, by its name or its file, and everything that its cases rest on.

    Raises
    ------
    InputError
        With every problem of the sweep and of the files that it names.
    """
    from criticality.report.html.inspection import template_problems
    from criticality.sweeps.sweep_loading import load_sweep

    return load_sweep(workspace, workspace.find_file(name, "sweeps", start), template_problems)


def in_memory(workspace: Workspace, material: "Material", engine: "Engine", progress: Progress | None) -> Sweep:
    """Decide every case, and keep the pieces in memory."""
    from criticality.sweeps.piece_store import InMemory
    from criticality.sweeps.running import decide_cases

    store = InMemory()
    decide_cases(material, engine, store, progress)
    return Sweep(workspace, material, store)


def seconds_needed(material: "Material", workers: int) -> float:
    """How long the sweep takes on so many processes, from a few of its cases decided here."""
    from criticality.sweeps.case_results import decided_piece, forget
    from criticality.sweeps.running import seconds_for

    last = min(6, len(material.plan.rows))
    decided_piece(material, (0, 1))  # loads what is loaded once
    other = material.plan.other_evidence
    if other is None:
        forget()
    else:  # tables that all evidence has in common stay read
        decided_piece(material, (other, other + 1))
    begun = time.perf_counter()
    decided_piece(material, (0, 1))
    first = time.perf_counter()
    decided_piece(material, (1, last))
    end = time.perf_counter()
    forget()
    return seconds_for(material, first - begun, (end - first) / max(1, last - 1), workers)


def finished(workspace: Workspace, material: "Material") -> "tuple[Path, SweepRecord] | None":
    """The folder of a sweep and what it found, where it was done before.

    Raises
    ------
    RecordError
        If a file of it was altered.
    """
    from criticality.sweeps.running import identity_of

    folder = _folder(workspace, identity_of(material).name)
    return (folder, saved_sweep(folder)) if folder.exists() else None


def on_disk(
    workspace: Workspace, material: "Material", engine: "Engine", progress: Progress | None, *, resume: bool
) -> "tuple[Path, SweepRecord]":
    """Decide every case, each piece on the disk as soon as it is done, and write the folder of the sweep.

    Raises
    ------
    RecordError
        If an interrupted sweep of the same inputs stands there, and it is not to be resumed.
    MachineError
        If the folder cannot be written.
    """
    from criticality.sweeps.case_results import pieces_of
    from criticality.sweeps.piece_store import OnDisk
    from criticality.sweeps.running import decide_cases, identity_of

    folder = _folder(workspace, identity_of(material).name)
    store = OnDisk(folder.with_name(f"{folder.name}.pieces"))
    done = store.done()
    if done and not resume:
        pieces = len(pieces_of(len(material.plan.rows)))
        message = Message("sweeping.unfinished", done=done, pieces=pieces, folder=store.folder)
        raise RecordError(with_hint(message, Message("sweeping.resume_hint")))
    try:
        store.begin()
        decide_cases(material, engine, store, progress)
        found = _write(folder, material, store)
        store.discard()
    except OSError as error:
        raise disk_error(error) from error
    return folder, found


def saved_sweep(folder: Path) -> "SweepRecord":
    """Read what a sweep found from its folder, and make sure that nobody altered a file of it.

    Raises
    ------
    RecordError
        Naming the first file that is missing or altered.
    """
    from criticality.sweeps.running import read_folder

    return read_folder(folder)


def _write(folder: Path, material: "Material", store: "Store") -> "SweepRecord":
    from criticality.report.sweeps.sweep_page import sweep_page
    from criticality.sweeps.running import identity_of, write_sweep

    try:
        return write_sweep(folder, material, store, identity_of(material), sweep_page)
    except OSError as error:
        if folder.exists():
            return saved_sweep(folder)
        raise disk_error(error) from error


def _folder(workspace: Workspace, name: str) -> Path:
    return workspace.root / "output" / "sweeps" / name
