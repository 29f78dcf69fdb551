"""A scenario's shocks on one mineral: the share of supply lost, the gap over time, what leans on it."""

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

CONFIDENCE = 0.90
REFERENCE_DAYS = 365.0
SWEEP = tuple(step / 20 for step in range(21))
_TEXT = {"en": "reference: the largest source stops", "zh-Hant": "參考情境：最大來源停供"}


@dataclass(frozen=True)
class Hit:
    """What shocks do to the supply of one mineral.

    Attributes
    ----------
    stage
        The stage at which most is lost, of those bought at and those above them.
    lost
        Share of supply lost while all shocks last.
    gap
        Over time.
    grade
        Of the shares.
    """

    stage: str
    lost: float
    gap: Gap
    grade: str


def reference_shock(bench: Bench, mineral: str) -> tuple[Shock, ...]:
    """Return the stress test of a run without a scenario: the largest source keeps everything back for a year."""
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
    """Return the scenario's losses for a mineral, or the reference shock; and whether it is the scenario's."""
    scenario = bench.inputs.scenario
    shocks = tuple(shock for shock in scenario.shocks if mineral in shock.minerals) if scenario is not None else ()
    losses = tuple(shock for shock in shocks if isinstance(shock, ExportRestriction | ProductionLoss))
    return (losses, True) if losses else (reference_shock(bench, mineral), False)


def hit_of(bench: Bench, mineral: str, shocks: Sequence[Shock]) -> Hit | None:
    """Return the gap at the stage at which most is lost; None where nothing is known of the supply or nothing lost."""
    mixes = [mix for mix in import_mixes(bench.evidence, mineral, bench.years, "bottleneck") if mix.shares]
    hits = [Hit(mix.stage, *_lost(mix, shocks), mix.basis.grade) for mix in mixes]
    worst = max(hits, key=lambda hit: hit.gap.integral(), default=None)
    if worst is None or worst.lost <= 0:
        return None
    scenario = bench.inputs.scenario
    redirected, lag = _redirection(scenario)
    arrivals = arrivals_of(bench, mineral, worst.stage)
    relief = _relief(bench, mineral, scenario)
    gap = replace(worst.gap, relief=relief, redirected=redirected, lag=lag, arrivals=arrivals)
    return replace(worst, gap=gap)


def _lost(mix: SupplyMix, shocks: Sequence[Shock]) -> tuple[float, Gap]:
    """The larger loss counts where two meet in one country; different countries add up."""
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
    """Losses of one country as steps that add up to the largest in force on each day."""
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
    """σ + ρ + δ of the scenario's levers: what is replaced or saved, and what recycling adds to today's rate."""
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


def confident_gap(hit: Hit, confidence: float = CONFIDENCE) -> Gap:
    """Return the gap that is not exceeded with a confidence: the share lost spreads as its grade says."""
    spread = grade_spreads().get(hit.grade, 0.0)
    factor = share_at(hit.lost, spread, confidence) / hit.lost
    return replace(hit.gap, losses=tuple((until, share * factor) for until, share in hit.gap.losses))


def value_added_of(bench: Bench, mineral: str) -> list[float]:
    """Return A_s·VA_s of every sector that uses the mineral, million US dollars a year.

    A_s is the share of the mineral's use that goes to the sector, as in the economic importance of the European
    Commission (2017, equation 1): a sector that takes a hundredth of the mineral does not count with all it makes.
    """
    sectors, shares = bench.evidence.sectors, dict[str, float]()
    for use in bench.evidence.end_uses.get(mineral, []):
        if use.share > 0 and use.sector in sectors:
            shares[use.sector] = shares.get(use.sector, 0.0) + use.share
    return [share * sectors[sector].value_added_usd_m for sector, share in sorted(shares.items())]


def restricted_values(bench: Bench, mineral: str, sourcing: Sourcing, share: float) -> MineralValues:
    """Scaled and raw values of a mineral whose largest source keeps a share of its exports back."""
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
