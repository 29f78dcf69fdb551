"""Spoil one cell of one row of any table, and see who tells: `check`, the printed checks, or nobody.

`python tests/spoils.py 30` tries thirty rows of every table and slip and writes docs/figures/slips.csv, which
docs/reference/evidence.md prints; tests/data/test_spoiled_rows.py tries one of each.
"""

import csv
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from math import isnan, nan
from pathlib import Path

from criticality.checking.evidence import evidence_problems
from criticality.diagnostics import diagnose
from criticality.errors import InputError, Problem
from criticality.files.load import read_assessment
from criticality.files.tables import read_table
from criticality.files.workspace import Workspace
from criticality.indicators.quality.plausibility import implausible
from criticality.indicators.table import compute_indicators, data_problems
from criticality.model.assessment import Assessment
from criticality.model.dataset import TABLES, Dataset
from criticality.model.results import DecisionMatrix
from criticality.ranking.matrix import decision_matrix
from criticality.weighting.weights import derive_weights

Row = dict[str, str]
REFUSED, WARNED, PRINTED, HARMLESS, UNSEEN = "refused", "warned", "printed", "harmless", "unseen"
OUTCOMES = (REFUSED, WARNED, PRINTED, HARMLESS, UNSEEN)
MOVES = 0.01
"""Change of a cell on its scale of 0…1 below which a slip that nobody tells does no harm."""

RESTLESS = {"effective_weight", "correlated", "variance_inflation", "skewed", "no_spread", "proxied"}
"""Printed checks that follow every figure a little, and so tell nobody of a slip."""

FACTORS = {
    "mineral_properties": ("value",),
    "production": ("value",),
    "trade": ("value_usd", "quantity_t"),
    "governance": ("value",),
    "sectors": ("value_added_usd_m",),
    "stockpile_practice": ("days",),
}
SHARES = {"end_uses": "share", "export_restrictions": "severity", "events": "share_lost"}
COUNTRIES = {
    "production": "country",
    "trade": "partner",
    "governance": "country",
    "export_restrictions": "country",
    "events": "country",
    "stockpile_practice": "country",
    "official_lists": "jurisdiction",
    "countries": "country",
}
RATES = ("end_of_life_recycling_input_rate", "end_of_life_recycling_rate", "companionality", "substitution_index")
MINERALS = (
    "minerals",
    "mineral_properties",
    "production",
    "trade",
    "end_uses",
    "events",
    "host_metals",
    "official_lists",
)


def slips() -> Iterator[tuple[str, str, str]]:
    """Every (slip, table, column) that the tables of data/ allow."""
    for name, columns in FACTORS.items():
        for column in columns:
            yield "a thousand times too large", name, column
            yield "a thousand times too small", name, column
    for name, column in SHARES.items():
        yield "a share of 180 %", name, column
        yield "a thousand times too small", name, column
    yield "a share of 180 %", "mineral_properties", "value"
    for name, column in COUNTRIES.items():
        yield "another country's code", name, column
    for name, table in TABLES.items():
        for column in table.columns:
            if column.kind in ("year", "date") or column.name == "list_date":
                yield "the year 2203", name, column.name
    for name in MINERALS:
        yield "another mineral's code", name, "mineral"


class Spoiler:
    """A workspace that is read once and spoiled many times; `scratch` is a folder to write in."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self.root, self.scratch = root, scratch
        self.reading = read_assessment(Workspace(root), "assessments/taiwan-2026.yaml", {})
        self.criteria = tuple(self.reading.criteria[code] for code in sorted(self.reading.criteria))

    @cached_property
    def usual(self) -> tuple[set[str], set[str], dict[tuple[str, str], float]]:
        """What `check` warns of, what is printed, and the scaled cells before anything is spoiled."""
        matrix = self._matrix(self.reading.dataset)
        said = {problem.message for problem in self._problems(self.reading.dataset)}
        return said, self._printed(self.reading.dataset, matrix), _scaled(matrix)

    def rows(self, name: str) -> list[Row]:
        """Rows of a table as they are written."""
        with (self.root / TABLES[name].path).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def sample(self, slip: str, name: str, column: str, count: int) -> list[tuple[int, str]]:
        """Place and spoiled cell of some of the rows that can be spoiled so, the same ones every time."""
        rows, chance = self.rows(name), random.Random(f"{slip} {name} {column}")
        cells = {place: _spoiled(slip, row, column, rows, chance) for place, row in enumerate(rows)}
        fit = [(place, cell) for place, cell in cells.items() if cell is not None]
        return sorted(chance.sample(fit, min(count, len(fit))))

    def outcome(self, name: str, column: str, place: int, cell: str) -> str:
        """Who tells when this cell of this row becomes `cell`."""
        rows = self.rows(name)
        rows[place] = {**rows[place], column: cell}
        path = self.scratch / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        frame, _ = read_table(path, TABLES[name], TABLES[name].path)
        if frame is None:
            return REFUSED
        dataset = self.reading.dataset.with_table(name, frame)
        said, printed, scaled = self.usual
        new = [problem for problem in self._problems(dataset) if problem.message not in said]
        if any(problem.severity == "error" for problem in new):
            return REFUSED
        try:
            matrix = self._matrix(dataset)
        except InputError:
            return REFUSED
        if new:
            return WARNED
        if self._printed(dataset, matrix) - printed:
            return PRINTED
        return UNSEEN if _moved(scaled, _scaled(matrix)) > MOVES else HARMLESS

    def _problems(self, dataset: Dataset) -> list[Problem]:
        plan = self._plan
        between = data_problems(dataset, self.criteria, plan.country, plan.reference_year)
        return [*evidence_problems(replace(self.reading, tables=dataset.tables)), *between]

    @property
    def _plan(self) -> Assessment:
        assert self.reading.assessment is not None
        return self.reading.assessment

    def _matrix(self, dataset: Dataset) -> DecisionMatrix:
        plan, minerals = self._plan, dataset.table("minerals")
        cells = compute_indicators(
            dataset, self.criteria, country=plan.country, reference_year=plan.reference_year, as_of=plan.date
        )
        groups = dict(zip(minerals["mineral"], minerals["group"], strict=True))
        candidates = [str(code) for code in minerals.loc[minerals["candidate"], "mineral"]]
        return decision_matrix(cells, self.criteria, groups, candidates)

    def _printed(self, dataset: Dataset, matrix: DecisionMatrix) -> set[str]:
        weighted = [criterion for criterion in self.criteria if criterion.role == "weighted"]
        assert self.reading.weights is not None
        assert self.reading.dimensions is not None
        weights = derive_weights(self.reading.weights, weighted, self.reading.dimensions, matrix.scaled)
        checks = [
            *diagnose(matrix, weights, self.criteria),
            *implausible(dataset, self._plan.country, self._plan.reference_year),
        ]
        return {check["text"]["en"] for check in checks if check["check"] not in RESTLESS}


def _spoiled(slip: str, row: Row, column: str, rows: list[Row], chance: random.Random) -> str | None:
    """The spoiled cell, or None where this row cannot be spoiled so."""
    cell = row[column]
    if slip.startswith("a thousand times"):
        figure = float(cell or 0) * (1000 if slip.endswith("large") else 0.001)
        return f"{figure:.12g}" if figure else None
    if slip == "a share of 180 %":
        rate = "property" not in row or row["property"] in RATES
        return None if not rate or not cell else {"percent": "180"}.get(row.get("unit", ""), "1.8")
    if slip == "the year 2203":
        return f"2203{cell[4:]}" if cell else None
    return str(chance.choice(sorted({other[column] for other in rows} - {cell, "WLD", "OTH"})))


def _scaled(matrix: DecisionMatrix) -> dict[tuple[str, str], float]:
    cells = matrix.cells
    columns = (cells[name] for name in ("mineral", "criterion", "scaled"))
    return {(mineral, criterion): float(value) for mineral, criterion, value in zip(*columns, strict=True)}


def _moved(before: dict[tuple[str, str], float], after: dict[tuple[str, str], float]) -> float:
    """Largest change of a cell; a cell that comes or goes is a whole change."""
    gone = [1.0 for key in set(before) | set(after) if isnan(before.get(key, nan)) != isnan(after.get(key, nan))]
    both = [abs(before[key] - after[key]) for key in set(before) & set(after)]
    return max([*gone, *(change for change in both if not isnan(change))], default=0.0)


def measure(root: Path, count: int) -> None:
    """Try `count` rows of every table and slip, and write what became of them."""
    with tempfile.TemporaryDirectory() as scratch:
        spoiler = Spoiler(root, Path(scratch))
        rows = []
        for slip, name, column in slips():
            tried = spoiler.sample(slip, name, column, count)
            found = Counter(spoiler.outcome(name, column, place, cell) for place, cell in tried)
            rows.append([name, column, slip, len(tried), *(found[outcome] for outcome in OUTCOMES)])
    with (root / "docs" / "figures" / "slips.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["table", "column", "slip", "tried", *OUTCOMES])
        writer.writerows(rows)


if __name__ == "__main__":
    measure(Path(__file__).resolve().parents[1], int(sys.argv[1]))
