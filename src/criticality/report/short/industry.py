"""Which industry uses which of the listed minerals: a table of shares of use."""

from criticality.report.charts.matrix import shade
from criticality.report.facts import by_industry, uses_by_sector
from criticality.report.reader import Reader
from criticality.text.numbers import percent

SECTORS_ACROSS = 7


def industry(reader: Reader) -> dict[str, object] | None:
    """Return the table of listed minerals by sector; None where no use of any is recorded.

    The sectors that use the most listed minerals have a column each; the shares of the others are not printed.
    """
    uses = uses_by_sector(reader)
    minerals = [row["mineral"] for row in reader.listed if row["mineral"] in uses]
    if not minerals:
        return None
    users: dict[str, int] = {}
    for mineral in minerals:
        for sector in uses[mineral]:
            users[sector] = users.get(sector, 0) + 1
    shown = sorted(users, key=lambda sector: (sector not in reader.strategic_sectors, -users[sector], sector))
    shown = shown[:SECTORS_ACROSS]
    without = [reader.name(row["mineral"]) for row in reader.listed if row["mineral"] not in uses]
    groups = by_industry(reader, minerals)
    first, most = groups[0]
    return {
        "sectors": [
            {"title": reader.sector(sector), "strategic": sector in reader.strategic_sectors, "users": users[sector]}
            for sector in shown
        ],
        "rows": [
            {**reader.named(mineral), "cells": [_cell(uses[mineral].get(sector)) for sector in shown]}
            for _, members in groups
            for mineral in members
        ],
        "finding": reader.words("short.industry.finding", n=len(most), all=len(minerals), sector=reader.sector(first)),
        "left_out": len(users) - len(shown),
        "without": reader.words.listing(without),
    }


def _cell(share: float | None) -> dict[str, str]:
    step = shade(share)
    return {"text": "" if share is None else percent(share), "shade": "" if step is None else f"h1-{step}"}
