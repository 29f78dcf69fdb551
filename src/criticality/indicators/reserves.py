"""How long known reserves last."""

from collections.abc import Mapping

from criticality.indicators.cell import Basis, Cell, found_cell, missing_cell, year_text
from criticality.indicators.evidence import Evidence
from criticality.indicators.observed import candidates, stated
from criticality.indicators.supply import SupplyMix, world_supply
from criticality.model.criteria import Parameter
from criticality.model.dataset import WORLD
from criticality.model.units import tonnes_per
from criticality.text.kept import pending

RESERVES = "reserves"


def reserves_to_production(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return world reserves ÷ world mine production, in years: static, it says little about geology (screening only).

    Reserves are the property ``reserves`` (stage extraction or none), production the world total of the extraction
    stage; both are brought to tonnes. Where producers are withheld that nothing bounds, they may mine any amount more:
    the lower bound is 0.
    """
    stage = "extraction" if candidates(evidence, mineral, RESERVES, "extraction") else None
    reserves = stated(evidence, mineral, RESERVES, stage)
    if not reserves.present:
        return reserves
    world = world_supply(evidence, mineral, "extraction")
    row = candidates(evidence, mineral, RESERVES, stage)[0]
    factor = tonnes_per(row.unit)
    mined = _mined(world)
    if world is None or mined <= 0 or factor is None:
        return missing_cell(pending("note.no_mine"), sources=reserves.sources)
    value, low, high = (figure * factor / mined for figure in (reserves.value, reserves.low, reserves.high))
    if world.limitless:
        low = 0.0
    basis = world.basis.only("no_world_total", "scenario", "estimated", "proxy")
    basis = basis | Basis(reserves.grade, reserves.flags, reserves.sources)
    slots = {"years": year_text(row.year), "mined": world.years}
    said = pending("note.reserves_at", stages=row.stage, **slots) if row.stage else pending("note.reserves", **slots)
    return found_cell(value, low, high, basis, (said,))


def _mined(world: SupplyMix | None) -> float:
    if world is None:
        return 0.0
    named = sum(tonnes for country, tonnes in world.amounts.items() if country != WORLD)
    return world.amounts.get(WORLD, named)
