"""Levers as changes of the data: other sources, recycling, substitution, demand reduction."""

from functools import reduce

import numpy as np
import pandas as pd

from criticality.model.dataset import DIVERSIFICATIONS, INPUT_RATE, SCENARIO, Dataset
from criticality.model.scenario import Diversify, Recycle, Reduce, Substitute
from criticality.model.units import whole_of
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

SUBSTITUTION_INDEX = "substitution_index"
REPLACED = "replaced"
"""Code of the sector for uses that are replaced or saved; it adds no value and is not strategic."""

TRACE = 1e-9
"""Smallest factor for the imports: with all use replaced, the shares of the partners would be 0/0."""


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
        row = {"mineral": mineral, "property": INPUT_RATE, "value": rate, "unit": "1", "grade": "D", "flag": SCENARIO}
        return appended(dataset, "mineral_properties", [{"low": np.nan, "high": np.nan, "year": np.nan, **row}])
    wanted = frame["unit"].map(lambda unit: rate * (whole_of(unit) or 1.0))
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
    dataset = scaled_imports(dataset, minerals, setting.country, ("value_usd", "quantity_t"), max(1 - share, TRACE))
    uses = dataset.table("end_uses")
    rows = uses["mineral"].isin(minerals)
    if not rows.any() or not share:
        return dataset
    kept = marked(uses.assign(share=uses["share"].mask(rows, uses["share"] * (1 - share))), rows)
    freed = [
        {"mineral": mineral, "application": "no longer needed", "share": float(group["share"].sum()) * share}
        | {"sector": REPLACED, "grade": group["grade"].max(), "flag": SCENARIO}
        for mineral, group in uses[rows].groupby("mineral")
    ]
    return _with_replaced(appended(dataset.with_table("end_uses", kept), "end_uses", freed))


def _with_replaced(dataset: Dataset) -> Dataset:
    sectors = dataset.table("sectors")
    if (sectors["sector"] == REPLACED).any():
        return dataset
    row = {"sector": REPLACED, "title_en": "Replaced or saved", "title_zh": "已替代或節省", "value_added_usd_m": 0.0}
    row |= {"year": np.nan, "strategic": False}
    added = pd.DataFrame([{**dict.fromkeys(sectors.columns, ""), "line": 1, **row}])
    return dataset.with_table("sectors", joined(sectors, added[[*dict.fromkeys([*sectors.columns, "line"])]]))


def substituted(dataset: Dataset, change: Substitute, setting: Setting) -> Dataset:
    """Reduce the uses and the imports, and the substitution index by the same share."""
    used = used_less(dataset, change, setting)
    return scaled_properties(used, change.minerals, _is_substitution_index, 1 - change.share_of_use)


def _is_substitution_index(name: str) -> bool:
    return name.startswith(SUBSTITUTION_INDEX)
