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
                    message = f"there is no mineral {code!r} in data/minerals.csv"
                    yield marked.problem(place, message, nearest(code, known))
                elif code not in assessed:
                    message = f"{code} is no candidate: this changes nothing on the list"
                    yield marked.problem(place, message, "See its row in data/minerals.csv.", severity="warning")
        for key, name in (("country", "country"), ("from", "from_"), ("to", "to")):
            code = getattr(change, name, None)
            if code is not None and countries and code not in countries:
                message = f"there is no country {code!r} in the tables of data/"
                yield marked.problem((*path, key), message, nearest(code, countries) or "Write its alpha-3 code.")
        if isinstance(change, Diversify) and change.from_ == change.to:
            yield marked.problem((*path, "to"), f"from {change.to} to {change.to} is no move", "Name another partner.")
        sources = reading.sources
        named = change.source if isinstance(change, Suspension) else None
        if named is not None and sources is not None and named not in sources:
            message = f"there is no source {named!r} in data/sources.yaml"
            yield marked.problem((*path, "source"), message, nearest(named, sources))
        yield from _idle_problems(change, path, marked)
        yield from _short_problems(change, path, marked)


_IDLE: Mapping[str, float] = {"share_lost": 0.0, "share": 0.0, "share_of_use": 0.0, "days": 0.0, "factor": 1.0}
"""Amounts at which a shock or lever does nothing."""


def _idle_problems(change: Any, path: Path, marked: Marked) -> Told:
    for key, idle in _IDLE.items():
        if getattr(change, key, None) == idle:
            message = f"{idle:g} changes nothing"
            yield marked.problem((*path, key), message, "State an amount, or leave it out.", severity="warning")


def _short_problems(change: Any, path: Path, marked: Marked) -> Told:
    """A shock of a few days: the list does not know how long it lasts."""
    days = getattr(change, "days", None)
    if isinstance(change, ExportRestriction | ProductionLoss) and days is not None and 0 < days < SHORT:
        message = f"a shock of {days:g} day{'s' if days != 1 else ''} moves the list like one that lasts: "
        message += "days count in the gap and in what a stock covers"
        hint = f"Read the gap, not the list; or leave out a shock of less than {SHORT} days."
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
        line = marked.value_at(before)[0]
        message = (
            f"the {what} of {', '.join(of)} is changed twice: on line {line} and on line {marked.value_at(path)[0]}"
        )
        yield marked.problem(path, message, f"Keep one of the two: {marked.file}:{line} or this one.")


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
                message = f"{country} is the country assessed, no source of its own imports"
                yield marked.problem((*path, name.removesuffix("_")), message, "Name another country.")


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
                message = (
                    f"{change.from_} holds {held:.1%} of the supply of {mineral}; "
                    f"with the moves above, {before + change.share:.1%} would go"
                )
                yield marked.problem((*path, "share"), message, f"At most {max(0.0, held - before):.4f} here.")


def _held(evidence: Evidence, mineral: str, country: str) -> float | None:
    mixes = [mix for mix in import_mixes(evidence, mineral, YEARS, None) if mix.shares]
    return max(mix.shares.get(country, 0.0) for mix in mixes) if mixes else None


def _suspension_problems(evidence: Evidence, change: Suspension, mineral: str, path: Path, marked: Marked) -> Told:
    rows = [row for row in evidence.restrictions.get(mineral, []) if row.country == change.country]
    met = [row for row in rows if change.source is None or change.source in row.source.replace(";", " ").split()]
    if change.until is not None and change.until < evidence.as_of:
        message = f"over before the as-of date {evidence.as_of.isoformat()}: this changes nothing"
        yield marked.problem((*path, "until"), message, "State a later date, or another as_of.", severity="warning")
    elif not met:
        message = f"no such restriction of {change.country} on {mineral} is recorded: this changes nothing"
        acts = sorted({row.source for row in rows})
        hint = f"Sources of those recorded: {', '.join(acts)}." if acts else "See data/export_restrictions.csv."
        yield marked.problem((*path, "country"), message, hint, severity="warning")
    elif not any(_in_force(evidence, row) or _suspended_ahead(change, row) for row in met):
        message = (
            f"no such restriction on {mineral} is in force on {evidence.as_of.isoformat()}: this changes nothing yet"
        )
        yield marked.problem((*path, "country"), message, "It matters from a later as_of on.", severity="warning")


def _in_force(evidence: Evidence, row: RestrictionRow) -> bool:
    begun = row.in_force_from is None or row.in_force_from <= evidence.as_of
    return begun and (row.in_force_until is None or evidence.as_of <= row.in_force_until)


def _suspended_ahead(change: Suspension, row: RestrictionRow) -> bool:
    """Whether a suspension with a last day is meant for a restriction that is still to come into force."""
    return change.until is not None and row.in_force_from is not None and row.in_force_from <= change.until


def _price_problems(evidence: Evidence, mineral: str, place: Path, marked: Marked) -> Told:
    if not evidence.imports.get(mineral):
        message = f"no import of {mineral} is recorded: there is no bill to change"
        yield marked.problem(place, message, "Add rows to data/trade.csv.", severity="warning")


def _restriction_problems(
    evidence: Evidence, change: ExportRestriction, mineral: str, place: Path, marked: Marked
) -> Told:
    mixes = import_mixes(evidence, mineral, YEARS, "bottleneck")
    if not any(change.country in mix.shares and change.stage in {None, mix.stage} for mix in mixes):
        at = f" at the stage {change.stage}" if change.stage else ""
        message = f"{change.country} is not known to supply {mineral}{at}: this changes nothing"
        suppliers = ", ".join(sorted({f"{code} ({mix.stage})" for mix in mixes for code in mix.shares})[:6])
        hint = f"Known: {suppliers}." if suppliers else "Nothing is known of its supply."
        yield marked.problem(place, message, hint, severity="warning")


def _production_problems(
    evidence: Evidence, change: ProductionLoss | NewSupply, mineral: str, path: Path, marked: Marked
) -> Told:
    mix = world_supply(evidence, mineral, change.stage)
    if mix is None:
        stages = ", ".join(other.stage for other in world_supplies(evidence, mineral)) or "none"
        message = f"no production of {mineral} at the stage {change.stage} is known"
        yield marked.problem((*path, "stage"), message, f"Stages with figures: {stages}.")
    elif isinstance(change, ProductionLoss) and change.country not in mix.producers:
        message = f"{change.country} is not known to produce {mineral} at that stage: this changes nothing"
        hint = f"Known: {', '.join(sorted(mix.producers)[:8])}."
        yield marked.problem((*path, "country"), message, hint, severity="warning")
    elif isinstance(change, NewSupply):
        yield from _unit_problems(evidence, change, mineral, path, marked)


def _unit_problems(evidence: Evidence, change: NewSupply, mineral: str, path: Path, marked: Marked) -> Told:
    units = {row.unit for row in evidence.production[mineral, change.stage]}
    odd = sorted(unit for unit in units if tonnes_per(unit) is None)
    if odd:
        message = f"the production of {mineral} is in {odd[0]!r}: tonnes cannot be added to it"
        yield marked.problem((*path, "tonnes"), message, "Bring data/production.csv to tonnes for this mineral.")
    year = year_of(evidence.as_of)
    if change.from_year is not None and change.from_year < evidence.reference_year:
        message = f"begins before the reference year {evidence.reference_year}, whose production stands in the data"
        yield marked.problem((*path, "from_year"), message, "State what is added later, and from which year on.")
    elif change.offtake_elsewhere >= 1:
        message = "all of it is promised elsewhere: this changes nothing"
        yield marked.problem((*path, "offtake_elsewhere"), message, "State the part that is.", severity="warning")
    elif open_tonnes(change, year) < open_tonnes(change, inf) and not change.ramp_years:
        message = f"on the as-of date {evidence.as_of.isoformat()} {open_tonnes(change, year):,.0f} t of it are there"
        hint = "The list counts these; `criticality levers` prints the tonnes and the list year by year."
        yield marked.problem((*path, "from_year"), message, hint, severity="warning")


def _move_problems(evidence: Evidence, change: Diversify, mineral: str, path: Path, marked: Marked) -> Told:
    mixes = [mix for mix in import_mixes(evidence, mineral, YEARS, None) if mix.shares]
    held = _held(evidence, mineral, change.from_) or 0.0
    if not mixes:
        message = f"nothing is known of where {mineral} comes from, so no share of it can move"
        yield marked.problem((*path, "minerals"), message, "Add rows to data/trade.csv or data/production.csv.")
        return
    if change.from_ != change.to and change.share > held + 1e-9:
        message = f"{change.from_} holds {held:.1%} of the supply of {mineral}; {change.share:.1%} cannot move"
        yield marked.problem((*path, "share"), message, f"At most {held:.4f}, traced to origin.")
    makes, bought = producing_stages(evidence, mineral, change.to, mixes), {mix.stage for mix in mixes}
    if not makes:
        makers = sorted({code for mix in world_supplies(evidence, mineral) for code in mix.producers})
        hint = f"Producers known: {', '.join(makers[:8]) or 'none'}."
        yield marked.problem((*path, "to"), f"{change.to} produces no {mineral}", hint)
    elif not makes & bought:
        message = (
            f"{change.to} makes {mineral} at the stage {' and '.join(sorted(makes))}, the country buys it later on"
        )
        hint = "Taken as if its material were worked on the way; who works it is a risk of its own."
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
            message = (
                f"{wanted:,.0f} t of {mineral} would move, but {change.to} makes {made:,.0f} t a year, "
                f"of which {taken:,.0f} t come here already"
            )
            yield marked.problem((*path, "share"), message, "A smaller share, or another partner.", severity="warning")


def _recycling_problems(evidence: Evidence, change: Recycle, mineral: str, path: Path, marked: Marked) -> Told:
    rows = evidence.properties.get((mineral, "end_of_life_recycling_input_rate"), [])
    rates = [row.value / (whole_of(row.unit) or 1.0) for row in rows if row.value == row.value]
    if not rates:
        message = f"no recycling input rate of {mineral} is known: stating one is new evidence, and may raise its risk"
        yield marked.problem((*path, "input_rate"), message, "Add today's rate to the evidence.", severity="warning")
    elif change.input_rate <= max(rates):
        message = f"the recycling input rate of {mineral} stands at {max(rates):.1%} already: this changes nothing"
        yield marked.problem((*path, "input_rate"), message, "State a higher one.", severity="warning")
