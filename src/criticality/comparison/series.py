"""More than two runs: which minerals are on which list, and at which rank; a timeline where the runs are years."""

from collections.abc import Sequence

from criticality.comparison.comparable import comparable
from criticality.comparison.compare import run_summary
from criticality.comparison.names import Wording
from criticality.model.comparison_record import Place, SeriesRecord, SeriesRow
from criticality.model.record import RankingRow, Record
from criticality.records.public.form_of import is_confidential
from criticality.text.phrases import both


def series_of(records: Sequence[Record]) -> SeriesRecord:
    """A matrix of list membership and rank over runs.

    Parameters
    ----------
    records
        Three or more; the same one twice counts once.

    Returns
    -------
    dict
        ``timeline`` (True where every run has a reference year of its own; the runs then stand in its order), ``runs``
        (their summaries), ``comparable`` (each run beside the first) and ``minerals``: per mineral its names, how many
        lists it is on, and one cell a run, None where it is no candidate. Minerals on most lists first, then by their
        best rank.
    """
    distinct = list({record["run_id"]: record for record in records}.values())
    years = [record["inputs"]["assessment"]["reference_year"] for record in distinct]
    timeline = len(set(years)) == len(years)
    if timeline:
        distinct.sort(key=lambda record: record["inputs"]["assessment"]["reference_year"])
    words = [Wording(record) for record in distinct]
    codes = sorted({mineral for side in words for mineral in side.ranking})
    rows = [_row(mineral, words) for mineral in codes]
    found: SeriesRecord = {
        "timeline": timeline,
        "runs": [run_summary(record) for record in distinct],
        "comparable": [comparable(distinct[0], record) for record in distinct],
        "minerals": sorted(rows, key=lambda row: (-row["lists"], row["best"] or len(codes) + 1, row["mineral"])),
        "titles": {code: title for side in words for code, title in side.titles.items()},
    }
    return {**found, "confidential": True} if any(map(is_confidential, distinct)) else found


def _row(mineral: str, words: Sequence[Wording]) -> SeriesRow:
    cells = [_cell(side.ranking.get(mineral)) for side in words]
    ranks = [cell["rank"] for cell in cells if cell is not None and cell["rank"] is not None]
    names = next(side.minerals[mineral] for side in reversed(words) if mineral in side.minerals)
    return {
        "mineral": mineral,
        "names": names or both(mineral),
        "lists": sum(cell["listed"] for cell in cells if cell is not None),
        "best": min(ranks, default=None),
        "cells": cells,
    }


def _cell(row: RankingRow | None) -> Place | None:
    if row is None:
        return None
    return {"listed": bool(row["listed"]), "rank": row["rank"], "score": row["score"], "tier": row["tier"]}
