"""Exact attribution: published values, every order one by one, and the axioms on random games."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criticality.comparison.attribution.mixed_inputs import finest_partition, partitions, unions
from criticality.comparison.attribution.shapley import inner_shares, outer_game, shapley_numerators

whatever_the_load = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
"""A busy machine draws the games slowly; how long it takes is no finding."""


def by_every_order(game: Mapping[int, int], players: int, orders: Sequence[tuple[int, ...]]) -> list[Fraction]:
    """Average marginal contribution over the given orders, one order after the other."""
    totals = [Fraction(0)] * players
    for order in orders:
        coalition = 0
        for player in order:
            totals[player] += game[coalition | 1 << player] - game[coalition]
            coalition |= 1 << player
    return [total / len(orders) for total in totals]


@st.composite
def games(draw: st.DrawFn, most: int = 5) -> list[int]:
    players = draw(st.integers(1, most))
    worth = st.integers(-(10**12), 10**12)
    return draw(st.lists(worth, min_size=1 << players, max_size=1 << players))


def test_the_glove_game() -> None:
    """Two right gloves, one left glove: the left one is worth 2/3, each right one 1/6 (a standard textbook case)."""
    left, worth = 0b100, [int(bool(mask & 0b100) and bool(mask & 0b011)) for mask in range(8)]
    numerators = shapley_numerators(np.array(worth, dtype=np.int64))
    assert [Fraction(int(part), 6) for part in numerators] == [Fraction(1, 6), Fraction(1, 6), Fraction(2, 3)]
    assert worth[left] == 0


def test_the_united_nations_security_council() -> None:
    """Shapley & Shubik (1954): of eleven members the five permanent ones hold 76/77 of the power, the others 1/77."""
    players, permanent = 11, (1 << 5) - 1
    worth = np.array([int(mask & permanent == permanent and mask.bit_count() >= 7) for mask in range(1 << players)])
    shares = [part[0] for part in inner_shares(worth.astype(np.int64)[:, None], 1)]
    assert shares[0] == Fraction(76, 77) / 5
    assert shares[10] == Fraction(1, 77) / 6


@whatever_the_load
@given(games())
def test_shares_are_the_average_over_every_order(game: list[int]) -> None:
    players = len(game).bit_length() - 1
    expected = by_every_order(dict(enumerate(game)), players, list(permutations(range(players))))
    numerators = shapley_numerators(np.array(game, dtype=np.int64))
    assert [Fraction(int(part), factorial(players)) for part in numerators] == expected
    inner = inner_shares(np.array(game, dtype=np.int64)[:, None], 1)
    assert [part[0] for part in inner] == expected


@whatever_the_load
@given(games())
def test_shares_add_up_exactly_and_turn_round_with_the_game(game: list[int]) -> None:
    array = np.array(game, dtype=np.int64)
    shares = shapley_numerators(array)
    assert int(shares.sum()) == factorial(len(game).bit_length() - 1) * (game[-1] - game[0])
    assert (shapley_numerators(array[::-1].copy()) == -shares).all()


@whatever_the_load
@given(games(4), st.integers(1, 3), st.data())
def test_owen_shares_are_the_average_over_orders_that_keep_a_group_together(
    outer: list[int], inner: int, data: st.DataObject
) -> None:
    """Owen (1977): only orders in which the inner players follow one another."""
    others = len(outer).bit_length() - 1
    size = (1 << others) * (1 << inner)
    worth = data.draw(st.lists(st.integers(-(10**9), 10**9), min_size=size, max_size=size))
    games_of = np.array(worth, dtype=np.int64).reshape(1 << others, 1 << inner)
    flat = {mask: int(games_of[mask & (1 << others) - 1, mask >> others]) for mask in range(size)}
    inside = set(range(others, others + inner))
    orders = [
        order
        for order in permutations(range(others + inner))
        if max(order.index(p) for p in inside) - min(order.index(p) for p in inside) == inner - 1
    ]
    expected = by_every_order(flat, others + inner, orders)[others:]
    found = inner_shares(outer_game(games_of)[:, None], factorial(others + 1))
    assert [part[0] for part in found] == expected


def test_too_many_players_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        inner_shares(np.zeros((1 << 16, 1), dtype=np.int64), 1)


def test_the_number_of_partitions_is_bells() -> None:
    assert [len(list(partitions(range(count)))) for count in range(6)] == [1, 1, 2, 5, 15, 52]


def test_players_merge_as_little_as_possible() -> None:
    """The mix of player 0 without player 2 cannot be decided, nor its mirror image: these two act as one."""
    refused = {0b001, 0b011}
    masks = finest_partition(3, lambda mask: mask not in refused)
    assert masks == (0b101, 0b010)
    assert unions(masks) == [0b000, 0b101, 0b010, 0b111]
    assert finest_partition(3, lambda mask: mask != 0) is None


@whatever_the_load
@given(st.sets(st.integers(1, 30), max_size=6))
def test_players_merge_alike_in_both_directions(refused: set[int]) -> None:
    everything = 0b11111
    there = finest_partition(5, lambda mask: mask not in refused)
    back = finest_partition(5, lambda mask: everything & ~mask not in refused)
    assert there == back
