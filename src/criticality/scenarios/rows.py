"""Functions that change, add and flag rows; used by shocks and levers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from criticality.model.dataset import MISSING_FLAGS, SCENARIO, Dataset


@dataclass(frozen=True)
class Setting:
    """The country assessed, and the as-of date of the scenario (None: after the end of every ramp)."""

    country: str
    as_of: date | None


def overlaid(dataset: Dataset, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Dataset:
    """Add rows to a table that only scenarios write."""
    added = pd.DataFrame(rows, columns=list(columns))
    return dataset.with_table(table, joined(dataset.tables.get(table), added))


def joined(frame: pd.DataFrame | None, added: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with rows added, or the added rows alone if there was no frame."""
    if frame is None or frame.empty:
        return added
    return pd.concat([frame, added], ignore_index=True)


def appended(dataset: Dataset, table: str, rows: Sequence[Mapping[str, object]]) -> Dataset:
    """Add rows at the end of a table. Columns that a row does not state are empty; the line is 1."""
    frame = dataset.table(table)
    if "flag" not in frame:
        frame = frame.assign(flag="")
    texts = {name: "" for name in frame.columns if frame[name].dtype == object}
    added = pd.DataFrame([{**texts, "line": 1, **row} for row in rows])
    columns = [*frame.columns, *(name for name in ("line",) if name not in frame)]
    if frame.empty:
        return dataset.with_table(table, added.reindex(columns=columns))
    return dataset.with_table(table, pd.concat([frame, added.reindex(columns=columns)], ignore_index=True))


def marked(frame: pd.DataFrame, rows: "pd.Series[bool]") -> pd.DataFrame:
    """Add the flag ``scenario`` to some rows, after the flags that they already have."""
    flags = frame["flag"] if "flag" in frame else pd.Series("", frame.index, dtype=object)
    added = flags.map(lambda flag: f"{flag};{SCENARIO}" if flag else SCENARIO)
    return frame.assign(flag=flags.mask(rows & ~flags.map(lambda flag: SCENARIO in flag.split(";")), added))


def withheld(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Return which rows have a flag that marks their value as missing."""
    return frame["flag"].map(lambda flag: any(word in MISSING_FLAGS for word in flag.split(";")))


def scaled_imports(
    dataset: Dataset, minerals: Sequence[str], country: str, columns: Sequence[str], factor: float
) -> Dataset:
    """Multiply the country's imports of some minerals by a factor, in some columns, and flag the rows."""
    frame = dataset.table("trade")
    if frame.empty:
        return dataset
    own = frame["mineral"].isin(minerals) & (frame["reporter"] == country) & (frame["flow"] == "import")
    scaled = {name: frame[name].mask(own, frame[name] * factor) for name in columns}
    return dataset.with_table("trade", marked(frame.assign(**scaled), own))


def scaled_properties(
    dataset: Dataset, minerals: Sequence[str], chosen: Callable[[str], bool], factor: float
) -> Dataset:
    """Multiply the stated properties of some minerals by a factor, and flag the rows; missing values stay missing."""
    frame = dataset.table("mineral_properties")
    if frame.empty:
        return dataset
    rows = frame["mineral"].isin(minerals) & frame["property"].map(chosen) & ~withheld(frame) & frame["value"].notna()
    scaled = {name: frame[name].mask(rows, frame[name] * factor) for name in ("value", "low", "high")}
    return dataset.with_table("mineral_properties", marked(frame.assign(**scaled), rows))
