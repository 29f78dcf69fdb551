"""Read JSON as it is written here: each key once, no NaN, no infinity, not deeper than a reader can follow."""

import json
import math
from collections import Counter
from typing import Any

from criticality.text.json_slips import json_slip
from criticality.text.message import Message


def parse(content: bytes) -> Any:
    """Return the value of a JSON text.

    Raises
    ------
    ValueError
        Saying in words what is wrong with it.
    """
    try:
        text = content.decode("utf-8")
        value = json.loads(text)
    except UnicodeDecodeError as error:
        raise ValueError(Message("records.no_utf_8", byte=error.start + 1)) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise ValueError(Message("records.not_json", **place, what=json_slip(error))) from error
    except RecursionError as error:
        raise ValueError(Message("records.too_deep")) from error
    if not _is_canonical(value, text):
        json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant, parse_float=_finite)
    return value


def _is_canonical(value: Any, text: str) -> bool:
    """Whether the text is just what this software would write: then no key can stand twice, and no number is NaN."""
    try:
        written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError):
        return False
    return written == text.removesuffix("\n")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        key = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(Message("records.key_twice", key=key[:80]))
    return value


def _no_constant(word: str) -> float:
    raise ValueError(Message("records.no_json_number", word=word))


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(Message("records.number_too_large", digits=digits[:40]))
    return number
