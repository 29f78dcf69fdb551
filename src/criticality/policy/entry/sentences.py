"""Sentences about what would put a mineral on the list: codes of ``text/messages/entry.json`` with slots."""

from collections.abc import Sequence
from typing import NamedTuple

from criticality.text.kept import note
from criticality.text.message import Message, joined
from criticality.text.named import Named


def value(of: Named, now: float | None, needed: float, unit: str, *, one_way: bool = True) -> Message:
    """Another value under one criterion; `one_way` where every value beyond it is as good."""
    less = now is not None and needed < now
    code = ("entry.value_or_less" if less else "entry.value_or_more") if one_way else "entry.value"
    today = Message("entry.no_figure") if now is None else note("entry.today", figure_today=now)
    return note(code, of=of, needed=needed, unit=_behind(unit), today=today)


def weight(of: Named, now: float, needed: float, *, dimension: bool) -> Message:
    """Another weight of a criterion or a dimension, the others in proportion."""
    kind, side = "dimension" if dimension else "criterion", "less" if needed < now else "more"
    return note(f"entry.{kind}_weight_or_{side}", of=of, amount=needed, share_today=now)


def threshold(tier: Named, of: Named, comparison: str, now: float, needed: float, unit: str = "") -> Message:
    """Another threshold in one condition of the rule; with a unit where it stands in that of the figures."""
    if comparison == "top":
        return note("entry.places", tier=tier, of=of, needed=needed, stated_today=now)
    code = "entry.at_least" if comparison == "at_least" else "entry.below"
    return note(code, tier=tier, of=of, needed=needed, unit=_behind(unit), stated_today=now)


def sector(title: Named, *, strategic: bool) -> Message:
    """The strategic flag of a sector, reversed; `strategic` is today's flag."""
    return Message("entry.sector_not_strategic" if strategic else "entry.sector_strategic", sector=title)


def scenario(file: str, title: Named) -> Message:
    """A scenario of the workspace instead of that of the run."""
    return Message("entry.scenario", file=file, title=title)


def no_scenario() -> Message:
    """The run without its own scenario."""
    return Message("entry.no_scenario")


def not_scored(reason: str, missing: Sequence[Named]) -> Message:
    """Why no single change is looked for: there is too little evidence for a score."""
    lacking = joined(missing, "missing") if missing else Message("entry.of_it")
    return Message("entry.not_scored", why=reason, missing=lacking)


def designated_elsewhere(tier: Named) -> Message:
    """Why no single change is looked for: a designation decides."""
    return Message("entry.designated_elsewhere", tier=tier)


class Failed(NamedTuple):
    """A condition that a mineral does not meet; `unit` is that of the figures where it compares these."""

    of: Named
    comparison: str
    value: float
    threshold: float
    unit: str = ""


def _failed(entry: Failed) -> Message:
    slots = {"of": entry.of, "value": entry.value, "threshold": entry.threshold}
    if entry.comparison == "top":
        return note("entry.fails_places", **slots)
    code = "entry.fails_at_least" if entry.comparison == "at_least" else "entry.fails_below"
    return note(code, **slots, unit=_behind(entry.unit))


def nothing_single(failed: Sequence[Failed]) -> Message:
    """No single change lists it; the conditions of the list that it does not meet, with value and threshold."""
    if not failed:
        return Message("entry.nothing")
    return Message("entry.nothing_single", conditions=joined(map(_failed, failed), "actions"))


def number_of_ways(ways: int) -> Message:
    """How many single changes list it."""
    return Message("entry.ways", n=ways)


def _behind(unit: str) -> str:
    """A unit behind a number; nothing for a pure number."""
    return "" if unit in ("", "1") else f" {unit}"
