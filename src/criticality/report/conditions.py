"""Conditions of the rule in words: what is compared, how, with how much, and in which unit."""

from collections.abc import Mapping
from typing import NamedTuple

from criticality.model.input_record import ConditionEntry
from criticality.model.record import HeldCondition, RankingRow
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, plain, significant

_SIGNS = {"at_least": "≥", "below": "<"}
_FAILED = {"at_least": "<", "below": "≥"}


class Stated(NamedTuple):
    """A condition as the rule states it; `own_unit`: its threshold stands in the unit of the criterion's figures."""

    comparison: str
    threshold: float
    own_unit: bool


def stated(when: ConditionEntry) -> Stated:
    """Return how a condition of the rule compares, and with how much."""
    comparison = "at_least" if when.get("at_least") is not None else "below"
    threshold = when.get("at_least") if comparison == "at_least" else when.get("below")
    if isinstance(threshold, Mapping):
        return Stated(comparison, float(threshold["value"]), own_unit=True)
    return Stated(comparison, float(threshold or 0.0), own_unit=False)


def condition_text(reader: Reader, when: ConditionEntry) -> str:
    """Write a condition of the rule: what, at least or below, how much."""
    comparison, threshold, own_unit = stated(when)
    return f"{reader.of(when['of'])} {_SIGNS[comparison]} {threshold_text(reader, when['of'], threshold, own_unit)}"


def threshold_text(reader: Reader, of: str, threshold: float | None, own_unit: bool) -> str:
    """Write a threshold as it is stated, with the unit of the figures where it stands in it."""
    return _with_unit(reader, of, plain(threshold)) if own_unit else plain(threshold)


def value_text(reader: Reader, of: str, value: float | None, own_unit: bool) -> str:
    """Write what was compared with a threshold: three decimals of a score, three digits of a figure with its unit."""
    return _with_unit(reader, of, significant(value)) if own_unit else fixed(value)


def failed_text(reader: Reader, entry: HeldCondition) -> str:
    """Write a condition that a mineral does not meet: what, how much it is, and what it is not."""
    own_unit, threshold = "unit" in entry, threshold_text(reader, entry["of"], entry["threshold"], "unit" in entry)
    value = significant(entry["value"]) if own_unit else _told_apart(entry)
    return f"{reader.of(entry['of'])} {value} {_FAILED[entry['comparison']]} {threshold}"


def in_own_unit(row: RankingRow, of: str, threshold: float | None) -> bool:
    """Whether a threshold of the rule that was tested on a mineral stands in the unit of the figures."""
    return any("unit" in entry for entry in row["because"] if (entry["of"], entry["threshold"]) == (of, threshold))


def _with_unit(reader: Reader, of: str, number: str) -> str:
    """A number with the unit of a criterion's figures; a pure number is told apart from a place on the scale."""
    unit = reader.unit(reader.criteria[of]["unit"])
    return f"{number} {unit}" if unit else reader.words("in_own_unit", number=number)


def _told_apart(entry: HeldCondition) -> str:
    """Write a value with two decimals, or three where two would make it equal to the threshold."""
    return fixed(entry["value"], 3 if fixed(entry["value"], 2) == fixed(entry["threshold"], 2) else 2)
