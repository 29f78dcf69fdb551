"""Each lever alone: its effect on a mineral, and the smallest amount that would take the mineral off the list.

Amounts are searched as fractions of the limit: 0 is today's value, 1 the published limit. If no limit is published, 1
means 100 % of use. The list is decided at 33 fractions. Before the first fraction at which the mineral is off the list,
the exact fraction is located to 1e-6 by bisection, and the amount is rounded up to four decimals. If the mineral stays
on the list at all 33 fractions, the lever cannot take it off; the remaining margin is then the smallest of the 33. The
amount needed beyond a stated limit is searched in the same way, and reported as beyond the limit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil

import numpy as np

from criticality.indicators.evidence import Evidence
from criticality.indicators.observed import stated
from criticality.model.criteria import Criterion
from criticality.model.dataset import INPUT_RATE
from criticality.model.scenario import Diversify, Lever, Recycle, Reduce, Substitute
from criticality.model.units import whole_of
from criticality.policy.bench import Bench
from criticality.policy.cells import SUPPLY, USE, Floats, MineralValues, stacked
from criticality.policy.levers.changes import Move, moved, recycled, used_less
from criticality.policy.limits import PROPERTIES, Limit, limit_of
from criticality.policy.redecision import Distance, Standings
from criticality.policy.sourcing import Partner, Sourcing, partners_of, sourcings_of
from criticality.scenarios.effects import imports_kept, is_substitution_index
from criticality.text.kept import shipped_name

GRID = 32
STEPS = 20
DECIMALS = 4
TIE = 1e-12

_ASSUMED = shipped_name("levers_assume")


@dataclass(frozen=True)
class Axis:
    """One lever on one mineral.

    Attributes
    ----------
    kind
        diversify, recycle, substitute or reduce.
    least
        Today's value, the amount at fraction 0: share of supply, input rate or share of use.
    limit
        The largest amount, at fraction 1, and its source.
    indicators
        The indicators whose criteria the lever changes; the levers of one combination have none in common.
    change
        Amount → the evidence after the change.
    lever
        Amount → the same change as a lever of a scenario.
    origin, partner
        For diversification: the origin that supply is moved from, and the partner that it is moved to.
    known
        Fraction of the limit → the values already computed there.
    """

    bench: Bench = field(repr=False)
    mineral: str
    kind: str
    least: float
    limit: Limit
    indicators: tuple[str, ...]
    change: Callable[[float], Evidence] = field(repr=False)
    lever: Callable[[float], Lever] = field(repr=False)
    origin: str = ""
    partner: Partner | None = None
    known: dict[float, MineralValues] = field(default_factory=dict, repr=False)

    @property
    def most(self) -> float:
        """The amount at fraction 1."""
        return self.limit.most

    @property
    def open(self) -> bool:
        """Whether the lever can change anything: its limit is above today's value."""
        return self.most > self.least

    def beyond(self) -> "Axis | None":
        """The same lever with 100 % of the use as its limit; None if no smaller limit is stated."""
        if self.kind not in PROPERTIES or not self.limit.stated or self.most >= 1.0:
            return None
        return replace(self, limit=replace(self.limit, most=1.0, stated=False), known={})

    def amount(self, fraction: float) -> float:
        """The amount at a fraction of the limit."""
        return self.least + fraction * (self.most - self.least)

    def fraction_at(self, points: float) -> float:
        """The fraction of the limit at which the amount is larger by `points`; at most 1."""
        return min(1.0, points / (self.most - self.least)) if self.open else 0.0

    def values(self, fraction: float) -> MineralValues:
        """Scaled and raw values of the mineral at a fraction of the limit; each fraction is computed once."""
        if fraction not in self.known:
            amount = self.amount(fraction)
            paid = imports_kept(amount) if self.kind in ("substitute", "reduce") else 1.0
            self.known[fraction] = self.bench.cells.values(self.mineral, self.change(amount), self.columns, paid)
        return self.known[fraction]

    def standings(self, fractions: Floats) -> Standings:
        """Score, tier and margin of the mineral at several fractions of the limit."""
        values = stacked([self.values(float(fraction)) for fraction in fractions])
        return self.bench.redecision.standings(self.mineral, values)

    @cached_property
    def columns(self) -> list[int]:
        """Positions of the criteria that the lever changes and on which the list depends."""
        criteria, positions = self.bench.criteria, self.bench.cells.all_positions
        return [position for position in positions if _changes(criteria[position], self.kind, self.indicators)]


def _changes(criterion: Criterion, kind: str, indicators: tuple[str, ...]) -> bool:
    """Whether a lever changes a criterion.

    Of the criteria that show a stated property, recycling changes the input rate, substitution the substitution index.
    """
    if criterion.indicator != "observed":
        return criterion.indicator in indicators
    name = str(criterion.parameters.get("property", ""))
    wanted = {"recycle": name == INPUT_RATE, "substitute": is_substitution_index(name)}
    return wanted.get(kind, False)


@dataclass(frozen=True)
class Answer:
    """The effect of one lever alone on one mineral.

    Attributes
    ----------
    needed
        The smallest amount that takes the mineral off the list; None if no amount up to the limit does.
    best
        The amount with the smallest margin; if the lever cannot take the mineral off, this is the proof.
    remaining
        The margin above the thresholds of the list at `best`; at least 0 if the mineral stays on the list.
    at_best
        Standings at `best`, one point.
    beyond
        If no amount up to a stated limit is enough: the answer for amounts up to 100 % of the use.
    """

    axis: Axis
    needed: float | None
    best: float
    remaining: float
    at_best: Standings
    beyond: "Answer | None" = None

    @property
    def left(self) -> Distance:
        """How far the mineral then stands above the line of the list."""
        return self.axis.bench.redecision.distance(self.at_best)


def answer_of(axis: Axis) -> Answer:
    """Search one lever from today's value to its limit."""
    fractions = np.linspace(0.0, 1.0, GRID + 1) if axis.open else np.zeros(1)
    result = axis.standings(fractions)
    best = int(np.flatnonzero(result.margin <= result.margin.min() + TIE)[-1])
    out = np.flatnonzero(~result.listed)
    needed = None
    if out.size:
        first = int(out[0])
        best = first if result.listed[best] else best
        needed = _rounded_up(axis, _narrowed(axis, float(fractions[max(0, first - 1)]), float(fractions[first])))
    place = float(fractions[best])
    wider = axis.beyond() if needed is None else None
    beyond = None if wider is None else answer_of(wider)
    at_best = axis.standings(np.array([place]))
    return Answer(axis, needed, axis.amount(place), float(result.margin[best]), at_best, beyond)


def _narrowed(axis: Axis, inside: float, outside: float) -> float:
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        if axis.standings(np.array([middle])).listed[0]:
            inside = middle
        else:
            outside = middle
    return outside


def _rounded_up(axis: Axis, fraction: float) -> float:
    """Round the amount up to four decimals; if the rounded amount does not take the mineral off, keep the exact one."""
    exact, span = axis.amount(fraction), axis.most - axis.least
    rounded = min(ceil(exact * 10**DECIMALS - 1e-9) / 10**DECIMALS, axis.most)
    place = (rounded - axis.least) / span if span > 0 else 0.0
    return exact if axis.standings(np.array([place])).listed[0] else rounded


# ── the axes of a mineral ────────────────────────────────────────────────────


def axes_of(bench: Bench, mineral: str, partners: Sequence[Axis]) -> dict[str, Axis]:
    """Return the levers of a mineral by kind; diversification is the one to the first partner that may be proposed.

    If data/countries.csv names partners, only these are proposed; the partner pages compare the others too. A lever
    that is already at its stated limit is included, because "it cannot" is an answer.
    """
    proposed = [axis for axis in partners if axis.partner is not None and may_be_proposed(bench, axis.partner.country)]
    move = [axis for axis in proposed[:1] if axis.open]
    result = [*move, _recycling(bench, mineral), *_savings(bench, mineral)]
    return {axis.kind: axis for axis in result}


def named_partners(bench: Bench) -> frozenset[str]:
    """Return the countries that data/countries.csv gives a reason to work with; empty where it names none."""
    rows = bench.data.table("countries")
    named = (rows["partner_because"] != "") & ~rows["transit_hub"].astype(bool) & (rows["print"] != "no")
    return frozenset(rows.loc[named, "country"])


def may_be_proposed(bench: Bench, country: str) -> bool:
    """Whether a country may be proposed: if partners are named, only these; a country that is not printed never."""
    named, rows = named_partners(bench), bench.data.table("countries")
    return country in named if named else country not in set(rows.loc[rows["print"] == "no", "country"])


def partner_axes(bench: Bench, mineral: str) -> list[Axis]:
    """Return one axis for every partner, the most useful first.

    The order: named partners before others, partners with known spare tonnes before others, then by the largest
    reduction of the score.
    """
    named = named_partners(bench)
    axes = [
        _move_axis(bench, mineral, sourcing, partner)
        for sourcing in sourcings_of(bench, mineral)
        for partner in partners_of(bench, mineral, sourcing)
    ]
    return sorted(axes, key=lambda axis: _order(axis, named))


def _order(axis: Axis, named: frozenset[str]) -> tuple[bool, bool, float, str]:
    country = axis.partner.country if axis.partner is not None else ""
    return country not in named, not axis.limit.stated, -gain_of(axis)[0], country


def gain_of(axis: Axis, points: int = 8) -> tuple[float, float]:
    """Return the largest reduction of the score by a lever, and its amount there."""
    if not axis.open:
        return 0.0, axis.least
    fractions = np.linspace(0.0, 1.0, points + 1)
    score = axis.standings(fractions).score
    best = int(np.argmin(score))
    return float(score[0] - score[best]), axis.amount(float(fractions[best]))


def _move_axis(bench: Bench, mineral: str, sourcing: Sourcing, partner: Partner) -> Axis:
    move = Move(sourcing.origin, partner.country)
    return Axis(
        bench,
        mineral,
        "diversify",
        0.0,
        partner.limit,
        SUPPLY,
        lambda amount: moved(bench, mineral, move, amount),
        lambda amount: Diversify.model_validate(
            {"kind": "diversify", "minerals": [mineral], "from": move.origin, "to": move.partner}
            | {"share": amount, "because": _ASSUMED}
        ),
        sourcing.origin,
        partner,
    )


def _recycling(bench: Bench, mineral: str) -> Axis:
    rate = stated(bench.evidence, mineral, INPUT_RATE)
    rows = bench.evidence.properties.get((mineral, INPUT_RATE), [])
    whole = next((whole_of(row.unit) or 1.0 for row in rows), 1.0)
    now = rate.value / whole if rate.present else 0.0
    return Axis(
        bench,
        mineral,
        "recycle",
        now,
        limit_of(bench, mineral, "recycle", now),
        ("lack_of_recycling", "supply_risk_ec2017"),
        lambda amount: recycled(bench, mineral, amount),
        lambda amount: Recycle.model_validate(
            {"kind": "recycle", "minerals": [mineral], "input_rate": amount, "because": _ASSUMED}
        ),
    )


def _savings(bench: Bench, mineral: str) -> list[Axis]:
    return [_saving(bench, mineral, kind, model) for kind, model in (("substitute", Substitute), ("reduce", Reduce))]


def _saving(bench: Bench, mineral: str, kind: str, model: type[Substitute] | type[Reduce]) -> Axis:
    substituted = kind == "substitute"
    return Axis(
        bench,
        mineral,
        kind,
        0.0,
        limit_of(bench, mineral, kind),
        USE,
        lambda amount: used_less(bench, mineral, amount, substituted=substituted),
        lambda amount: model.model_validate(
            {"kind": kind, "minerals": [mineral], "share_of_use": amount, "because": _ASSUMED}
        ),
    )
