"""The tables of a sweep: its cases, what each mineral is in each of them, and the cases that failed."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

import numpy as np

from criticality.model.sweeps.material import Material
from criticality.model.sweeps.sweep_file import QUANTITIES
from criticality.model.sweeps.sweep_record import CaseFound
from criticality.sweeps.listed_cases import Membership
from criticality.text.message import decoded, said
from criticality.text.spreadsheet import neutral

STATED = ("assessment", "country", "reference_year", "scenario", "weights", "method")
_KEYS = {"tier": "tiers", "listed": "listed", "score": "scores", "rank": "ranks", "p_listed": "p"}


def entries_of(text: str) -> Iterator[CaseFound]:
    """The entries of a piece."""
    return (cast(CaseFound, json.loads(line)) for line in text.splitlines())


def kept(material: Material) -> tuple[str, ...]:
    """The quantities that the table has, in their own order."""
    wanted = set(material.sweep.keep) - (set() if material.sweep.draws else {"p_listed"})
    return tuple(name for name in QUANTITIES if name in wanted)


def table_columns(material: Material) -> tuple[str, ...]:
    """The columns of table.csv."""
    return ("case", "mineral", *kept(material))


def case_columns(material: Material) -> tuple[str, ...]:
    """The columns of cases.csv: what varies, what the assessment states, and how many minerals are listed."""
    varied = (axis.code for axis in material.plan.axes if axis.code not in STATED)
    return ("case", *STATED, *varied, "listed")


def case_row(material: Material, entry: CaseFound) -> list[object]:
    """One row of cases.csv; a case that failed has no list."""
    levels = material.plan.levels(int(entry["case"]))
    found = cast(Mapping[str, object], entry)
    first = [found.get(code, levels.get(code)) for code in STATED]
    others = [levels[axis.code] for axis in material.plan.axes if axis.code not in STATED]
    return [entry["case"], *first, *others, None if "failed" in entry else sum(entry["listed"])]


def table_rows(material: Material, entry: CaseFound) -> Iterator[list[object]]:
    """The rows of table.csv of one case, by mineral."""
    if "failed" in entry:
        return
    candidates = material.bases[entry["assessment"]].candidates
    found = cast(Mapping[str, Sequence[object]], entry)
    columns = [found[_KEYS[name]] for name in kept(material)]
    for place, mineral in enumerate(candidates):
        yield [entry["case"], mineral, *(column[place] for column in columns)]


FAILURE_COLUMNS = ("case", "file", "line", "where", "message")


def failure_row(entry: CaseFound) -> list[object]:
    """One row of failures.csv, in English."""
    failed = entry["failed"]
    return [entry["case"], failed["file"], failed["line"], failed["where"], failure_of(entry)]


def failure_of(entry: CaseFound) -> str:
    """Why a case failed, in English."""
    return said(decoded(entry["failed"]["message"]), "en")


def csv_lines(columns: Sequence[str]) -> tuple[str, Callable[[Iterable[object]], str]]:
    """The head of a CSV, and what makes a line of a row: absent values are empty, flags are 1 and 0."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")

    def line(row: Iterable[object]) -> str:
        stream.seek(0)
        stream.truncate()
        writer.writerow([_cell(value) for value in row])
        return stream.getvalue()

    return line(columns), line


def _cell(value: object) -> object:
    if value is None:
        return ""
    return neutral(value) if isinstance(value, str) else repr(value) if isinstance(value, float) else value


class Members:
    """Collects who is on the list in which case, entry by entry."""

    def __init__(self, material: Material) -> None:
        cases, minerals = len(material.plan.rows), material.minerals
        self._place = {
            file: np.array([minerals.index(mineral) for mineral in inputs.candidates], dtype=np.intp)
            for file, inputs in material.bases.items()
        }
        self._listed = np.zeros((cases, len(minerals)), dtype=np.bool_)
        self._candidate = np.zeros_like(self._listed)
        self._decided = np.zeros(cases, dtype=np.bool_)
        self._ranked = np.zeros_like(self._listed)
        self._best = np.full(len(minerals), np.iinfo(np.int64).max)
        self._worst = np.zeros(len(minerals), dtype=np.int64)
        self._failures: dict[int, str] = {}

    def add(self, entry: CaseFound) -> None:
        """Take one entry in."""
        case = int(entry["case"])
        if "failed" in entry:
            self._failures[case] = failure_of(entry)
            return
        places = self._place[entry["assessment"]]
        self._decided[case] = True
        self._candidate[case, places] = True
        self._listed[case, places] = np.array(entry["listed"], dtype=np.bool_)
        ranks = np.array([rank or 0 for rank in entry["ranks"]], dtype=np.int64)
        ranked = ranks > 0
        self._ranked[case, places] = ranked
        np.minimum.at(self._best, places[ranked], ranks[ranked])
        np.maximum.at(self._worst, places[ranked], ranks[ranked])

    def collected(self) -> Membership:
        """What was collected."""
        best = np.where(self._worst > 0, self._best, 0)
        return Membership(self._listed, self._candidate, self._decided, self._ranked, best, self._worst, self._failures)
