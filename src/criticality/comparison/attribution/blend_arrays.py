"""Arithmetic on whole arrays of blends: ranks, the textbook closeness, which weights act as one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Whole = NDArray[np.int64]
NEITHER = 0.5


def vector_closeness(raw: Floats, weights: Floats) -> Floats:
    """TOPSIS after Hwang & Yoon (1981): vector normalisation, ideals from the candidates.

    Parameters
    ----------
    raw
        criteria × minerals, in their own units.
    weights
        One a criterion; negative where less is more critical.
    """
    norm = np.sqrt((raw**2).sum(axis=1, keepdims=True))
    values = raw / np.where(norm > 0, norm, 1.0) * weights[:, None]
    near = np.sqrt(((values - values.min(axis=1, keepdims=True)) ** 2).sum(axis=0))
    far = np.sqrt(((values - values.max(axis=1, keepdims=True)) ** 2).sum(axis=0))
    total = near + far
    return np.where(total > 0, near / np.where(total > 0, total, 1.0), NEITHER)


def from_corners(near: Floats, far: Floats) -> Floats:
    """Closeness from the squared distances to the harmless and to the critical corner: d⁻ / (d⁺ + d⁻)."""
    nearer = np.sqrt(near)
    return np.asarray(nearer / (nearer + np.sqrt(far)), dtype=np.float64)


def columns_of(players: Sequence[str], switched: Truths) -> dict[str, Truths]:
    """Name of whatever is switched → where it is; players joined by ``+`` are switched together."""
    return {name: switched[:, place] for place, player in enumerate(players) for name in player.split("+")}


def moved_weights(names: Sequence[str], before: Floats, after: Floats) -> list[str]:
    """The names whose weight differs, as one player if switching some of them could leave no weight at all."""
    found = [name for name, differs in zip(names, before != after, strict=True) if differs]
    return ["+".join(found)] if found and (np.minimum(before, after) == 0).all() else found


def ranks_of(scores: Whole) -> Whole:
    """Ranks from 1 along the last axis, ties sharing the better rank."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)
    places = np.broadcast_to(np.arange(1, scores.shape[1] + 1), scores.shape).copy()
    places[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    places = np.maximum.accumulate(places, axis=1)
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks
