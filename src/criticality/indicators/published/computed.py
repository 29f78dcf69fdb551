"""The published formulas on the tables of a workspace, or on stated inputs: one cell for each mineral.

From tables the parts are computed as the indicators of the workspace compute them; stated they are properties of
``mineral_properties``, so that a publication can be rebuilt from what it prints. Bounds are the least and the most that
the formula gives at the bounds of its parts, in each of which it is monotone.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from math import isnan

from criticality.indicators.cell import Basis, Cell, found_cell, missing_cell
from criticality.indicators.dependence import import_concentration, import_reliance
from criticality.indicators.economy import value_added_exposure
from criticality.indicators.evidence import Evidence
from criticality.indicators.governance import governance_basis, risk_of
from criticality.indicators.observed import latest_first, stated
from criticality.indicators.published.printed_formulas import (
    criticality_yale,
    geopolitical_supply_risk,
    supply_risk_ec2017,
    supply_risk_usgs2021,
)
from criticality.indicators.supply import (
    BOTTLENECK,
    SupplyMix,
    compute_governance_weighted_herfindahl,
    compute_herfindahl,
    world_supply,
)
from criticality.indicators.tracing import diversified
from criticality.indicators.trade import ImportFlows, pooled_imports
from criticality.model.criteria import Parameter
from criticality.model.dataset import INPUT_RATE
from criticality.model.units import whole_of
from criticality.text.kept import Pending, pending

WORLD_HHI, SOURCING_HHI, RELIANCE = "hhi_world", "hhi_sourcing", "import_reliance"
SUBSTITUTION_SR, SUBSTITUTION_EI = "substitution_index_sr", "substitution_index"
USGS_PARTS = ("disruption_potential", "trade_exposure", "economic_vulnerability")
YALE_AXES = ("supply_risk", "environmental_implications", "vulnerability_to_supply_restriction")
EC_PARTS = (WORLD_HHI, SOURCING_HHI, RELIANCE, INPUT_RATE, SUBSTITUTION_SR)
Parameters = Mapping[str, Parameter]
_YEAR = re.compile(r"\b\d{4}\b")


def ec_supply_risk(evidence: Evidence, mineral: str, parameters: Parameters) -> Cell:
    """Return the supply risk of the European Commission (2017, equation 2), 0…10; critical from 1.0 on.

    From tables: ten times the governance-weighted concentration of world supply (G) and of the country's traced sources
    (S), net import reliance, the end-of-life recycling input rate and the substitution index of supply risk. Where the
    reliance is not known the whole demand counts as imported, and the bounds hold for any. The Commission multiplies
    the shares of countries under export restrictions by a factor besides, which is not done here.
    """
    place = {"stage": parameters["stage"], "years": parameters["years"]}
    parts = [
        _times(10.0, compute_governance_weighted_herfindahl(evidence, mineral, place)),
        _times(10.0, import_concentration(evidence, mineral, {**place, "floor_of_world": 0.0})),
        _any_where_unknown(import_reliance(evidence, mineral, {"years": parameters["years"]})),
        *(_stated(evidence, mineral, name) for name in (INPUT_RATE, SUBSTITUTION_SR)),
    ]
    return _combined(supply_risk_ec2017, parts, "note.ec_supply_risk")


def ec_supply_risk_stated(evidence: Evidence, mineral: str, parameters: Parameters) -> Cell:
    """Return the same from stated inputs: G and S as ``hhi_world`` and ``hhi_sourcing``, 0…10, and three shares."""
    parts = [_stated(evidence, mineral, name) for name in EC_PARTS]
    return _combined(supply_risk_ec2017, parts, "note.ec_supply_risk")


def ec_economic_importance(evidence: Evidence, mineral: str, parameters: Parameters) -> Cell:
    """Return the economic importance of the European Commission (2017, equation 1), 0…10; critical from 2.8 on.

    The exposure of value added (`value_added_exposure`) times the substitution index of economic importance.
    """
    parts = [value_added_exposure(evidence, mineral, {}), _stated(evidence, mineral, SUBSTITUTION_EI)]
    return _combined(lambda exposed, substitution: exposed * substitution, parts, "note.ec_importance")


def usgs_supply_risk(evidence: Evidence, mineral: str, parameters: Parameters) -> Cell:
    """Return the supply risk in the form of the USGS (Nassar & Fortier 2021, OFR 2021-1045), 0…1: a geometric mean.

    Its three parts have the form of that report without its data, so that its threshold does not carry over: the
    governance-weighted concentration of world supply, net import reliance and a tenth of the exposure of value added.
    """
    parts = [
        compute_governance_weighted_herfindahl(evidence, mineral, {"stage": parameters["stage"]}),
        import_reliance(evidence, mineral, {"years": parameters["years"]}),
        _times(0.1, value_added_exposure(evidence, mineral, {})),
    ]
    return _combined(supply_risk_usgs2021, parts, "note.usgs_supply_risk")


def usgs_supply_risk_stated(evidence: Evidence, mineral: str, parameters: Parameters) -> Cell:
    """Return it from the published disruption potential, trade exposure and vulnerability; 0.40 is critical."""
    parts = [_stated(evidence, mineral, name) for name in USGS_PARTS]
    return _combined(supply_risk_usgs2021, parts, "note.usgs_supply_risk")


def yale_criticality(evidence: Evidence, mineral: str, parameters: Parameters) -> Cell:
    """Return the length of the criticality vector of Graedel et al. (2012), in the unit of its three stated axes."""
    parts = [_stated(evidence, mineral, name, share=False) for name in YALE_AXES]
    return _combined(criticality_yale, parts, "note.yale")


def geopolrisk(evidence: Evidence, mineral: str, parameters: Parameters) -> Cell:
    """Return GeoPolRisk (Gemechu et al. 2016), 0…1: HHI of world production times the risk of the country's supply.

    At the stage on which the country spends most, or the one that is named: imports by partner as recorded, not traced
    to their origin, weighted by governance risk, over imports and domestic production. What comes from nobody named
    counts like the rest; the bounds hold whoever it is.
    """
    flow = _chosen(pooled_imports(evidence, mineral, int(parameters["years"])), parameters.get("stage"))
    if flow is None or not flow.by_partner:
        return missing_cell(pending("note.no_import"))
    world = world_supply(evidence, mineral, flow.stage)
    made = _made_at_home(evidence, world)
    if made is None or (made > 0 and isnan(flow.tonnes)):
        return missing_cell(pending("note.domestic_unknown"), sources=flow.basis.sources)
    hhi = compute_herfindahl(evidence, mineral, {"stage": flow.stage or BOTTLENECK})
    if not hhi.present:
        return hhi
    bought = SupplyMix(flow.stage, flow.by_partner, flow.unknown, flow.basis, flow.years, flow.notes, flow.limitless)
    mix = diversified(evidence, mineral, [bought])[0]
    risks = {code: risk_of(evidence, code, mineral, flow.stage) for code in mix.shares}
    known = sum(mix.shares.values())
    ends = [{code: getattr(risk, end) for code, risk in risks.items()} for end in ("value", "low", "high")]
    home = made / flow.tonnes if made else 0.0

    def scored(concentration: float, risk: Mapping[str, float], of_the_rest: float | None) -> float:
        imports = dict(mix.shares) if of_the_rest is not None else {code: s / known for code, s in mix.shares.items()}
        rest = 0.0 if of_the_rest is None else flow.unknown
        whole = {**imports, "": rest}
        return geopolitical_supply_risk(concentration, whole, {**risk, "": of_the_rest or 0.0}, home)

    value, low, high = scored(hhi.value, ends[0], None), scored(hhi.low, ends[1], 0.0), scored(hhi.high, ends[2], 1.0)
    basis = mix.basis | governance_basis(risks.values()) | Basis(hhi.grade, hhi.flags, hhi.sources)
    note = pending("note.geopolrisk", stage=flow.stage, years=flow.years, hhi=_short(hhi.value), home=_short(home))
    return found_cell(value, low, high, basis, (note, *mix.notes))


def _chosen(flows: list[ImportFlows], stage: Parameter | None) -> ImportFlows | None:
    """The flow at a stage; without one, that on which the country spends most."""
    wanted = [flow for flow in flows if stage is None or flow.stage == stage]
    return max(wanted, key=lambda flow: flow.value_usd, default=None)


def _made_at_home(evidence: Evidence, world: SupplyMix | None) -> float | None:
    """The country's own production in tonnes a year; None where it is withheld."""
    if world is None:
        return 0.0
    made = world.amounts.get(evidence.country)
    return None if made is None and evidence.country in world.producers else made or 0.0


def _combined(formula: Callable[..., float], parts: list[Cell], said: str) -> Cell:
    """A formula on the values of its parts; missing where one of them is. The note has the parts that are known."""
    figures = {f"figure_{place}": _part(part) for place, part in enumerate(parts, start=1)}
    own = (pending(said, **figures), *_years(parts))
    missing = [part for part in parts if not part.present]
    if missing:
        flag = "withheld" if any("withheld" in part.flags for part in missing) else "absent"
        sources = {source for part in parts for source in part.sources}
        notes = tuple(note for part in missing for note in part.notes)
        return missing_cell(*(own if len(missing) < len(parts) else ()), *notes, flag=flag, sources=sources)
    corners = [formula(*corner) for corner in product(*((part.low, part.high) for part in parts))]
    basis = Basis()
    for part in parts:
        basis = basis | Basis(part.grade, part.flags, part.sources)
    return found_cell(formula(*(part.value for part in parts)), min(corners), max(corners), basis, own)


def _part(part: Cell) -> float | Pending:
    return _short(part.value) if part.present else pending("note.part_unknown")


def _years(parts: list[Cell]) -> Iterator[Pending]:
    """The first and the last year of the figures behind the parts that are known, where their notes state any."""
    stated = [str(note.slots.get("years", "")) for part in parts if part.present for note in part.notes]
    found = sorted({year for text in stated for year in _YEAR.findall(text)})
    if found:
        yield pending("note.years_of_parts", years=found[0] if len(found) == 1 else f"{found[0]}–{found[-1]}")


def _stated(evidence: Evidence, mineral: str, name: str, *, share: bool = True) -> Cell:
    """A stated property; one in percent as a share of 1."""
    cell = stated(evidence, mineral, name)
    if not cell.present or not share:
        return cell
    return _times(1.0 / (whole_of(latest_first(evidence, mineral, name, None)[0].unit) or 1.0), cell)


def _times(factor: float, cell: Cell) -> Cell:
    return replace(cell, value=cell.value * factor, low=cell.low * factor, high=cell.high * factor)


def _any_where_unknown(reliance: Cell) -> Cell:
    """Where the import reliance is not known: all demand is imported, and any share may be."""
    if reliance.present:
        return reliance
    basis = Basis("D", frozenset({"estimated", "incomplete"}), reliance.sources)
    return found_cell(1.0, 0.0, 1.0, basis, reliance.notes)


def _short(value: float) -> float:
    return float(f"{value:.3g}")
