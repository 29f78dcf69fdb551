"""Sentences about levers: codes with slots, whose words in both languages stand in ``text/messages/lever.json``."""

from collections.abc import Mapping

from criticality.model.policy_record import DisruptionRow, StockInPractice
from criticality.policy.levers.axes import Answer, Axis
from criticality.policy.levers.combination import Combination
from criticality.policy.redecision import Distance
from criticality.text.kept import note, shipped_name
from criticality.text.message import Message, joined
from criticality.text.named import Named
from criticality.text.phrases import both


def unit_of(lever: str) -> str:
    """The unit of the amount of a lever, or of the cost of several, as a record has it."""
    return shipped_name(f"unit_{lever}")["en"]


def by_itself(answer: Answer) -> Message | str:
    """The effect of one lever alone on one mineral."""
    axis, amount = answer.axis, answer.needed
    if amount is None:
        return _cannot(answer)
    if axis.limit.stated:
        return note("lever.takes_off", doing=doing(axis, amount), most=axis.most, why=axis.limit.because)
    return note("lever.would_take_off", doing=doing(axis, amount), why=axis.limit.because)


def _cannot(answer: Answer) -> str:
    """That a lever cannot take a mineral off: the margin at its best amount, and what is needed beyond its limit."""
    axis = answer.axis
    limit = {"most": axis.most, "why": axis.limit.because, "left": _left(answer.left)}
    if not axis.open:
        told = note("lever.at_limit", **limit)
    else:
        code = "lever.stays_to_limit" if axis.limit.stated else "lever.stays_to_all"
        told = note(code, **limit, best=answer.best, doing=_doing(axis, answer.best, "_inside"))
    return joined([told, *_beyond(answer)], "sentence")


def _beyond(answer: Answer) -> list[Message]:
    result = answer.beyond
    if result is None:
        return []
    if result.needed is None:
        return [note("lever.not_even_all", left=_left(result.left))]
    limit = answer.axis.limit
    if limit.high is not None and result.needed <= limit.high:
        ends = {"floor": limit.low or 0.0, "ceiling": limit.high}
        return [note("lever.beyond_limit_within", amount=result.needed, **ends)]
    return [note("lever.beyond_limit", amount=result.needed)]


def doing(axis: Axis, amount: float) -> Message:
    """The action of a lever, as the head of a sentence."""
    return _doing(axis, amount, "")


def _doing(axis: Axis, amount: float, place: str) -> Message:
    if axis.kind == "diversify" and axis.partner is not None:
        origin, partner = (Named(code, axis.bench.country(code)) for code in (axis.origin, axis.partner.country))
        return note(f"lever.diversify{place}", amount=amount, origin=origin, partner=partner)
    if axis.kind == "recycle":
        return note(f"lever.recycle{place}", today=axis.least, amount=amount)
    kind = "substitute" if axis.kind == "substitute" else "reduce"
    return note(f"lever.{kind}{place}", amount=amount)


def no_partner() -> Message:
    """Why diversification is no lever here."""
    return Message("lever.no_partner")


def no_lever() -> Message:
    """Why there is no combination."""
    return Message("lever.no_lever")


def decided_otherwise(*, designated: bool) -> Message:
    """Why no lever helps a mineral that is listed by designation or with its group."""
    return Message("lever.designated" if designated else "lever.with_its_group")


def lists_the_rest() -> Message:
    """Why no lever helps where a tier of the list has no condition."""
    return Message("lever.lists_the_rest")


def combined(doings: list[Message], result: Combination) -> str:
    """The effect of a combination of levers."""
    if not result.possible:
        return note("lever.combined_cannot", left=_left(result.left))
    actions = joined(doings, "actions")
    if not result.limits_stated:
        return joined([note("lever.combined_unlimited", doings=actions), *_within(result)], "sentence")
    return note("lever.one_is_cheapest" if len(doings) == 1 else "lever.combined", doings=actions, cost=result.cost)


def _within(result: Combination) -> list[Message]:
    if result.left_within is None:
        return []
    return [note("lever.within_limits", left=_left(result.left_within))]


def _left(distance: Distance | None) -> float | Message:
    """How far from the line a mineral stands: places by their number, a figure in its unit, else a part of 0…1."""
    if distance is None:
        return 0.0
    if distance.kind == "place":
        return Message("lever.left_places", n=round(distance.amount))
    if distance.kind == "source":
        unit = "" if distance.unit in ("", "1") else f" {distance.unit}"
        of = Named(distance.of, both(distance.title, distance.of))
        return note("lever.left_figure", value=distance.amount, unit=unit, of=of)
    return distance.amount


def stock(row: DisruptionRow | None) -> str:
    """That a stock changes no criterion, and how many days it covers."""
    if row is None:
        gap = Message("lever.nothing_lost")
    else:
        gap = note(
            "lever.riding_out",
            what=Named("", both(row["what"])),
            days=row["days_needed_confident"],
            confidence=row["confidence"],
            practice=_held(row["practice"]),
            own=_own(row),
        )
    return joined([Message("lever.stock"), gap], "sentence")


def _own(row: DisruptionRow) -> str:
    """How long the stock of the run's scenario lasts, if the scenario holds one."""
    if not row["held_days"]:
        return ""
    return note("lever.held_by_scenario", days=row["held_days"], lasting=_lasting(row["held_lasts_days"]))


def _lasting(days: float | None) -> Message:
    return Message("lever.lasts_to_the_end") if days is None else note("lever.lasts_days", days=days)


def _held(practice: Mapping[str, StockInPractice]) -> str:
    """How long the smallest stock that a government aims to hold lasts, if the data state one."""
    if not practice:
        return ""
    least = min(practice.values(), key=lambda each: float(each["nominal_days"]))
    return note("lever.held_in_practice", days=least["nominal_days"], lasting=_lasting(least["lasts_days"]))
