"""The shocks of a scenario on one mineral: the share of supply lost, the gap over time, the value added exposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan

from criticality.indicators.evidence import Intermediate, RestrictionRow
from criticality.indicators.supply import SupplyMix
from criticality.indicators.tracing import import_mixes
from criticality.model.dataset import INPUT_RATE, SCENARIO
from criticality.model.scenario import (
    ExportRestriction,
    ProductionLoss,
    Recycle,
    Reduce,
    Scenario,
    Shock,
    Substitute,
)
from criticality.model.units import whole_of
from criticality.policy.bench import Bench
from criticality.policy.cells import SUPPLY, MineralValues
from criticality.policy.disruption.gap import Gap, share_at
from criticality.policy.disruption.new_supply import arrivals_of
from criticality.policy.sourcing import Sourcing, sourcing_of
from criticality.robustness.sampling.figures import grade_spreads
from criticality.text.kept import shipped_name

CONFIDENCE = 0.90
REFERENCE_DAYS = 365.0
SWEEP = tuple(step / 20 for step in range(21))
_TEXT = shipped_name("reference_shock")


@dataclass(frozen=True)
class ShockEffect:
    """The effect of shocks on the supply of one mineral.

    Attributes
    ----------
    stage
        The stage at which most is lost: one at which the country buys, or one upstream of it.
    lost
        Share of supply lost while all shocks last.
    gap
        The supply gap over time.
    grade
        Evidence grade of the shares of the origins.
    """

    stage: str
    lost: float
    gap: Gap
    grade: str


def reference_shock(bench: Bench, mineral: str) -> tuple[Shock, ...]:
    """Return the stress test of a run without a scenario: the largest source exports nothing for a year."""
    sourcing = sourcing_of(bench, mineral)
    if sourcing is None:
        return ()
    return (
        ExportRestriction.model_validate(
            {"kind": "export_restriction", "country": sourcing.origin, "minerals": [mineral], "share_lost": 1.0}
            | {"days": REFERENCE_DAYS, "because": _TEXT}
        ),
    )


def shocks_on(bench: Bench, mineral: str) -> tuple[tuple[Shock, ...], bool]:
    """Return the shocks on a mineral, and True if they are the scenario's, False if it is the reference shock."""
    scenario = bench.inputs.scenario
    shocks = tuple(shock for shock in scenario.shocks if mineral in shock.minerals) if scenario is not None else ()
    losses = tuple(shock for shock in shocks if isinstance(shock, ExportRestriction | ProductionLoss))
    return (losses, True) if losses else (reference_shock(bench, mineral), False)


def effect_of_shocks(bench: Bench, mineral: str, shocks: Sequence[Shock]) -> ShockEffect | None:
    """Return the effect at the stage at which most is lost; None if no supply is known or nothing is lost."""
    mixes = [mix for mix in import_mixes(bench.evidence, mineral, bench.years, "bottleneck") if mix.shares]
    effects = [ShockEffect(mix.stage, *_lost(mix, shocks), mix.basis.grade) for mix in mixes]
    worst = max(effects, key=lambda effect: effect.gap.integral(), default=None)
    if worst is None or worst.lost <= 0:
        return None
    scenario = bench.inputs.scenario
    redirected, lag = _redirection(scenario)
    arrivals = arrivals_of(bench, mineral, worst.stage)
    relief = _relief(bench, mineral, scenario)
    gap = replace(worst.gap, relief=relief, redirected=redirected, lag=lag, arrivals=arrivals)
    return replace(worst, gap=gap)


def _lost(mix: SupplyMix, shocks: Sequence[Shock]) -> tuple[float, Gap]:
    """Share lost and gap at one stage: of several losses in one country the largest counts; countries add up."""
    steps: list[tuple[float, float]] = []
    for country, share in sorted(mix.shares.items()):
        own = [
            (shock.days, shock.share_lost)
            for shock in shocks
            if isinstance(shock, ExportRestriction | ProductionLoss)
            and shock.country == country
            and shock.stage in {None, mix.stage}
        ]
        steps += [(until, share * part) for until, part in _staircase(own)]
    return min(1.0, sum(share for _, share in steps)), Gap(tuple(steps))


def _staircase(losses: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Convert the losses of one country to (last day, share) steps whose sum is the largest loss on each day."""
    steps: list[tuple[float, float]] = []
    for until, part in sorted(losses, reverse=True):
        above = part - sum(share for _, share in steps)
        if above > 0:
            steps.append((until, above))
    return steps


def _redirection(scenario: Scenario | None) -> tuple[float, float]:
    if scenario is None or scenario.redirection is None:
        return 0.0, 0.0
    return scenario.redirection.share, scenario.redirection.days


def _relief(bench: Bench, mineral: str, scenario: Scenario | None) -> float:
    """σ + ρ + δ of the scenario's levers: use that is replaced or saved, and recycling above today's input rate."""
    relief = 0.0
    for lever in scenario.levers if scenario is not None else ():
        if mineral in lever.minerals:
            if isinstance(lever, Substitute | Reduce):
                relief += lever.share_of_use
            elif isinstance(lever, Recycle):
                relief += max(0.0, lever.input_rate - _rate_before(bench, mineral))
    return relief


def _rate_before(bench: Bench, mineral: str) -> float:
    rows = bench.inputs.dataset.table("mineral_properties")
    rows = rows[(rows["mineral"] == mineral) & (rows["property"] == INPUT_RATE)]
    rates = [value / (whole_of(unit) or 1.0) for value, unit in zip(rows["value"], rows["unit"], strict=True)]
    return max((rate for rate in rates if not isnan(rate)), default=0.0)


def confident_gap(effect: ShockEffect, confidence: float = CONFIDENCE) -> Gap:
    """Return the gap that is not exceeded at a given confidence; the spread of the share lost follows its grade."""
    spread = grade_spreads().get(effect.grade, 0.0)
    factor = share_at(effect.lost, spread, confidence) / effect.lost
    return replace(effect.gap, losses=tuple((until, share * factor) for until, share in effect.gap.losses))


def value_added_of(bench: Bench, mineral: str) -> list[float]:
    """Return A_s·VA_s of every sector that uses the mineral, million US dollars a year.

    A_s is the share of the mineral's use that goes to the sector, as in the economic importance of the European
    Commission (2017, equation 1): a sector that uses 1 % of the mineral does not count with all its value added.
    """
    sectors, shares = bench.evidence.sectors, dict[str, float]()
    for use in bench.evidence.end_uses.get(mineral, []):
        if use.share > 0 and use.sector in sectors:
            shares[use.sector] = shares.get(use.sector, 0.0) + use.share
    return [share * sectors[sector].value_added_usd_m for sector, share in sorted(shares.items())]


def restricted_values(bench: Bench, mineral: str, sourcing: Sourcing, share: float) -> MineralValues:
    """Scaled and raw values of a mineral whose largest source withholds a share of its exports."""
    row = RestrictionRow(sourcing.origin, mineral, "", "assumed", share, None, None, "all", "", "", SCENARIO, 1)
    evidence = bench.cells.evidence_for(
        mineral,
        Intermediate.WORLD_SUPPLY,
        Intermediate.POOLED_IMPORTS,
        Intermediate.TRACED_IMPORTS,
        Intermediate.IMPORT_ORIGINS,
        Intermediate.WORLD_CONCENTRATION,
    )
    rows = [*evidence.restrictions.get(mineral, []), row]
    changed = replace(evidence, restrictions={**evidence.restrictions, mineral: rows})
    return bench.cells.values(mineral, changed, bench.cells.positions(SUPPLY))
