"""A supply gap over time, how long a stock covers it, and the value added that depends on the missing supply.

g(t) = max(0, Σ p·s̃ − a(t) − n(t) − σ − ρ − δ), with t in days and all terms as shares of yearly use:

- Σ p·s̃: the supply lost to shocks, each the share p lost of an origin's share s̃ of the supply;
- a(t) = a_max·min(1, t/L): what other suppliers redirect to the country;
- n(t): what new supply adds while it ramps up;
- σ, ρ, δ: substitution, recycling and demand reduction.

A stock of N nominal days of use lasts T days, where ∫₀ᵀ g dt = N. Covering the whole gap takes (D/365)·∫ g dt tonnes,
where D is the yearly use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log, sqrt
from statistics import NormalDist

YEAR = 365.0


@dataclass(frozen=True)
class Gap:
    """A supply gap as a share of yearly use.

    Attributes
    ----------
    losses
        (last day, share of supply lost until then), one for each shock; shocks on different countries add up.
    redirected
        a_max, the largest share that other suppliers redirect.
    lag
        L, the days until they reach it; 0: at once.
    relief
        σ + ρ + δ: substitution, recycling and demand cuts together.
    arrivals
        (first day, days of the ramp, share of use at its end), one for each new supply; the first day may be negative.
    """

    losses: tuple[tuple[float, float], ...]
    redirected: float = 0.0
    lag: float = 0.0
    relief: float = 0.0
    arrivals: tuple[tuple[float, float, float], ...] = ()

    def lost(self, day: float) -> float:
        """Share of supply lost to shocks on a day; at most 1."""
        return min(1.0, sum(share for until, share in self.losses if day < until))

    def redirected_on(self, day: float) -> float:
        """a(t), the share that other suppliers redirect on a day."""
        return self.redirected * (min(1.0, day / self.lag) if self.lag > 0 else 1.0)

    def arrived_on(self, day: float, since: float | None = None) -> float:
        """n(t), the share of use that new supply adds on a day.

        New supply without a ramp is a jump. It counts if it had started by the day `since` (by default `day`), so that
        both ends of a segment can be evaluated from inside the segment.
        """
        # The length of a ramp is the difference of its two rounded corners: then it is complete exactly at its end.
        observed = day if since is None else since
        spans = ((first, (first + ramp) - first, share) for first, ramp, share in self.arrivals)
        return sum(
            share * min(1.0, max(0.0, day - first) / ramp) if ramp > 0 else share * (observed >= first)
            for first, ramp, share in spans
        )

    def at(self, day: float) -> float:
        """g(t), the gap on a day."""
        return max(0.0, self._raw(day, day))

    @property
    def corners(self) -> list[tuple[float, float]]:
        """The curve g as straight segments: (day, gap) at both ends of each segment, in order."""
        return [
            place
            for start, end in self._segments(self.days)
            for place in zip((start, end), self._ends(start, end), strict=True)
        ]

    @property
    def days(self) -> float:
        """The day on which the last shock ends."""
        return max((until for until, _ in self.losses), default=0.0)

    @property
    def peak(self) -> float:
        """The largest gap."""
        return max((self.at(day) for day in [0.0, *(until for until, _ in self.losses)]), default=0.0)

    def integral(self, until: float = inf) -> float:
        """∫ g dt from day 0, in days of total use; exact, because g is linear between its corners."""
        return sum(_area(start, end, *self._ends(start, end)) for start, end in self._segments(min(until, self.days)))

    def lasts(self, nominal_days: float) -> float:
        """Days T that a stock of N nominal days lasts, ∫₀ᵀ g dt = N; infinite if it lasts longer than the gap."""
        left = nominal_days
        for start, end in self._segments(self.days):
            first, last = self._ends(start, end)
            area = _area(start, end, first, last)
            if area > left:
                return start + _reach(left, first, (last - first) / (end - start) if end < inf else 0.0)
            left -= area
        return inf

    def _segments(self, until: float) -> list[tuple[float, float]]:
        corners = {0.0, until, *(end for end, _ in self.losses), *([self.lag] if self.lag > 0 else [])}
        corners |= {day for first, ramp, _ in self.arrivals for day in (first, first + ramp)}
        edges = sorted(day for day in corners if 0 <= day <= until)
        segments: list[tuple[float, float]] = []
        for start, end in pairwise(edges):
            zero = self._zero(start, end)
            segments += [(start, zero), (zero, end)] if zero is not None else [(start, end)]
        return segments

    def _raw(self, start: float, day: float) -> float:
        return self.lost(start) - self.redirected_on(day) - self.arrived_on(day, start) - self.relief

    def _ends(self, start: float, end: float) -> tuple[float, float]:
        """The gap at both ends of a segment, as limits from inside the segment."""
        last = self._raw(start, end if end < inf else start + self.lag)
        return max(0.0, self._raw(start, start)), max(0.0, last)

    def _zero(self, start: float, end: float) -> float | None:
        first, last = self._raw(start, start), self._raw(start, end if end < inf else start)
        if first <= 0 or last >= 0 or end == inf:
            return None
        return start + (end - start) * first / (first - last)


def _area(start: float, end: float, first: float, last: float) -> float:
    if end == inf:
        return inf if last > 0 else 0.0
    return (end - start) * (first + last) / 2


def _reach(area: float, first: float, slope: float) -> float:
    """Return the t at which the area under first + slope·t reaches `area`; in a form without cancellation of digits."""
    return 2 * area / (first + sqrt(max(0.0, first * first + 2 * slope * area)))


def finite_days(days: float) -> float | None:
    """Days as a record stores them: None where a stock lasts longer than the gap."""
    return None if days == inf else days


def constant_gap(share: float, days: float = inf) -> Gap:
    """A gap of constant size for a number of days."""
    return Gap(((days, share),))


def stock_tonnes(days_of_use: float, yearly_use: float) -> float:
    """Convert days of total use, such as ∫ g dt, into tonnes: S* = (D/365)·∫ g dt with the yearly use D."""
    return yearly_use / YEAR * days_of_use


def share_at(share: float, spread: float, confidence: float) -> float:
    """Quantile of the share lost at a given confidence; its logit is normal with standard deviation `spread`.

    ∫ g dt increases with the share lost, so the quantile of the share gives the quantile of the integral.
    """
    if not 0.0 < share < 1.0 or spread <= 0:
        return share
    odds = log(share / (1 - share)) + spread * NormalDist().inv_cdf(confidence)
    return 1.0 / (1.0 + exp(-odds))


def value_added_exposed(value_added: Sequence[float], gap: Gap, stops: float = 1.0) -> float:
    """Value added that depends on the missing supply: Σ A_s·VA_s·κ·∫ g dt / 365, in the unit of VA.

    Parameters
    ----------
    value_added
        A_s·VA_s of every sector that uses the mineral: its yearly value added times its share of the mineral's use.
    gap
        The supply gap.
    stops
        κ, the share of that value added that stops without the mineral; 1: all of it.
    """
    return sum(value_added) * stops * gap.integral() / YEAR
