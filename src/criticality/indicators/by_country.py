"""Who supplies what: the shares by country that the indicators rest on, as tables for the record and its factsheets."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import isnan
from typing import Any

from criticality.indicators.dependence import applies
from criticality.indicators.evidence import Evidence, gather_evidence, grouped
from criticality.indicators.supply import world_supplies
from criticality.indicators.trade import preferred_system, stated_value, sum_by_partner
from criticality.model.dataset import OTHERS, WORLD, Dataset

Rows = list[dict[str, Any]]


def country_tables(
    dataset: Dataset, minerals: Iterable[str], *, country: str, reference_year: int, as_of: date
) -> dict[str, Rows]:
    """Return the tables ``supply``, ``origins`` and ``restrictions`` of some minerals.

    Parameters
    ----------
    dataset
        The tables of data/, with a scenario's changes where there is one.
    minerals
        Usually the candidates, in the order wanted.
    country, reference_year, as_of
        Those of the assessment.
    """
    evidence = gather_evidence(dataset, country=country, reference_year=reference_year, as_of=as_of)
    wanted = tuple(minerals)
    return {
        "supply": supply_by_country(evidence, wanted),
        "origins": origins_by_year(evidence, wanted),
        "restrictions": restrictions_in_force(evidence, wanted, dataset),
    }


def supply_by_country(evidence: Evidence, minerals: Iterable[str]) -> Rows:
    """Return the shares of world supply by stage and country, the largest first.

    Rows are ``mineral, stage, year, country, share, source``; what no named country holds stands under ``OTH``. They
    are the shares that the concentration of supply is computed from (`criticality.indicators.supply`).
    """
    rows: Rows = []
    for mineral in minerals:
        for mix in world_supplies(evidence, mineral):
            common = {"mineral": mineral, "stage": mix.stage, "year": mix.years}
            source = ";".join(sorted(mix.basis.sources))
            rows += [
                {**common, "country": country, "share": share, "source": source}
                for country, share in _largest_first(mix.shares, mix.unknown)
            ]
    return rows


def origins_by_year(evidence: Evidence, minerals: Iterable[str]) -> Rows:
    """Return where the country's imports came from, year by year, as customs record it (not traced to origin).

    Rows are ``mineral, year, country, share, value_usd, source``. A share is that of the value of the year's imports
    at all stages together; what no named partner holds stands under ``OTH``, the whole under ``WLD`` with a share of 1.
    Years without a value are left out.
    """
    rows: Rows = []
    for mineral in minerals:
        usable = [row for row in evidence.imports.get(mineral, []) if evidence.usable(row.year) and not isnan(row.year)]
        by_year = grouped(preferred_system(usable), lambda row: int(row.year))
        for year in sorted(by_year):
            named, total = sum_by_partner(by_year[year], stated_value)
            whole = max(total, sum(named.values()))
            if whole <= 0:
                continue
            shares = {code: value / whole for code, value in named.items() if value > 0 and code != OTHERS}
            source = ";".join(sorted({row.source for row in by_year[year]}))
            common = {"mineral": mineral, "year": year, "source": source}
            rows.append({**common, "country": WORLD, "share": 1.0, "value_usd": whole})
            rows += [
                {**common, "country": code, "share": share, "value_usd": share * whole}
                for code, share in _largest_first(shares, max(0.0, 1.0 - sum(shares.values())))
            ]
    return rows


def restrictions_in_force(evidence: Evidence, minerals: Iterable[str], dataset: Dataset) -> Rows:
    """Return the export restrictions in force on the as-of date for the country assessed, with the act.

    Rows are those of ``export_restrictions``; a measure at several stages is one row, its stages joined by ``;``.
    """
    acts = dict(zip(*(dataset.table("export_restrictions")[name] for name in ("line", "act")), strict=True))
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for mineral in minerals:
        for row in evidence.restrictions.get(mineral, []):
            if not applies(evidence, row, row.stage):
                continue
            act = acts.get(row.line)
            entry = {
                "mineral": mineral,
                "country": row.country,
                "stage": row.stage,
                "measure": row.measure,
                "severity": row.severity,
                "in_force_from": _day(row.in_force_from),
                "in_force_until": _day(row.in_force_until),
                "act": act if isinstance(act, str) else "",
                "source": row.source,
            }
            key = tuple(value for name, value in entry.items() if name != "stage")
            met = rows.setdefault(key, entry)
            met["stage"] = ";".join(dict.fromkeys([*met["stage"].split(";"), row.stage])) if row.stage else met["stage"]
    return list(rows.values())


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _largest_first(shares: Mapping[str, float], unknown: float) -> list[tuple[str, float]]:
    """Return shares in falling order, the unknown rest last; parts below a millionth are rounding."""
    ordered = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return [*ordered, *([(OTHERS, unknown)] if unknown > 1e-6 else [])]
