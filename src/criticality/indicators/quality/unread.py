"""Figures that somebody wrote down and no assessment of this reference year reads: later, undated, shadowed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isnan
from typing import Any, NamedTuple

import pandas as pd

from criticality.errors import Problem
from criticality.indicators.cell import is_missing
from criticality.indicators.evidence import (
    GovernanceRow,
    ProductionRow,
    PropertyRow,
    TradeRow,
    grouped,
    rows_in,
)
from criticality.indicators.quality.screening import differing, losing_producers, undated, with_later_year
from criticality.model.criteria import Criterion
from criticality.model.dataset import OTHERS, TABLES, WORLD, Dataset
from criticality.model.rows.ownership import not_later
from criticality.text.message import Message

SERIES = 0.5
"""Share of the neighbours of a row - its mineral's other producers, its property's other minerals - that must have a
figure of the same later year for the row to be one of a series and no correction."""

YEARS = 3
"""Years up to the reference year that make a series of one figure, whatever its neighbours have."""

SHADOWED = 0.25
"""Share of an older year's production from which producers that the year read lacks are told."""

MANY = 5
"""Rows of one cause above this number are told as one: sectors of a later year, or what only part of a release has."""

_LATER = "indicators.later_hint"

Key = tuple[str, ...]
Rows = Mapping[Key, Sequence[Any]]
"""Key of a figure → its rows, of the kind of one table."""


class _Kind(NamedTuple):
    """A table whose rows have years: what a figure is of, and which figures belong together."""

    table: str
    row: type[PropertyRow] | type[ProductionRow] | type[TradeRow] | type[GovernanceRow]
    key: tuple[str, ...]
    group: tuple[str, ...]
    figure: str
    released: bool = False
    """Whether all figures of a year come with one release, so that a later one alone is no series of its own."""


_STATED = ("mineral", "property", "stage")
_KINDS = (
    _Kind("mineral_properties", PropertyRow, _STATED, ("property", "stage"), "value"),
    _Kind("production", ProductionRow, ("mineral", "stage", "country"), ("mineral", "stage"), "value"),
    _Kind(
        "trade",
        TradeRow,
        ("reporter", "partner", "mineral", "stage", "code_system", "code", "flow"),
        ("reporter", "mineral", "stage", "flow"),
        "value_usd",
        released=True,
    ),
    _Kind("governance", GovernanceRow, ("country", "indicator"), ("indicator",), "value", released=True),
)


def unread_rows(
    dataset: Dataset, criteria: Sequence[Criterion], country: str, reference_year: int
) -> Iterator[Problem]:
    """Warn of rows that are not read, with what stands in their place; a series of years is normal.

    Parameters
    ----------
    dataset
        The tables of data/.
    criteria
        Those of the assessment; a row is told whether or not one of them reads it.
    country, reference_year
        Those of the assessment.
    """
    for kind in _KINDS:
        frame = dataset.table(kind.table)
        if kind.table == "trade":
            frame = frame[(frame["flow"] == "export") | (frame["reporter"] == country)]
        late = frame[with_later_year(frame, kind.group, reference_year)]
        told = list(_later(kind, rows_in(late, kind.row), reference_year))
        if kind.released and len(told) > MANY:
            first = min(told, key=lambda problem: problem.line)
            told = [replace(first, message=Message("files.more_rows_alike", message=first.message, n=len(told) - 1))]
        yield from told
    stated, made = dataset.table("mineral_properties"), dataset.table("production")
    yield from _undated(rows_in(stated[undated(stated, _STATED)], PropertyRow))
    yield from _other_stage(
        rows_in(stated[differing(stated, _STATED[:2], "stage")], PropertyRow), criteria, reference_year
    )
    yield from _thin_year(rows_in(made[losing_producers(made, reference_year)], ProductionRow), reference_year)
    yield from _lone_totals(made, reference_year)
    yield from _later_sectors(dataset, country, reference_year)


def _values(row: Any, names: Iterable[str]) -> Key:
    return tuple(getattr(row, name) for name in names)


def _problem(table: str, line: int, where: str, message: Message, hint: Message) -> Problem:
    return Problem(TABLES[table].path, line, None, where, message, hint, "warning")


def _later(kind: _Kind, rows: Sequence[Any], reference_year: int) -> Iterator[Problem]:
    """Rows of a later year that leave their key without a figure, or stand beside an older one like a correction."""
    keys = grouped(rows, lambda row: _values(row, kind.key))
    groups = grouped(keys, lambda key: _values(keys[key][0], kind.group))
    for members in groups.values():
        late = {key: [row for row in keys[key] if row.year > reference_year] for key in members}
        if not any(late.values()):
            continue
        usable = {key: [row for row in keys[key] if not row.year > reference_year] for key in members}
        for key, found in late.items():
            for row in found:
                if usable[key] and not _of_a_series(kind, row.year, key, usable, late):
                    yield _beside(kind, row, usable[key], reference_year)
        bare = [key for key in members if late[key] and not usable[key]]
        dated = [key for key in members if usable[key]]
        for key in bare:
            if not dated or not _of_a_series(kind, late[key][0].year, key, usable, late):
                yield _bare(kind, late[key][0], reference_year)


def _of_a_series(kind: _Kind, year: float, key: Key, usable: Rows, late: Rows) -> bool:
    """Whether a later row continues a series: its own of some years, or one that its neighbours have too."""
    own = len({row.year for row in usable[key]})
    others = [other for other in usable if other != key and usable[other]]
    if not others or (own >= YEARS and not kind.released):
        return own > 1
    shared = sum(any(row.year == year for row in late[other]) for other in others)
    return shared >= SERIES * len(others)


def _beside(kind: _Kind, row: Any, usable: Sequence[Any], reference_year: int) -> Problem:
    instead = max(usable, key=lambda other: -1.0 if isnan(other.year) else other.year)
    message = Message(
        "indicators.later_beside",
        what=_name(kind, row),
        year=row.year,
        reference_year=reference_year,
        line=instead.line,
        other_year=_year(instead),
        figure=_figure(kind, instead),
    )
    return _problem(kind.table, row.line, "year", message, Message(_LATER))


def _bare(kind: _Kind, row: Any, reference_year: int) -> Problem:
    message = Message("indicators.later_alone", what=_name(kind, row), year=row.year, reference_year=reference_year)
    return _problem(kind.table, row.line, "year", message, Message(_LATER))


def _name(kind: _Kind, row: Any) -> str:
    return " ".join(part for part in _values(row, kind.key) if part)


def _year(row: Any) -> str:
    return Message("indicators.no_year") if isnan(row.year) else f"{row.year:.0f}"


def _figure(kind: _Kind, row: Any) -> str:
    figure = getattr(row, kind.figure)
    return Message("indicators.no_figure") if isnan(figure) else f"{figure:g}"


def _undated(rows: Sequence[PropertyRow]) -> Iterator[Problem]:
    """Rows without a year beside a dated one, which counts."""
    for group in grouped(rows, lambda row: (row.mineral, row.property, row.stage)).values():
        dated = [row for row in group if not isnan(row.year)]
        for row in (row for row in group if isnan(row.year) and dated):
            newest = max(dated, key=lambda other: other.year)
            message = Message(
                "indicators.undated", mineral=row.mineral, property=row.property, line=newest.line, year=newest.year
            )
            yield _problem("mineral_properties", row.line, "year", message, Message("indicators.state_year"))


def _other_stage(rows: Sequence[PropertyRow], criteria: Sequence[Criterion], reference_year: int) -> Iterator[Problem]:
    """Rows of a stage that a criterion, which names none, passes over for a later year of another stage."""
    read = {
        str(criterion.parameters.get("property"))
        for criterion in criteria
        if criterion.indicator == "observed" and "stage" not in criterion.parameters
    }
    usable = [row for row in rows if row.property in read and not row.year > reference_year]
    for group in grouped(usable, lambda row: (row.mineral, row.property)).values():
        newest = max(group, key=lambda row: -1.0 if isnan(row.year) else row.year)
        for stage, staged in grouped(group, lambda row: row.stage).items():
            last = max(staged, key=lambda row: -1.0 if isnan(row.year) else row.year)
            if stage != newest.stage and last.year != newest.year:
                message = Message(
                    "indicators.other_stage",
                    mineral=last.mineral,
                    property=last.property,
                    stage=stage or Message("indicators.none"),
                    last=_year(last),
                    line=newest.line,
                    other_stage=newest.stage or Message("indicators.none"),
                    newest=_year(newest),
                )
                yield _problem(
                    "mineral_properties", last.line, "stage", message, Message("indicators.stage_in_criterion")
                )


def _later_sectors(dataset: Dataset, country: str, reference_year: int) -> Iterator[Problem]:
    """Sectors that are read and dated after the reference year; a sector has one row for each country."""
    sectors = dataset.table("sectors")
    frame = sectors[sectors["country"].isin([country, ""])] if "country" in sectors else sectors
    late = frame[frame["year"] > reference_year].sort_values("line").to_dict("records")
    usable = dict(zip(*(not_later(frame, reference_year)[name] for name in ("sector", "line")), strict=True))
    for row in late[:1] if len(late) > MANY else late:
        told = {"sector": row["sector"], "year": f"{row['year']:.0f}", "reference_year": reference_year}
        instead = usable.get(row["sector"])
        message = Message("indicators.later_sector", **told)
        if instead:
            message = Message("indicators.later_sector_replaced", line=instead, **told)
        if len(late) > MANY:
            message = Message("files.more_rows_alike", message=message, n=len(late) - 1)
        yield _problem("sectors", int(row["line"]), "year", message, Message(_LATER))


def _thin_year(rows: Sequence[ProductionRow], reference_year: int) -> Iterator[Problem]:
    """A latest year that lacks the producers of the year before: all of their rows are passed over for it."""
    for (mineral, stage), group in grouped(rows, lambda row: (row.mineral, row.stage)).items():
        years = grouped((row for row in group if not row.year > reference_year), lambda row: row.year)
        named = {year: _producers(part) for year, part in years.items()}
        dated = sorted(year for year in named if named[year])
        if len(dated) < 2:
            continue
        before, last = dated[-2], dated[-1]
        told = {row.country for row in years[last]}
        gone = {code: value for code, value in named[before].items() if code not in told}
        whole = max(
            sum(named[before].values()), max((r.value for r in years[before] if r.country == WORLD), default=0.0)
        )
        if gone and sum(gone.values()) >= SHADOWED * whole:
            first = next(row for row in years[last] if row.country in named[last])
            message = Message(
                "indicators.thin_year",
                mineral=mineral,
                stage=stage,
                last=last,
                gone=list(sorted(gone)[:6]),
                before=before,
                share=sum(gone.values()) / whole,
            )
            hint = Message("indicators.enter_all")
            yield _problem("production", first.line, "year", message, hint)


def _lone_totals(made: pd.DataFrame, reference_year: int) -> Iterator[Problem]:
    """World totals of a later year than the one read: no country is named beside them, so they are passed over."""
    usable = made[(made["year"] <= reference_year) & (made["value"] > 0)]
    key = ["mineral", "stage"]
    totals = usable[usable["country"] == WORLD]
    read = usable[~usable["country"].isin([WORLD, OTHERS])].groupby(key)["year"].max()
    joined = totals.merge(read.rename("read").reset_index(), on=key)
    for row in joined[joined["year"] > joined["read"]].sort_values("line").to_dict("records"):
        message = Message(
            "indicators.lone_total",
            mineral=row["mineral"],
            stage=row["stage"],
            year=f"{row['year']:.0f}",
            read=f"{row['read']:.0f}",
        )
        yield _problem("production", int(row["line"]), "year", message, Message("indicators.lone_total_hint"))


def _producers(rows: Iterable[ProductionRow]) -> dict[str, float]:
    return {
        row.country: row.value
        for row in rows
        if row.country not in {WORLD, OTHERS} and not is_missing(row.value, row.flag) and row.value > 0
    }
