"""New supply over time: its tonnes that no other buyer has contracted, their effect on the gap, and yearly lists."""

from math import ceil

from criticality.indicators.evidence import Evidence, gather_evidence
from criticality.indicators.supply import world_supply
from criticality.model.dataset import WORLD
from criticality.model.policy_record import NewSupplyRow, OpeningYear
from criticality.model.scenario import NewSupply
from criticality.policy.bench import Bench
from criticality.policy.cells import stacked
from criticality.scenarios import apply_scenario, open_tonnes, year_of

DAYS = 365.0
LONGEST = 12
"""Largest number of years shown for one new supply; of a longer ramp only the first and the last year are shown."""


def new_supplies(bench: Bench) -> list[NewSupply]:
    """Return the new supplies of the run's scenario."""
    scenario = bench.inputs.scenario
    return [shock for shock in (scenario.shocks if scenario is not None else ()) if isinstance(shock, NewSupply)]


def arrivals_of(bench: Bench, mineral: str, stage: str) -> tuple[tuple[float, float, float], ...]:
    """Return (first day, days of the ramp, share of use) of each new supply of a mineral at a stage.

    Each buyer is taken to receive its share of the world market: a new supply reduces the gap by its uncontracted
    tonnes divided by the world's tonnes without it. Day 0 is the as-of date.
    """
    return tuple(
        (_first_day(bench, shock), shock.ramp_years * DAYS, share)
        for shock in new_supplies(bench)
        if mineral in shock.minerals and shock.stage == stage
        for share in [_share_of_world(bench, mineral, shock)]
        if share is not None
    )


def _first_day(bench: Bench, shock: NewSupply) -> float:
    if shock.from_year is None:
        return -shock.ramp_years * DAYS
    return (shock.from_year - year_of(bench.inputs.assessment.date)) * DAYS


def _share_of_world(bench: Bench, mineral: str, shock: NewSupply) -> float | None:
    world = world_supply(bench.evidence, mineral, shock.stage)
    if world is None or not world.amounts:
        return None
    now = open_tonnes(shock, year_of(bench.inputs.assessment.date))
    others = sum(tonnes for country, tonnes in world.amounts.items() if country != WORLD)
    before = world.amounts.get(WORLD, others) - now
    return min(1.0, shock.tonnes * (1 - shock.offtake_elsewhere) / before) if before > 0 else None


# ── the list of each year ────────────────────────────────────────────────────


def new_supply_rows(bench: Bench) -> list[NewSupplyRow]:
    """Return each new supply year by year: its uncontracted tonnes, and score and tier of the mineral with them.

    Everything else is as in the run; the new supplies of the scenario are those of the year.
    """
    shocks = new_supplies(bench)
    years = sorted({year for shock in shocks for year in _years(shock)})
    evidence = {year: _evidence_in(bench, year) for year in years}
    return [
        {
            "country": shock.country,
            "mineral": mineral,
            "stage": shock.stage,
            "tonnes": shock.tonnes,
            "offtake_elsewhere": shock.offtake_elsewhere,
            "by_year": [
                _opening_year(bench, mineral, year, open_tonnes(shock, year), evidence[year]) for year in _years(shock)
            ],
        }
        for shock in shocks
        for mineral in shock.minerals
    ]


def _years(shock: NewSupply) -> list[int]:
    if shock.from_year is None:
        return []
    last = shock.from_year + ceil(shock.ramp_years)
    years = list(range(shock.from_year, last + 1))
    return years if len(years) <= LONGEST else [shock.from_year, last]


def _evidence_in(bench: Bench, year: int) -> Evidence:
    inputs, plan = bench.inputs, bench.inputs.assessment
    scenario = inputs.scenario
    if scenario is not None:
        settled = tuple(_settled(shock, year) if isinstance(shock, NewSupply) else shock for shock in scenario.shocks)
        kept = tuple(shock for shock in settled if shock is not None)
        scenario = scenario.model_copy(update={"shocks": kept})
    data = apply_scenario(inputs.dataset, scenario, plan.country, plan.date)
    return gather_evidence(data, country=plan.country, reference_year=plan.reference_year, as_of=plan.date)


def _settled(shock: NewSupply, year: int) -> NewSupply | None:
    """The new supply as it stands in a year; None before it begins."""
    tonnes = open_tonnes(shock, float(year))
    if tonnes <= 0:
        return None
    return shock.model_copy(update={"tonnes": tonnes, "offtake_elsewhere": 0.0, "from_year": None})


def _opening_year(bench: Bench, mineral: str, year: int, tonnes: float, evidence: Evidence) -> OpeningYear:
    if not bench.has_score(mineral):
        return {"year": year, "open_t": tonnes, "score": None, "tier": None, "listed": None}
    values = bench.cells.values(mineral, evidence, bench.cells.all_positions)
    result = bench.redecision.standings(mineral, stacked([values]))
    return {
        "year": year,
        "open_t": tonnes,
        "score": float(result.score[0]),
        "tier": bench.redecision.tiers[result.tier[0]],
        "listed": bool(result.listed[0]),
    }
