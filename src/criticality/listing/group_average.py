"""The group rule that a mineral of a record follows, and the average of the group against each condition."""

import numpy as np

from criticality.listing.quantities import FIGURE, PLACE
from criticality.listing.rule import cuts_of
from criticality.model.input_record import GroupRuleEntry
from criticality.model.record import HeldCondition, Record, rows

_ENDINGS = {"source": FIGURE, "place": PLACE}


def group_rule_of(record: Record, mineral: str) -> GroupRuleEntry | None:
    """The last rule on the group of a mineral, which is the one that decides; None where there is none."""
    group = _groups(record).get(mineral)
    stated = [entry for entry in record["inputs"]["assessment"]["rule"].get("groups") or () if entry["group"] == group]
    return stated[-1] if group and stated else None


def average_of_group(record: Record, mineral: str) -> list[HeldCondition]:
    """Every condition of the rule tested on the mean of the group of a mineral, as the rule tests it.

    A member without a figure does not count into the mean, and a group none of whose members has one meets nothing.
    """
    group_of = _groups(record)
    members = [
        row["because"]
        for row in record["result"]["ranking"]
        if row["because"] and group_of.get(row["mineral"]) == group_of.get(mineral)
    ]
    return [_tested(list(entries)) for entries in zip(*members, strict=True)]


def _groups(record: Record) -> dict[str, str]:
    return {str(row["mineral"]): str(row.get("group") or "") for row in rows(record, "minerals")}


def _tested(entries: list[HeldCondition]) -> HeldCondition:
    """One condition with the mean of what it found for each member."""
    first, known = entries[0], [entry["value"] for entry in entries if entry["value"] is not None]
    if not known:
        return {**first, "value": None, "holds": False}
    mean = sum(known) / len(known)
    quantity = first["of"] + _ENDINGS.get(first.get("unit", ""), "")
    reached = mean >= cuts_of(np.array([first["threshold"]]), [quantity])[0]
    return {**first, "value": mean, "holds": bool(reached == (first["comparison"] == "at_least"))}
