"""Curves of chapter 7: the gap over time, the sweep of the restricted share, the two optima of a diversification."""

from collections.abc import Mapping, Sequence

from criticality.model.policy_record import DisruptionRow, Entrant, OptimaRow, PolicyRecord, StockInPractice, SweepStep
from criticality.report.charts import policy as charts
from criticality.report.charts.drawing import Drawing
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, percent, significant

PLACES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Restricted shares that the table of the sweep prints."""

ENTRANTS_SHOWN = 24
LINES = 8
APART = 0.0005
"""Optima whose levels differ by more than this are counted as different: a smaller difference is not printed."""


def gap_curves(reader: Reader, hit: Sequence[DisruptionRow], practice: Mapping[str, StockInPractice]) -> list[Drawing]:
    """Return g(t) of every disruption as small panels; nothing where the record keeps no corners."""
    rows = [row for row in hit if row.get("corners")]
    if not rows:
        return []
    drawn = charts.gap_panels(reader, rows, practice)
    widest = max(rows, key=lambda row: row["peak_gap"])
    falling = sum(_falls(row) for row in rows)
    finding = reader.words(
        "curves.finding" if falling else "curves.level",
        mineral=reader.name_and_symbol(widest["mineral"]),
        gap=percent(widest["peak_gap"], 1),
        n=falling,
    )
    for chart in drawn:
        chart.finding, chart.alternative = finding, reader.words("curves.alt", n=len(rows), finding=finding)
    return drawn


def _falls(row: DisruptionRow) -> bool:
    """Whether a gap closes before the disruption ends."""
    return bool(row["corners"][-1]["gap"] < row["peak_gap"] - 1e-9)


def sweep(reader: Reader, record: PolicyRecord) -> dict[str, object] | None:
    """Return the effect of the largest source holding back 0 to 100 %: on listed minerals, and which would enter."""
    disruption = record.get("disruption") or {}
    swept = [
        (row["mineral"], steps)
        for row in reader.ranking
        if (hit := disruption.get(row["mineral"])) is not None and len(steps := hit.get("sweep") or ()) > 1
    ]
    entrants = list(record.get("entrants") or ())
    if not swept and not entrants:
        return None
    return {
        "finding": _finding(reader, entrants),
        "heads": [percent(share) for share in PLACES],
        "rows": [_swept(reader, mineral, steps) for mineral, steps in swept],
        "entrants": [_entrant(reader, row) for row in entrants[:ENTRANTS_SHOWN]],
        "left_out": max(0, len(entrants) - ENTRANTS_SHOWN),
        "charts": _charts(reader, entrants),
    }


def _charts(reader: Reader, entrants: Sequence[Entrant]) -> list[Drawing]:
    shown = [row for row in entrants if row.get("sweep")][:LINES]
    if not shown:
        return []
    chart = charts.sweep_lines(reader, shown)
    chart.finding = reader.words(
        "held_back.chart.finding", mineral=reader.name_and_symbol(shown[0]["mineral"]), share=percent(shown[0]["at"], 1)
    )
    chart.alternative = reader.words("held_back.chart.alt", n=len(shown), finding=chart.finding)
    return [chart]


def _finding(reader: Reader, entrants: Sequence[Entrant]) -> str:
    if not entrants:
        return reader.words("held_back.nobody")
    first = entrants[0]
    return reader.words(
        "held_back.finding",
        n=len(entrants),
        mineral=reader.name_and_symbol(first["mineral"]),
        country=reader.country(first["origin"]),
        share=percent(first["at"], 1),
    )


def _swept(reader: Reader, mineral: str, steps: Sequence[SweepStep]) -> dict[str, object]:
    by_share = {round(step["restricted"], 6): step for step in steps}
    shown = [by_share[share] for share in PLACES]
    last = shown[-1]
    return {
        **reader.named(mineral),
        "country": reader.country(last["origin"]),
        "gap": percent(last["gap"], 1),
        "scores": [fixed(step["score"]) for step in shown],
        "days": fixed(last["days_needed"], 0),
        "exposed": significant(last["value_added_exposed_usd_m"]),
    }


def _entrant(reader: Reader, row: Entrant) -> dict[str, str]:
    return {
        **reader.named(row["mineral"]),
        "now": reader.tier(row["tier_now"]),
        "country": reader.country(row["origin"]),
        "held": percent(row["held"]),
        "at": percent(row["at"], 1),
        "gap": percent(row["gap"], 1),
        "scores": f"{fixed(row['score_now'])} → {fixed(row['score_at'])} → {fixed(row['score_in_full'])}",
    }


def optima(reader: Reader, rows: Sequence[OptimaRow]) -> dict[str, object] | None:
    """Return d* (least concentration) beside the optimum of the dimension's score, for each proposed partner."""
    if not rows:
        return None
    order = {row["mineral"]: place for place, row in enumerate(reader.ranking)}
    shown = [_optimum(reader, row) for row in sorted(rows, key=lambda row: order.get(row["mineral"], 0))]
    apart = sum(bool(row["apart"]) for row in shown)
    name = reader.dimensions.get(rows[0]["of"], reader.words("score"))
    return {"rows": shown, "dimension": name, "finding": reader.words("optima.finding", n=apart, all=len(shown))}


def _optimum(reader: Reader, row: OptimaRow) -> dict[str, object]:
    now, alone, whole = row["optima"]
    return {
        **reader.named(row["mineral"]),
        "move": reader.words("optima.move", origin=reader.country(row["from"]), partner=reader.country(row["to"])),
        "limit": percent(row["limit"]["value"], 1) if row["limit"]["stated"] else reader.words("limit.unknown"),
        "alone": percent(alone["move"], 1),
        "whole": percent(whole["move"], 1),
        "levels": [fixed(step["level"]) for step in (now, alone, whole)],
        "scores": [fixed(step["score"]) for step in (now, whole)],
        "apart": alone["level"] - whole["level"] > APART,
    }
