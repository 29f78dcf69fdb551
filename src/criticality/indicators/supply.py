"""World supply of a mineral by country at one stage, and how concentrated it is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isnan

from criticality.indicators.cell import (
    COVERED,
    Basis,
    Cell,
    found_cell,
    is_missing,
    joined_basis,
    missing_cell,
    row_basis,
    split,
    top_share,
    year_text,
)
from criticality.indicators.concentration import Bounded, governance_weighted_herfindahl, herfindahl, largest_share
from criticality.indicators.evidence import Evidence, Intermediate, ProductionRow, grouped
from criticality.indicators.governance import GovernanceRisk, governance_basis, risk_of
from criticality.model.criteria import Parameter
from criticality.model.dataset import OTHERS, STAGES, WORLD
from criticality.model.units import tonnes_per, whole_of
from criticality.text.kept import Pending, pending

BOTTLENECK = "bottleneck"
_ALL_STAGES = (*STAGES, "")

ROUNDED = 0.02
"""How far a stated total and the sum of its rows may lie apart and still be the same figure: totals are rounded."""

_EXCLUDES = re.compile(
    r"\b(?:exclud(?:es|ing)|do(?:es)? not include|not including|net of|except(?:ing)?|apart from)\b(?P<what>[^;]*)"
    r"|(?P<whose>[^;.]*(?:U\.S\.[^;.]*)?)\b(?:is|are) (?:not included|excluded|omitted|left out)\b"
    r"|不含|不包括|未計入|未包括",
    re.IGNORECASE,
)
_OF_A_COUNTRY = re.compile(
    r"\b[A-Z]{3}\b|\bU\.?S\.?A?\b|\bUnited States\b|\b(?i:productions?|producers?|output|withheld|country|countries)\b"
)
_NAMED = re.compile(r"(?<!\A)(?<![.] )\b(?!World\b|Total\b)[A-Z][a-z]{3,}\b|\A[A-Z][a-z]{3,} \Z")
"""A name inside a note, or all that stands before «is not included»."""

_NOBODY = re.compile(r"\s*(?:no|none|nothing)\b", re.IGNORECASE)
_UNITED_STATES = re.compile(r"\bU\.\s?S\.(?:A\.)?|\bUSA?\b")
_END_OF_NAMES = re.compile(r"\(printed:|[.。](?:\s|\Z)")
"""Where what a note leaves out ends: the words of the publisher, or the next sentence, follow."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
"""How a name begins that has no blanks around it."""

_CLAUSE = re.compile(r"[^;；。]*(?:不含|不包括|未計入|未包括)[^;；。]*")
_NAMES_OF_THE_USGS = {
    "United States": "USA",
    "Burma": "MMR",
    "Congo (Brazzaville)": "COG",
    "Congo (Kinshasa)": "COD",
    "Cote d'Ivoire": "CIV",
    "Czech Republic": "CZE",
    "Korea, North": "PRK",
    "Korea, Republic of": "KOR",
    "Macau": "MAC",
    "Macedonia": "MKD",
    "Turkey": "TUR",
}
"""Names in notes on world totals that may differ from those of data/countries.csv."""

_KIND_OF_PRODUCTION = re.compile(
    r"\b(?:secondary|recycled|synthetic|scrap|by-?products?|co-?products?|artisanal|undocumented|illegal)\b[^,;.]*",
    re.IGNORECASE,
)
"""What a total may leave out without leaving a country out."""


@dataclass(frozen=True)
class SupplyMix:
    """Shares of countries in a supply of one mineral at one stage.

    Attributes
    ----------
    stage
        extraction, processing or product.
    shares
        Country → share of the whole, 0…1.
    unknown
        Share of the whole that no named country is known to hold.
    limitless
        Whether figures are withheld whose size nothing bounds: no world total is stated, or it leaves them out.
    assured
        Of imports whose origin is read from a world supply that leaves a producer out: the shares that hold whatever
        that producer makes; None where all of `shares` do.
    merging
        Whether the unknown rest may belong to the named countries.
    doubtful
        Whether this is one of two readings of the same supply, the evidence being too thin to tell them apart.
    years
        Years as words: one, or the first and the last.
    amounts
        Country → tonnes a year, where the unit is one of mass (world supply only).
    producers
        Countries known to produce, those that withhold the figure among them (world supply only).
    unexplained
        Share of the whole that neither a country nor ``OTH`` accounts for (world supply only).
    """

    stage: str
    shares: dict[str, float]
    unknown: float
    basis: Basis
    years: str
    notes: tuple[Pending, ...] = ()
    limitless: bool = False
    assured: dict[str, float] | None = None
    merging: bool = False
    doubtful: bool = False
    amounts: dict[str, float] = field(default_factory=dict)
    producers: frozenset[str] = frozenset()
    unexplained: float = 0.0


Measure = Callable[[SupplyMix, Mapping[str, GovernanceRisk]], Bounded]


def world_supply(evidence: Evidence, mineral: str, stage: str) -> SupplyMix | None:
    """Return the shares of world supply at `stage` in the latest usable year that names a country; None without rows.

    Shares are of the row ``WLD``; where it is missing, of the sum of all rows (flag ``no_world_total``) or, for rows in
    percent, of 100. ``OTH``, withheld figures and what no row names stay in the denominator. A total that leaves a
    producer out - the note of the row ``WLD`` says that it excludes a country, or the rows with a figure fill it while
    another producer's is withheld - is no total of the world: it bounds nobody's share (flags ``no_world_total`` and
    ``incomplete``).
    """
    mix: SupplyMix | None = evidence.remembered(
        (Intermediate.WORLD_SUPPLY, mineral, stage),
        lambda: _world_supply(evidence, evidence.production.get((mineral, stage), [])),
    )
    return mix


def world_supplies(evidence: Evidence, mineral: str) -> list[SupplyMix]:
    """Return the world supply of every stage that has rows, extraction first."""
    mixes = (world_supply(evidence, mineral, stage) for stage in _ALL_STAGES)
    return [mix for mix in mixes if mix is not None]


def concentration_of(evidence: Evidence, mineral: str, mix: SupplyMix, measure: Measure) -> tuple[Bounded, Basis]:
    """Return a measure of one mix, with the basis it rests on (governance rows where the measure reads them)."""
    risks = {country: risk_of(evidence, country, mineral, mix.stage) for country in mix.shares}
    found = measure(mix, risks)
    if mix.limitless:
        found = Bounded(found.value, 0.0, 1.0)
    elif mix.assured is not None:
        open_share = max(0.0, 1.0 - sum(mix.assured.values()))
        ends = measure(replace(mix, shares=mix.assured, unknown=open_share, merging=True), risks)
        found = Bounded(found.value, min(found.low, ends.low), max(found.high, ends.high))
    weighted = measure is weighted_measure
    return found, mix.basis | (governance_basis(risks.values()) if weighted else Basis())


def weighted_measure(mix: SupplyMix, risks: Mapping[str, GovernanceRisk]) -> Bounded:
    """Σ s²·g of a mix."""
    return governance_weighted_herfindahl(mix.shares, risks, mix.unknown, may_merge=mix.merging)


def plain_measure(mix: SupplyMix, risks: Mapping[str, GovernanceRisk]) -> Bounded:
    """Σ s² of a mix."""
    return herfindahl(mix.shares.values(), mix.unknown)


def largest_measure(mix: SupplyMix, risks: Mapping[str, GovernanceRisk]) -> Bounded:
    """Return the largest share of a mix."""
    return largest_share(mix.shares.values(), mix.unknown)


def world_concentration(evidence: Evidence, mineral: str, stage: str, measure: Measure) -> Cell:
    """Return a measure of world supply at a stage, or at the narrowest one (the maximum over stages)."""
    wanted = (stage,) if stage != BOTTLENECK else _ALL_STAGES
    mixes = [mix for mix in world_supplies(evidence, mineral) if mix.stage in wanted]
    named = [mix for mix in mixes if mix.shares]
    if not named:
        return _no_supply(evidence, mineral, wanted)
    found = [concentration_of(evidence, mineral, mix, measure) for mix in mixes]
    narrowest = max(range(len(mixes)), key=lambda i: (bool(mixes[i].shares), found[i][0].value))
    mix, (figure, basis) = mixes[narrowest], found[narrowest]
    blind = [other for other in mixes if other is not mix and "incomplete" in other.basis.flags]
    low, high = (max(getattr(bounded, end) for bounded, _ in found) for end in ("low", "high"))
    gaps = frozenset().union(*(other.basis.flags & {"incomplete", "no_world_total", "scenario"} for other in mixes))
    head = _head(mix, mixes, stage, figure, high)
    of_others = (pending("note.of_stage", stage=other.stage, rest=each) for other in blind for each in other.notes)
    notes = (*head, *mix.notes, *of_others)
    return found_cell(figure.value, low, high, basis.flagged(*gaps), notes)


def compute_herfindahl(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return Σ s_c² of world supply."""
    return world_concentration(evidence, mineral, str(parameters["stage"]), plain_measure)


def compute_governance_weighted_herfindahl(
    evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]
) -> Cell:
    """Return S1 = Σ s_c²·g_c of world supply."""
    return world_concentration(evidence, mineral, str(parameters["stage"]), weighted_measure)


def compute_largest_share(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return the share of the largest producer country."""
    return world_concentration(evidence, mineral, str(parameters["stage"]), largest_measure)


def _no_supply(evidence: Evidence, mineral: str, stages: tuple[str, ...]) -> Cell:
    rows = [row for stage in stages for row in evidence.production.get((mineral, stage), [])]
    sources = {source for row in rows for source in split(row.source)}
    if not rows:
        return missing_cell(pending("note.no_production", stages=list(stages)))
    usable = [row for row in rows if evidence.usable(row.year)]
    if not usable:
        return missing_cell(pending("note.made_later", years=evidence.reference_year), sources=sources)
    withheld = any("withheld" in split(row.flag) for row in usable)
    return missing_cell(pending("note.none_stated"), flag="withheld" if withheld else "absent", sources=sources)


def _head(mix: SupplyMix, mixes: list[SupplyMix], stage: str, figure: Bounded, high: float) -> tuple[Pending, ...]:
    slots = {"stage": mix.stage or pending("note.not_stated"), "years": mix.years, "top": top_share(mix.shares)}
    others = [other.stage or pending("note.stage_not_stated") for other in mixes if other is not mix]
    if others:
        key = "note.narrowest_beside" if stage == BOTTLENECK else "note.at_stage_beside"
        head = pending(key, **slots, stages=others)
    else:
        head = pending("note.narrowest" if stage == BOTTLENECK else "note.at_stage", **slots)
    bounded = high - figure.low > 5e-4
    return (head, pending("note.bounds", low=figure.low, high=high)) if bounded else (head,)


def _world_supply(evidence: Evidence, rows: list[ProductionRow]) -> SupplyMix | None:
    usable = (row for row in rows if not row.year > evidence.reference_year)
    years = grouped(usable, lambda row: -1.0 if isnan(row.year) else row.year)
    if not years:
        return None
    newest = sorted(years, reverse=True)
    counted = next((year for year in newest if any(map(_is_named, years[year]))), newest[0])
    return _shares(years[counted], evidence.country_names)


def _is_named(row: ProductionRow) -> bool:
    return row.country not in {WORLD, OTHERS} and not is_missing(row.value, row.flag)


def _amount(row: ProductionRow) -> float:
    return 0.0 if isnan(row.value) else row.value


def _shares(rows: list[ProductionRow], names: Mapping[str, str]) -> SupplyMix:
    known = [row for row in rows if not is_missing(row.value, row.flag)]
    hidden = sorted(row.country for row in rows if is_missing(row.value, row.flag) and row.country != WORLD)
    absent = sorted(row.country for row in rows if row.country in hidden and "withheld" not in split(row.flag))
    total, stated = _total(known)
    if total <= 0:
        return _amountless(rows[0].stage, _year(rows), hidden, absent)
    named = {row.country: _amount(row) for row in known if row.country not in {WORLD, OTHERS} and _amount(row) > 0}
    shares = {country: amount / total for country, amount in named.items()}
    unknown = max(0.0, 1.0 - sum(shares.values()))
    unexplained = max(0.0, unknown - sum(_amount(row) for row in known if row.country == OTHERS) / total)
    withheld = [country for country in hidden if country not in absent]
    filled = unexplained <= ROUNDED
    left_out = stated and (excludes_producers(known) or (bool(withheld) and filled))
    who = _left_out(known, names, withheld, filled=filled) if left_out else []
    basis = joined_basis(
        row_basis(row.grade, row.flag, row.source, _amount(row) / total if row.country != WORLD else 1.0)
        for row in known
    )
    gaps = {"no_world_total"} if left_out or not stated else set()
    gaps |= {"incomplete"} if left_out or unknown > 1 - COVERED else set()
    return SupplyMix(
        rows[0].stage,
        shares,
        unknown if unknown > 1e-12 else 0.0,
        basis.flagged(*gaps),
        _year(rows),
        _coverage_notes(unknown, withheld, stated=stated, left_out=who if left_out else None)
        + _absent_notes([name for name in absent if name not in who], filled=stated and not left_out and filled),
        limitless=left_out or (bool(hidden) and not stated),
        amounts=_tonnes(known),
        producers=frozenset(named) | frozenset(hidden),
        unexplained=unexplained,
    )


def excludes_producers(rows: Iterable[ProductionRow]) -> bool:
    """Tell whether the note of a world total says that it leaves a country out (``Excludes U.S. production``).

    A note that leaves a material or a kind of production out (``excludes ferrosilicon``, ``excludes secondary
    production``) says nothing about the producers.
    """
    notes = (row.note for row in rows if row.country == WORLD)
    found = (match for note in notes for match in _EXCLUDES.finditer(note))
    return any(_of_a_country(match["what"] if match["whose"] is None else match["whose"]) for match in found)


def _left_out(rows: list[ProductionRow], names: Mapping[str, str], withheld: list[str], *, filled: bool) -> list[str]:
    """The countries that a world total leaves out: those its note names; else those whose withheld figures it lacks."""
    notes = [row.note for row in rows if row.country == WORLD]
    found = (match["what"] or match["whose"] for note in notes for match in _EXCLUDES.finditer(note))
    parts = [part for part in found if part and _of_a_country(part)]
    parts += [clause for note in notes for clause in _CLAUSE.findall(note)]
    known = {**names, **{row.country: row.country for row in rows if row.country not in {WORLD, OTHERS}}}
    named = {code for part in parts for code in _named_in(part, known)}
    says_withheld = any("withheld" in part.casefold() for part in parts)
    return sorted(named) if named else withheld if says_withheld or (filled and not parts) else []


def _named_in(text: str, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the codes of the countries that a text names, the longest names first: Guinea is no Papua New Guinea."""
    left = _END_OF_NAMES.split(_UNITED_STATES.sub("United States", text))[0]
    known = {**names, **{code: code for code in names.values()}, **_NAMES_OF_THE_USGS}
    for name in sorted((name for name in known if name in left), key=len, reverse=True):
        bounded = re.escape(name) if _HAN.match(name) else rf"(?<!\w){re.escape(name)}(?!\w)"
        left, times = re.subn(bounded, " ", left)
        if times:
            yield known[name]


def _of_a_country(left_out: str | None) -> bool:
    """Whether what a note leaves out, as far as it names it, is a country."""
    if left_out is None:
        return True
    what = _KIND_OF_PRODUCTION.sub("", left_out)
    return not _NOBODY.match(what) and (_OF_A_COUNTRY.search(what) or _NAMED.search(what)) is not None


def _amountless(stage: str, years: str, hidden: list[str], absent: list[str]) -> SupplyMix:
    if not hidden:
        return SupplyMix(stage, {}, 0.0, Basis(), years, (pending("note.nothing_made"),))
    withheld = [country for country in hidden if country not in absent]
    said = (
        pending("note.amountless", countries=withheld) if withheld else pending("note.amount_absent", countries=absent)
    )
    return SupplyMix(stage, {}, 1.0, Basis().flagged("incomplete"), years, (said,), producers=frozenset(hidden))


def _total(known: list[ProductionRow]) -> tuple[float, bool]:
    world = [row.value for row in known if row.country == WORLD and not isnan(row.value)]
    if world and world[0] > 0:
        return world[0], True
    summed = sum(_amount(row) for row in known if row.country != WORLD)
    whole = whole_of(known[0].unit) if known else None
    return (max(whole, summed), True) if whole else (summed, False)


def _tonnes(known: list[ProductionRow]) -> dict[str, float]:
    amounts = ((row.country, row.value, tonnes_per(row.unit)) for row in known if not isnan(row.value))
    return {country: value * factor for country, value, factor in amounts if factor is not None}


def _absent_notes(absent: list[str], *, filled: bool) -> tuple[Pending, ...]:
    """What is said of countries for which the publisher has no figure.

    Unlike a withheld figure, an absent one is no sign of production: as without the row, nobody's share is bounded by
    it. Where the others fill the stated total, that is said.
    """
    if not absent:
        return ()
    return (pending("note.unfigured_whole" if filled else "note.unfigured", countries=absent),)


def _coverage_notes(
    unknown: float, withheld: list[str], *, stated: bool, left_out: list[str] | None
) -> tuple[Pending, ...]:
    """What is said of the part that no country is known to hold; `left_out` is None where the total leaves none out."""
    notes = []
    if unknown > 5e-3:
        notes.append(pending("note.countries_cover", share=1 - unknown))
    if left_out:
        notes.append(pending("note.total_leaves_out", countries=left_out))
    elif left_out is not None:
        notes.append(pending("note.total_leaves_out_some"))
    kept = [country for country in withheld if country not in (left_out or [])]
    if kept:
        notes.append(pending("note.withheld", countries=kept))
    if not stated:
        notes.append(pending("note.no_total"))
    return tuple(notes)


def _year(rows: list[ProductionRow]) -> str:
    return year_text(rows[0].year)
