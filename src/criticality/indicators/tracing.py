"""From partner to origin: where imported supply was really made.

A transit hub is no origin, and neither is a partner that does not produce at that stage; a partner that exports more
than it produces is one only for the share production ÷ exports. What is not made there is taken from world supply of
that stage without the partner and without the importing country. A refiner that mines nothing passes its risk on to
the stage above in the same way (`upstream_mix`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from criticality.indicators.cell import NOTICEABLE, Basis
from criticality.indicators.evidence import Evidence, Intermediate
from criticality.indicators.supply import SupplyMix, world_supplies, world_supply
from criticality.indicators.trade import ImportFlows, mean_exports, pooled_imports
from criticality.model.dataset import SCENARIO, STAGES
from criticality.text.kept import Pending, pending

TOLERATED = 0.10
"""Share of world supply without any row from which a partner that lacks one may still be a producer."""

MINOR_STAGE = 0.05
"""Share of what the country pays for a mineral below which a stage of its imports is left aside."""


def trace_to_origin(
    imports: Mapping[str, float],
    origin_shares: Mapping[str, float],
    world: Mapping[str, float],
    world_unknown: float,
    importer: str,
) -> tuple[dict[str, float], float]:
    """Return shares of imports by country of origin, and the share of unknown origin.

    Parameters
    ----------
    imports
        Partner → share of the imports.
    origin_shares
        Partner → part of its exports that it makes itself, 0…1 (production ÷ exports).
    world, world_unknown
        Country → share of world supply at the same stage, and the share nobody is known to hold.
    importer
        The importing country, which is nobody's source of its own imports.
    """
    traced: defaultdict[str, float] = defaultdict(float)
    unknown = 0.0
    for partner, share in imports.items():
        traced[partner] += share * origin_shares[partner]
        passed_on = share * (1 - origin_shares[partner])
        others = {code: part for code, part in world.items() if code not in {partner, importer}}
        whole = sum(others.values()) + world_unknown
        if passed_on > 0 and whole <= 0:
            unknown += passed_on
        elif passed_on > 0:
            unknown += passed_on * (world_unknown / whole)
            for code, part in others.items():
                traced[code] += passed_on * (part / whole)
    return {code: share for code, share in traced.items() if share > 0}, unknown


def origin_share(evidence: Evidence, partner: str, world: SupplyMix, exports: float | None) -> float:
    """Return the part of a partner's exports that it makes itself, 0…1."""
    if partner in evidence.transit_hubs or partner not in world.producers:
        return 0.0
    produced = world.amounts.get(partner)
    if produced is None or not exports:
        return 1.0
    return min(1.0, produced / exports)


def import_mixes(evidence: Evidence, mineral: str, years: int, stage: str | None) -> list[SupplyMix]:
    """Return the origins of the country's imports, one mix a stage; world supply where no imports are recorded.

    `stage` None: every stage at which the country buys a noticeable part; ``bottleneck``: these and the stages above
    them; else that stage alone.
    """
    mixes: list[SupplyMix] = evidence.remembered(
        (Intermediate.IMPORT_ORIGINS, mineral, years, stage), lambda: _import_mixes(evidence, mineral, years, stage)
    )
    return mixes


def traced_mixes(evidence: Evidence, mineral: str, flows: ImportFlows, years: int) -> list[SupplyMix]:
    """Return the origins of the imports of one stage.

    There are two readings where world supply leaves so much unexplained that a partner without a production row may
    be a producer all the same: it is one, and it is none.
    """
    world = matching_supply(evidence, mineral, flows.stage)
    mix = _as_recorded(flows, world.stage if world else flows.stage or "extraction")
    if world is None:
        untraced = pending("note.untraced", stage=mix.stage)
        return [replace(mix, basis=mix.basis.flagged("untraced"), notes=(*mix.notes, untraced))]
    own, silent = own_shares(evidence, mineral, flows, world, years)
    first = _with_origins(mix, flows.by_partner, own, world, evidence.country)
    if not silent:
        return [first]
    second = _with_origins(mix, flows.by_partner, own | dict.fromkeys(silent, 1.0), world, evidence.country)
    doubt = pending("note.unexplained", share=world.unexplained, countries=silent)
    return [replace(part, doubtful=True, notes=(*part.notes, doubt)) for part in (first, second)]


def own_shares(
    evidence: Evidence, mineral: str, flows: ImportFlows, world: SupplyMix, years: int
) -> tuple[dict[str, float], list[str]]:
    """Return what each partner makes itself of its exports, and the partners that a second reading takes for makers."""
    own = {
        partner: origin_share(evidence, partner, world, mean_exports(evidence, partner, mineral, flows.stage, years))
        for partner in flows.by_partner
    }
    silent = sorted(set(flows.by_partner) - world.producers - evidence.transit_hubs)
    return own, silent if world.unexplained > TOLERATED else []


def upstream_mix(evidence: Evidence, mineral: str, mix: SupplyMix) -> SupplyMix | None:
    """Return where the makers of `mix` have their own input from: the stage above, or None where it has no rows.

    A country covers its need from its own supply up to its share of the stage above ÷ its share of this stage (both of
    world supply, so ore and metal need no common unit); the rest is world supply of the stage above.
    """
    here = world_supply(evidence, mineral, mix.stage)
    above = stage_above(evidence, mineral, mix.stage)
    if here is None or above is None:
        return None
    own = {country: own_input(country, here, above) for country in mix.shares}
    start = replace(mix, stage=above.stage, notes=(pending("note.input_traced", stage=mix.stage, above=above.stage),))
    return _with_origins(start, mix.shares, own, above, evidence.country)


def stand_in(evidence: Evidence, mineral: str, stage: str | None) -> list[SupplyMix]:
    """Return world supply without the importing country, in place of imports that no trade row records.

    It is that of the processing stage, else of every stage that has rows; of every stage for ``bottleneck``.
    """
    supplies = [mix for mix in world_supplies(evidence, mineral) if mix.shares]
    if stage in STAGES:
        supplies = [mix for mix in supplies if mix.stage == stage]
    elif stage is None:
        refined = [mix for mix in supplies if mix.stage == "processing"]
        supplies = refined or supplies
    instead = pending("note.world_stands_in")
    return diversified(evidence, mineral, [_without(mix, evidence.country, instead) for mix in supplies])


def _as_recorded(flows: ImportFlows, stage: str) -> SupplyMix:
    """Shares of the imports; a scenario scales all rows of a mineral alike, which leaves shares as they are."""
    basis = flows.basis.without(SCENARIO)
    return SupplyMix(
        stage, flows.by_partner, flows.unknown, basis, flows.years, flows.notes, flows.limitless, merging=True
    )


def diversified(evidence: Evidence, mineral: str, mixes: list[SupplyMix]) -> list[SupplyMix]:
    """Return the mixes of the stages at which the country buys, with a scenario's shares moved from origin to partner.

    A share moves at the stages at which the partner produces; where it produces only at others (it mines, the country
    buys magnets), at every stage bought, for its material has to be worked somewhere on the way.
    """
    for origin, partner, share in evidence.diversifications.get(mineral, []):
        makes = producing_stages(evidence, mineral, partner, mixes)
        bought = {mix.stage for mix in mixes if mix.shares}
        stages = makes & bought or (bought if makes else set())
        mixes = [_moved(mix, origin, partner, share) if mix.stage in stages else mix for mix in mixes]
    return mixes


def producing_stages(evidence: Evidence, mineral: str, country: str, mixes: Iterable[SupplyMix] = ()) -> set[str]:
    """Return the stages at which a country is known to produce; without production rows, those it is bought from at."""
    known = {mix.stage for mix in world_supplies(evidence, mineral) if country in mix.producers}
    blind = (mix for mix in mixes if country in mix.shares and world_supply(evidence, mineral, mix.stage) is None)
    return known | {mix.stage for mix in blind}


def _moved(mix: SupplyMix, origin: str, partner: str, share: float) -> SupplyMix:
    moved = min(share, mix.shares.get(origin, 0.0))
    if moved <= 0:
        return mix
    shares = {**mix.shares, origin: mix.shares[origin] - moved}
    shares[partner] = shares.get(partner, 0.0) + moved
    kept = {code: part for code, part in shares.items() if part > 0}
    said = pending("note.moved", share=moved, country=origin, partner=partner)
    assured = None if mix.assured is None else _moved_assured(mix.assured, origin, partner, moved)
    return replace(mix, shares=kept, assured=assured, basis=mix.basis.flagged(SCENARIO), notes=(*mix.notes, said))


def _moved_assured(assured: dict[str, float], origin: str, partner: str, moved: float) -> dict[str, float]:
    """Move what is assured of the origin; the rest of the move comes out of what is open."""
    left = max(0.0, assured.get(origin, 0.0) - moved)
    parts = {**assured, origin: left, partner: assured.get(partner, 0.0) + moved}
    return {code: part for code, part in parts.items() if part > 0}


def _import_mixes(evidence: Evidence, mineral: str, years: int, stage: str | None) -> list[SupplyMix]:
    chosen = chosen_flows(evidence, mineral, years, stage)
    recorded: list[SupplyMix] = evidence.remembered(
        (Intermediate.TRACED_IMPORTS, mineral, years, stage in STAGES),
        lambda: [mix for flow in chosen for mix in traced_mixes(evidence, mineral, flow, years)],
    )
    traced = diversified(evidence, mineral, recorded)
    traced = traced if any(mix.shares for mix in traced) else []
    if stage is None:
        return traced or stand_in(evidence, mineral, stage)
    mixes = traced + _all_upstream(evidence, mineral, traced)
    if stage in STAGES:
        bought = [mix for mix in traced if mix.stage == stage]
        mixes = bought or [mix for mix in mixes if mix.stage == stage]
    return mixes or stand_in(evidence, mineral, stage)


def chosen_flows(evidence: Evidence, mineral: str, years: int, stage: str | None) -> list[ImportFlows]:
    """Return the imports of every stage where one is asked for, else of those that cost a noticeable part."""
    flows = pooled_imports(evidence, mineral, years)
    paid = sum(flow.value_usd for flow in flows)
    major = [flow for flow in flows if paid <= 0 or flow.value_usd >= MINOR_STAGE * paid]
    return flows if stage in STAGES else major


def _all_upstream(evidence: Evidence, mineral: str, traced: list[SupplyMix]) -> list[SupplyMix]:
    chain: list[SupplyMix] = []
    waiting = list(traced)
    while waiting:
        found = upstream_mix(evidence, mineral, waiting.pop(0))
        if found is not None:
            chain.append(found)
            waiting.append(found)
    return chain


def _with_origins(
    mix: SupplyMix, imports: dict[str, float], own: dict[str, float], world: SupplyMix, importer: str
) -> SupplyMix:
    shares, unknown = trace_to_origin(imports, own, world.shares, world.unknown, importer)
    moved = sum(share * (1 - own[code]) for code, share in imports.items())
    assured = _assured(mix, imports, own, world, importer) if world.limitless or mix.assured is not None else None
    basis = mix.basis
    notes = mix.notes
    if moved >= NOTICEABLE:
        basis = basis | world.basis.flagged("traced")
        notes = (*notes, pending("note.traced", share=moved, countries=_passing(imports, own)))
    elif world.basis.flags & {"incomplete", "scenario"}:
        basis = basis | Basis("", world.basis.flags & {"incomplete", "scenario"}, frozenset())
    return replace(mix, shares=shares, unknown=mix.unknown + unknown, assured=assured, basis=basis, notes=notes)


def _assured(
    mix: SupplyMix, imports: dict[str, float], own: dict[str, float], world: SupplyMix, importer: str
) -> dict[str, float]:
    """Return the traced shares that hold whatever the producers make that a stated world total leaves out."""
    before = {code: share for code, share in (imports if mix.assured is None else mix.assured).items() if code in own}
    if not world.limitless:
        return trace_to_origin(before, own, world.shares, world.unknown, importer)[0]
    return {code: share * own[code] for code, share in before.items() if share * own[code] > 0}


def _passing(imports: Mapping[str, float], own: Mapping[str, float]) -> list[str]:
    passing = {code: share * (1 - own[code]) for code, share in imports.items() if own[code] < 1}
    return sorted(passing, key=lambda code: (-passing[code], code))[:3]


def own_input(country: str, here: SupplyMix, above: SupplyMix) -> float:
    """Return the part of its input that a country makes itself, 0…1."""
    need, supply = here.shares.get(country, 0.0), above.shares.get(country, 0.0)
    if need > 0:
        return min(1.0, supply / need)
    return 1.0 if supply > 0 else 0.0


def matching_supply(evidence: Evidence, mineral: str, stage: str) -> SupplyMix | None:
    """Return the world supply that imports are traced by: of their stage; where it is not stated, of processing."""
    supplies = [mix for mix in world_supplies(evidence, mineral) if mix.shares and stage in {mix.stage, ""}]
    return next((mix for mix in supplies if mix.stage == "processing"), supplies[0] if supplies else None)


def stage_above(evidence: Evidence, mineral: str, stage: str) -> SupplyMix | None:
    """Return the world supply of the nearest stage above that names a country."""
    above = [mix for mix in world_supplies(evidence, mineral) if STAGES.index(mix.stage) < STAGES.index(stage)]
    return next((mix for mix in reversed(above) if mix.shares), None)


def _without(mix: SupplyMix, importer: str, said: Pending) -> SupplyMix:
    rest = 1 - mix.shares.get(importer, 0.0)
    others = {code: share for code, share in mix.shares.items() if code != importer}
    shares = {code: share / rest for code, share in others.items()} if rest > 0 else {}
    unknown = mix.unknown / rest if rest > 0 else 1.0
    proxy = Basis("D", mix.basis.flags | {"proxy", "world_share"}, mix.basis.sources)
    return replace(mix, shares=shares, unknown=unknown, basis=proxy, notes=(said, *mix.notes))
