"""Limits of the levers: the limit that the evidence states, or that no limit is known.

The largest possible amounts of recycling, substitution and demand reduction have not been measured. What is published
are rates that have been reached, targets, and shares of use that are considered replaceable today. They are in
data/mineral_properties.csv with their sources. Where nothing is published, a lever has no stated limit: the results
then state the amount that would be needed, but never that it is feasible.
"""

from dataclasses import dataclass

from criticality.indicators.observed import stated
from criticality.model.policy_record import Limit as LimitRow
from criticality.model.units import whole_of
from criticality.policy.bench import Bench
from criticality.text.kept import coded, in_both_languages
from criticality.text.message import Message, joined

PROPERTIES = {
    "recycle": "recycling_input_potential",
    "substitute": "substitutable_share",
    "reduce": "reducible_share",
}
"""Lever → the property of data/mineral_properties.csv that states its limit."""

UNKNOWN = Message("lever.no_limit")


@dataclass(frozen=True)
class Limit:
    """The largest amount of a lever.

    Attributes
    ----------
    most
        Share of supply, input rate or share of use; 1 if no limit is stated.
    stated
        Whether the evidence states a limit.
    because
        The source of the limit, or the reason for it.
    sources
        The sources of the stated value.
    low, high
        The range of the stated value.
    """

    most: float
    stated: bool
    because: Message
    sources: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def limit_of(bench: Bench, mineral: str, kind: str, now: float = 0.0) -> Limit:
    """Return the limit of recycling, substitution or demand reduction; it is never below today's value.

    Parameters
    ----------
    bench
        The decided run with its evidence.
    mineral, kind
        The mineral, and the kind of lever.
    now
        Today's value.
    """
    name = PROPERTIES[kind]
    cell = stated(bench.evidence, mineral, name)
    if not cell.present:
        return Limit(1.0, stated=False, because=UNKNOWN)
    unit = next((row.unit for row in bench.evidence.properties[mineral, name]), "1")
    whole = whole_of(unit) or 1.0
    most, low, high = (min(1.0, max(now, end / whole)) for end in (cell.value, cell.low, cell.high))
    because = Message("lever.published_limit", sources=joined(sorted(cell.sources) or [name], "codes"))
    return Limit(most, stated=True, because=because, sources=tuple(sorted(cell.sources)), low=low, high=high)


def limit_row(limit: Limit) -> LimitRow:
    """Return a limit as plain values for the record; without numbers if no limit is stated."""
    return {
        "value": limit.most if limit.stated else None,
        "low": limit.low if limit.stated else None,
        "high": limit.high if limit.stated else None,
        "stated": limit.stated,
        "because": in_both_languages(limit.because),
        "said": coded(limit.because),
        "sources": list(limit.sources),
    }
