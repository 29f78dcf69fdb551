"""The changes of `criticality.scenarios.levers`, applied to the grouped rows of one mineral instead of whole tables.

The effect of a lever on each value is defined in `criticality.scenarios.effects`; the tests compare the two forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan

from criticality.indicators.evidence import EndUseRow, Evidence, Intermediate, PropertyRow, SectorRow, TradeRow
from criticality.model.dataset import INPUT_RATE, MISSING_FLAGS, SCENARIO
from criticality.policy.bench import Bench
from criticality.scenarios.effects import (
    ADDED_RATE_GRADE,
    ADDED_RATE_UNIT,
    NO_LONGER_NEEDED,
    REPLACED,
    REPLACED_IS_STRATEGIC,
    REPLACED_VALUE_ADDED,
    imports_kept,
    is_substitution_index,
    rate_in,
    share_kept,
)


@dataclass(frozen=True)
class Move:
    """Supply moved from an origin to a partner."""

    origin: str
    partner: str


def moved(bench: Bench, mineral: str, move: Move, share: float) -> Evidence:
    """The evidence after a share of the supply moved from an origin to a partner."""
    evidence = bench.cells.evidence_for(
        mineral,
        Intermediate.WORLD_SUPPLY,
        Intermediate.POOLED_IMPORTS,
        Intermediate.TRACED_IMPORTS,
        Intermediate.WORLD_CONCENTRATION,
    )
    before = evidence.diversifications.get(mineral, [])
    after = {**evidence.diversifications, mineral: [*before, (move.origin, move.partner, share)]}
    return replace(evidence, diversifications=after)


def recycled(bench: Bench, mineral: str, rate: float) -> Evidence:
    """The evidence after the recycling input rate was raised to at least `rate`."""
    evidence, key = bench.cells.evidence_for(mineral), (mineral, INPUT_RATE)
    rows = [_raised(row, rate) for row in evidence.properties.get(key, [])]
    if not rows:
        unit, grade = ADDED_RATE_UNIT, ADDED_RATE_GRADE
        rows = [PropertyRow(mineral, INPUT_RATE, "", rate, nan, nan, unit, nan, "", grade, SCENARIO, 1)]
    return replace(evidence, properties={**evidence.properties, key: rows})


def _raised(row: PropertyRow, rate: float) -> PropertyRow:
    wanted = rate_in(row.unit, rate)
    if row.value >= wanted and not set(MISSING_FLAGS) & set(row.flag.split(";")):
        return row
    return row._replace(value=wanted, low=nan, high=nan, flag=SCENARIO)


def used_less(bench: Bench, mineral: str, share: float, *, substituted: bool) -> Evidence:
    """The evidence after a share of the use was saved, or replaced by another material."""
    evidence = bench.cells.evidence_for(mineral)
    uses, sectors = _uses_after(evidence, mineral, share)
    imports = evidence.imports.get(mineral, []) if bench.cells.positions(("import_reliance",)) else []
    properties = evidence.properties
    if substituted:
        keys = [key for key in properties if key[0] == mineral and is_substitution_index(key[1])]
        properties = {
            **properties,
            **{key: [_times(row, share_kept(share)) for row in properties[key]] for key in keys},
        }
    return replace(
        evidence,
        end_uses={**evidence.end_uses, mineral: uses},
        sectors=sectors,
        imports={**evidence.imports, mineral: [_shrunk(row, imports_kept(share)) for row in imports]},
        properties=properties,
    )


def _uses_after(evidence: Evidence, mineral: str, share: float) -> tuple[list[EndUseRow], Mapping[str, SectorRow]]:
    """The uses of a mineral with a share moved to the sector ``replaced``, and the sectors including this one."""
    before, sectors = evidence.end_uses.get(mineral, []), evidence.sectors
    uses = [row._replace(share=row.share * share_kept(share)) for row in before]
    some_sector = next(iter(sectors.values()), None)
    if uses and some_sector is not None:
        freed = sum(row.share for row in before) * share
        uses.append(EndUseRow(mineral, NO_LONGER_NEEDED, freed, REPLACED, "", "", SCENARIO, "", "", 1))
        added, strategic = REPLACED_VALUE_ADDED, REPLACED_IS_STRATEGIC
        replaced = some_sector._replace(sector=REPLACED, value_added_usd_m=added, strategic=strategic)
        sectors = {**sectors, REPLACED: replaced}
    return uses, sectors


def _shrunk(row: TradeRow, left: float) -> TradeRow:
    return row._replace(value_usd=row.value_usd * left, quantity_t=row.quantity_t * left)


def _times(row: PropertyRow, factor: float) -> PropertyRow:
    return row._replace(value=row.value * factor, low=row.low * factor, high=row.high * factor)
