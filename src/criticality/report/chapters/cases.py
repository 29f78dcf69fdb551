"""Chapter 3, cases for the committee: what lies near the line and what would move it, decisions, thin evidence."""

from collections.abc import Mapping

from criticality.model.assessment import INSUFFICIENT
from criticality.model.record import NearestCondition, RankingRow
from criticality.model.robustness_record import RobustnessDetails, SmallestChange
from criticality.report.certainty import cases
from criticality.report.chapters.result import is_present
from criticality.report.conditions import threshold_text, unit_in, value_text
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import WITHHELD, are_changes_withheld, has_withheld_cell
from criticality.text.numbers import percent, plain


def borderline(reader: Reader) -> list[dict[str, str]]:
    """Return the committee's cases: the threshold that decides about each, and the smallest changes that move it."""
    near = {entry["mineral"]: entry["nearest"] for entry in reader.result["borderline"]}
    details: RobustnessDetails = reader.result.get("robustness") or {}
    return [_case(reader, row, near.get(row["mineral"]), details) for row in cases(reader)]


def _case(reader: Reader, row: RankingRow, near: NearestCondition | None, details: RobustnessDetails) -> dict[str, str]:
    """A mineral that is not near a threshold, but uncertain by the draws, has its margin instead."""
    of = near["of"] if near else row.get("margin_of")
    threshold = near["threshold"] if near else row.get("margin_threshold")
    value = near["value"] if near else row.get("margin_value")
    unit = unit_in(row, of, threshold)
    thresholds = (details.get("smallest_threshold_change") or {}).get(row["mineral"]) or []
    told = {
        "of": reader.of(of) if of else "–",
        "threshold": threshold_text(reader, of or "", threshold, unit),
        "value": value_text(reader, of or "", value, unit, threshold),
    }
    hidden = reader.words(WITHHELD) if are_changes_withheld(reader, row["mineral"]) else ""
    return {
        **reader.named(row["mineral"]),
        **told,
        "tier": reader.tier(row["tier"]),
        "listed": "yes" if row["listed"] else "",
        "p": reader.chance(row["p_listed"]),
        "near": reader.words(WITHHELD) if has_withheld_cell(reader, row["mineral"]) else _near(reader, told),
        "by_threshold": _threshold_change(reader, thresholds[0], of) if thresholds else hidden,
        "by_weight": _weight_change(reader, (details.get("smallest_weight_change") or {}).get(row["mineral"]))
        or hidden,
        "by_dimension": _weight_change(reader, (details.get("smallest_dimension_change") or {}).get(row["mineral"])),
    }


def _near(reader: Reader, told: Mapping[str, str]) -> str:
    """Write the condition nearest to a mineral, its value and its threshold."""
    return reader.words("short.cases.value", **told)


def _threshold_change(reader: Reader, change: SmallestChange, deciding: str | None) -> str:
    """Write the change of a threshold; what it is a threshold of where that is not the deciding condition."""
    of = change["of"]
    needed = value_text(reader, of, change["needed"], change.get("unit", ""))
    named = _change(reader, of, plain(change["now"]), needed)
    return named if of != deciding else named.removeprefix(f"{reader.of(of)}{reader.words('colon')}")


def _weight_change(reader: Reader, change: SmallestChange | None) -> str:
    if change is None:
        return ""
    return _change(reader, change["of"], percent(change["now"], 1), percent(change["needed"], 1))


def _change(reader: Reader, of: str, now: str, needed: str) -> str:
    """Name what changes and its two values, joined by no-break spaces so that they stay on one line."""
    ends = f"{now} → {needed}".replace(" ", "\u00a0")
    return f"{reader.of(of)}{reader.words('colon')}{ends}"


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
            "absent": [
                reader.criterion(criterion["code"])
                for criterion in reader.weighted
                if not is_present(reader.cells.get((row["mineral"], criterion["code"])))
            ],
        }
        for row in reader.in_tier(INSUFFICIENT)
    ]
