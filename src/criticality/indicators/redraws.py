"""Cells computed again from redrawn shares: how the cells of one mineral that rest on one table move together.

Two tables are redrawn. The shares of use carry value added and strategic share. World production, with the origins of
the imports traced by it, carries concentration of world supply, largest share, concentration of the country's sources
and share under restriction. A share s becomes s·exp(σ·ξ), all of them then divided by their sum, ξ independent and
standard normal; what nobody is known to hold is one more share.

Arrays are (K, C): K redraws, C countries or uses. With every ξ = 0 the values are those of the indicators themselves
(before a scenario moves supply from one origin to another, which leaves this as it is); a test holds them together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan

import numpy as np
from numpy.typing import NDArray

from criticality.indicators.dependence import in_force
from criticality.indicators.economy import is_strategic
from criticality.indicators.evidence import Evidence
from criticality.indicators.governance import risk_of
from criticality.indicators.registry import INDICATORS
from criticality.indicators.supply import BOTTLENECK, SupplyMix, world_supplies
from criticality.indicators.tracing import chosen_flows, matching_supply, own_shares, stage_above, stand_in
from criticality.indicators.trade import ImportFlows
from criticality.model.criteria import Criterion, Parameter
from criticality.model.dataset import STAGES

Floats = NDArray[np.float64]
Spreads = Mapping[str, float]

USES, SUPPLY = "use shares", "supply"
TABLE_OF: Mapping[str, str] = {
    "value_added_exposure": USES,
    "strategic_share": USES,
    "herfindahl": SUPPLY,
    "governance_weighted_herfindahl": SUPPLY,
    "largest_share": SUPPLY,
    "import_concentration": SUPPLY,
    "restricted_share": SUPPLY,
}
"""Indicator → the table whose shares it is computed from."""


def redrawn(
    evidence: Evidence,
    mineral: str,
    criteria: Sequence[Criterion],
    spreads: Spreads,
    rng: np.random.Generator | None,
    count: int,
) -> dict[str, Floats]:
    """Return the values (K,) of those criteria that rest on a table of shares, by code; none without evidence.

    Parameters
    ----------
    evidence
        Of the assessment.
    criteria
        Of any indicator; those that are in `TABLE_OF` are computed.
    spreads
        Standard deviation of ln s for each grade.
    rng, count
        Where the deviates come from, and how many redraws; every deviate is 0 where there is no generator.
    """
    wanted = [criterion for criterion in criteria if criterion.indicator in TABLE_OF]
    draw = _Deviates(spreads, rng, count)
    uses = _Uses.of(evidence, mineral, draw) if any(TABLE_OF[entry.indicator] == USES for entry in wanted) else None
    chain = _Supply(evidence, mineral, draw)
    found: dict[str, Floats] = {}
    for criterion in wanted:
        settings = INDICATORS[criterion.indicator].settings(criterion.parameters)
        values = (
            chain.value(criterion.indicator, settings)
            if TABLE_OF[criterion.indicator] == SUPPLY
            else (uses.value(criterion.indicator) if uses is not None else None)
        )
        if values is not None:
            found[criterion.code] = values
    return found


@dataclass(frozen=True)
class _Deviates:
    """Redraws shares: s·exp(σ·ξ) over their sum, which stays what it was."""

    spreads: Spreads
    rng: np.random.Generator | None
    count: int

    def shares(self, stated: Floats, grades: Sequence[str]) -> Floats:
        """Return (K, C) of shares (C,) with a grade each."""
        if self.rng is None:
            return np.repeat(stated[None], self.count, axis=0)
        worst = max(self.spreads.values())
        sds = np.array([self.spreads.get(grade, worst) for grade in grades])
        moved = stated * np.exp(sds * self.rng.standard_normal((self.count, len(stated))))
        return np.asarray(moved * (stated.sum() / moved.sum(axis=1, keepdims=True)), dtype=np.float64)


# ── shares of use ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Uses:
    """Redrawn shares of use (K, uses), and what each counts under the two indicators that read them."""

    shares: Floats
    weights: Mapping[str, Floats]

    @classmethod
    def of(cls, evidence: Evidence, mineral: str, draw: _Deviates) -> "_Uses | None":
        uses = [
            use for use in evidence.end_uses.get(mineral, []) if not isnan(use.share) and use.sector in evidence.sectors
        ]
        largest = max((sector.value_added_usd_m for sector in evidence.sectors.values()), default=0.0)
        if not uses or largest <= 0:
            return None
        sectors = [evidence.sectors[use.sector] for use in uses]
        weights = {
            "value_added_exposure": np.array([10 * sector.value_added_usd_m / largest for sector in sectors]),
            "strategic_share": np.array([is_strategic(*pair) for pair in zip(uses, sectors, strict=True)]),
        }
        stated = np.array([use.share for use in uses])
        return cls(draw.shares(stated, [use.grade for use in uses]), weights)

    def value(self, indicator: str) -> Floats:
        return np.asarray(self.shares @ self.weights[indicator], dtype=np.float64)


# ── supply ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Shares:
    """Redrawn shares of a supply at one stage: of the countries (K, C), and of nobody known (K, 1)."""

    stage: str
    known: Floats
    unknown: Floats


class _Supply:
    """World supply of one mineral by stage, and the origins of the country's imports, redrawn together."""

    def __init__(self, evidence: Evidence, mineral: str, draw: _Deviates) -> None:
        self._evidence, self._mineral, self._draw = evidence, mineral, draw
        self._mixes = {mix.stage: mix for mix in world_supplies(evidence, mineral)}
        named = {code for mix in self._mixes.values() for code in mix.shares}
        named |= {row.partner for row in evidence.imports.get(mineral, [])}
        self._place = {code: place for place, code in enumerate(sorted({*named, evidence.country}))}
        self._world = {stage: self._redrawn(mix.shares, mix.unknown, mix) for stage, mix in self._mixes.items()}
        self._origins: dict[tuple[int, str | None], list[_Shares]] = {}
        self._risks: dict[str, Floats] = {}

    def value(self, indicator: str, settings: Mapping[str, Parameter]) -> Floats | None:
        """Return the indicator of every redraw, (K,); None where no supply is known."""
        if indicator not in ("import_concentration", "restricted_share"):
            return self._of_world(str(settings["stage"]), _MEASURES[indicator])
        stage = settings.get("stage")
        origins = self._imports(int(settings["years"]), None if stage is None else str(stage))
        if not origins:
            return None
        if indicator == "restricted_share":
            return np.minimum(1.0, _highest(part.known @ self._severities(part.stage) for part in origins))
        own = _highest(_weighted(part.known, self._risk(part.stage)) for part in origins)
        world = self._of_world(BOTTLENECK, _weighted)
        return own if world is None else np.maximum(own, float(settings["floor_of_world"]) * world)

    def _of_world(self, stage: str, measure: "_Measure") -> Floats | None:
        stages = [other for other, mix in self._mixes.items() if mix.shares and stage in {other, BOTTLENECK}]
        return _highest(measure(self._world[other].known, self._risk(other)) for other in stages) if stages else None

    def _redrawn(self, stated: Mapping[str, float], unknown: float, mix: SupplyMix | ImportFlows) -> _Shares:
        found = np.zeros((self._draw.count, len(self._place)))
        shares = self._draw.shares(np.array([*stated.values(), unknown]), [mix.basis.grade] * (len(stated) + 1))
        found[:, [self._place[code] for code in stated]] = shares[:, :-1]
        return _Shares(mix.stage, found, shares[:, -1:])

    def _across(self, by_country: Mapping[str, float]) -> Floats:
        found = np.zeros(len(self._place))
        found[[self._place[code] for code in by_country]] = list(by_country.values())
        return found

    def _risk(self, stage: str) -> Floats:
        if stage not in self._risks:
            risks = {code: risk_of(self._evidence, code, self._mineral, stage).value for code in self._place}
            self._risks[stage] = self._across(risks)
        return self._risks[stage]

    def _severities(self, stage: str) -> Floats:
        measures = in_force(self._evidence, self._mineral, stage)
        return self._across({code: row.severity for code, row in measures.items() if code in self._place})

    def _imports(self, years: int, stage: str | None) -> list[_Shares]:
        """The origins of the imports, as `criticality.indicators.tracing.import_mixes` has them."""
        if (years, stage) not in self._origins:
            self._origins[years, stage] = self._traced_imports(years, stage)
        return self._origins[years, stage]

    def _traced_imports(self, years: int, stage: str | None) -> list[_Shares]:
        flows = chosen_flows(self._evidence, self._mineral, years, stage)
        traced = [part for flow in flows for part in self._traced(flow, years)]
        traced = traced if any(part.known.any() for part in traced) else []
        if stage is None:
            return traced or self._stand_in(stage)
        mixes, waiting = list(traced), list(traced)
        while waiting:
            above = self._upstream(waiting.pop(0))
            if above is not None:
                mixes.append(above)
                waiting.append(above)
        if stage in STAGES:
            bought = [part for part in traced if part.stage == stage]
            mixes = bought or [part for part in mixes if part.stage == stage]
        return mixes or self._stand_in(stage)

    def _traced(self, flow: ImportFlows, years: int) -> list[_Shares]:
        imports = self._redrawn(flow.by_partner, flow.unknown, flow)
        world = matching_supply(self._evidence, self._mineral, flow.stage)
        if world is None:
            return [replace(imports, stage=flow.stage or "extraction")]
        own, silent = own_shares(self._evidence, self._mineral, flow, world, years)
        readings = [own, own | dict.fromkeys(silent, 1.0)] if silent else [own]
        return [self._with_origins(imports, self._across(reading), self._world[world.stage]) for reading in readings]

    def _upstream(self, mix: _Shares) -> _Shares | None:
        above = stage_above(self._evidence, self._mineral, mix.stage)
        if mix.stage not in self._world or above is None:
            return None
        here, over = self._world[mix.stage].known, self._world[above.stage]
        with np.errstate(divide="ignore", invalid="ignore"):
            own = np.where(here > 0, np.minimum(1.0, over.known / here), (over.known > 0).astype(np.float64))
        return self._with_origins(mix, own, over)

    def _with_origins(self, imports: _Shares, own: Floats, world: _Shares) -> _Shares:
        """What the partners do not make themselves is world supply without the partner and without the importer."""
        importer = self._place[self._evidence.country]
        passed = imports.known * (1.0 - own)
        others = world.known.copy()
        others[:, importer] = 0.0
        left = others.sum(axis=1, keepdims=True) + world.unknown - others
        spread = np.divide(passed, left, out=np.zeros_like(passed), where=left > _NOTHING)
        known = imports.known * own + others * (spread.sum(axis=1, keepdims=True) - spread)
        return _Shares(world.stage, known, imports.unknown)

    def _stand_in(self, stage: str | None) -> list[_Shares]:
        """World supply without the importer, at the stages of `criticality.indicators.tracing.stand_in`."""
        importer, found = self._place[self._evidence.country], []
        for mix in stand_in(self._evidence, self._mineral, stage):
            world = self._world[mix.stage]
            others = world.known.copy()
            others[:, importer] = 0.0
            rest = 1.0 - world.known[:, [importer]]
            found.append(_Shares(mix.stage, others / np.where(rest > _NOTHING, rest, np.inf), world.unknown))
        return found


_NOTHING = 1e-12
_Measure = Callable[[Floats, Floats], Floats]


def _weighted(shares: Floats, risk: Floats) -> Floats:
    return np.asarray(np.square(shares) @ risk, dtype=np.float64)


def _plain(shares: Floats, _risk: Floats) -> Floats:
    return np.asarray(np.square(shares).sum(axis=1), dtype=np.float64)


def _largest(shares: Floats, _risk: Floats) -> Floats:
    return np.asarray(shares.max(axis=1), dtype=np.float64)


_MEASURES: Mapping[str, _Measure] = {
    "governance_weighted_herfindahl": _weighted,
    "herfindahl": _plain,
    "largest_share": _largest,
}


def _highest(values: Iterable[Floats]) -> Floats:
    return np.asarray(np.max(list(values), axis=0), dtype=np.float64)
