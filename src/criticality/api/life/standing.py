"""Where a list stands, in words: draft, adopted, superseded, and the day of its review."""

from collections.abc import Iterator
from datetime import date

from criticality.model.record import LifeEntry
from criticality.text.message import Message
from criticality.text.named import Named
from criticality.text.phrases import both


def said_of_life(life: LifeEntry | None, *, today: date | None = None, replaced: bool = False) -> Iterator[Message]:
    """Say where a list stands.

    Parameters
    ----------
    life
        What its record says; None for a draft that is to be reviewed by no day.
    today
        Known to a command that looks at records, and to no step: with it, a day of review that has passed is told.
    replaced
        Whether a list adopted later has taken its place.
    """
    if life is None or "adopted" not in life:
        yield Message("adopting.draft")
    else:
        adopted, status = life["adopted"], life["status"]
        code = "adopting.replaced" if replaced and status == "adopted" else f"adopting.{status}"
        yield Message(code, day=adopted["on"], by=Named("", both(adopted["by"])), act=Named("", both(adopted["act"])))
    day = None if life is None or life["status"] != "adopted" or replaced else life.get("review_by")
    if day is not None:
        passed = today is not None and today.isoformat() > day
        yield Message("adopting.review_due" if passed else "adopting.review_by", day=day)
