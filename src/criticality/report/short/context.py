"""Everything the templates of the short edition may show."""

from criticality.model.assessment import INSUFFICIENT
from criticality.report.age import said_of_tier
from criticality.report.certainty import cases
from criticality.report.chapters.cases import borderline, designations, groups
from criticality.report.charts.matrix import matrix
from criticality.report.charts.restriction_timeline import acts, acts_drawn, restriction_timeline
from criticality.report.charts.supplier_stack import supplier_stack
from criticality.report.charts.supply_flow import supply_flow
from criticality.report.facts import (
    MARKS,
    expected,
    failing,
    foreign_lists,
    over_answers,
    span_text,
    standing,
    standing_text,
    supplier,
)
from criticality.report.reader import Reader
from criticality.report.short.actions import actions
from criticality.report.short.answers import answers, questions
from criticality.report.short.front import front, since
from criticality.report.short.industry import industry
from criticality.report.short.limits import limits
from criticality.report.short.method_page import method
from criticality.report.short.own_names import names
from criticality.report.withheld.said_of_withheld import rating
from criticality.text.numbers import fixed

ABSENT_ROWS = 18


def short_context(reader: Reader) -> dict[str, object]:
    """Return the pages of the short edition in words and written numbers, and the geometry of their charts."""
    return {
        "front": front(reader),
        "names": names(reader),
        "matrix": matrix(reader),
        "table": _table(reader),
        "others": _others(reader),
        "industry": industry(reader),
        "flow": supply_flow(reader),
        "suppliers": supplier_stack(reader),
        "timeline": restriction_timeline(reader),
        "acts": len(acts(reader)),
        "acts_drawn": acts_drawn(reader),
        "answers": answers(reader),
        "expected": _expected(reader),
        "since": since(reader),
        "cases": _cases(reader),
        "insufficient": reader.words.listing(
            [reader.name_and_symbol(row["mineral"]) for row in reader.in_tier(INSUFFICIENT)]
        ),
        "designations": designations(reader),
        "groups": _groups(reader),
        "grouped": any(row.get("entered_with_group") for row in reader.ranking),
        "actions": actions(reader),
        "limits": limits(reader),
        "method": method(reader),
    }


def _table(reader: Reader) -> dict[str, object]:
    """Return the table of the listed minerals: score, dimensions, largest supplier, and how sure each is."""
    return {
        "dimensions": list(reader.dimensions.values()) if reader.has_dimension_scores else [],
        "assessed": any(row["p_listed"] is not None for row in reader.listed),
        "passed_over": _passed_over(reader),
        "rows": [
            {
                "rank": str(row["rank"] or "–"),
                **reader.named(row["mineral"]),
                "score": fixed(row["score"], 2),
                "dimensions": [rating(reader, row, code, 2) for code in reader.dimensions]
                if reader.has_dimension_scores
                else [],
                "supplier": supplier(reader, row["mineral"]) or "–",
                "p": reader.chance(row["p_listed"]),
                "mark": MARKS.get(code := standing(reader, row), ""),
                "standing": standing_text(reader, code),
            }
            for row in reader.listed
        ],
    }


def _passed_over(reader: Reader) -> str:
    """Say how many minerals have a higher score than the last of the list and are not on it; nothing where none has."""
    scores = [row["score"] for row in reader.listed if row["score"] is not None and not row["designated"]]
    last = min(scores, default=None)
    above = [row for row in reader.scored if not row["listed"] and last is not None and (row["score"] or 0.0) > last]
    return reader.words("short.table.passed_over", n=len(above)) if above else ""


def _cases(reader: Reader) -> list[dict[str, str]]:
    """Return the committee's cases with the condition that decides about each, and what its place hangs on."""
    over = over_answers(reader)
    return [
        {
            **case,
            "over": span_text(reader, over.get(row["mineral"])),
            "hangs": (questions(reader, over[row["mineral"]]) if row["mineral"] in over else "") or "–",
        }
        for row, case in zip(cases(reader), borderline(reader), strict=True)
    ]


def _groups(reader: Reader) -> list[str]:
    """Say of each group that entered together whom it brought in and why."""
    told = []
    for entry in groups(reader):
        entered = entry["entered"]
        if isinstance(entered, list) and entered:
            names = reader.words.listing([str(name) for name in entered])
            told.append(reader.words("short.group", **{**entry, "names": names}))
    return told


def _others(reader: Reader) -> list[dict[str, str]]:
    """Return the tiers that are off the list with the names of their minerals."""
    tiers = []
    for tier in reader.rule["tiers"]:
        rows = reader.in_tier(tier["name"])
        if not tier["listed"] and rows:
            names = reader.words.listing([reader.name_and_symbol(row["mineral"]) for row in rows])
            tiers.append(
                {"title": reader.tier(tier["name"]), "names": names, "stale": said_of_tier(reader, tier["name"])}
            )
    return tiers


def _expected(reader: Reader) -> dict[str, object] | None:
    """Return the minerals that most other governments list and this list does not, with what they do not meet.

    The table ends after a page.
    """
    found = expected(reader)
    if not found:
        return None
    return {
        "lists": len(foreign_lists(reader)),
        "more": max(0, len(found) - ABSENT_ROWS),
        "rows": [
            {
                **reader.named(row["mineral"]),
                "n": count,
                "why": failing(reader, row),
                "p": reader.chance(row["p_listed"]),
            }
            for row, count in found[:ABSENT_ROWS]
        ],
    }
