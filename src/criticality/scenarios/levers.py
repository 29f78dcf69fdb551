"""Levers as changes of the data: other sources, recycling, substitution, demand reduction."""

from functools import reduce

import numpy as np
import pandas as pd

from criticality.model.dataset import DIVERSIFICATIONS, INPUT_RATE, SCENARIO, Dataset
from criticality.model.scenario import Diversify, Recycle, Reduce, Substitute
from criticality.scenarios.effects import (
    ADDED_RATE_GRADE,
    ADDED_RATE_UNIT,
    NO_LONGER_NEEDED,
    REPLACED,
    REPLACED_IS_STRATEGIC,
    REPLACED_VALUE_ADDED,
    imports_kept,
    is_substitution_index,
    rate_in,
    share_kept,
)
from criticality.scenarios.rows import (
    Setting,
    appended,
    joined,
    marked,
    overlaid,
    scaled_imports,
    scaled_properties,
    withheld,
)
from criticality.text.kept import shipped_name


def diversified(dataset: Dataset, change: Diversify, _setting: Setting) -> Dataset:
    """Record the moves in a table of their own; tracing the supply to its origin applies them."""
    moves = [(mineral, change.from_, change.to, change.share) for mineral in change.minerals]
    return overlaid(dataset, DIVERSIFICATIONS, ("mineral", "origin", "partner", "share"), moves)


def recycled(dataset: Dataset, change: Recycle, _setting: Setting) -> Dataset:
    """Raise the recycling input rate to at least the stated rate."""
    return reduce(lambda data, mineral: _recycled_of(data, mineral, change.input_rate), change.minerals, dataset)


def _recycled_of(dataset: Dataset, mineral: str, rate: float) -> Dataset:
    """Raise the rate in every row of the mineral; add a row if there is none."""
    frame = dataset.table("mineral_properties")
    rows = (frame["mineral"] == mineral) & (frame["property"] == INPUT_RATE)
    if not rows.any():
        row = {"mineral": mineral, "property": INPUT_RATE, "value": rate, "unit": ADDED_RATE_UNIT}
        row |= {"low": np.nan, "high": np.nan, "year": np.nan, "grade": ADDED_RATE_GRADE, "flag": SCENARIO}
        return appended(dataset, "mineral_properties", [row])
    wanted = frame["unit"].map(lambda unit: rate_in(unit, rate))
    raised = rows & ~((frame["value"] >= wanted) & ~withheld(frame))
    changed = frame.assign(
        value=frame["value"].mask(raised, wanted),
        low=frame["low"].mask(raised, np.nan),
        high=frame["high"].mask(raised, np.nan),
        flag=frame["flag"].mask(raised, SCENARIO),
        grade=frame["grade"].mask(raised & (frame["grade"] == ""), "D"),
    )
    return dataset.with_table("mineral_properties", changed)


def used_less(dataset: Dataset, change: Substitute | Reduce, setting: Setting) -> Dataset:
    """Move a share of every use to the sector ``replaced``, and reduce the country's imports by that share."""
    minerals, share = change.minerals, change.share_of_use
    dataset = scaled_imports(dataset, minerals, setting.country, ("value_usd", "quantity_t"), imports_kept(share))
    uses = dataset.table("end_uses")
    rows = uses["mineral"].isin(minerals)
    if not rows.any() or not share:
        return dataset
    kept = marked(uses.assign(share=uses["share"].mask(rows, uses["share"] * share_kept(share))), rows)
    freed = [
        {"mineral": mineral, "application": NO_LONGER_NEEDED, "share": float(group["share"].sum()) * share}
        | {"sector": REPLACED, "grade": group["grade"].max(), "flag": SCENARIO}
        for mineral, group in uses[rows].groupby("mineral")
    ]
    return _with_replaced(appended(dataset.with_table("end_uses", kept), "end_uses", freed))


def _with_replaced(dataset: Dataset) -> Dataset:
    sectors = dataset.table("sectors")
    if (sectors["sector"] == REPLACED).any():
        return dataset
    title = shipped_name("replaced")
    row = {"sector": REPLACED, "title_en": title["en"], "title_zh": title["zh-Hant"], "year": np.nan}
    row |= {"value_added_usd_m": REPLACED_VALUE_ADDED, "strategic": REPLACED_IS_STRATEGIC}
    added = pd.DataFrame([{**dict.fromkeys(sectors.columns, ""), "line": 1, **row}])
    return dataset.with_table("sectors", joined(sectors, added[[*dict.fromkeys([*sectors.columns, "line"])]]))


def substituted(dataset: Dataset, change: Substitute, setting: Setting) -> Dataset:
    """Reduce the uses and the imports, and the substitution index by the same share."""
    used = used_less(dataset, change, setting)
    return scaled_properties(used, change.minerals, is_substitution_index, share_kept(change.share_of_use))
