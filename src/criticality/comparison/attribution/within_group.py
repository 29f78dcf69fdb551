"""The share of every single criterion within the share of the data or of the weights; exact (Owen 1977).

The inner players of ``data`` are the criteria whose evidence differs; those of ``weights`` are the dimensions and
criteria whose weight differs. Each coalition of them, under each coalition of the other groups, is a list decided by
the rule. Where a complete assessment of the same mix exists (no player, or every player switched), its values replace
the blended ones, so that the shares add up exactly to the share of the group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial

import numpy as np
from numpy.typing import NDArray

from criticality.comparison.attribution.blend import UNSCORED, Blend, Blended, put_standing
from criticality.comparison.attribution.explanation import Explanation, Quantity
from criticality.comparison.attribution.mixed_inputs import Mask, unions
from criticality.comparison.attribution.shapley import MOST_PLAYERS, inner_shares, outer_game
from criticality.model.assessment import INSUFFICIENT, NOT_LISTED
from criticality.model.comparison_record import Shares
from criticality.ranking.kernels import METHODS

Whole = NDArray[np.int64]
MOST_LISTS = 1 << 13
"""Largest number of lists decided for one group; if more are needed, the criteria of least effect become one player."""
ALIKE = 1000
"""Effects on scores are compared in steps of 10⁻⁹, so that A → B and B → A join the same ones."""
DIVISIBLE = ("data", "weights")


@dataclass(frozen=True)
class Within:
    """The inner game of one group: standings for every coalition of inner players under every coalition of the others.

    Attributes
    ----------
    group
        ``data`` or ``weights``.
    players
        Inner players: criteria, dimensions, ``candidates``; joined by ``+`` where several form one player.
    minerals, tiers
        The minerals of the columns, and the names of the tier numbers.
    lists
        One `Blended` of shape (2**players, minerals) for each coalition of the other groups, the last of all groups.
    """

    group: str
    players: list[str]
    minerals: list[str]
    tiers: list[str]
    lists: list[Blended]

    @cached_property
    def column(self) -> dict[str, int]:
        """Mineral → its column."""
        return {mineral: place for place, mineral in enumerate(self.minerals)}

    def shares(self, mineral: str, quantity: Quantity, before: str | None, after: str | None) -> Shares:
        """The share of every inner player in the share of the group; empty if the mineral does not have the quantity.

        `before` and `after` are the tiers of the mineral; the quantity ``tier`` is the move between them.
        """
        if quantity.name == "tier":
            moved = self._tier_moves(self.column[mineral], before, after)
            parts = [part[0] for part in self._attributed(moved)]
        else:
            defined, everything = self._games[quantity.name]
            if not defined[self.column[mineral]]:
                return {}
            parts = [part[self.column[mineral]] for part in everything]
        named = [(player, part) for player, part in zip(self.players, parts, strict=True) if part]
        return {player: quantity.written(part) for player, part in sorted(named, key=_largest_first)}

    @cached_property
    def _games(self) -> dict[str, tuple[NDArray[np.bool_], list[list[Fraction]]]]:
        """For score, rank and membership: which minerals have them in all lists, and the shares."""
        games = {
            "score": np.stack([entry.score for entry in self.lists]),
            "rank": np.stack([entry.rank for entry in self.lists]),
            "membership": np.stack([entry.listed for entry in self.lists]),
        }
        return {name: ((game != UNSCORED).all(axis=(0, 1)), self._attributed(game)) for name, game in games.items()}

    def _attributed(self, games: Whole) -> list[list[Fraction]]:
        return inner_shares(outer_game(games), factorial(len(self.lists).bit_length()))

    def _tier_moves(self, column: int, before: str | None, after: str | None) -> Whole:
        """The move of a mineral between two tiers: 0 in the first, 2 in the second, 1 in any other."""
        first, second = (UNSCORED if tier is None else self.tiers.index(tier) for tier in (before, after))
        tiers = np.stack([entry.tier[:, [column]] for entry in self.lists])
        return np.asarray(2 * (tiers == second) + ((tiers != first) & (tiers != second)), dtype=np.int64)

    def undone_by(self, mineral: str, listed_before: int) -> list[list[str]]:
        """The smallest sets of inner players that undo an entry or exit if they are as in the first run again."""
        listed = self.lists[-1].listed[:, self.column[mineral]]
        full = len(listed) - 1
        smallest: list[list[str]] = []
        for coalition in sorted(range(1, full + 1), key=lambda mask: (mask.bit_count(), mask)):
            if smallest and coalition.bit_count() > len(smallest[0]):
                break
            if listed[full & ~coalition] == listed_before:
                smallest.append([name for place, name in enumerate(self.players) if coalition >> place & 1])
        return smallest


def _largest_first(entry: tuple[str, Fraction]) -> tuple[Fraction, str]:
    return -abs(entry[1]), entry[0]


def within_group(explanation: Explanation, group: str) -> Within | None:
    """The inner game of ``data`` or ``weights``; None if the group is not a player of its own."""
    mixes = explanation.mixes
    if group not in mixes.groups or not explanation.repeatable:
        return None
    own = 1 << mixes.groups.index(group)
    if own not in explanation.players:
        return None
    others = unions([mask for mask in explanation.players if mask != own])
    built = [_blend(explanation, mask, mask | own) for mask in others]
    blends = [blend for blend in built if blend is not None]
    if len(blends) < len(built):
        return None
    names = _players(blends, group)
    players = _few_enough(blends, group, names, MOST_LISTS // len(blends))
    if not players:
        return None
    lists = [
        _decided(explanation, blend, group, players, mask, mask | own)
        for blend, mask in zip(blends, others, strict=True)
    ]
    return Within(group, players, blends[0].minerals, blends[0].tiers, lists)


def _blend(explanation: Explanation, first: Mask, second: Mask) -> Blend | None:
    mixes = explanation.mixes
    sides = [(mixes.inputs(mask), mixes.at(mask)) for mask in (first, second)]
    (one, before), (other, after) = sides
    if before is None or after is None:
        return None
    moves = METHODS[other.assessment.method].depends_on_others
    if moves and (before.complete.left_out or after.complete.left_out):
        return None
    minerals = sorted({*mixes.a.candidates, *mixes.b.candidates})
    tiers = dict.fromkeys(tier.name for side in (mixes.a, mixes.b) for tier in side.assessment.rule.tiers)
    return Blend((one, before), (other, after), minerals, [*tiers, NOT_LISTED, INSUFFICIENT])


def _players(blends: Sequence[Blend], group: str) -> list[str]:
    """The inner players of all blends; players that are joined in one blend are joined in all."""
    joined: list[set[str]] = []
    for blend in blends:
        for player in blend.evidence_players if group == "data" else blend.weight_players:
            block = set(player.split("+"))
            for other in [entry for entry in joined if entry & block]:
                block |= other
                joined.remove(other)
            joined.append(block)
    return sorted("+".join(sorted(block)) for block in joined)


def _few_enough(blends: Sequence[Blend], group: str, players: list[str], lists: int) -> list[str]:
    """Limit the players to the number that can be attributed exactly; those of least effect become one player."""
    most = min(MOST_PLAYERS, max(2, lists.bit_length() - 1))
    if len(players) <= most:
        return players
    alone, none = np.eye(len(players), dtype=np.bool_), np.zeros((1, len(players)), dtype=np.bool_)
    effect = np.zeros(len(players))
    for blend in blends:
        for switched in (np.vstack([none, alone]), ~np.vstack([none, alone])):
            scores = _lists(blend, group, players, switched).score
            effect += np.abs(scores[1:] - scores[:1]).max(axis=1, initial=0) // ALIKE
    order = sorted(range(len(players)), key=lambda place: (-effect[place], players[place]))
    kept, rest = order[: most - 1], order[most - 1 :]
    return sorted([*(players[place] for place in kept), "+".join(sorted(players[place] for place in rest))])


def _lists(blend: Blend, group: str, players: Sequence[str], switched: NDArray[np.bool_]) -> Blended:
    return blend.with_evidence(players, switched) if group == "data" else blend.with_weights(players, switched)


def _decided(
    explanation: Explanation, blend: Blend, group: str, players: Sequence[str], first: Mask, second: Mask
) -> Blended:
    """Decide all coalitions of one blend; the first and the last are replaced by the complete assessments."""
    coalitions = np.arange(1 << len(players))[:, None] >> np.arange(len(players)) & 1
    lists = _lists(blend, group, players, coalitions.astype(np.bool_))
    for row, mask in ((0, first), (len(coalitions) - 1, second)):
        for column, mineral in enumerate(blend.minerals):
            put_standing(lists, row, column, explanation.standing(mineral, mask), blend.tiers)
    return lists
