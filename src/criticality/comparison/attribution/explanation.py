"""Why the place of a mineral changed: exact Shapley shares of every change over the input groups that differ.

The game: every mix of the two runs' input groups is an assessment of its own; a group's share is its average effect
over all orders in which the groups could have been exchanged (Shapley 1953; Shorrocks 2013 for decompositions).
`software` is what the same inputs give today minus what was recorded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

import numpy as np

from criticality.comparison.attribution.mixed_inputs import Mask, Mixes, finest_partition, unions
from criticality.comparison.attribution.shapley import shapley_numerators
from criticality.comparison.attribution.standings import ABSENT, UNITS, Standing, Standings, decided_standings
from criticality.model.comparison_record import MergedPlayer, Shares
from criticality.text.phrases import INPUT_GROUPS

Value = Callable[[Standing], int | None]
SOFTWARE = "software"


@dataclass(frozen=True)
class Quantity:
    """Something about a mineral that can change: how it is read from a standing, and its unit."""

    name: str
    read: Value
    unit: int = 1

    def written(self, value: Fraction | int | None) -> float | int | None:
        """A whole number or a fraction of units as JSON writes it."""
        if value is None:
            return None
        share = Fraction(value) / self.unit
        return int(share) if self.unit == 1 and share.denominator == 1 else float(share)


SCORE = Quantity("score", lambda standing: standing.score, UNITS)
RANK = Quantity("rank", lambda standing: standing.rank)
MEMBERSHIP = Quantity("membership", lambda standing: standing.listed)


def rating_in(code: str) -> Quantity:
    """The score inside one dimension."""
    return Quantity(code, lambda standing: standing.dimensions.get(code), UNITS)


def tier_move(before: str | None, after: str | None) -> Quantity:
    """The move from one tier to another: 0 in the one, 2 in the other, 1 anywhere else, in halves."""

    def read(standing: Standing) -> int:
        return 2 * (standing.tier == after) + (standing.tier not in (before, after))

    return Quantity("tier", read, 2)


@dataclass
class Explanation:
    """The mixes of two runs with the standings in each of them, and the players that share out every change.

    Attributes
    ----------
    mixes
        The mixed assessments.
    players
        Masks of the groups that act as one; a single group is a player of its own where every mix can be decided.
    recorded
        The standings of the two records.
    """

    mixes: Mixes
    players: tuple[Mask, ...]
    recorded: tuple[Standings, Standings]
    repeatable: bool
    _standings: dict[Mask, Standings]

    def standing(self, mineral: str, mask: Mask) -> Standing:
        """Where a mineral stands in a mix; absent where it is no candidate there."""
        if mask not in self._standings:
            decision = self.mixes.at(mask)
            self._standings[mask] = {} if decision is None else decided_standings(decision)
        return self._standings[mask].get(mineral, ABSENT)

    def name(self, mask: Mask) -> str:
        """A player's name: its groups joined by ``+``, in the order of the contract."""
        names = [name for position, name in enumerate(self.mixes.groups) if mask >> position & 1]
        return "+".join(sorted(names, key=INPUT_GROUPS.index))

    def shares(self, mineral: str, quantity: Quantity) -> Shares:
        """Before, after, the share of every group, of software, and the residual.

        A group that did not differ, or that acts within a merged player, reads 0; all read None where the mineral has
        no such quantity on one side.
        """
        first, second = (quantity.read(side.get(mineral, ABSENT)) for side in self.recorded)
        entry: Shares = {"before": quantity.written(first), "after": quantity.written(second)}
        if first is None or second is None:
            return {**entry, **dict.fromkeys((*INPUT_GROUPS, SOFTWARE, "residual"))}
        parts = self._parts(mineral, quantity, first, second)
        residual = second - first - sum(parts.values())
        named = {**dict.fromkeys((*INPUT_GROUPS, SOFTWARE), Fraction(0)), **parts}
        return {
            **entry,
            **{name: quantity.written(share) for name, share in named.items()},
            "residual": quantity.written(residual),
        }

    def _parts(self, mineral: str, quantity: Quantity, first: int, second: int) -> dict[str, Fraction]:
        def at(mask: Mask) -> int | None:
            return quantity.read(self.standing(mineral, mask))

        def holds(mask: Mask) -> bool:
            return self.mixes.at(mask) is not None and at(mask) is not None

        if not self.repeatable or not holds(0) or not holds(self.mixes.everything):
            return {self._everything_named(): Fraction(second - first)}
        players = self._players_for(holds)
        values = [at(mask) for mask in unions(players)]
        numerators = shapley_numerators(np.array(values, dtype=np.int64))
        scale = factorial(len(players))
        parts = {self.name(mask): Fraction(int(part), scale) for mask, part in zip(players, numerators, strict=True)}
        recomputed = [value for value in (values[0], values[-1]) if value is not None]
        parts[SOFTWARE] = Fraction((second - recomputed[-1]) - (first - recomputed[0]))
        return parts

    def _players_for(self, holds: Callable[[Mask], bool]) -> tuple[Mask, ...]:
        """The players, merged further where this mineral has no such quantity in some mix."""
        if all(holds(mask) for mask in unions(self.players)):
            return self.players
        coarser = finest_partition(len(self.players), lambda mask: holds(_members(self.players, mask)))
        assert coarser is not None
        return tuple(_members(self.players, mask) for mask in coarser)

    def _everything_named(self) -> str:
        name = self.name(self.mixes.everything)
        return f"{name}+{SOFTWARE}" if name else SOFTWARE

    def undone_by(self, mineral: str, quantity: Quantity) -> list[list[str]]:
        """The smallest sets of players whose reversion to the first run undoes a change."""
        before = quantity.read(self.recorded[0].get(mineral, ABSENT))
        smallest: list[list[str]] = []
        if not self.repeatable:
            return smallest
        for coalition in sorted(range(1, 1 << len(self.players)), key=lambda mask: (mask.bit_count(), mask)):
            if smallest and coalition.bit_count() > len(smallest[0]):
                break
            kept = self.mixes.everything & ~_members(self.players, coalition)
            if self.mixes.at(kept) is not None and quantity.read(self.standing(mineral, kept)) == before:
                smallest.append([self.name(mask) for place, mask in enumerate(self.players) if coalition >> place & 1])
        return smallest

    def alone(self, mineral: str, quantity: Quantity, player: Mask) -> int | None:
        """The quantity if this player alone had changed."""
        return None if self.mixes.at(player) is None else quantity.read(self.standing(mineral, player))


def _members(players: Sequence[Mask], coalition: Mask) -> Mask:
    return sum(mask for position, mask in enumerate(players) if coalition >> position & 1)


def explain(mixes: Mixes, recorded: tuple[Standings, Standings]) -> Explanation:
    """Decide the mixes and find the players: the finest merger of groups under which every mix can be decided."""
    repeatable = mixes.at(0) is not None and mixes.at(mixes.everything) is not None
    players: tuple[Mask, ...] | None = None
    if repeatable:
        players = finest_partition(len(mixes.groups), lambda mask: mixes.at(mask) is not None)
    return Explanation(mixes, (mixes.everything,) if players is None else players, recorded, repeatable, {})


def merged_players(explanation: Explanation) -> list[MergedPlayer]:
    """The players that stand for several groups, with the reason the first undecidable mix gave."""
    refused = explanation.mixes.refused
    reason = refused[min(refused)] if refused else ""
    return [
        {"player": explanation.name(mask), "groups": explanation.name(mask).split("+"), "reason": reason}
        for mask in explanation.players
        if mask.bit_count() > 1
    ]
