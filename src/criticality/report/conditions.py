"""Conditions of the rule in words: what is compared, how, with how much, and in which unit."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from criticality.model.input_record import ConditionEntry, TierEntry
from criticality.model.record import HeldCondition, RankingRow
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import WITHHELD, is_public_form
from criticality.text.numbers import apart_from, fixed, plain, significant

SOURCE, PLACE = "source", "place"
"""Units of a threshold: that of the criterion's figures; a number of places. Nothing: the place on 0…1."""

_MOST_DIGITS = 12
_SIGNS = {"at_least": "≥", "below": "<"}
_FAILED = {"at_least": "<", "below": "≥"}


class Stated(NamedTuple):
    """A condition as the rule states it: how it compares, its threshold, and the unit of that."""

    comparison: str
    threshold: float
    unit: str


def stated(when: ConditionEntry) -> Stated:
    """Return how a condition of the rule compares, and with how much."""
    top = when.get("top")
    if top is not None:
        return Stated("top", float(top), PLACE)
    comparison = "at_least" if when.get("at_least") is not None else "below"
    threshold = when.get("at_least") if comparison == "at_least" else when.get("below")
    if isinstance(threshold, Mapping):
        return Stated(comparison, float(threshold["value"]), SOURCE)
    return Stated(comparison, float(threshold or 0.0), "")


def conditions_of(tier: TierEntry) -> list[ConditionEntry]:
    """Return all conditions of a tier, those of its alternatives too."""
    return [*tier["when"], *(condition for entry in tier.get("any") or () for condition in entry["when"])]


def tier_texts(reader: Reader, tier: TierEntry) -> list[str]:
    """Write what puts a mineral into a tier, one text for each condition and one for all alternatives."""
    if tier.get("designations_only"):
        return [reader.words("rule.designations_only")]
    texts = [condition_text(reader, when) for when in tier["when"]]
    alternatives = [[condition_text(reader, when) for when in entry["when"]] for entry in tier.get("any") or ()]
    if alternatives:
        texts.append(
            reader.words("rule.any", ways=reader.words("rule.or").join(_way(reader, way) for way in alternatives))
        )
    return texts


def _way(reader: Reader, conditions: Sequence[str]) -> str:
    """An alternative of several conditions stands in brackets."""
    text = reader.words("rule.and").join(conditions)
    return reader.words("rule.way", way=text) if len(conditions) > 1 else text


def condition_text(reader: Reader, when: ConditionEntry) -> str:
    """Write a condition of the rule: what, at least or below, how much; or among how many first."""
    (comparison, threshold, unit), of = stated(when), when["of"]
    if unit == PLACE:
        return reader.words("rule.top", of=reader.of(of), n=int(threshold))
    return f"{reader.of(of)} {_SIGNS[comparison]} {threshold_text(reader, of, threshold, unit)}"


def threshold_text(reader: Reader, of: str, threshold: float | None, unit: str) -> str:
    """Write a threshold as it is stated, with the unit of the figures where it stands in it."""
    return _in_unit(reader, of, plain(threshold), unit)


def value_text(reader: Reader, of: str, value: float | None, unit: str, threshold: float | None = None) -> str:
    """Write what was compared with a threshold: three decimals of a score, three digits of a figure with its unit.

    Where that many would print the threshold itself and the value is another, as many more as tell them apart.
    """
    if value is None and is_public_form(reader):
        return reader.words(WITHHELD)
    if unit == PLACE:
        return _in_unit(reader, of, plain(value), unit)
    if unit == SOURCE:
        return _in_unit(reader, of, _digits_apart(value, threshold), unit)
    return apart_from(value, threshold)


def distance_text(reader: Reader, of: str, distance: float, unit: str) -> str:
    """Write how far a value is from a threshold, in the unit of that."""
    if unit == PLACE:
        return reader.words("places", n=round(distance))
    return _in_unit(reader, of, significant(distance), unit) if unit == SOURCE else fixed(distance)


def failed_text(reader: Reader, entry: HeldCondition) -> str:
    """Write a condition that a mineral does not meet: what, how much it is, and what it is not."""
    of, unit, named = entry["of"], entry.get("unit", ""), reader.of(entry["of"])
    if unit == PLACE:
        return reader.words("rule.top.failed", of=named, place=plain(entry["value"]), n=int(entry["threshold"]))
    if entry["value"] is None and is_public_form(reader):
        return reader.words("confidential.failed", of=named)
    value, threshold = entry["value"], entry["threshold"]
    written = _digits_apart(value, threshold) if unit else apart_from(value, threshold, 2)
    return f"{named} {written} {_FAILED[entry['comparison']]} {threshold_text(reader, of, threshold, unit)}"


def unit_in(row: RankingRow, of: str | None, threshold: float | None) -> str:
    """Return the unit of a threshold of the rule that was tested on a mineral."""
    same = (entry for entry in row["because"] if (entry["of"], entry["threshold"]) == (of, threshold))
    return next((entry.get("unit", "") for entry in same), "")


def _in_unit(reader: Reader, of: str, number: str, unit: str) -> str:
    """A number in its unit; a pure number is told apart from a place on the scale."""
    if unit == PLACE:
        return reader.words("place", n=number)
    if unit != SOURCE:
        return number
    written = reader.unit(reader.criteria[of]["unit"])
    return f"{number} {written}" if written else reader.words("in_own_unit", number=number)


def _digits_apart(value: float | None, threshold: float | None) -> str:
    """Write a figure with three digits, or with as many as tell it from a threshold that it is not."""
    digits, same = 3, value is None or threshold is None or value == threshold
    while not same and digits < _MOST_DIGITS and significant(value, digits) == significant(threshold, digits):
        digits += 1
    return significant(value, digits)
