"""How far a lever can go: what the evidence states, or that no limit is known.

Nobody has measured how far recycling, substitution and demand reduction can go in the end. Published are rates that
have been reached, goals, and shares of use that count as replaceable today; they stand in data/mineral_properties.csv
with their source. Where nothing is published, a lever has no stated limit: the results then say what amount would be
needed, and never that it is feasible.
"""

from dataclasses import dataclass

from criticality.indicators.observed import stated
from criticality.model.policy_record import Limit as LimitRow
from criticality.model.units import whole_of
from criticality.policy.bench import Bench
from criticality.text.phrases import Phrase

PROPERTIES = {
    "recycle": "recycling_input_potential",
    "substitute": "substitutable_share",
    "reduce": "reducible_share",
}
"""Properties of data/mineral_properties.csv that state a limit."""

UNKNOWN: Phrase = {"en": "no published limit is known", "zh-Hant": "未見已發表之上限"}


@dataclass(frozen=True)
class Limit:
    """The most that a lever can reach.

    Attributes
    ----------
    most
        Share of supply, input rate or share of use; all of it where nothing is stated.
    stated
        Whether the evidence states it.
    because
        In both languages: what states it, or what binds.
    sources
        Of the stated figure.
    low, high
        The range within which the evidence states it.
    """

    most: float
    stated: bool
    because: Phrase
    sources: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def limit_of(bench: Bench, mineral: str, kind: str, now: float = 0.0) -> Limit:
    """Return how far recycling, substitution or demand reduction can go; never less than today's value.

    Parameters
    ----------
    bench
        Whose evidence is read.
    mineral, kind
        Of the lever.
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
    named = ", ".join(sorted(cell.sources)) or name
    because = {"en": f"published limit, {named}", "zh-Hant": f"已發表之上限，{named}"}
    return Limit(most, stated=True, because=because, sources=tuple(sorted(cell.sources)), low=low, high=high)


def limit_row(limit: Limit) -> LimitRow:
    """Return a limit as plain values for the record; no number where none is stated."""
    return {
        "value": limit.most if limit.stated else None,
        "low": limit.low if limit.stated else None,
        "high": limit.high if limit.stated else None,
        "stated": limit.stated,
        "because": dict(limit.because),
        "sources": list(limit.sources),
    }
