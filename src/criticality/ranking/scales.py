"""Fixed, published anchors carry raw values to 0…1, where 1 is always most critical."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from criticality.model.criteria import Criterion, Direction, Scale

Floats = NDArray[np.float64]


class Scaled(NamedTuple):
    """Values on 0…1 with 1 most critical, and which of them lay beyond an anchor."""

    values: Floats
    clipped: NDArray[np.bool_]


def scaled_values(raw: ArrayLike, criterion: Criterion) -> Scaled:
    """Put raw values on the criterion's scale.

    linear: (x − zero_at)/(one_at − zero_at); log: ln(x/zero_at)/ln(one_at/zero_at); clipped to 0…1, then turned round
    where the criterion lowers criticality. NaN stays NaN.

    Parameters
    ----------
    raw
        Values in the criterion's unit, any shape.
    criterion
        With a scale.

    Raises
    ------
    ValueError
        If the criterion has no scale.
    """
    if criterion.scale is None:
        raise ValueError(f"{criterion.code} has no scale")
    values = np.asarray(raw, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        clipped = (values < criterion.scale.zero_at) | (values > criterion.scale.one_at)
    return Scaled(_oriented(_position(values, criterion.scale), criterion.direction), clipped)


def unscaled_values(scaled: ArrayLike, criterion: Criterion) -> Floats:
    """Raw values that stand at the given places of the criterion's scale: the inverse between the anchors."""
    if criterion.scale is None:
        raise ValueError(f"{criterion.code} has no scale")
    position = _oriented(np.asarray(scaled, dtype=np.float64), criterion.direction)
    low, high = criterion.scale.zero_at, criterion.scale.one_at
    if criterion.scale.kind == "log":
        return np.asarray(low * np.exp(position * np.log(high / low)), dtype=np.float64)
    return np.asarray(low + position * (high - low), dtype=np.float64)


def below_log_scale(raw: ArrayLike, criterion: Criterion) -> NDArray[np.bool_]:
    """Which values a log scale cannot take: negative ones. A zero is clipped like any value below the lower anchor."""
    values = np.asarray(raw, dtype=np.float64)
    if criterion.scale is None or criterion.scale.kind != "log":
        return np.zeros(values.shape, dtype=np.bool_)
    return np.asarray(values < 0, dtype=np.bool_)


def _position(values: Floats, scale: Scale) -> Floats:
    held = np.clip(values, scale.zero_at, scale.one_at)
    if scale.kind == "log":
        share = np.log(held / scale.zero_at) / np.log(scale.one_at / scale.zero_at)
    else:
        share = (held - scale.zero_at) / (scale.one_at - scale.zero_at)
    return np.asarray(np.clip(share, 0.0, 1.0), dtype=np.float64)


def _oriented(position: Floats, direction: Direction) -> Floats:
    return position if direction == "raises_criticality" else 1.0 - position
