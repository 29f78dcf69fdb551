"""Why the standing of a mineral changed: every change shared out exactly among the groups of inputs that differ.

Every mix of the two runs' groups of inputs is an assessment of its own. The share of a group is its Shapley value: its
average effect over all orders in which the groups can be exchanged (Shapley 1953; Shorrocks 2013 for decompositions).
The share of `software` is the difference between the result recorded and the result that the same inputs give today.
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
from criticality.text.kept import coded
from criticality.text.phrases import INPUT_GROUPS

Value = Callable[[Standing], int | None]
SOFTWARE = "software"


@dataclass(frozen=True)
class Quantity:
    """A quantity of a mineral that can change: its name, how it is read from a standing, and units per whole."""

    name: str
    read: Value
    unit: int = 1

    def written(self, value: Fraction | int | None) -> float | int | None:
        """Convert a number of units to the number that JSON stores."""
        if value is None:
            return None
        share = Fraction(value) / self.unit
        return int(share) if self.unit == 1 and share.denominator == 1 else float(share)


SCORE = Quantity("score", lambda standing: standing.score, UNITS)
RANK = Quantity("rank", lambda standing: standing.rank)
MEMBERSHIP = Quantity("membership", lambda standing: standing.listed)


def rating_in(code: str) -> Quantity:
    """The rating in one dimension."""
    return Quantity(code, lambda standing: standing.dimensions.get(code), UNITS)


def tier_move(before: str | None, after: str | None) -> Quantity:
    """The move from one tier to another, counted in halves: 0 in the first tier, 2 in the second, 1 in any other."""

    def read(standing: Standing) -> int:
        return 2 * (standing.tier == after) + (standing.tier not in (before, after))

    return Quantity("tier", read, 2)


@dataclass
class Explanation:
    """The mixes of two runs with the standings in each mix, and the players among which changes are shared out.

    Attributes
    ----------
    mixes
        The mixed assessments.
    players
        Masks of groups. Each group is a player of its own if every mix can be decided; otherwise several groups are
        merged to one player.
    recorded
        The standings of the two records.
    repeatable
        Whether both runs can be decided again from their recorded inputs.
    """

    mixes: Mixes
    players: tuple[Mask, ...]
    recorded: tuple[Standings, Standings]
    repeatable: bool
    _standings: dict[Mask, Standings]

    def standing(self, mineral: str, mask: Mask) -> Standing:
        """The standing of a mineral in a mix; `ABSENT` if it is not a candidate there."""
        if mask not in self._standings:
            decision = self.mixes.at(mask)
            self._standings[mask] = {} if decision is None else decided_standings(decision)
        return self._standings[mask].get(mineral, ABSENT)

    def name(self, mask: Mask) -> str:
        """The name of a player: its groups joined by ``+``, in the order of `INPUT_GROUPS`."""
        names = [name for position, name in enumerate(self.mixes.groups) if mask >> position & 1]
        return "+".join(sorted(names, key=INPUT_GROUPS.index))

    def shares(self, mineral: str, quantity: Quantity) -> Shares:
        """The quantity before and after, the share of every group and of the software, and the residual.

        The share of a group is 0 if it does not differ or is part of a merged player. All shares are None if the
        mineral does not have this quantity in one of the runs.
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
        """The players; merged further if the mineral does not have this quantity in every mix."""
        if all(holds(mask) for mask in unions(self.players)):
            return self.players
        coarser = finest_partition(len(self.players), lambda mask: holds(_members(self.players, mask)))
        assert coarser is not None
        return tuple(_members(self.players, mask) for mask in coarser)

    def _everything_named(self) -> str:
        name = self.name(self.mixes.everything)
        return f"{name}+{SOFTWARE}" if name else SOFTWARE

    def undone_by(self, mineral: str, quantity: Quantity) -> list[list[str]]:
        """The smallest sets of players that undo a change if their inputs are those of the first run again."""
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
    """Decide the mixes and determine the players: the finest merger of groups with which every mix can be decided."""
    repeatable = mixes.at(0) is not None and mixes.at(mixes.everything) is not None
    players: tuple[Mask, ...] | None = None
    if repeatable:
        players = finest_partition(len(mixes.groups), lambda mask: mixes.at(mask) is not None)
    return Explanation(mixes, (mixes.everything,) if players is None else players, recorded, repeatable, {})


def merged_players(explanation: Explanation) -> list[MergedPlayer]:
    """The players that consist of several groups, with the reason why the first undecidable mix was refused."""
    refused = explanation.mixes.refused
    reason = refused[min(refused)] if refused else ""
    return [
        {
            "player": explanation.name(mask),
            "groups": explanation.name(mask).split("+"),
            "reason": str(reason),
            "said": coded(reason),
        }
        for mask in explanation.players
        if mask.bit_count() > 1
    ]
