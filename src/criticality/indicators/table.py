"""The table of all minerals under all criteria: value and evidence of every cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from criticality.indicators.cell import Cell, flag_text
from criticality.indicators.evidence import Evidence, RowMemory, gather_evidence
from criticality.indicators.quality.checks import data_problems, property_problems
from criticality.indicators.registry import INDICATORS, Indicator, parameter_problems
from criticality.model.criteria import Criterion, WordScale
from criticality.model.dataset import JUDGED_PRIORITIES, Dataset
from criticality.model.results import IndicatorTable

__all__ = [
    "INDICATORS",
    "Indicator",
    "compute_indicators",
    "data_problems",
    "parameter_problems",
    "property_problems",
]

Row = tuple[object, ...]
# ``note`` holds the sentences of a cell before they are made: a record makes them, no other list needs them.
COLUMNS = ("mineral", "criterion", "value", "low", "high", "unit", "present", "grade", "flag", "sources", "note")


def compute_indicators(
    dataset: Dataset, criteria: Sequence[Criterion], *, country: str, reference_year: int, as_of: date
) -> IndicatorTable:
    """Compute every criterion for every mineral of ``minerals``, candidate or not.

    Parameters
    ----------
    dataset
        The tables of data/; not altered.
    criteria
        The criteria, weighted and screening; their indicators and parameters have been checked.
    country
        ISO 3166 alpha-3 code of the country assessed.
    reference_year
        No figure of a later year is used.
    as_of
        The day on which restrictions are in force or not.

    Returns
    -------
    IndicatorTable
        One row a mineral and criterion, minerals sorted, criteria in their order.
    """
    cells = cells_by_criterion(dataset, criteria, country=country, reference_year=reference_year, as_of=as_of)
    return assembled([cells[criterion.code] for criterion in criteria])


def cells_by_criterion(
    dataset: Dataset,
    criteria: Sequence[Criterion],
    *,
    country: str,
    reference_year: int,
    as_of: date,
    memory: RowMemory | None = None,
) -> dict[str, list[Row]]:
    """Compute the rows of the table, criterion by criterion, minerals sorted; parameters as in `compute_indicators`.

    `memory` keeps the rows of tables that other data sets share.
    """
    evidence = gather_evidence(dataset, country=country, reference_year=reference_year, as_of=as_of, memory=memory)
    minerals = sorted(set(dataset.table("minerals")["mineral"]))
    found: dict[str, list[Row]] = {criterion.code: [] for criterion in criteria}
    read = [_for(criterion, evidence, dataset) for criterion in criteria]
    for mineral in minerals:
        for criterion, rows in zip(criteria, read, strict=True):
            found[criterion.code].append(_row(mineral, criterion, _cell(rows, mineral, criterion)))
    return found


def _for(criterion: Criterion, evidence: Evidence, dataset: Dataset) -> Evidence:
    """The evidence with what one criterion reads besides: its words, or the judgements on minerals."""
    if criterion.indicator == "judged":
        said, given = dataset.table("judgements"), dataset.tables.get(JUDGED_PRIORITIES)
        return replace(evidence, judged=(criterion.code, said, given))
    return replace(evidence, words=words) if (words := words_of(criterion)) else evidence


def words_of(criterion: Criterion) -> Mapping[str, float]:
    """The values of the words that a criterion reads in place of figures."""
    return criterion.scale.words if isinstance(criterion.scale, WordScale) else {}


def assembled(columns: Sequence[Sequence[Row]]) -> IndicatorTable:
    """Put the rows of the criteria together: one row a mineral and criterion, criteria in their order."""
    rows = [row for of_mineral in zip(*columns, strict=True) for row in of_mineral]
    return IndicatorTable(pd.DataFrame(rows, columns=list(COLUMNS)))


def _cell(evidence: Evidence, mineral: str, criterion: Criterion) -> Cell:
    indicator = INDICATORS[criterion.indicator]
    return indicator.compute(evidence, mineral, indicator.settings(criterion.parameters))


def _row(mineral: str, criterion: Criterion, cell: Cell) -> Row:
    return (
        mineral,
        criterion.code,
        cell.value,
        cell.low,
        cell.high,
        criterion.unit,
        cell.present,
        cell.grade,
        flag_text(cell.flags),
        ";".join(sorted(cell.sources)),
        cell.notes,
    )
