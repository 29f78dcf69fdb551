"""What a country imports of a mineral, pooled over years, by partner as customs record it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan, nan

from criticality.indicators.cell import COVERED, NOTICEABLE, Basis, is_missing, joined_basis, row_basis
from criticality.indicators.evidence import Evidence, Intermediate, TradeRow, grouped
from criticality.model.dataset import OTHERS, WORLD
from criticality.text.kept import Pending, pending, several

NOTEWORTHY = 0.10
"""Share of the pooled imports from which a partner that lacks a row in one of the years is named."""

_INTERNATIONAL = "HS6"
Amount = Callable[[TradeRow], float]


@dataclass(frozen=True)
class ImportFlows:
    """Imports at one stage, pooled over years.

    Attributes
    ----------
    stage
        As the trade rows state it; empty where they do not.
    by_partner
        Partner → share of the pooled imports; the country itself and unnamed partners are not among them.
    unknown
        Share of the pooled imports without a named partner.
    limitless
        Whether a partner's figure is withheld and no import total bounds it.
    tonnes
        Pooled tonnes a year; NaN where the shares are by value.
    value_usd
        Pooled US dollars a year.
    """

    stage: str
    by_partner: dict[str, float]
    unknown: float
    limitless: bool
    tonnes: float
    value_usd: float
    basis: Basis
    years: str
    notes: tuple[Pending, ...]


@dataclass(frozen=True)
class _Audit:
    """What is not known of some pooled imports."""

    by_quantity: bool
    stated: bool
    unknown: float
    guessed: dict[str, float]
    sizeless: list[str]
    gaps: list[Pending]


def pooled_imports(evidence: Evidence, mineral: str, years: int) -> list[ImportFlows]:
    """Return the country's imports by stage, pooled over some calendar years.

    The `years` end with the latest year of the mineral's rows that is no later than the reference year. Shares are of
    quantities; of values only where no row of the stage states a quantity (flag ``value_based``).
    """
    flows: list[ImportFlows] = evidence.remembered(
        (Intermediate.POOLED_IMPORTS, mineral, years), lambda: _pooled_imports(evidence, mineral, years)
    )
    return flows


def window_of(evidence: Evidence, mineral: str, years: int) -> tuple[list[TradeRow], list[int]]:
    """Return the usable import rows of the last `years` calendar years, and those years."""
    usable = [row for row in evidence.imports.get(mineral, []) if evidence.usable(row.year) and not isnan(row.year)]
    if not usable:
        return [], []
    last = int(max(row.year for row in usable))
    wanted = list(range(last - years + 1, last + 1))
    return [row for row in preferred_system(usable) if row.year in wanted], wanted


def preferred_system(rows: Iterable[TradeRow]) -> list[TradeRow]:
    """Return rows of one code system a stage and year, for the same goods are recorded under several alike.

    A country's own tariff (CCC11 of Taiwan, HSK10 of South Korea) is finer than the six digits of the harmonised system
    and goes before it; of several, the one with the longest codes.
    """
    groups = grouped(rows, lambda row: (row.stage, row.year)).values()
    return [row for group in groups for row in _one_system(group)]


def mean_exports(evidence: Evidence, reporter: str, mineral: str, stage: str, years: int) -> float | None:
    """Return a country's recorded exports in tonnes a year, or None where none are recorded.

    A row with a value alone has the tonnes of its code's mean unit value, as among the imports.
    """
    rows = [
        row
        for row in evidence.exports.get((reporter, mineral), [])
        if row.stage == stage and evidence.usable(row.year) and not isnan(row.year)
    ]
    weighed = [row for row in rows if not isnan(row.quantity_t)]
    if not weighed:
        return None
    last = max(row.year for row in weighed)
    kept = preferred_system(row for row in rows if last - years < row.year <= last)
    named, total = sum_by_partner(kept, _quantities(kept))
    return max(sum(named.values()), total) / len({row.year for row in kept})


def _one_system(rows: list[TradeRow]) -> list[TradeRow]:
    systems = {row.code_system for row in rows}
    if len(systems) == 1:
        return rows
    longest = {system: max(len(row.code) for row in rows if row.code_system == system) for system in systems}
    kept = min(systems, key=lambda system: (system == _INTERNATIONAL, -longest[system], system))
    return [row for row in rows if row.code_system == kept]


def _pooled_imports(evidence: Evidence, mineral: str, years: int) -> list[ImportFlows]:
    rows, wanted = window_of(evidence, mineral, years)
    stages = grouped(rows, lambda row: row.stage)
    flows = (_flows(evidence, stage, stages[stage], wanted) for stage in sorted(stages))
    return [flow for flow in flows if flow is not None]


def _flows(evidence: Evidence, stage: str, rows: list[TradeRow], wanted: list[int]) -> ImportFlows | None:
    by_quantity = any(row.quantity_t > 0 for row in rows)
    amount = _quantities(rows) if by_quantity else stated_value
    named, total = sum_by_partner(rows, amount)
    whole = max(total, sum(named.values()))
    if whole <= 0:
        return None
    partners = {
        code: part / whole for code, part in named.items() if part > 0 and code not in {OTHERS, evidence.country}
    }
    audit = _audit(rows, wanted, amount, partners, whole=whole, stated=total > 0, by_quantity=by_quantity)
    basis = joined_basis(row_basis(row.grade, row.flag, row.source, zero_if_nan(amount(row)) / whole) for row in rows)
    return ImportFlows(
        stage=stage,
        by_partner=partners,
        unknown=audit.unknown,
        limitless=bool(audit.sizeless) and not audit.stated,
        tonnes=whole / _spanned(rows) if by_quantity else nan,
        value_usd=sum(zero_if_nan(stated_value(row)) for row in rows if row.partner != WORLD) / _spanned(rows),
        basis=basis.flagged(*_flags(evidence, rows, audit)),
        years=f"{wanted[0]}–{wanted[-1]}" if len(wanted) > 1 else f"{wanted[0]}",
        notes=_notes(audit),
    )


def _audit(
    rows: list[TradeRow],
    wanted: list[int],
    amount: Amount,
    partners: dict[str, float],
    *,
    whole: float,
    stated: bool,
    by_quantity: bool,
) -> _Audit:
    named = [row for row in rows if row.partner != WORLD]
    guessed: defaultdict[str, float] = defaultdict(float)
    for row in named:
        if by_quantity and isnan(_stated(row, row.quantity_t)) and amount(row) > 0:
            guessed[row.partner] += amount(row) / whole
    unknown = max(0.0, 1 - sum(partners.values()))
    return _Audit(
        by_quantity=by_quantity,
        stated=stated,
        unknown=unknown if unknown > 1e-12 else 0.0,
        guessed=dict(guessed),
        sizeless=sorted({row.partner for row in named if isnan(amount(row))}),
        gaps=gaps_of(rows, wanted, partners),
    )


def stated_value(row: TradeRow) -> float:
    """Return the US dollars of a row; NaN where they are empty, withheld or absent."""
    return _stated(row, row.value_usd)


def _stated(row: TradeRow, figure: float) -> float:
    if not is_missing(figure, row.flag):
        return zero_if_nan(figure)
    return nan


def zero_if_nan(number: float) -> float:
    """Return what a figure adds to a sum that names its missing parts elsewhere."""
    return 0.0 if isnan(number) else number


def _spanned(rows: list[TradeRow]) -> int:
    return len({row.year for row in rows})


def _quantities(rows: list[TradeRow]) -> Amount:
    """Return how many tonnes a row stands for; a row with a value alone has those of its code's mean unit value."""
    prices = _unit_values(rows)

    def tonnes(row: TradeRow) -> float:
        if not isnan(_stated(row, row.quantity_t)):
            return _stated(row, row.quantity_t)
        keys = ((row.code, row.year), (row.code, None), (None, None))
        price = next((prices[key] for key in keys if key in prices), nan)
        return stated_value(row) / price

    return tonnes


def _unit_values(rows: list[TradeRow]) -> dict[tuple[str | None, float | None], float]:
    value: defaultdict[tuple[str | None, float | None], float] = defaultdict(float)
    tonnes: defaultdict[tuple[str | None, float | None], float] = defaultdict(float)
    for row in rows:
        if row.partner != WORLD and row.value_usd > 0 and row.quantity_t > 0:
            for key in ((row.code, row.year), (row.code, None), (None, None)):
                value[key] += row.value_usd
                tonnes[key] += row.quantity_t
    prices = {key: value[key] / tonnes[key] for key in value}
    return {key: price for key, price in prices.items() if price > 0}


def sum_by_partner(rows: list[TradeRow], amount: Amount) -> tuple[dict[str, float], float]:
    """Return the amounts by partner, and the larger of stated total and sum over codes and years that state a total."""
    named: defaultdict[str, float] = defaultdict(float)
    whole, stated = 0.0, False
    for group in grouped(rows, lambda row: (row.code, row.year)).values():
        parts = 0.0
        for row in (row for row in group if row.partner != WORLD):
            named[row.partner] += zero_if_nan(amount(row))
            parts += zero_if_nan(amount(row))
        total = max((zero_if_nan(amount(row)) for row in group if row.partner == WORLD), default=0.0)
        stated = stated or total > 0
        whole += max(parts, total)
    return dict(named), whole if stated else 0.0


def lacks_total(evidence: Evidence, rows: list[TradeRow]) -> bool:
    """Tell whether a code and year lacks its import total (partner ``WLD``) although the table states such totals."""
    groups = grouped(rows, lambda row: (row.code, row.year)).values()
    return evidence.states_import_totals and any(all(row.partner != WORLD for row in group) for group in groups)


def gaps_of(rows: list[TradeRow], wanted: list[int], partners: dict[str, float]) -> list[Pending]:
    """Return in words the years without rows, and those in which a partner of weight lacks one."""
    present = {int(row.year) for row in rows}
    seen = {(row.partner, int(row.year)) for row in rows}
    gaps = [pending("note.no_rows", years=year) for year in wanted if year not in present]
    for partner in sorted(partners):
        if partners[partner] >= NOTEWORTHY:
            silent = (year for year in sorted(present) if (partner, year) not in seen)
            gaps += [pending("note.no_row_of", country=partner, years=year) for year in silent]
    return gaps


def _flags(evidence: Evidence, rows: list[TradeRow], audit: _Audit) -> set[str]:
    shared = any(len(evidence.shared_codes[row.code_system, row.code]) > 1 for row in rows)
    chosen = {
        "no_import_total": lacks_total(evidence, rows),
        "incomplete": audit.unknown > 1 - COVERED or bool(audit.sizeless),
        "year_gap": bool(audit.gaps),
        "value_based": not audit.by_quantity,
        "estimated": sum(audit.guessed.values()) >= NOTICEABLE,
        "group_code": shared,
    }
    return {flag for flag, holds in chosen.items() if holds}


def _notes(audit: _Audit) -> tuple[Pending, ...]:
    notes = [pending("note.by_quantity" if audit.by_quantity else "note.by_value")]
    if not audit.stated:
        notes.append(pending("note.of_partners"))
    if audit.guessed:
        largest = sorted(audit.guessed, key=lambda code: (-audit.guessed[code], code))
        share = sum(audit.guessed.values())
        notes.append(pending("note.from_value", share=share, countries=several(largest)))
    if audit.unknown > 5e-3:
        notes.append(pending("note.partners_cover", share=1 - audit.unknown))
    if audit.sizeless:
        notes.append(pending("note.no_figure", countries=several(audit.sizeless)))
    return (*notes, *audit.gaps)
