"""Export restrictions from 0 to 100 %: the largest source of each mineral, listed or not, withholds a share."""

import numpy as np

from criticality.model.policy_record import Entrant, SweepStep
from criticality.policy.bench import Bench
from criticality.policy.cells import Floats, stacked
from criticality.policy.disruption.gap import constant_gap, value_added_exposed
from criticality.policy.disruption.shock import REFERENCE_DAYS, SWEEP, restricted_values, value_added_of
from criticality.policy.redecision import Standings
from criticality.policy.sourcing import Sourcing, sourcing_of

STEPS = 20
DECIMALS = 4


def sweep_of(bench: Bench, mineral: str) -> list[SweepStep]:
    """Return gap, score and tier at 21 withheld shares; empty if the mineral has no score or no source."""
    sourcing = sourcing_of(bench, mineral)
    if sourcing is None or not bench.has_score(mineral):
        return []
    standings = _standings(bench, mineral, sourcing, np.array(SWEEP))
    held, exposed = sourcing.mix.shares[sourcing.origin], value_added_of(bench, mineral)
    gaps = [constant_gap(share * held, REFERENCE_DAYS) for share in SWEEP]
    return [
        {
            "origin": sourcing.origin,
            "restricted": share,
            "gap": gap.peak,
            "days_needed": gap.integral(),
            "value_added_exposed_usd_m": value_added_exposed(exposed, gap),
            "score": float(standings.score[place]),
            "dimensions": dict(zip(bench.dimensions, standings.dimensions[place].tolist(), strict=True)),
            "tier": bench.redecision.tiers[standings.tier[place]],
        }
        for place, (share, gap) in enumerate(zip(SWEEP, gaps, strict=True))
    ]


def entrants(bench: Bench) -> list[Entrant]:
    """Return the minerals that are not listed today and would be if their largest source withheld enough.

    `at` is the smallest withheld share at which the mineral is listed, rounded up to four decimals.
    """
    result = [row for mineral in _unlisted(bench) for row in [_entrant(bench, mineral)] if row is not None]
    return sorted(result, key=lambda row: (row["at"], row["mineral"]))


def _unlisted(bench: Bench) -> list[str]:
    return [str(mineral) for mineral in bench.decision.ranking.scores.index if not bench.table[str(mineral)].listed]


def _entrant(bench: Bench, mineral: str) -> Entrant | None:
    sourcing = sourcing_of(bench, mineral)
    if sourcing is None:
        return None
    ends = _standings(bench, mineral, sourcing, np.array([0.0, 1.0]))
    if not ends.listed[1]:
        return None
    share = _first_listed(bench, mineral, sourcing)
    result = _standings(bench, mineral, sourcing, np.array([share]))
    return {
        "mineral": mineral,
        "origin": sourcing.origin,
        "held": sourcing.mix.shares[sourcing.origin],
        "at": share,
        "gap": share * sourcing.mix.shares[sourcing.origin],
        "score_now": float(ends.score[0]),
        "score_at": float(result.score[0]),
        "score_in_full": float(ends.score[1]),
        "tier_now": bench.table[mineral].tier,
        "tier_at": bench.redecision.tiers[result.tier[0]],
        "sweep": sweep_of(bench, mineral),
    }


def _first_listed(bench: Bench, mineral: str, sourcing: Sourcing) -> float:
    """Return the smallest withheld share that lists the mineral by bisection; a larger one never lowers the score."""
    outside, inside = 0.0, 1.0
    for _ in range(STEPS):
        middle = (outside + inside) / 2
        if _standings(bench, mineral, sourcing, np.array([middle])).listed[0]:
            inside = middle
        else:
            outside = middle
    return min(1.0, float(np.ceil(inside * 10**DECIMALS - 1e-9) / 10**DECIMALS))


def _standings(bench: Bench, mineral: str, sourcing: Sourcing, shares: Floats) -> Standings:
    values = stacked([restricted_values(bench, mineral, sourcing, float(share)) for share in shares])
    return bench.redecision.standings(mineral, values)
