"""What if: a scenario changes data, never a formula; every figure it changes carries the flag ``scenario``.

First what the world does (shocks), then what the government does (levers), over the same tables:

==================  ===================================================================================================
export_restriction  one more row of ``export_restrictions``: r_c becomes max(r_c, share_lost); shares stay as they are
production_loss     the risk of that producer at that stage becomes g + p·(1 − g); shares stay as they are, because
                    striking out a producer of 98 % would *lower* the concentration
price_shock         what the country pays (value of its imports) and the stated ``price`` × factor
new_supply          tonnes that are not promised elsewhere are added to the producer and to the world total, as if fully
                    ramped up; what start and ramp mean year by year is told by `criticality.policy`
diversify           a share of the country's supply, traced to origin, moves to a partner that produces at that stage
recycle             the end-of-life recycling input rate is raised to the stated rate
substitute          uses, import quantity and value, and the substitution index shrink by the share replaced
reduce              uses, import quantity and value shrink by the share saved
stockpile           no figure: a stock buys days (`criticality.policy`)
==================  ===================================================================================================
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from criticality.errors import InputError, Problem
from criticality.model.dataset import (
    DIVERSIFICATIONS,
    INPUT_RATE,
    MISSING_FLAGS,
    OTHERS,
    PRODUCTION_LOSSES,
    SCENARIO,
    WORLD,
    Dataset,
)
from criticality.model.scenario import (
    Diversify,
    ExportRestriction,
    NewSupply,
    PriceShock,
    ProductionLoss,
    Recycle,
    Reduce,
    Scenario,
    Substitute,
)
from criticality.model.units import tonnes_per, whole_of

SUBSTITUTION_INDEX = "substitution_index"
PRICE = "price"
REPLACED = "replaced"
"""The sector that uses no longer needed go to: it adds no value and is not strategic."""

TRACE = 1e-9
"""What is left of the imports of a use that is wholly replaced, so that their shares stay defined."""

Path = tuple[str | int, ...]
Cell = tuple[str, ...]


# ── two changes of one cell ──────────────────────────────────────────────────


def changed_cells(scenario: Scenario) -> Iterator[tuple[Path, Cell]]:
    """Every cell that a scenario changes, with the place in its file that names it."""
    for key, changes in (("shocks", scenario.shocks), ("levers", scenario.levers)):
        for position, change in enumerate(changes):
            for number, mineral in enumerate(change.minerals):
                yield (key, position, "minerals", number), _cell(change, mineral)


def clashes(scenario: Scenario) -> Iterator[tuple[Path, Path, Cell]]:
    """Pairs of places that change one cell: a restriction of every stage meets those of each stage."""
    seen: list[tuple[Path, Cell]] = []
    for path, cell in changed_cells(scenario):
        for before, other in seen:
            if all(mine == theirs or "" in (mine, theirs) for mine, theirs in zip(cell, other, strict=False)):
                yield before, path, cell
                break
        seen.append((path, cell))


_FIGURE_OF: Mapping[str, str] = {
    "price_shock": "price",
    "stockpile": "stock",
    "recycle": "recycling input rate",
    "substitute": "use",
    "reduce": "use",
}


def _cell(change: Any, mineral: str) -> Cell:
    match change:
        case ExportRestriction():
            return ("export restriction", mineral, change.country, change.stage or "")
        case ProductionLoss():
            return ("production loss", mineral, change.country, change.stage)
        case NewSupply():
            return ("production", mineral, change.country, change.stage)
        case Diversify():
            return ("share of supply", mineral, change.from_, change.to)
        case _:
            return (_FIGURE_OF[change.kind], mineral)


# ── the changes ──────────────────────────────────────────────────────────────


def apply_scenario(dataset: Dataset, scenario: Scenario | None, country: str) -> Dataset:
    """Return the data as they would be; the data given are not altered, and without changes they are the same.

    Parameters
    ----------
    dataset
        The tables of data/, or those that another scenario has changed already.
    scenario
        Shocks, then levers.
    country
        ISO 3166 alpha-3 code of the country assessed, whose imports and supply the levers change.

    Raises
    ------
    InputError
        If two changes meet in one cell.
    """
    if scenario is None:
        return dataset
    met = [
        Problem("scenarios", 1, None, "", f"two changes of one cell ({', '.join(filter(None, cell))})")
        for _, _, cell in clashes(scenario)
    ]
    if met:
        raise InputError(met)
    return reduce(lambda data, change: _changed(data, change, country), (*scenario.shocks, *scenario.levers), dataset)


def _changed(dataset: Dataset, change: Any, country: str) -> Dataset:
    make = _CHANGES.get(type(change))
    return dataset if make is None else make(dataset, change, country)


def _lost(dataset: Dataset, change: ProductionLoss, _country: str) -> Dataset:
    losses = [(mineral, change.stage, change.country, change.share_lost) for mineral in change.minerals]
    return _overlaid(dataset, PRODUCTION_LOSSES, ("mineral", "stage", "country", "share_lost"), losses)


def _diversified(dataset: Dataset, change: Diversify, _country: str) -> Dataset:
    moves = [(mineral, change.from_, change.to, change.share) for mineral in change.minerals]
    return _overlaid(dataset, DIVERSIFICATIONS, ("mineral", "origin", "partner", "share"), moves)


def _overlaid(dataset: Dataset, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Dataset:
    added = pd.DataFrame(rows, columns=list(columns))
    return dataset.with_table(table, _joined(dataset.tables.get(table), added))


def _joined(frame: pd.DataFrame | None, added: pd.DataFrame) -> pd.DataFrame:
    if frame is None or frame.empty:
        return added
    return pd.concat([frame, added], ignore_index=True)


def _restricted(dataset: Dataset, change: ExportRestriction, _country: str) -> Dataset:
    rows = [
        {
            "country": change.country,
            "mineral": mineral,
            "stage": change.stage or "",
            "measure": "restriction assumed",
            "severity": change.share_lost,
            "in_force_from": None,
            "in_force_until": None,
            "target": "all",
            "act": change.because.to("en"),
            "flag": SCENARIO,
        }
        for mineral in change.minerals
    ]
    return _appended(dataset, "export_restrictions", rows)


def _appended(dataset: Dataset, table: str, rows: Sequence[Mapping[str, Any]]) -> Dataset:
    """Rows at the end of a table; what they leave open is empty, on line 1 of no file."""
    frame = dataset.table(table)
    if "flag" not in frame:
        frame = frame.assign(flag="")
    texts = {name: "" for name in frame.columns if frame[name].dtype == object}
    added = pd.DataFrame([{**texts, "line": 1, **row} for row in rows])
    columns = [*frame.columns, *(name for name in ("line",) if name not in frame)]
    if frame.empty:
        return dataset.with_table(table, added.reindex(columns=columns))
    return dataset.with_table(table, pd.concat([frame, added.reindex(columns=columns)], ignore_index=True))


def _marked(frame: pd.DataFrame, rows: "pd.Series[bool]") -> pd.DataFrame:
    """The flag ``scenario`` on some rows, after the ones they carry."""
    flags = frame["flag"] if "flag" in frame else pd.Series("", frame.index, dtype=object)
    joined = flags.map(lambda flag: f"{flag};{SCENARIO}" if flag else SCENARIO)
    return frame.assign(flag=flags.mask(rows & ~flags.map(lambda flag: SCENARIO in flag.split(";")), joined))


def _withheld(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["flag"].map(lambda flag: any(word in MISSING_FLAGS for word in flag.split(";")))


def _supplied(dataset: Dataset, change: NewSupply, _country: str) -> Dataset:
    return reduce(lambda data, mineral: _supplied_of(data, change, mineral), change.minerals, dataset)


def _supplied_of(dataset: Dataset, change: NewSupply, mineral: str) -> Dataset:
    """Tonnes that nobody else was promised, in every year that names a producer at that stage."""
    rows, named = _producers(dataset, mineral, change.stage)
    for year in rows.loc[named, "year"].drop_duplicates():
        rows, named = _producers(dataset, mineral, change.stage)
        now = rows["year"].isna() if np.isnan(year) else rows["year"] == year
        per_unit = tonnes_per(str(rows.loc[now & named, "unit"].iloc[0]))
        if per_unit:
            amount = change.tonnes * (1 - change.offtake_elsewhere) / per_unit
            dataset = _with_supply(dataset, rows[now & named].iloc[0], rows.index[now], change.country, amount)
    return dataset


def _producers(dataset: Dataset, mineral: str, stage: str) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
    """The production rows of a mineral at a stage, and which of them state what a named country makes."""
    frame = dataset.table("production")
    rows = frame[(frame["mineral"] == mineral) & (frame["stage"] == stage)]
    return rows, ~rows["country"].isin([WORLD, OTHERS]) & ~_withheld(rows) & rows["value"].notna()


def _with_supply(
    dataset: Dataset, pattern: "pd.Series[Any]", now: "pd.Index[Any]", country: str, amount: float
) -> Dataset:
    """One year: the country's row and the world total grow; a country without a row gets one like its neighbours'."""
    frame = dataset.table("production")
    grown = frame["country"].isin([country, WORLD]) & frame.index.isin(now)
    value = frame["value"].where(~grown, frame["value"].fillna(0.0) + amount)
    flag = frame["flag"].mask(grown & _withheld(frame), "estimated")
    dataset = dataset.with_table("production", _marked(frame.assign(value=value, flag=flag), grown))
    if (grown & (frame["country"] == country)).any():
        return dataset
    like = {str(name): cell for name, cell in pattern.items()}
    row = {**like, "country": country, "value": amount, "source": "", "flag": SCENARIO, "line": 1}
    return _appended(dataset, "production", [row])


def _repriced(dataset: Dataset, change: PriceShock, country: str) -> Dataset:
    dataset = _scaled_imports(dataset, change.minerals, country, ("value_usd",), change.factor)
    return _scaled_properties(dataset, change.minerals, lambda name: name == PRICE, change.factor)


def _scaled_imports(
    dataset: Dataset, minerals: Sequence[str], country: str, columns: Sequence[str], factor: float
) -> Dataset:
    frame = dataset.table("trade")
    if frame.empty:
        return dataset
    own = frame["mineral"].isin(minerals) & (frame["reporter"] == country) & (frame["flow"] == "import")
    scaled = {name: frame[name].mask(own, frame[name] * factor) for name in columns}
    return dataset.with_table("trade", _marked(frame.assign(**scaled), own))


def _scaled_properties(
    dataset: Dataset, minerals: Sequence[str], chosen: Callable[[str], bool], factor: float
) -> Dataset:
    frame = dataset.table("mineral_properties")
    if frame.empty:
        return dataset
    rows = frame["mineral"].isin(minerals) & frame["property"].map(chosen) & ~_withheld(frame) & frame["value"].notna()
    scaled = {name: frame[name].mask(rows, frame[name] * factor) for name in ("value", "low", "high")}
    return dataset.with_table("mineral_properties", _marked(frame.assign(**scaled), rows))


def _recycled(dataset: Dataset, change: Recycle, _country: str) -> Dataset:
    return reduce(lambda data, mineral: _recycled_of(data, mineral, change.input_rate), change.minerals, dataset)


def _recycled_of(dataset: Dataset, mineral: str, rate: float) -> Dataset:
    """The rate at least as stated, in every row of the mineral; where no row states one, a row that does."""
    frame = dataset.table("mineral_properties")
    rows = (frame["mineral"] == mineral) & (frame["property"] == INPUT_RATE)
    if not rows.any():
        row = {"mineral": mineral, "property": INPUT_RATE, "value": rate, "unit": "1", "grade": "D", "flag": SCENARIO}
        return _appended(dataset, "mineral_properties", [{"low": np.nan, "high": np.nan, "year": np.nan, **row}])
    wanted = frame["unit"].map(lambda unit: rate * (whole_of(unit) or 1.0))
    raised = rows & ~((frame["value"] >= wanted) & ~_withheld(frame))
    changed = frame.assign(
        value=frame["value"].mask(raised, wanted),
        low=frame["low"].mask(raised, np.nan),
        high=frame["high"].mask(raised, np.nan),
        flag=frame["flag"].mask(raised, SCENARIO),
        grade=frame["grade"].mask(raised & (frame["grade"] == ""), "D"),
    )
    return dataset.with_table("mineral_properties", changed)


def _used_less(dataset: Dataset, change: Substitute | Reduce, country: str) -> Dataset:
    """A share of every use goes to the sector ``replaced``; the country imports that much less."""
    minerals, share = change.minerals, change.share_of_use
    dataset = _scaled_imports(dataset, minerals, country, ("value_usd", "quantity_t"), max(1 - share, TRACE))
    uses = dataset.table("end_uses")
    rows = uses["mineral"].isin(minerals)
    if not rows.any() or not share:
        return dataset
    kept = _marked(uses.assign(share=uses["share"].mask(rows, uses["share"] * (1 - share))), rows)
    freed = [
        {"mineral": mineral, "application": "no longer needed", "share": float(group["share"].sum()) * share}
        | {"sector": REPLACED, "grade": group["grade"].max(), "flag": SCENARIO}
        for mineral, group in uses[rows].groupby("mineral")
    ]
    return _with_replaced(_appended(dataset.with_table("end_uses", kept), "end_uses", freed))


def _with_replaced(dataset: Dataset) -> Dataset:
    sectors = dataset.table("sectors")
    if (sectors["sector"] == REPLACED).any():
        return dataset
    row = {"sector": REPLACED, "title_en": "Replaced or saved", "title_zh": "已替代或節省", "value_added_usd_m": 0.0}
    row |= {"year": np.nan, "strategic": False}
    added = pd.DataFrame([{**dict.fromkeys(sectors.columns, ""), "line": 1, **row}])
    return dataset.with_table("sectors", _joined(sectors, added[[*dict.fromkeys([*sectors.columns, "line"])]]))


def _substituted(dataset: Dataset, change: Substitute, country: str) -> Dataset:
    used = _used_less(dataset, change, country)
    return _scaled_properties(used, change.minerals, _is_substitution_index, 1 - change.share_of_use)


def _is_substitution_index(name: str) -> bool:
    return name.startswith(SUBSTITUTION_INDEX)


_CHANGES: Mapping[type, Callable[[Dataset, Any, str], Dataset]] = {
    ExportRestriction: _restricted,
    ProductionLoss: _lost,
    PriceShock: _repriced,
    NewSupply: _supplied,
    Diversify: _diversified,
    Recycle: _recycled,
    Substitute: _substituted,
    Reduce: _used_less,
}
