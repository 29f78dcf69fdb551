"""Concentration of supply over countries (Herfindahl 1950, Hirschman 1945), with what is not known as bounds.

Shares are of the whole, so they may add up to less than 1. The `unknown` rest - other countries, withheld figures -
stays in the denominator and adds nothing to the value, which therefore is a lower bound; the upper bound takes it for
one more country, governed worst.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from criticality.indicators.governance import GovernanceRisk


@dataclass(frozen=True)
class Bounded:
    """A figure with its lower and upper bound."""

    value: float
    low: float
    high: float


def herfindahl(shares: Iterable[float], unknown: float = 0.0) -> Bounded:
    """Return the Herfindahl-Hirschman index Σ s² of shares 0…1; 1/n for n equal countries, 1 for a single one.

    Parameters
    ----------
    shares
        Share of each named country in the whole.
    unknown
        Share of the whole that no named country holds.
    """
    index = sum(share * share for share in shares)
    return _clipped(index, index, index + unknown**2)


def largest_share(shares: Iterable[float], unknown: float = 0.0) -> Bounded:
    """Return the share of the largest single country (single point of failure), 0…1."""
    largest = max(shares, default=0.0)
    return _clipped(largest, largest, max(largest, unknown))


def governance_weighted_herfindahl(
    shares: Mapping[str, float], risks: Mapping[str, GovernanceRisk], unknown: float = 0.0, *, may_merge: bool = False
) -> Bounded:
    """Return Σ s_c²·g_c, each country weighted by its governance risk (HHI-WGI; EC 2017, equation 3), 0…1.

    Parameters
    ----------
    shares
        Share of each named country in the whole.
    risks
        Governance risk of the same countries.
    unknown
        Share of the whole that no named country is known to hold.
    may_merge
        Whether the unknown rest may belong to a named country (imports of unknown origin); otherwise it is another one.
    """
    square = {country: share * share for country, share in shares.items()}
    value = sum(weight * risks[country].value for country, weight in square.items())
    low = sum(weight * risks[country].low for country, weight in square.items())
    high = sum(weight * risks[country].high for country, weight in square.items())
    merged = ((2 * share + unknown) * unknown * risks[country].high for country, share in shares.items() if may_merge)
    return _clipped(value, low, high + max((unknown**2, *merged)))


def _clipped(value: float, low: float, high: float) -> Bounded:
    value, low, high = (min(1.0, figure) for figure in (value, low, high))
    return Bounded(value, min(low, value), max(high, value))
