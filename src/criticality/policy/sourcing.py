"""Data for diversification: a mineral's origins, its other producers, and how much each of them could supply."""

from dataclasses import dataclass, replace
from math import isnan

from criticality.indicators.concentration import governance_weighted_herfindahl
from criticality.indicators.dependence import in_force
from criticality.indicators.governance import risk_of
from criticality.indicators.supply import SupplyMix, world_supply
from criticality.indicators.tracing import import_mixes, producing_stages
from criticality.indicators.trade import ImportFlows, pooled_imports
from criticality.policy.bench import Bench
from criticality.policy.limits import UNKNOWN, Limit
from criticality.text.message import Message

_HELD = Message("lever.all_that_is_held")
_SPARE = Message("lever.all_to_spare")
_ALIKE = Message("lever.buyers_alike")


@dataclass(frozen=True)
class Sourcing:
    """The supply at the stage at which the country's sources are most concentrated.

    Attributes
    ----------
    mix
        Shares of the supply by origin.
    origin
        The origin that supply is moved away from; by default the largest.
    flows
        The imports at that stage; None where no import is recorded and shares of world supply are used instead.
    """

    mix: SupplyMix
    origin: str
    flows: ImportFlows | None

    @property
    def tonnes(self) -> float | None:
        """Yearly use, taken as the yearly imports at that stage; None where no quantity is known."""
        return None if self.flows is None or isnan(self.flows.tonnes) else self.flows.tonnes

    @property
    def price(self) -> float | None:
        """Unit value of the imports, US dollars a tonne."""
        if not self.tonnes or self.flows is None or self.flows.value_usd <= 0:
            return None
        return self.flows.value_usd / self.tonnes


@dataclass(frozen=True)
class Partner:
    """A producer other than the largest source, and how much of the supply it could take over.

    Attributes
    ----------
    share_now
        Its share of the country's supply today.
    governance_risk, restriction
        g and r, 0…1.
    produced, spare
        Its production in tonnes a year, and the part that the country does not buy already; None if production is not
        in tonnes.
    limit
        The largest share of supply that can move to the partner: at most the origin's share, and at most what the
        partner can spare. Its `because` says which of the two it is, or what replaces unknown tonnes.
    optimum
        d*, the share to move that minimises Σ s²·g without its lower bound.
    """

    country: str
    stage: str
    share_now: float
    governance_risk: float
    restriction: float
    produced: float | None
    spare: float | None
    limit: Limit
    optimum: float


def optimal_move(risk_from: float, share_from: float, risk_to: float, share_to: float, cap: float = 1.0) -> float:
    """Return d* = (g_A·s_A − g_B·s_B)/(g_A + g_B), clamped to [0, min(s_A, cap)].

    d* minimises ΔHHI_g = g_A·[(s_A − d)² − s_A²] + g_B·[(s_B + d)² − s_B²].
    """
    most = max(0.0, min(share_from, cap))
    if risk_from + risk_to <= 0:
        return 0.0
    return min(most, max(0.0, (risk_from * share_from - risk_to * share_to) / (risk_from + risk_to)))


def sourcing_of(bench: Bench, mineral: str) -> Sourcing | None:
    """Return the supply at the most concentrated stage at which the country buys; None if no origin is known."""
    mixes = [mix for mix in import_mixes(bench.evidence, mineral, bench.years, None) if mix.shares]
    if not mixes:
        return None
    mix = max(mixes, key=lambda mix: _concentration(bench, mineral, mix))
    flows = [flow for flow in pooled_imports(bench.evidence, mineral, bench.years) if flow.stage in {mix.stage, ""}]
    origin = max(mix.shares, key=lambda code: (mix.shares[code], code))
    return Sourcing(mix, origin, max(flows, key=lambda flow: flow.value_usd, default=None))


def sourcings_of(bench: Bench, mineral: str) -> list[Sourcing]:
    """Return the origins to move away from: the largest term of Σ s²·g, and the largest restricted share."""
    first = sourcing_of(bench, mineral)
    if first is None:
        return []
    stage, shares, own = first.mix.stage, first.mix.shares, bench.inputs.assessment.country
    foreign = {code: share for code, share in shares.items() if code != own}
    measures = in_force(bench.evidence, mineral, stage)
    weight = {code: share**2 * risk_of(bench.evidence, code, mineral, stage).value for code, share in foreign.items()}
    held = {code: share * measures[code].severity for code, share in foreign.items() if code in measures}
    heaviest = [max(result, key=lambda code: (result[code], code)) for result in (weight, held) if result]
    return [replace(first, origin=code) for code in dict.fromkeys(heaviest)]


def _concentration(bench: Bench, mineral: str, mix: SupplyMix) -> float:
    risks = {country: risk_of(bench.evidence, country, mineral, mix.stage) for country in mix.shares}
    return governance_weighted_herfindahl(mix.shares, risks).value


def partners_of(bench: Bench, mineral: str, sourcing: Sourcing) -> list[Partner]:
    """Return every producer at the stage bought, but for the largest source and the country itself."""
    world = world_supply(bench.evidence, mineral, sourcing.mix.stage)
    makers = set(sourcing.mix.shares) if world is None else set(world.producers)
    makers = {code for code in makers if producing_stages(bench.evidence, mineral, code, [sourcing.mix])}
    others = sorted(makers - {sourcing.origin, bench.inputs.assessment.country})
    return [_partner(bench, mineral, sourcing, country) for country in others]


def _partner(bench: Bench, mineral: str, sourcing: Sourcing, country: str) -> Partner:
    mix, stage = sourcing.mix, sourcing.mix.stage
    world = world_supply(bench.evidence, mineral, stage)
    made = None if world is None else world.amounts.get(country)
    taken = (mix.shares.get(country, 0.0) * sourcing.tonnes) if sourcing.tonnes else 0.0
    spare = None if made is None else max(0.0, made - taken)
    held = mix.shares[sourcing.origin]
    limit = _limit(sourcing, country, world, spare)
    risk = risk_of(bench.evidence, country, mineral, stage).value
    measure = in_force(bench.evidence, mineral, stage).get(country)
    return Partner(
        country,
        stage,
        mix.shares.get(country, 0.0),
        risk,
        0.0 if measure is None else measure.severity,
        made,
        spare,
        limit,
        optimal_move(
            risk_of(bench.evidence, sourcing.origin, mineral, stage).value,
            held,
            risk,
            mix.shares.get(country, 0.0),
            limit.most,
        ),
    )


def _limit(sourcing: Sourcing, country: str, world: SupplyMix | None, spare: float | None) -> Limit:
    """The largest share of supply that can move to a partner, and the reason.

    If the tonnes are not known on both sides, all buyers of the origin are assumed to move alike: the limit is the
    origin's share times the ratio of the partner's to the origin's share of world supply. If these shares are not known
    either, there is no stated limit.
    """
    held = sourcing.mix.shares[sourcing.origin]
    if spare is not None and sourcing.tonnes:
        most = spare / sourcing.tonnes
        return Limit(held, stated=True, because=_HELD) if most >= held else Limit(most, stated=True, because=_SPARE)
    parts = {} if world is None else world.shares
    if parts.get(sourcing.origin) and country in parts:
        ratio = parts[country] / parts[sourcing.origin]
        return Limit(held * min(1.0, ratio), stated=True, because=_ALIKE)
    return Limit(held, stated=False, because=UNKNOWN)
