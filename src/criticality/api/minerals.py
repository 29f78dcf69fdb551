"""Minerals of a run: which one a word means, and which rule on its group it follows."""

from criticality.errors import RecordError, with_hint
from criticality.model.input_record import GroupRuleEntry
from criticality.model.record import HeldCondition, Record, rows
from criticality.text.message import Message
from criticality.text.named import Named
from criticality.text.spelling import nearest

_SOME = 5
"""Candidates named where nothing is spelt like the word."""


def mineral_code(record: Record, word: str) -> str:
    """The candidate that a code, a name or a symbol means.

    Raises
    ------
    RecordError
        If the run has no such candidate.
    """
    codes, minerals = record["result"]["candidates"], rows(record, "minerals")
    spellings = {
        str(row[key]).lower(): str(row["mineral"])
        for row in minerals
        for key in ("name_zh", "name_en", "symbol")
        if row[key]
    }
    code = word if word in codes else spellings.get(word.lower(), word)
    if code in codes:
        return code
    reasons = {row["mineral"]: row["reason"] for row in minerals}
    if code in reasons:
        raise RecordError(Message("api.no_candidate", word=word, reason=reasons[code]))
    meant = nearest(word, [*codes, *spellings])
    message = Message("api.no_mineral", word=word)
    hint = Message("api.did_you_mean", meant=meant) if meant else Message("api.known_minerals", names=_some(record))
    raise RecordError(with_hint(message, hint))


def _some(record: Record) -> list[str]:
    """The first candidates, by name: how a mineral may be written."""
    names = {row["mineral"]: row for row in rows(record, "minerals")}
    first = [code for code in record["result"]["candidates"] if code in names][:_SOME]
    return [Named(code, {"en": f"{names[code]['name_en']}", "zh-Hant": f"{names[code]['name_zh']}"}) for code in first]


def listed_code(record: Record, word: str) -> str:
    """The listed mineral that a word means.

    Raises
    ------
    RecordError
        If the run has no such candidate, or it is not on the list.
    """
    code = mineral_code(record, word)
    row = next(row for row in record["result"]["ranking"] if row["mineral"] == code)
    if not row["listed"]:
        raise RecordError(Message("api.not_listed", word=word, tier=row["tier"]))
    return code


def group_decision(record: Record, mineral: str) -> tuple[GroupRuleEntry, list[HeldCondition]] | None:
    """The rule on the group of a mineral, with the average of the group against every condition where that decides.

    None where no rule is on its group, or it has none.
    """
    from criticality.listing.group_average import average_of_group, group_rule_of

    entry = group_rule_of(record, mineral)
    if entry is None:
        return None
    return entry, average_of_group(record, mineral) if entry["listed_if"] == "average" else []
