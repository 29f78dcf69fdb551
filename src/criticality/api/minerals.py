"""From a word to the mineral that it means in a run."""

import difflib
from collections.abc import Mapping
from typing import Any

from criticality.errors import RecordError


def mineral_code(record: Mapping[str, Any], word: str) -> str:
    """The candidate that a code, a name or a symbol means.

    Raises
    ------
    RecordError
        If the run has no such candidate.
    """
    codes: list[str] = record["result"]["candidates"]
    table = record["inputs"]["data"]["minerals"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    spellings = {
        str(row[key]).lower(): row["mineral"] for row in rows for key in ("name_zh", "name_en", "symbol") if row[key]
    }
    code = word if word in codes else spellings.get(word.lower(), word)
    if code in codes:
        return code
    reasons = {row["mineral"]: row["reason"] for row in rows}
    if code in reasons:
        raise RecordError(f"{word}: not a candidate of this run. {reasons[code]}")
    close = difflib.get_close_matches(word, [*codes, *spellings], n=1)
    raise RecordError(
        f"{word}: no such mineral in this run" + (f"\n    hint: Did you mean {close[0]}?" if close else "")
    )


def listed_code(record: Mapping[str, Any], word: str) -> str:
    """The listed mineral that a word means.

    Raises
    ------
    RecordError
        If the run has no such candidate, or it is not on the list.
    """
    code = mineral_code(record, word)
    row = next(row for row in record["result"]["ranking"] if row["mineral"] == code)
    if not row["listed"]:
        raise RecordError(f"{word}: not on the list of this run (tier {row['tier']}), so nothing can take it off")
    return code
