"""What the country's economy has at stake."""

from collections.abc import Callable, Mapping
from math import isnan

from criticality.indicators.cell import Basis, Cell, found_cell, joined_basis, missing_cell, row_basis, split
from criticality.indicators.evidence import EndUseRow, Evidence, SectorRow, TradeRow, grouped
from criticality.indicators.trade import gaps_of, lacks_total, stated_value, sum_by_partner, window_of, zero_if_nan
from criticality.model.criteria import Parameter
from criticality.text.kept import Pending, pending

WHOLE = 0.98
"""Sum of use shares below which uses are flagged ``incomplete``."""


def value_added_exposure(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return E1 = 10 · Σ_s A_s·Q_s / max_s Q_s: value added that leans on the mineral, 0…10.

    A_s is the share of the mineral's use in sector s, Q_s the country's value added of s; the economic importance of
    EC (2017, equation 1) before substitution, scaled to 10 by the largest sector.
    """
    largest = max((sector.value_added_usd_m for sector in evidence.sectors.values()), default=0.0)
    if largest <= 0:
        return missing_cell(pending("note.no_value_added"))

    def exposed(_: EndUseRow, sector: SectorRow) -> float:
        return 10 * sector.value_added_usd_m / largest

    return _use_weighted(evidence, mineral, exposed, 10.0, lambda _, sector: sector.source)


def strategic_share(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return E2 = Σ_s A_s·1[s strategic]: share of use in the sectors that policy calls strategic, 0…1.

    An application that says for itself whether it is strategic counts as it says, whatever its sector. The cell cites
    the programmes that the flags come from, where they are stated.
    """
    return _use_weighted(evidence, mineral, is_strategic, 1.0, _said_by)


def import_value(evidence: Evidence, mineral: str, parameters: Mapping[str, Parameter]) -> Cell:
    """Return E3: what the country pays for its imports of the mineral, mean US dollars a year over the last years."""
    years = int(parameters["years"])
    stage = parameters.get("stage")
    window, wanted = window_of(evidence, mineral, years)
    rows = [row for row in window if stage is None or row.stage == stage]
    if all(isnan(stated_value(row)) for row in rows):
        sources = (source for row in rows for source in split(row.source))
        return missing_cell(pending("note.no_import_value" if rows else "note.no_import"), sources=sources)
    by_year = {year: _spent(part) for year, part in sorted(grouped(rows, lambda row: row.year).items())}
    value = sum(by_year.values()) / len(by_year)
    return found_cell(value, value, value, *_spending_basis(evidence, rows, wanted, value * len(by_year)))


def is_strategic(use: EndUseRow, sector: SectorRow) -> float:
    """Return 1 where an application, or else its sector, is called strategic."""
    return float(use.strategic == "yes" if use.strategic else sector.strategic)


def _said_by(use: EndUseRow, sector: SectorRow) -> str:
    """The sources of a flag: the programme that the application or its sector cites, else the sector's source."""
    return (use.strategic and use.programme) or sector.programme or sector.source


def _use_weighted(
    evidence: Evidence,
    mineral: str,
    weight: Callable[[EndUseRow, SectorRow], float],
    most: float,
    cited: Callable[[EndUseRow, SectorRow], str],
) -> Cell:
    uses = [use for use in evidence.end_uses.get(mineral, []) if not isnan(use.share)]
    known = [(use, evidence.sectors[use.sector]) for use in uses if use.sector in evidence.sectors]
    if not known:
        return missing_cell(pending("note.no_uses"))
    value = sum(use.share * weight(use, sector) for use, sector in known)
    covered = sum(use.share for use, _ in known)
    unknown = max(0.0, 1 - covered)
    basis = joined_basis(_use_basis(use, cited(use, sector)) for use, sector in known)
    notes = (_largest_use(uses), pending("note.uses_cover", share=covered) if covered < WHOLE else None)
    return found_cell(
        value,
        value,
        value + (unknown * most if covered < WHOLE else 0.0),
        basis.flagged("incomplete") if covered < WHOLE else basis,
        notes,
    )


def _use_basis(use: EndUseRow, cited: str) -> Basis:
    return Basis(use.grade, frozenset(split(use.flag)), frozenset(split(use.source) + split(cited)))


def _largest_use(uses: list[EndUseRow]) -> Pending:
    largest = max(uses, key=lambda use: (use.share, use.application))
    return pending("note.largest_use", term=largest.application, share=largest.share, sector=largest.sector)


def _spent(rows: list[TradeRow]) -> float:
    named, total = sum_by_partner(rows, stated_value)
    return max(total, sum(named.values()))


def _spending_basis(
    evidence: Evidence, rows: list[TradeRow], wanted: list[int], whole: float
) -> tuple[Basis, tuple[Pending | None, ...]]:
    named, total = sum_by_partner(rows, stated_value)
    partners = {code: amount / whole for code, amount in named.items()} if whole > 0 else {}
    gaps = gaps_of(rows, wanted, partners)
    silent = sorted({row.partner for row in rows if isnan(stated_value(row))})
    basis = joined_basis(
        row_basis(row.grade, row.flag, row.source, zero_if_nan(stated_value(row)) / whole if whole > 0 else 1.0)
        for row in rows
    )
    shared = any(len(evidence.shared_codes[row.code_system, row.code]) > 1 for row in rows)
    flags = {
        "year_gap": bool(gaps),
        "incomplete": bool(silent),
        "group_code": shared,
        "no_import_total": lacks_total(evidence, rows),
    }
    mean = pending("note.mean" if total > 0 else "note.mean_of_partners", years=f"{wanted[0]}–{wanted[-1]}")
    notes = (mean, *gaps, pending("note.no_value", countries=silent) if silent else None)
    return basis.flagged(*(flag for flag, holds in flags.items() if holds)), notes
