"""A supply gap over time, what a stock lasts in it, and the value added that leans on what is missing.

g(t) = max(0, Σ p·s̃ − a(t) − σ − ρ − δ): what shocks take from the country's supply, less what other suppliers redirect,
a(t) = a_max·min(1, t/L) and what new supply brings along its ramp, less substitution σ, recycling ρ and demand cuts δ;
all as shares of yearly use, t in days.

A stock of N nominal days of use lasts T days with ∫₀ᵀ g dt = N; to ride out a gap takes (D/365)·∫ g dt tonnes.
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
        (until day, share of supply lost until then), one for each shock; shocks on different countries add up.
    redirected
        a_max, the share that other suppliers redirect in the end.
    lag
        L, days until they do; 0 at once.
    relief
        σ + ρ + δ: substitution, recycling and demand cuts together.
    arrivals
        (first day, days of its ramp, share of use in the end), one for each new supply; the first day may lie before 0.
    """

    losses: tuple[tuple[float, float], ...]
    redirected: float = 0.0
    lag: float = 0.0
    relief: float = 0.0
    arrivals: tuple[tuple[float, float, float], ...] = ()

    def lost(self, day: float) -> float:
        """Share of supply that shocks take on a day; no more than all of it."""
        return min(1.0, sum(share for until, share in self.losses if day < until))

    def redirected_on(self, day: float) -> float:
        """a(t)."""
        return self.redirected * (min(1.0, day / self.lag) if self.lag > 0 else 1.0)

    def arrived_on(self, day: float, since: float | None = None) -> float:
        """Share of use that new supply brings on a day; what comes at once, as seen from the day `since`.

        A ramp is as long as its corners, which are rounded, are apart: so it is at its end on the day of its end.
        """
        seen = day if since is None else since
        spans = ((first, (first + ramp) - first, share) for first, ramp, share in self.arrivals)
        return sum(
            share * min(1.0, max(0.0, day - first) / ramp) if ramp > 0 else share * (seen >= first)
            for first, ramp, share in spans
        )

    def at(self, day: float) -> float:
        """g(t)."""
        return max(0.0, self._raw(day, day))

    @property
    def corners(self) -> list[tuple[float, float]]:
        """The curve g as straight pieces: (day, gap) at both ends of each, one after the other."""
        return [
            place
            for start, end in self._pieces(self.days)
            for place in zip((start, end), self._ends(start, end), strict=True)
        ]

    @property
    def days(self) -> float:
        """When the last shock ends."""
        return max((until for until, _ in self.losses), default=0.0)

    @property
    def peak(self) -> float:
        """The largest gap."""
        return max((self.at(day) for day in [0.0, *(until for until, _ in self.losses)]), default=0.0)

    def integral(self, until: float = inf) -> float:
        """∫ g dt from day 0, exactly: g is linear between its corners. In days of total use."""
        return sum(_area(start, end, *self._ends(start, end)) for start, end in self._pieces(min(until, self.days)))

    def lasts(self, nominal_days: float) -> float:
        """Days T that a stock of N nominal days lasts, ∫₀ᵀ g dt = N; infinite where it outlives the gap."""
        left = nominal_days
        for start, end in self._pieces(self.days):
            first, last = self._ends(start, end)
            area = _area(start, end, first, last)
            if area > left:
                return start + _reach(left, first, (last - first) / (end - start) if end < inf else 0.0)
            left -= area
        return inf

    def _pieces(self, until: float) -> list[tuple[float, float]]:
        corners = {0.0, until, *(end for end, _ in self.losses), *([self.lag] if self.lag > 0 else [])}
        corners |= {day for first, ramp, _ in self.arrivals for day in (first, first + ramp)}
        edges = sorted(day for day in corners if 0 <= day <= until)
        pieces: list[tuple[float, float]] = []
        for start, end in pairwise(edges):
            zero = self._zero(start, end)
            pieces += [(start, zero), (zero, end)] if zero is not None else [(start, end)]
        return pieces

    def _raw(self, start: float, day: float) -> float:
        return self.lost(start) - self.redirected_on(day) - self.arrived_on(day, start) - self.relief

    def _ends(self, start: float, end: float) -> tuple[float, float]:
        """G at both ends of a piece, as seen from inside it."""
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
    """How far one must go for an area under first + slope·t; the root written so that no digits cancel."""
    return 2 * area / (first + sqrt(max(0.0, first * first + 2 * slope * area)))


def constant_gap(share: float, days: float = inf) -> Gap:
    """A gap that stays the same for some days."""
    return Gap(((days, share),))


def stock_tonnes(days_of_use: float, yearly_use: float) -> float:
    """S* = (D/365)·∫ g dt: tonnes that so many days of total use weigh."""
    return yearly_use / YEAR * days_of_use


def share_at(share: float, spread: float, confidence: float) -> float:
    """The share that is not exceeded with a given confidence, its logit spread normally with sd `spread`.

    Every ∫ g dt grows with the share lost, so the quantile of the one is that of the other.
    """
    if not 0.0 < share < 1.0 or spread <= 0:
        return share
    odds = log(share / (1 - share)) + spread * NormalDist().inv_cdf(confidence)
    return 1.0 / (1.0 + exp(-odds))


def value_added_exposed(value_added: Sequence[float], gap: Gap, stops: float = 1.0) -> float:
    """Value added that leans on what is missing, by use shares: Σ A_s·VA_s·κ·∫ g dt / 365, in the unit of VA.

    Parameters
    ----------
    value_added
        A_s·VA_s of every sector that uses the mineral: its yearly value added times its share of the mineral's use.
    gap
        The supply gap.
    stops
        κ, the share of that value added that stops without the mineral; at 1 all of it.
    """
    return sum(value_added) * stops * gap.integral() / YEAR
