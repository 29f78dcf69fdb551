"""What can be wrong with a scenario: names nobody knows, two changes of one cell, moves that no supplier can make."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import Any

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked, Path
from criticality.indicators.evidence import Evidence, RestrictionRow, gather_evidence
from criticality.indicators.supply import world_supplies, world_supply
from criticality.indicators.tracing import import_mixes, producing_stages
from criticality.indicators.trade import pooled_imports
from criticality.model.assessment import Assessment
from criticality.model.dataset import OTHERS, WORLD
from criticality.model.scenario import (
    Diversify,
    ExportRestriction,
    NewSupply,
    PriceShock,
    ProductionLoss,
    Recycle,
    Scenario,
    Suspension,
)
from criticality.model.units import tonnes_per, whole_of
from criticality.scenarios import clashes, open_tonnes, year_of
from criticality.text.message import Message

YEARS = 3
SHORT = 30
"""Days below which a shock on the list is told: score and tier take it as lasting."""
_COUNTRY_COLUMNS = (
    ("production", "country"),
    ("trade", "partner"),
    ("governance", "country"),
    ("countries", "country"),
)
Told = Iterator[Problem]
Place = Callable[..., Problem]


def scenario_problems(reading: Reading, scenario: Scenario, file: str) -> Told:
    """Problems of a scenario's shocks and levers that its words alone show."""
    marked = reading.marks[file]
    yield from _clash_problems(scenario, marked)
    minerals, countries = reading.tables.get("minerals"), _known_countries(reading)
    for path, change in _changes(scenario):
        if minerals is not None:
            known = set(minerals["mineral"])
            assessed = set(minerals.loc[minerals["candidate"].astype(bool), "mineral"])
            for number, code in enumerate(change.minerals):
                place = (*path, "minerals", number)
                if code not in known:
                    message = Message("checking.no_mineral", mineral=code)
                    yield marked.problem(place, message, nearest(code, known))
                elif code not in assessed:
                    message = Message("checking.no_candidate_idle", mineral=code)
                    yield marked.problem(place, message, Message("checking.see_minerals"), severity="warning")
        for key, name in (("country", "country"), ("from", "from_"), ("to", "to")):
            code = getattr(change, name, None)
            if code is not None and countries and code not in countries:
                message = Message("checking.no_country_in_tables", country=code)
                yield marked.problem((*path, key), message, nearest(code, countries))
        if isinstance(change, Diversify) and change.from_ == change.to:
            yield marked.problem(
                (*path, "to"), Message("checking.no_move", to=change.to), Message("checking.another_partner")
            )
        sources = reading.sources
        named = change.source if isinstance(change, Suspension) else None
        if named is not None and sources is not None and named not in sources:
            message = Message("checking.no_source", source=named)
            yield marked.problem((*path, "source"), message, nearest(named, sources))
        yield from _idle_problems(change, path, marked)
        yield from _short_problems(change, path, marked)


_IDLE: Mapping[str, float] = {"share_lost": 0.0, "share": 0.0, "share_of_use": 0.0, "days": 0.0, "factor": 1.0}
"""Amounts at which a shock or lever does nothing."""


def _idle_problems(change: Any, path: Path, marked: Marked) -> Told:
    for key, idle in _IDLE.items():
        if getattr(change, key, None) == idle:
            message = Message("checking.idle", amount=idle)
            yield marked.problem((*path, key), message, Message("checking.state_amount"), severity="warning")


def _short_problems(change: Any, path: Path, marked: Marked) -> Told:
    """A shock of a few days: the list does not know how long it lasts."""
    days = getattr(change, "days", None)
    if isinstance(change, ExportRestriction | ProductionLoss) and days is not None and 0 < days < SHORT:
        message = Message("checking.short_shock", n=days, days=f"{days:g}")
        hint = Message("checking.read_the_gap", days=SHORT)
        yield marked.problem((*path, "days"), message, hint, severity="warning")


def _changes(scenario: Scenario) -> Iterator[tuple[Path, Any]]:
    for key, changes in (("shocks", scenario.shocks), ("levers", scenario.levers)):
        for position, change in enumerate(changes):
            yield (key, position), change


def _known_countries(reading: Reading) -> set[str]:
    """The countries of the tables; none where one of these could not be read, so that nobody is called unknown."""
    named: set[str] = set()
    if any(reading.has_file(table) and table not in reading.tables for table, _ in _COUNTRY_COLUMNS):
        return named
    for table, column in _COUNTRY_COLUMNS:
        if table in reading.tables:
            named |= set(reading.tables[table][column])
    return named - {WORLD, OTHERS, ""}


def _clash_problems(scenario: Scenario, marked: Marked) -> Told:
    for before, path, cell in clashes(scenario):
        what, *of = (word for word in cell if word)
        line, second = marked.value_at(before)[0], marked.value_at(path)[0]
        message = Message("checking.changed_twice", what=what, of=of, line=line, second=second)
        yield marked.problem(path, message, Message("checking.keep_one_place", file=marked.file, line=line))


# ── against the evidence ─────────────────────────────────────────────────────


def supply_problems(reading: Reading, scenario: Scenario, file: str, plan: Assessment) -> Told:
    """Problems that show only beside the figures, which must be in order: who supplies what, and how much."""
    if not scenario.shocks and not scenario.levers:
        return
    evidence = gather_evidence(
        replace(reading, assessment=plan).dataset,
        country=plan.country,
        reference_year=plan.reference_year,
        as_of=plan.date,
    )
    marked = reading.marks[file]
    yield from _own_country_problems(scenario, plan.country, marked)
    yield from _sum_problems(scenario, evidence, marked)
    for path, change in _changes(scenario):
        told = [
            list(_mineral_problems(evidence, change, mineral, (path, number), marked))
            for number, mineral in enumerate(change.minerals)
        ]
        if isinstance(change, ExportRestriction | Suspension) and not all(told):
            continue  # an act names many minerals; that some of them are not concerned is no slip
        for problems in told:
            yield from problems


def _mineral_problems(evidence: Evidence, change: Any, mineral: str, where: tuple[Path, int], marked: Marked) -> Told:
    path, number = where
    place: Path = (*path, "minerals", number)
    match change:
        case ExportRestriction():
            yield from _restriction_problems(evidence, change, mineral, place, marked)
        case Suspension():
            yield from _suspension_problems(evidence, change, mineral, path, marked)
        case PriceShock():
            yield from _price_problems(evidence, mineral, place, marked)
        case ProductionLoss() | NewSupply():
            yield from _production_problems(evidence, change, mineral, path, marked)
        case Diversify():
            yield from _move_problems(evidence, change, mineral, path, marked)
        case Recycle():
            yield from _recycling_problems(evidence, change, mineral, path, marked)


_SOURCES_OF: Mapping[type, tuple[str, ...]] = {
    ExportRestriction: ("country",),
    Suspension: ("country",),
    Diversify: ("from_", "to"),
}
"""Where a change names a foreign source."""


def _own_country_problems(scenario: Scenario, country: str, marked: Marked) -> Told:
    """The country assessed is nobody's foreign source."""
    for path, change in _changes(scenario):
        for name in _SOURCES_OF.get(type(change), ()):
            if getattr(change, name) == country:
                message = Message("checking.own_source", country=country)
                yield marked.problem((*path, name.removesuffix("_")), message, Message("checking.another_country"))


def _sum_problems(scenario: Scenario, evidence: Evidence, marked: Marked) -> Told:
    """Moves of one mineral from one country may not take more than it holds, all together."""
    moved: dict[tuple[str, str], float] = {}
    for path, change in _changes(scenario):
        if not isinstance(change, Diversify):
            continue
        for mineral in change.minerals:
            before = moved.get((mineral, change.from_), 0.0)
            moved[mineral, change.from_] = before + change.share
            held = _held(evidence, mineral, change.from_)
            if before > 0 and held is not None and change.share <= held + 1e-9 < before + change.share:
                message = Message(
                    "checking.moves_too_much",
                    country=change.from_,
                    held=held,
                    mineral=mineral,
                    going=before + change.share,
                )
                yield marked.problem(
                    (*path, "share"), message, Message("checking.at_most_here", most=max(0.0, held - before))
                )


def _held(evidence: Evidence, mineral: str, country: str) -> float | None:
    mixes = [mix for mix in import_mixes(evidence, mineral, YEARS, None) if mix.shares]
    return max(mix.shares.get(country, 0.0) for mix in mixes) if mixes else None


def _suspension_problems(evidence: Evidence, change: Suspension, mineral: str, path: Path, marked: Marked) -> Told:
    rows = [row for row in evidence.restrictions.get(mineral, []) if row.country == change.country]
    met = [row for row in rows if change.source is None or change.source in row.source.replace(";", " ").split()]
    if change.until is not None and change.until < evidence.as_of:
        message = Message("checking.over_before", day=evidence.as_of.isoformat())
        yield marked.problem((*path, "until"), message, Message("checking.state_later"), severity="warning")
    elif not met:
        message = Message("checking.no_such_restriction", country=change.country, mineral=mineral)
        acts = sorted({row.source for row in rows})
        hint = Message("checking.acts_recorded", acts=acts) if acts else Message("checking.see_restrictions")
        yield marked.problem((*path, "country"), message, hint, severity="warning")
    elif not any(_in_force(evidence, row) or _suspended_ahead(change, row) for row in met):
        message = Message("checking.not_in_force", mineral=mineral, day=evidence.as_of.isoformat())
        yield marked.problem((*path, "country"), message, Message("checking.matters_later"), severity="warning")


def _in_force(evidence: Evidence, row: RestrictionRow) -> bool:
    begun = row.in_force_from is None or row.in_force_from <= evidence.as_of
    return begun and (row.in_force_until is None or evidence.as_of <= row.in_force_until)


def _suspended_ahead(change: Suspension, row: RestrictionRow) -> bool:
    """Whether a suspension with a last day is meant for a restriction that is still to come into force."""
    return change.until is not None and row.in_force_from is not None and row.in_force_from <= change.until


def _price_problems(evidence: Evidence, mineral: str, place: Path, marked: Marked) -> Told:
    if not evidence.imports.get(mineral):
        message = Message("checking.no_import", mineral=mineral)
        yield marked.problem(place, message, Message("checking.add_trade"), severity="warning")


def _restriction_problems(
    evidence: Evidence, change: ExportRestriction, mineral: str, place: Path, marked: Marked
) -> Told:
    mixes = import_mixes(evidence, mineral, YEARS, "bottleneck")
    if not any(change.country in mix.shares and change.stage in {None, mix.stage} for mix in mixes):
        code = "checking.no_supplier_at" if change.stage else "checking.no_supplier"
        message = Message(code, country=change.country, mineral=mineral, stage=change.stage)
        suppliers = sorted({f"{code} ({mix.stage})" for mix in mixes for code in mix.shares})[:6]
        hint = Message("files.known", names=suppliers) if suppliers else Message("checking.supply_unknown")
        yield marked.problem(place, message, hint, severity="warning")


def _production_problems(
    evidence: Evidence, change: ProductionLoss | NewSupply, mineral: str, path: Path, marked: Marked
) -> Told:
    mix = world_supply(evidence, mineral, change.stage)
    if mix is None:
        stages = [other.stage for other in world_supplies(evidence, mineral)]
        message = Message("checking.no_production_at", mineral=mineral, stage=change.stage)
        yield marked.problem(
            (*path, "stage"),
            message,
            Message("checking.stages_with_figures", stages=stages)
            if stages
            else Message("checking.no_stage_with_figures"),
        )
    elif isinstance(change, ProductionLoss) and change.country not in mix.producers:
        message = Message("checking.no_producer", country=change.country, mineral=mineral)
        hint = Message("files.known", names=sorted(mix.producers)[:8])
        yield marked.problem((*path, "country"), message, hint, severity="warning")
    elif isinstance(change, NewSupply):
        yield from _unit_problems(evidence, change, mineral, path, marked)


def _unit_problems(evidence: Evidence, change: NewSupply, mineral: str, path: Path, marked: Marked) -> Told:
    units = {row.unit for row in evidence.production[mineral, change.stage]}
    odd = sorted(unit for unit in units if tonnes_per(unit) is None)
    if odd:
        message = Message("checking.no_tonnes", mineral=mineral, unit=odd[0])
        yield marked.problem((*path, "tonnes"), message, Message("checking.bring_to_tonnes"))
    year = year_of(evidence.as_of)
    if change.from_year is not None and change.from_year < evidence.reference_year:
        message = Message("checking.begins_before", year=evidence.reference_year)
        yield marked.problem((*path, "from_year"), message, Message("checking.state_what_is_added"))
    elif change.offtake_elsewhere >= 1:
        message = Message("checking.promised")
        yield marked.problem(
            (*path, "offtake_elsewhere"), message, Message("checking.state_the_part"), severity="warning"
        )
    elif open_tonnes(change, year) < open_tonnes(change, inf) and not change.ramp_years:
        message = Message("checking.not_there_yet", day=evidence.as_of.isoformat(), tonnes=open_tonnes(change, year))
        hint = Message("checking.counted_by_year")
        yield marked.problem((*path, "from_year"), message, hint, severity="warning")


def _move_problems(evidence: Evidence, change: Diversify, mineral: str, path: Path, marked: Marked) -> Told:
    mixes = [mix for mix in import_mixes(evidence, mineral, YEARS, None) if mix.shares]
    held = _held(evidence, mineral, change.from_) or 0.0
    if not mixes:
        message = Message("checking.origin_unknown", mineral=mineral)
        yield marked.problem((*path, "minerals"), message, Message("checking.add_trade_or_production"))
        return
    if change.from_ != change.to and change.share > held + 1e-9:
        message = Message("checking.cannot_move", country=change.from_, held=held, mineral=mineral, share=change.share)
        yield marked.problem((*path, "share"), message, Message("checking.at_most_traced", most=held))
    makes, bought = producing_stages(evidence, mineral, change.to, mixes), {mix.stage for mix in mixes}
    if not makes:
        makers = sorted({code for mix in world_supplies(evidence, mineral) for code in mix.producers})
        known = Message("checking.producers_known", producers=makers[:8])
        hint = known if makers else Message("checking.no_producer_known")
        yield marked.problem((*path, "to"), Message("checking.produces_none", country=change.to, mineral=mineral), hint)
    elif not makes & bought:
        message = Message("checking.makes_elsewhere", country=change.to, mineral=mineral, stages=tuple(sorted(makes)))
        hint = Message("checking.worked_on_the_way")
        yield marked.problem((*path, "to"), message, hint, severity="warning")
    else:
        yield from _spare_problems(evidence, change, mineral, path, marked)


def _spare_problems(evidence: Evidence, change: Diversify, mineral: str, path: Path, marked: Marked) -> Told:
    for flow in pooled_imports(evidence, mineral, YEARS):
        world = world_supply(evidence, mineral, flow.stage) if flow.stage else None
        made = None if world is None else world.amounts.get(change.to)
        wanted = change.share * flow.tonnes
        taken = flow.by_partner.get(change.to, 0.0) * flow.tonnes
        if made is not None and wanted > max(0.0, made - taken):
            message = Message(
                "checking.cannot_spare", wanted=wanted, mineral=mineral, country=change.to, made=made, taken=taken
            )
            yield marked.problem((*path, "share"), message, Message("checking.smaller_share"), severity="warning")


def _recycling_problems(evidence: Evidence, change: Recycle, mineral: str, path: Path, marked: Marked) -> Told:
    rows = evidence.properties.get((mineral, "end_of_life_recycling_input_rate"), [])
    rates = [row.value / (whole_of(row.unit) or 1.0) for row in rows if row.value == row.value]
    if not rates:
        message = Message("checking.no_rate", mineral=mineral)
        yield marked.problem((*path, "input_rate"), message, Message("checking.add_rate"), severity="warning")
    elif change.input_rate <= max(rates):
        message = Message("checking.rate_stands", mineral=mineral, rate=max(rates))
        yield marked.problem((*path, "input_rate"), message, Message("checking.state_higher"), severity="warning")
