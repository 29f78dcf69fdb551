"""The changes of `criticality.scenarios`, made on the grouped rows of one mineral; the tests hold the two together."""

from dataclasses import dataclass, replace

from criticality.indicators.evidence import EndUseRow, Evidence, PropertyRow, TradeRow
from criticality.indicators.intermediate import Intermediate
from criticality.model.dataset import INPUT_RATE, SCENARIO
from criticality.model.units import whole_of
from criticality.policy.bench import Bench
from criticality.scenarios import REPLACED, SUBSTITUTION_INDEX, TRACE


@dataclass(frozen=True)
class Move:
    """A share of the supply that goes from an origin to a partner."""

    origin: str
    partner: str


def moved(bench: Bench, mineral: str, move: Move, share: float) -> Evidence:
    """Evidence after a share of the supply went to a partner."""
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
    """Evidence after the recycling input rate was raised to at least `rate`."""
    evidence, key = bench.cells.evidence_for(mineral), (mineral, INPUT_RATE)
    rows = [_raised(row, rate) for row in evidence.properties.get(key, [])]
    if not rows:
        nan = float("nan")
        rows = [PropertyRow(mineral, INPUT_RATE, "", rate, nan, nan, "1", nan, "", "D", SCENARIO, 1)]
    return replace(evidence, properties={**evidence.properties, key: rows})


def _raised(row: PropertyRow, rate: float) -> PropertyRow:
    wanted, nan = rate * (whole_of(row.unit) or 1.0), float("nan")
    if row.value >= wanted and not {"withheld", "absent"} & set(row.flag.split(";")):
        return row
    return row._replace(value=wanted, low=nan, high=nan, flag=SCENARIO)


def used_less(bench: Bench, mineral: str, share: float, *, substituted: bool) -> Evidence:
    """Evidence after a share of the use was saved, or replaced by another material."""
    evidence = bench.cells.evidence_for(mineral)
    uses = [row._replace(share=row.share * (1 - share)) for row in evidence.end_uses.get(mineral, [])]
    freed = sum(row.share for row in evidence.end_uses.get(mineral, [])) * share
    nothing = next(iter(evidence.sectors.values()), None)
    sectors = evidence.sectors
    if uses and nothing is not None:
        uses.append(EndUseRow(mineral, "no longer needed", freed, REPLACED, "", "", SCENARIO, 1))
        sectors = {**sectors, REPLACED: nothing._replace(sector=REPLACED, value_added_usd_m=0.0, strategic=False)}
    left = max(1 - share, TRACE)
    imports = (
        [_shrunk(row, left) for row in evidence.imports.get(mineral, [])]
        if bench.cells.positions(("import_reliance",))
        else []
    )
    properties = evidence.properties
    if substituted:
        keys = [key for key in properties if key[0] == mineral and key[1].startswith(SUBSTITUTION_INDEX)]
        properties = {**properties, **{key: [_times(row, 1 - share) for row in properties[key]] for key in keys}}
    return replace(
        evidence,
        end_uses={**evidence.end_uses, mineral: uses},
        sectors=sectors,
        imports={**evidence.imports, mineral: imports},
        properties=properties,
    )


def _shrunk(row: TradeRow, left: float) -> TradeRow:
    return row._replace(value_usd=row.value_usd * left, quantity_t=row.quantity_t * left)


def _times(row: PropertyRow, factor: float) -> PropertyRow:
    return row._replace(value=row.value * factor, low=row.low * factor, high=row.high * factor)
