"""Codes of a record in the words of both languages, told by the column in which they stand."""

from collections.abc import Callable, Mapping, Sequence

from criticality.report.facts import question
from criticality.report.reader import Reader

Word = Callable[[Reader, str], str]
OVERALL = "(overall)"
"""What a table of weights by judge calls the weights over all groups."""
_COMPARISONS = {"at_least": "≥", "below": "<"}


def in_words(readers: Sequence[Reader], column: str, value: object) -> object:
    """Return the words of a code in both languages, Chinese first; what is no code, and other columns, as they are."""
    word = _WORDS.get(column)
    if word is None or not isinstance(value, str) or not value:
        return value
    parts = value.split("; ") if column in _SEVERAL else [value]
    return "; ".join(" ".join(dict.fromkeys(word(reader, part) for reader in readers)) for part in parts)


def _coded(kind: str) -> Word:
    return lambda reader, code: reader.words.get(f"{kind}.{code}", code)


def _group(reader: Reader, code: str) -> str:
    if code == OVERALL:
        return reader.words("weight.global")
    return reader.words("judge.dimensions") if code == "dimensions" else reader.criterion(code)


def _judge(reader: Reader, name: str) -> str:
    return reader.words("judge.group") if name == "group" else reader.judge(name)


def _subject(reader: Reader, code: str) -> str:
    return reader.full_name(code) if code in reader.minerals else reader.criterion(code)


def option_in_words(readers: Sequence[Reader], choice: str, option: str) -> str:
    """Return the title of an answer to a question, in both languages."""
    found = readers[0].result.get("choices")
    options = [entry for asked in (found["choices"] if found else ()) if asked["code"] == choice
               for entry in asked["options"] if entry["code"] == option]  # fmt: skip
    return (
        " ".join(dict.fromkeys(reader.words.text(entry["title"]) for entry in options for reader in readers)) or option
    )


def data_in_words(readers: Sequence[Reader], table: str, column: str, value: object) -> object:
    """Return what a cell of a table of data/ says in both languages; codes by which rows are found stay as they are."""
    word = _OF_DATA.get((table, column)) or _OF_DATA.get(("", column))
    if word is None or not isinstance(value, str) or not value:
        return value
    return "; ".join(" ".join(dict.fromkeys(word(reader, part) for reader in readers)) for part in value.split(";"))


def _target(reader: Reader, code: str) -> str:
    return reader.words(f"target.{code}") if f"target.{code}" in reader.words else reader.country(code)


def _yes_no(reader: Reader, code: str) -> str:
    return reader.words(code) if code in ("yes", "no") else code


_OF_DATA: Mapping[tuple[str, str], Word] = {
    **{("", kind): _coded(kind) for kind in ("stage", "flag", "measure", "flow")},
    **dict.fromkeys((("", "strategic"), ("", "print"), ("", "candidate")), _yes_no),
    ("", "unit"): Reader.unit,
    ("end_uses", "sector"): Reader.sector,
    ("", "target"): _target,
    ("minerals", "group"): Reader.term,
    ("stockpile_practice", "scope"): _coded("stock_scope"),
    ("official_lists", "tier"): Reader.term,
    ("governance", "indicator"): _coded("governance"),
}
"""Table, or none for all of them, and column → the words of its codes."""
_WORDS: Mapping[str, Word] = {
    "tier": Reader.tier,
    "of": Reader.of,
    "comparison": lambda _, code: _COMPARISONS.get(code, code),
    **dict.fromkeys(("dimension", "parent", "group", "item"), _group),
    **{kind: _coded(kind) for kind in ("method", "role", "stage", "standing", "check", "confidence", "lever")},
    **dict.fromkeys(("country", "origin", "partner"), Reader.country),
    "office": Reader.office,
    "unit": Reader.unit,
    "indicator": _coded("formula"),
    "judge": _judge,
    "subject": _subject,
    **dict.fromkeys(("choice", "hangs_on"), question),
}
_SEVERAL = ("hangs_on",)
