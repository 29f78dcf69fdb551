"""Fixed, published anchors carry raw values to 0…1, where 1 is always most critical."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from criticality.model.criteria import AnyScale, ClassScale, Criterion, Direction, Scale, TargetScale, WordScale

Floats = NDArray[np.float64]


class Scaled(NamedTuple):
    """Values on 0…1 with 1 most critical, and which of them lay beyond an anchor."""

    values: Floats
    clipped: NDArray[np.bool_]


def scaled_values(raw: ArrayLike, criterion: Criterion) -> Scaled:
    """Put raw values on the criterion's scale.

    linear: (x − zero_at)/(one_at − zero_at); log: ln(x/zero_at)/ln(one_at/zero_at); clipped to 0…1. target: 1 at the
    target, falling linearly to 0 at worst_below and worst_above (the normalisation of RIM, Cables, Lamata & Verdegay
    2016). classes: the value of the band, carried to 0…1 as by a linear scale; words likewise, the raw value is that of
    the word. Then turned round where the criterion lowers criticality. NaN stays NaN.

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
    position, clipped = _position(values, criterion.scale)
    return Scaled(_oriented(position, criterion.direction), clipped)


def unscaled_values(scaled: ArrayLike, criterion: Criterion, *, near: float = np.nan) -> Floats:
    """Raw values that stand at the given places of the criterion's scale: the inverse between the anchors.

    Of a target scale they lie on the side of the target on which `near` lies; by default below it, where that side is
    stated. Of classes they lie in the band whose place
    is nearest: in its middle, of the last one at its limit, of the first one halfway from 0 to its limit. Of words they
    are the value of the nearest word.
    """
    if criterion.scale is None:
        raise ValueError(f"{criterion.code} has no scale")
    position, scale = _oriented(np.asarray(scaled, dtype=np.float64), criterion.direction), criterion.scale
    if isinstance(scale, TargetScale):
        worst, best = scale.worst_below, scale.target[0]
        if worst is None or (near > scale.target[1] and scale.worst_above is not None):
            worst, best = scale.ends[1], scale.target[1]
        return np.asarray(worst + position * (best - worst), dtype=np.float64)
    low, high = scale.zero_at, scale.one_at
    if isinstance(scale, ClassScale):
        return _in_bands(low + position * (high - low), scale)
    if isinstance(scale, WordScale):
        values = np.array(list(scale.words.values()))
        return _nearest(low + position * (high - low), values, values)
    if scale.kind == "log":
        return np.asarray(low * np.exp(position * np.log(high / low)), dtype=np.float64)
    return np.asarray(low + position * (high - low), dtype=np.float64)


def places_of(criterion: Criterion) -> Floats | None:
    """The places of a scale on which figures can stand, in order; None where these are all of 0…1."""
    scale = criterion.scale
    if isinstance(scale, ClassScale):
        values = [band.value for band in scale.bands]
    elif isinstance(scale, WordScale):
        values = list(scale.words.values())
    else:
        return None
    return np.unique(_oriented(_between_anchors(np.array(values), scale), criterion.direction))


def below_log_scale(raw: ArrayLike, criterion: Criterion) -> NDArray[np.bool_]:
    """Which values a log scale cannot take: negative ones. A zero is clipped like any value below the lower anchor."""
    values = np.asarray(raw, dtype=np.float64)
    if criterion.scale is None or criterion.scale.kind != "log":
        return np.zeros(values.shape, dtype=np.bool_)
    return np.asarray(values < 0, dtype=np.bool_)


def _position(values: Floats, scale: AnyScale) -> tuple[Floats, NDArray[np.bool_]]:
    """Places on 0…1 before the direction turns them, and which values lay beyond an anchor."""
    if isinstance(scale, TargetScale):
        return _near_target(values, scale)
    if isinstance(scale, ClassScale):
        classes = _class_values(values, scale)
        return _between_anchors(classes, scale), _beyond(classes, scale.zero_at, scale.one_at)
    return _between_anchors(values, scale), _beyond(values, scale.zero_at, scale.one_at)


def _beyond(values: Floats, low: float, high: float) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return np.asarray((values < low) | (values > high), dtype=np.bool_)


def _between_anchors(values: Floats, scale: Scale | ClassScale | WordScale) -> Floats:
    held = np.clip(values, scale.zero_at, scale.one_at)
    if scale.kind == "log":
        share = np.log(held / scale.zero_at) / np.log(scale.one_at / scale.zero_at)
    else:
        share = (held - scale.zero_at) / (scale.one_at - scale.zero_at)
    return np.asarray(np.clip(share, 0.0, 1.0), dtype=np.float64)


def _near_target(values: Floats, scale: TargetScale) -> tuple[Floats, NDArray[np.bool_]]:
    (low, high), (least, most) = scale.target, scale.ends
    found = np.where(np.isnan(values), np.nan, 1.0)
    held = np.clip(values, least, most)
    if scale.worst_below is not None:
        found = np.where(values < low, (held - least) / (low - least), found)
    if scale.worst_above is not None:
        found = np.where(values > high, (most - held) / (most - high), found)
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64), _beyond(values, least, most)


def _class_values(values: Floats, scale: ClassScale) -> Floats:
    of_band = np.array([band.value for band in scale.bands])
    found = of_band[np.searchsorted(np.array(scale.limits), values, side="right")]
    return np.asarray(np.where(np.isnan(values), np.nan, found), dtype=np.float64)


def _in_bands(classes: Floats, scale: ClassScale) -> Floats:
    limits, of_band = np.array(scale.limits), np.array([band.value for band in scale.bands])
    first = limits[0] / 2.0 if limits[0] > 0 else limits[0] - 1.0
    inside = np.array([first, *((limits[:-1] + limits[1:]) / 2.0), limits[-1]])
    return _nearest(classes, of_band, inside)


def _nearest(sought: Floats, values: Floats, given: Floats) -> Floats:
    """What is given for the value nearest to each that is sought."""
    return np.asarray(given[np.abs(values - np.asarray(sought)[..., None]).argmin(axis=-1)], dtype=np.float64)


def _oriented(position: Floats, direction: Direction) -> Floats:
    return position if direction == "raises_criticality" else 1.0 - position
