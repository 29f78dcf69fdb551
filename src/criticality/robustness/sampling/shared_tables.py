"""Which cells of a mineral rest on one table, and how they move together when its shares are redrawn.

Measured once an assessment: the shares are redrawn by the spreads of their grades, the cells are computed again from
them (`criticality.indicators.redraws`), and their correlations are those of the copula. Cells that rest on different
tables are independent.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from criticality.indicators.evidence import RowMemory, gather_evidence
from criticality.indicators.redraws import TABLE_OF, redrawn
from criticality.model.criteria import Criterion
from criticality.model.results import Inputs
from criticality.robustness.sampling.cell_draws import ColumnDraw
from criticality.robustness.sampling.copula import Links, linked
from criticality.scenarios import apply_scenario

Floats = NDArray[np.float64]
Correlations = Mapping[str, tuple[tuple[str, ...], Floats]]
"""Table → codes of the n criteria that rest on it, and the correlations of their figures, (M, n, n)."""

REDRAWS = 512
_SEED = 20_261_129
_STILL = 1e-9
"""Standard deviation below which a redrawn figure counts as not moved: a whole that stays whole."""


def correlations_of(
    inputs: Inputs,
    minerals: Sequence[str],
    criteria: Sequence[Criterion],
    spreads: Mapping[str, float],
    memory: RowMemory | None = None,
) -> Correlations:
    """Measure the correlations between the cells that rest on one table.

    Parameters
    ----------
    inputs
        Of the assessment; its scenario is applied.
    minerals, criteria
        In the order wanted.
    spreads
        Standard deviation of ln x for each grade.
    memory
        Keeps the rows of tables that other inputs share.
    """
    tables = dict.fromkeys(TABLE_OF.values(), ())
    codes: dict[str, tuple[str, ...]] = {
        table: tuple(entry.code for entry in criteria if TABLE_OF.get(entry.indicator) == table) for table in tables
    }
    codes = {table: found for table, found in codes.items() if len(found) > 1}
    if not codes:
        return {}
    plan = inputs.assessment
    evidence = gather_evidence(
        apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date),
        country=plan.country,
        reference_year=plan.reference_year,
        as_of=plan.date,
        memory=memory,
    )
    wanted = [entry for entry in criteria if any(entry.code in found for found in codes.values())]
    measured: dict[str, list[Floats]] = {table: [] for table in codes}
    for mineral in minerals:
        values = redrawn(evidence, mineral, wanted, spreads, np.random.default_rng(_SEED), REDRAWS)
        for table, found in codes.items():
            measured[table].append(_correlations([values.get(code) for code in found]))
    return {table: (codes[table], np.array(found)) for table, found in measured.items()}


def _correlations(values: Sequence[Floats | None]) -> Floats:
    """Correlations of the figures that move; 0 with those that do not."""
    found = np.eye(len(values))
    moving = {place: entry for place, entry in enumerate(values) if entry is not None and entry.std() > _STILL}
    if len(moving) > 1:
        found[np.ix_(list(moving), list(moving))] = np.corrcoef(list(moving.values()))
    return found


def links_of(
    columns: Sequence[ColumnDraw], criteria: Sequence[Criterion], correlations: Correlations
) -> tuple[Links, ...]:
    """Link the drawn cells that rest on one table."""
    order = [entry.code for entry in criteria]
    found = []
    for codes, measured in correlations.values():
        places = [order.index(code) for code in codes]
        minerals = measured.shape[0]
        cells = np.array(places)[:, None] * minerals + np.arange(minerals)
        signs = np.array([_signs(columns[place], criteria[place]) for place in places])
        varies = np.array([_varies(columns[place]) for place in places])
        links = linked(cells, measured, signs, varies)
        found += [] if links is None else [links]
    return tuple(found)


def _varies(column: ColumnDraw) -> NDArray[np.bool_]:
    """Cells that are drawn around a figure; one that is missing is drawn over its whole scale, on its own."""
    found = column.grade > 0
    found[column.triangles.cells] = True
    found[column.missing] = False
    return found


def _signs(column: ColumnDraw, criterion: Criterion) -> Floats:
    """−1 where more bits mean a smaller figure: scaled cells between bounds, of a criterion that lowers criticality."""
    found = np.ones(len(column.offset))
    if column.criterion is None and criterion.direction == "lowers_criticality":
        found[column.triangles.cells] = -1.0
    return found
