"""The result: the ranked table, borderline cases, designations, insufficient evidence, and why each is listed."""

from collections.abc import Mapping

from criticality.model.assessment import INSUFFICIENT
from criticality.model.input_record import CriterionEntry
from criticality.model.record import Contribution, HeldCondition, IndicatorCell, NearestCondition, RankingRow
from criticality.report.certainty import cases, p_text
from criticality.report.charts.matrix import bar, dimension_numbers, shade
from criticality.report.facts import in_print, is_whole
from criticality.report.reader import Reader, chunks
from criticality.report.reasons import translated
from criticality.text.numbers import chance, fixed, percent, plain, significant

COLUMNS_ACROSS = 12


def ranked(reader: Reader) -> dict[str, object]:
    """Return the ranked table; columns of steps that were not done are left out."""
    assessed = any(row["p_listed"] is not None for row in reader.ranking)
    numbers = dimension_numbers(reader)
    narrowest = any(reader.narrowest(row["mineral"]) for row in reader.ranking)
    return {
        "assessed": assessed,
        "narrowest": narrowest,
        "wide": assessed or narrowest or len(reader.dimensions) > 3,
        "dimensions": [
            {"title": title, "number": numbers[code]}
            for code, title in reader.dimensions.items()
            if reader.has_dimension_scores
        ],
        "rows": [_ranked(reader, row, assessed) for row in reader.ranking],
    }


def _ranked(reader: Reader, row: RankingRow, assessed: bool) -> dict[str, object]:
    return {
        "rank": str(row["rank"] or "–"),
        **reader.named(row["mineral"]),
        "score": fixed(row["score"]),
        "dimensions": [fixed(row["dimensions"].get(code), 2) for code in reader.dimensions]
        if reader.has_dimension_scores
        else [],
        "tier": reader.tier(row["tier"]),
        "listed": row["listed"],
        "designated": row["designated"],
        "group": row.get("entered_with_group"),
        "grade": reader.worst_grade(row["mineral"]) or "–",
        "narrowest": reader.narrowest(row["mineral"]),
        "p": p_text(row) if assessed else "",
        "interval": interval(row) if assessed else "",
        "id": f"m-{row['mineral']}",
    }


def interval(row: RankingRow) -> str:
    """Write a 90 % rank interval."""
    return "–" if row["rank_low"] is None else f"{row['rank_low']}–{row['rank_high']}"


def borderline(reader: Reader) -> list[dict[str, str]]:
    """Return the committee's cases with the threshold that decides about each."""
    near = {entry["mineral"]: entry["nearest"] for entry in reader.result["borderline"]}
    return [_case(reader, row, near.get(row["mineral"])) for row in cases(reader)]


def _case(reader: Reader, row: RankingRow, near: NearestCondition | None) -> dict[str, str]:
    """A mineral that is not near a threshold, but uncertain by the draws, has its margin instead."""
    of = near["of"] if near else row.get("margin_of")
    part = near.get("of_spread") if near else None
    return {
        **reader.named(row["mineral"]),
        "tier": reader.tier(row["tier"]),
        "p": chance(row["p_listed"], 1),
        "of": reader.of(of) if of else "–",
        "threshold": plain(near["threshold"] if near else row.get("margin_threshold")),
        "value": fixed(near["value"] if near else row.get("margin_value")),
        "distance": fixed(near["distance"] if near else row.get("margin")),
        "part": percent(part, 1),
    }


def designations(reader: Reader) -> list[dict[str, object]]:
    """Return the minerals placed by decision, with who decided, when and why."""
    by_rule = {row["mineral"]: row["rule_tier"] or "" for row in reader.ranking}
    return [
        {
            **reader.named(entry["mineral"]),
            "tier": reader.tier(entry["tier"]),
            "by_rule": reader.tier(by_rule.get(entry["mineral"], "")) or "–",
            "by": entry["by"],
            "on": entry["on"],
            "because": reader.words.text(entry["because"]),
        }
        for entry in reader.rule.get("designations") or ()
    ]


def groups(reader: Reader) -> list[dict[str, object]]:
    """Return the groups that enter together, and who entered with one."""
    return [
        {
            "group": reader.term(entry["group"]),
            "listed_if": reader.words(f"group.{entry['listed_if']}"),
            "because": reader.words.text(entry["because"]),
            "entered": [
                reader.name_and_symbol(row["mineral"])
                for row in reader.ranking
                if row["entered_with_group"] and reader.minerals[row["mineral"]]["group"] == entry["group"]
            ],
        }
        for entry in reader.rule.get("groups") or ()
    ]


def insufficient(reader: Reader) -> list[dict[str, object]]:
    """Return the minerals whose evidence is too thin to be scored, with what is missing."""
    return [
        {
            **reader.named(row["mineral"]),
            "coverage": [percent(row["coverage"].get(code)) for code in reader.dimensions],
            "reason": translated(reader, reader.words.text(row.get("reason"))),
            "absent": [
                reader.criterion(criterion["code"])
                for criterion in reader.weighted
                if not is_present(reader.cells.get((row["mineral"], criterion["code"])))
            ],
        }
        for row in reader.in_tier(INSUFFICIENT)
    ]


def reasons(reader: Reader) -> list[dict[str, object]]:
    """Return for every listed mineral the rule's conditions and what each criterion contributes."""
    by_mineral: dict[str, list[Contribution]] = {}
    for entry in reader.result["contributions"]:
        by_mineral.setdefault(entry["mineral"], []).append(entry)
    listed = {row["mineral"] for row in reader.listed}
    largest = max(
        (e["contribution"] or 0.0 for m, entries in by_mineral.items() if m in listed for e in entries), default=0.0
    )
    return [_reason(reader, row, by_mineral.get(row["mineral"], []), largest) for row in reader.listed]


def _reason(reader: Reader, row: RankingRow, entries: list[Contribution], largest: float) -> dict[str, object]:
    numbers = dimension_numbers(reader)
    return {
        "id": f"m-{row['mineral']}",
        **reader.named(row["mineral"]),
        "tier": reader.tier(row["tier"]),
        "rank": str(row["rank"] or "–"),
        "score": fixed(row["score"]),
        "designated": row["designated"],
        "reason": translated(reader, reader.words.text(row.get("reason"))),
        "conditions": [_condition(reader, entry) for entry in row["because"] if entry["tier"] == row["tier"]],
        "rows": []
        if not is_whole(reader)
        else [
            {
                "title": reader.criterion(entry["criterion"]),
                "number": numbers.get(entry["dimension"], 1),
                "dimension": reader.dimensions.get(entry["dimension"], entry["dimension"]),
                "value": value_text(reader, cell := reader.cells.get((row["mineral"], entry["criterion"]))),
                "grade": (cell["grade"] if cell is not None else "") or "–",
                "scaled": fixed(entry["scaled"], 2),
                "weight": percent(entry["global_weight"], 1),
                "contribution": fixed(entry["contribution"]),
                "bar": bar(entry["contribution"], largest),
            }
            for entry in entries
        ],
    }


def _condition(reader: Reader, entry: HeldCondition) -> dict[str, object]:
    sign = {"at_least": "≥", "below": "<"}[entry["comparison"]]
    return {
        "of": reader.of(entry["of"]),
        "value": fixed(entry["value"]),
        "sign": sign,
        "threshold": plain(entry["threshold"]),
        "holds": entry["holds"],
    }


def held_back(reader: Reader) -> list[dict[str, object]]:
    """Return for every scored mineral off the list the conditions of the listed tiers that it does not meet."""
    rows: list[dict[str, object]] = []
    for row in reader.scored:
        if row["listed"]:
            continue
        failing = {
            (entry["of"], entry["comparison"]): _condition(reader, entry)
            for entry in row["because"]
            if entry["tier"] in reader.listed_tiers and not entry["holds"]
        }
        rows.append(
            {
                **reader.named(row["mineral"]),
                "tier": reader.tier(row["tier"]),
                "failing": list(failing.values()),
            }
        )
    return rows


def is_present(cell: IndicatorCell | None) -> bool:
    """Whether a mineral has evidence of its own under a criterion."""
    return cell is not None and bool(cell["present"])


def value_text(reader: Reader, cell: IndicatorCell | None) -> str:
    """Write a cell's value with its unit, its interval where the value is missing, or a dash."""
    if cell is None:
        return "–"
    unit = f" {reader.unit(cell['unit'])}".rstrip()
    if cell["value"] is not None:
        return f"{significant(cell['value'])}{unit}"
    if cell.get("low") is not None and cell.get("high") is not None:
        return f"{significant(cell['low'])}–{significant(cell['high'])}{unit}"
    return reader.words("absent")


def heat_map(reader: Reader) -> list[dict[str, object]]:
    """Return minerals × criteria on the scale 0…1, as many tables as fit side by side; none without scales."""
    if all(cell["scaled"] is None for cell in reader.result["indicators"]):
        return []
    numbers, shown = dimension_numbers(reader), in_print(reader)
    criteria = reader.weighted
    tables = []
    for part in chunks(criteria, COLUMNS_ACROSS):
        tables.append(
            {
                "criteria": [{"title": reader.words.text(c["title"]), "number": numbers[c["dimension"]]} for c in part],
                "rows": [
                    {
                        "rank": str(row["rank"]),
                        **reader.named(row["mineral"]),
                        "cells": [_shaded(reader, row["mineral"], c, numbers) for c in part],
                    }
                    for row in reader.scored
                    if row["mineral"] in shown
                ],
            }
        )
    return tables


def _shaded(reader: Reader, mineral: str, criterion: CriterionEntry, numbers: Mapping[str, int]) -> dict[str, object]:
    cell = reader.cells.get((mineral, criterion["code"]))
    scaled = None if cell is None else cell["scaled"]
    step = shade(scaled)
    return {
        "text": fixed(scaled, 2),
        "shade": "" if step is None else f"h{numbers[criterion['dimension']]}-{step}",
        "open": cell is not None and not cell["present"],
    }
