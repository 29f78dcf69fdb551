"""The shape of a review: what people said of a run, in files beside its record."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

Says = Literal["comment", "object", "agree", "sign_off", "withdraw"]
SAYS: tuple[Says, ...] = ("comment", "object", "agree", "sign_off", "withdraw")


class ReviewEntry(TypedDict):
    """What one person said of a run: the whole of ``review/0001.json``.

    `digest` and `result_digest` are those of the record; `before` is the SHA-256 of the entry before. `on` is the day
    that the person states, `about` a mineral, `withdraws` the number of an objection.
    """

    format: int
    run_id: str
    digest: str
    result_digest: str
    number: int
    says: str
    by: str
    on: str
    about: NotRequired[str]
    text: NotRequired[str]
    withdraws: NotRequired[int]
    before: NotRequired[str]


class ReviewShown(TypedDict):
    """What pages show of a review: its entries, and the runs to which further entries beside the record belong."""

    entries: list[ReviewEntry]
    of_another_run: list[str]


def saying(entries: Sequence[ReviewEntry], says: Says) -> list[ReviewEntry]:
    """The entries of one kind."""
    return [entry for entry in entries if entry["says"] == says]


def open_objections(entries: Sequence[ReviewEntry]) -> list[ReviewEntry]:
    """The objections that nobody has withdrawn."""
    withdrawn = {entry.get("withdraws") for entry in saying(entries, "withdraw")}
    return [entry for entry in saying(entries, "object") if entry["number"] not in withdrawn]
