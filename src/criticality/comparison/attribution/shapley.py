"""Exact attribution: Shapley and Owen values in integers, so that the shares add up to the change without a residual.

A game is an array. The position on its first axis is the mask of a coalition (bit i: player i is in it); the further
axes are the quantities to be explained.

References
----------
Shapley, L. S. (1953). A value for n-person games, eq. 12.
Owen, G. (1977). Values of games with a priori unions.
"""

from fractions import Fraction
from functools import cache
from math import factorial
from operator import mul

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
MOST_PLAYERS = 15
"""With more players, integers for scores in units of 10⁻¹² could exceed 64 bits."""


def shapley_numerators(game: Whole) -> Whole:
    """Shapley shares times n!, exact.

    Parameters
    ----------
    game
        Shape (2**n, …), whole numbers.

    Returns
    -------
    ndarray
        Shape (n, …): Σ over the coalitions without the player of s!·(n − 1 − s)!·(its marginal contribution), eq. 12.
    """
    players = _players(game)
    sizes = _sizes(len(game))
    factors = np.array([factorial(size) * factorial(players - 1 - size) for size in range(players)], dtype=np.int64)
    shares = np.zeros((players, *game.shape[1:]), dtype=np.int64)
    for player in range(players):
        without = _by_size(len(game), player)
        marginal = game[without | (1 << player)] - game[without]
        shares[player] = np.tensordot(factors[sizes[without]], marginal, axes=1)
    return shares


def inner_shares(game: Whole, denominator: int) -> list[list[Fraction]]:
    """Shapley shares of many players, exact: integer sums by size of coalition first, then fractions.

    Parameters
    ----------
    game
        Shape (2**n, items), whole numbers, each `denominator` times the quantity.
    denominator
        The factor by which the game was multiplied.

    Returns
    -------
    list
        Per player, per item.
    """
    players = _players(game)
    if players > MOST_PLAYERS:
        raise ValueError(f"{players} players are too many for exact shares")
    factors = [factorial(size) * factorial(players - 1 - size) for size in range(players)]
    scale = factorial(players) * denominator
    shares = []
    for player in range(players):
        without = _by_size(len(game), player)
        marginal = game[without | (1 << player)] - game[without]
        starts = np.searchsorted(_sizes(len(game))[without], np.arange(players))
        by_size = np.add.reduceat(marginal, starts, axis=0).T.tolist()
        shares.append([Fraction(sum(map(mul, factors, totals)), scale) for totals in by_size])
    return shares


def outer_game(games: Whole) -> Whole:
    """Average a player's inner games over the coalitions of the others, times n! (the quotient step of Owen 1977).

    Parameters
    ----------
    games
        Shape (2**(n − 1), 2**inner, …): the inner game under every coalition of the n − 1 others.

    Returns
    -------
    ndarray
        Shape (2**inner, …): n! times the averaged inner game; its Shapley shares are the Owen shares.
    """
    others = _players(games)
    sizes = _sizes(len(games))
    factors = np.array([factorial(size) * factorial(others - size) for size in range(others + 1)], dtype=np.int64)
    return np.asarray(np.tensordot(factors[sizes], games, axes=1), dtype=np.int64)


def _players(game: Whole) -> int:
    players = len(game).bit_length() - 1
    if len(game) != 1 << players:
        raise ValueError(f"a game has 2**n coalitions, not {len(game)}")
    return players


@cache
def _sizes(coalitions: int) -> NDArray[np.int64]:
    return np.array([mask.bit_count() for mask in range(coalitions)], dtype=np.int64)


@cache
def _by_size(coalitions: int, player: int) -> NDArray[np.int64]:
    """The coalitions without a player, the small ones first."""
    masks = np.arange(coalitions, dtype=np.int64)
    without = masks[(masks >> player & 1) == 0]
    return np.asarray(without[np.argsort(_sizes(coalitions)[without], kind="stable")], dtype=np.int64)
