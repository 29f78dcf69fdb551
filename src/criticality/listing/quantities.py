"""What conditions test: names of quantities, the places of minerals in their order, and averages of groups.

Arrays have the minerals on their last axis and any number of leading axes.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DECIMALS = 12
"""Quantities are rounded to so many decimals before they are ranked and compared."""
FIGURE = ":figure"
"""Behind the code of a criterion: the figure in its own unit. No code can end so."""
PLACE = ":place"
"""Behind the name of a quantity: the place of a mineral in its order, 1 for the largest value."""


def is_figure(quantity: str) -> bool:
    """Whether a quantity is a figure in its own unit."""
    return quantity.endswith(FIGURE)


def is_place(quantity: str) -> bool:
    """Whether a quantity is a place."""
    return quantity.endswith(PLACE)


def unit_of(quantity: str) -> Literal["", "source", "place"]:
    """In which unit a quantity stands: that of the figures, a place, or none where it runs from 0 to 1."""
    return "source" if is_figure(quantity) else "place" if is_place(quantity) else ""


def base_of(quantity: str) -> str:
    """The quantity in whose order a place is; of others the quantity itself."""
    return quantity.removesuffix(PLACE)


def places_of(values: Floats) -> Floats:
    """Places from 1 for the largest value; equal values share the better place (1, 2, 2, 4); NaN has none."""
    falling = -np.round(values, DECIMALS)
    order = np.argsort(falling, axis=-1, kind="stable")
    ordered = np.take_along_axis(falling, order, axis=-1)
    places = np.broadcast_to(np.arange(1, values.shape[-1] + 1), values.shape).copy()
    places[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0
    places = np.maximum.accumulate(places, axis=-1)
    found = np.empty(values.shape)
    np.put_along_axis(found, order, places.astype(np.float64), axis=-1)
    return np.where(np.isnan(values), np.nan, found)


def averages_of(values: Floats, members: NDArray[np.intp]) -> Floats:
    """The mean of some minerals that have a value, (…, 1); NaN where none has one."""
    own = np.ascontiguousarray(values[..., members])
    known = ~np.isnan(own)
    count = known.sum(axis=-1, keepdims=True)
    total = np.where(known, own, 0.0).sum(axis=-1, keepdims=True)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan), dtype=np.float64)
