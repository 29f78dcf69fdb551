"""How the country depends on others: concentration of its sources, share under restriction, net import reliance."""

from collections.abc import Mapping
from dataclasses import replace
from math import isnan

from criticality.indicators.cell import Basis, Cell, found_cell, missing_cell, split, top_share
from criticality.indicators.concentration import Bounded
from criticality.indicators.evidence import Evidence, Intermediate, RestrictionRow
from criticality.indicators.supply import (
    BOTTLENECK,
    SupplyMix,
    concentration_of,
    weighted_measure,
    world_concentration,
    world_supply,
)
from criticality.indicators.tracing import import_mixes
from criticality.indicators.trade import ImportFlows, mean_exports, pooled_imports
from criticality.model.criteria import Parameter
from criticality.text.kept import Pending, note, pending

ANY_TARGET = frozenset({"", "all", "any", "world", "wld", "all destinations"})
"""Words for a restriction that meets every destination."""


def import_concentration(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return S2 = max(Σ s̃_c²·g_c, floor · S1): concentration of the country's sources, traced to origin.

    s̃_c is the share of imports that comes from country c after tracing (`criticality.indicators.tracing`), g_c its
    governance risk, S1 the governance-weighted concentration of world supply at its narrowest stage; 0…1.
    """
    mixes = _mixes(evidence, mineral, parameters)
    if not any(mix.shares for mix in mixes):
        return missing_cell(pending("note.no_supply"))
    found = [concentration_of(evidence, mineral, mix, weighted_measure) for mix in mixes]
    narrowest = max(range(len(mixes)), key=lambda i: (bool(mixes[i].shares), found[i][0].value))
    figure, basis = found[narrowest]
    figure = Bounded(
        figure.value,
        _lowest(mixes, figure.low, [other.low for other, _ in found]),
        max(other.high for other, _ in found),
    )
    return _not_below(figure, basis, _notes(mixes[narrowest]), evidence, mineral, float(parameters["floor_of_world"]))


def restricted_share(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return S4 = Σ s̃_c·r_c: share of the imports that comes from countries which restrict the export, 0…1.

    r_c is the highest severity (0 none, 0.5 licence, quota or tax, 1 ban) of the measures of country c in force on the
    as-of date for that stage and for this country; 0 means that none is recorded.
    """
    mixes = [mix for mix in _mixes(evidence, mineral, parameters) if mix.shares]
    if not mixes:
        return missing_cell(pending("note.no_supply"))
    found = [_restricted(evidence, mineral, mix) for mix in mixes]
    worst = max(range(len(mixes)), key=lambda i: found[i][0])
    value, rows = found[worst]
    ends = [_restriction_bounds(evidence, mineral, mix, part) for mix, (part, _) in zip(mixes, found, strict=True)]
    high = max(end for _, end in ends)
    basis = mixes[worst].basis
    for row in rows:
        basis = basis | Basis(row.grade, frozenset(split(row.flag)), frozenset(split(row.source)))
    named = {note("note.measure", country=row.country, measure=row.measure, severity=row.severity) for row in rows}
    said = pending("note.restricted", measures=sorted(named)) if named else pending("note.unrestricted")
    low = _lowest(mixes, ends[worst][0], [end for end, _ in ends])
    return found_cell(value, low, min(1.0, high), basis, (said, *_notes(mixes[worst])))


def import_reliance(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return S3 = (imports − exports) / (imports − exports + domestic production), clipped to 0…1.

    Net import reliance (USGS, Mineral Commodity Summaries, appendix C) at the stage on which the country spends most.
    For a country without deposits it is 1 almost everywhere and says little about risk; re-exports pull it down. It is
    0 where the country sells as much as it buys, also where its own production is not known in tonnes.
    """
    flows = pooled_imports(evidence, mineral, int(parameters["years"]))
    stage = parameters.get("stage")
    if stage is None and flows:
        flows = [max(flows, key=lambda flow: flow.value_usd)]
    elif stage != BOTTLENECK:
        flows = [flow for flow in flows if flow.stage == stage]
    cells = [_reliance(evidence, mineral, flow, int(parameters["years"])) for flow in flows]
    present = [cell for cell in cells if cell.present]
    if present:
        return max(present, key=lambda cell: cell.value)
    return cells[0] if cells else missing_cell(pending("note.no_import"))


def in_force(evidence: Evidence, mineral: str, stage: str) -> dict[str, RestrictionRow]:
    """Return, by country, the severest measure in force for a mineral at a stage and for this country."""
    severest: dict[str, RestrictionRow] = {}
    for row in evidence.restrictions.get(mineral, []):
        held = severest.get(row.country)
        if applies(evidence, row, stage) and (held is None or row.severity > held.severity):
            severest[row.country] = row
    return severest


def applies(evidence: Evidence, row: RestrictionRow, stage: str) -> bool:
    """Return whether a restriction is in force on the as-of date, at a stage, and for this country."""
    begun = row.in_force_from is None or row.in_force_from <= evidence.as_of
    open_still = row.in_force_until is None or evidence.as_of <= row.in_force_until
    return begun and open_still and row.stage in {"", stage} and _meets(row.target, evidence.country)


def targets(target: str) -> frozenset[str]:
    """Return the destinations a restriction names, as written, joined there by ``;``, ``,`` or spaces."""
    return frozenset(target.replace(",", ";").replace(" ", ";").split(";")) - {""}


def _mixes(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> list[SupplyMix]:
    stage = parameters.get("stage")
    return import_mixes(evidence, mineral, int(parameters["years"]), None if stage is None else str(stage))


def _lowest(mixes: list[SupplyMix], low: float, lows: list[float]) -> float:
    return min(lows) if any(mix.doubtful for mix in mixes) else low


def _notes(mix: SupplyMix) -> tuple[Pending, ...]:
    return (pending("note.at_stage", stage=mix.stage, years=mix.years, top=top_share(mix.shares)), *mix.notes)


def _not_below(
    figure: Bounded, basis: Basis, notes: tuple[Pending, ...], evidence: Evidence, mineral: str, floor: float
) -> Cell:
    world: Cell = evidence.remembered(
        (Intermediate.WORLD_CONCENTRATION, mineral),
        lambda: world_concentration(evidence, mineral, BOTTLENECK, weighted_measure),
    )
    if not world.present:
        said = pending("note.no_floor")
        return found_cell(figure.value, figure.low, figure.high, basis.flagged("no_floor"), (*notes, said))
    low, high = max(figure.low, floor * world.low), max(figure.high, floor * world.high)
    basis = basis | Basis("", world.flags & {"incomplete", "scenario", "no_world_total"}, frozenset())
    if floor * world.value <= figure.value:
        return found_cell(figure.value, low, high, basis, notes)
    basis = basis | Basis(world.grade, world.flags | {"floor"}, world.sources)
    said = pending("note.raised", low=figure.value, figure=floor, high=world.value)
    return found_cell(floor * world.value, low, high, basis, (said, *notes))


def _restricted(evidence: Evidence, mineral: str, mix: SupplyMix) -> tuple[float, list[RestrictionRow]]:
    measures = in_force(evidence, mineral, mix.stage)
    rows = [measures[country] for country in mix.shares if country in measures]
    value = sum(mix.shares[row.country] * row.severity for row in rows)
    return min(1.0, value), rows


def _restriction_bounds(evidence: Evidence, mineral: str, mix: SupplyMix, value: float) -> tuple[float, float]:
    """Return the least and the most that may come from countries which restrict the export."""
    if mix.limitless:
        return 0.0, 1.0
    if mix.assured is None:
        return value, value + mix.unknown
    assured, _ = _restricted(evidence, mineral, replace(mix, shares=mix.assured))
    return assured, max(value, assured + 1.0 - sum(mix.assured.values()))


def _meets(target: str, country: str) -> bool:
    """Whether a measure meets a destination; a target that is no list of country codes is taken to meet it."""
    if target.strip().lower() in ANY_TARGET:
        return True
    named = targets(target)
    codes = all(len(code) == 3 and code.isalpha() and code.isupper() for code in named)
    return country in named or not codes


def _reliance(evidence: Evidence, mineral: str, flow: ImportFlows, years: int) -> Cell:
    if isnan(flow.tonnes):
        return missing_cell(pending("note.value_only"), sources=flow.basis.sources)
    world = world_supply(evidence, mineral, flow.stage) if flow.stage else None
    sold = mean_exports(evidence, evidence.country, mineral, flow.stage, years)
    made = None if world is None else world.amounts.get(evidence.country)
    withheld = world is not None and made is None and evidence.country in world.producers
    if (world is None or withheld) and sold is not None and sold >= flow.tonnes:  # whatever is made at home
        said = (pending("note.domestic_withheld" if withheld else "note.domestic_unknown"), pending("note.net_export"))
        return found_cell(0.0, 0.0, 0.0, flow.basis, (*said, *flow.notes))
    if world is None:
        return missing_cell(pending("note.domestic_unknown"), sources=flow.basis.sources)
    if withheld:
        return missing_cell(pending("note.domestic_withheld"), flag="withheld", sources=world.basis.sources)
    basis = flow.basis | world.basis.only("incomplete", "scenario")
    return _net_reliance(flow, made, sold, basis if made is not None else basis.flagged("estimated"))


def _net_reliance(flow: ImportFlows, made: float | None, sold: float | None, basis: Basis) -> Cell:
    net = flow.tonnes - (sold or 0.0)
    used = net + (made or 0.0)
    value = min(1.0, max(0.0, net / used)) if used > 0 else 0.0
    amounts = {"bought": flow.tonnes, "sold": sold or 0.0, "made": made or 0.0}
    notes = (
        pending("note.flows", stage=flow.stage, years=flow.years, **amounts),
        None if sold is not None else pending("note.no_export"),
        None if made is not None else pending("note.no_domestic"),
        pending("note.net_export") if net <= 0 else None,
    )
    return found_cell(value, value if sold is not None else 0.0, value, basis, (*notes, *flow.notes))
