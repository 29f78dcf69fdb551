"""Governance risk of producer countries, from the Worldwide Governance Indicators (Kaufmann & Kraay, World Bank)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan

from criticality.indicators.cell import Basis, split
from criticality.indicators.evidence import Evidence, GovernanceRow
from criticality.indicators.intermediate import Intermediate

BEST, WORST = 2.5, -2.5
"""Ends of the scale on which the six indicators are estimated."""


@dataclass(frozen=True)
class GovernanceRisk:
    """Risk g of one country, 0 (governed best) to 1, with its bounds and sources."""

    value: float
    low: float
    high: float
    flags: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


UNKNOWN_RISK = GovernanceRisk(1.0, 0.0, 1.0, frozenset({"governance_missing"}))
"""A country without any governance figure: the upper bound stands as the value, never 0 and never a middle."""


def governance_risk(mean_indicator: float) -> float:
    """Return g = clip((2.5 − mean of the indicators) / 5, 0, 1).

    The mean of the six indicators runs from about −2.5 (weak) to 2.5 (strong); g is 0…1, 1 = weakest governance
    (the scaled WGI of the European Commission, 2017, Methodology for establishing the EU list of CRM, section 4).
    """
    return min(1.0, max(0.0, (BEST - mean_indicator) / (BEST - WORST)))


def country_risks(evidence: Evidence) -> dict[str, GovernanceRisk]:
    """Return the risk of every country with a figure no later than the reference year.

    A country's indicator is taken at its latest usable year. A country that lacks some of the indicators the table
    uses has the mean of those it has, flagged ``governance_incomplete`` and bounded by the ends of the scale; one with
    an older year than the table's latest is flagged ``governance_older``.
    """
    risks: dict[str, GovernanceRisk] = evidence.remembered(
        (Intermediate.GOVERNANCE_RISKS,),
        lambda: _risks(row for row in evidence.governance if evidence.usable(row.year)),
    )
    return risks


def risk_of(evidence: Evidence, country: str, mineral: str, stage: str) -> GovernanceRisk:
    """Return the risk of a producer; a scenario's loss p of its production at that stage makes it g + p·(1 − g)."""
    risk = country_risks(evidence).get(country, UNKNOWN_RISK)
    lost = evidence.losses.get((mineral, stage, country), 0.0)
    if not lost:
        return risk
    value, low, high = (g + lost * (1 - g) for g in (risk.value, risk.low, risk.high))
    return GovernanceRisk(value, low, high, risk.flags | {"scenario"}, risk.sources)


def governance_basis(risks: Iterable[GovernanceRisk]) -> Basis:
    """Return flags and sources of the risks that enter a figure (governance rows carry no grade)."""
    basis = Basis()
    for risk in risks:
        basis = basis | Basis("", risk.flags, risk.sources)
    return basis


def _risks(rows: Iterable[GovernanceRow]) -> dict[str, GovernanceRisk]:
    latest: defaultdict[str, dict[str, GovernanceRow]] = defaultdict(dict)
    for row in rows:
        held = latest[row.country].get(row.indicator)
        if not isnan(row.value) and (held is None or row.year > held.year):
            latest[row.country][row.indicator] = row
    used = {indicator for by_indicator in latest.values() for indicator in by_indicator}
    newest = {
        indicator: max(figures[indicator].year for figures in latest.values() if indicator in figures)
        for indicator in used
    }
    return {country: _risk(list(figures.values()), newest) for country, figures in latest.items() if figures}


def _risk(rows: list[GovernanceRow], newest: dict[str, float]) -> GovernanceRisk:
    known, lacking = sum(row.value for row in rows), len(newest) - len(rows)
    flags = {"governance_incomplete"} if lacking else set()
    if any(row.year < newest[row.indicator] for row in rows):
        flags.add("governance_older")
    return GovernanceRisk(
        governance_risk(known / len(rows)),
        governance_risk((known + lacking * BEST) / len(newest)),
        governance_risk((known + lacking * WORST) / len(newest)),
        frozenset(flags),
        frozenset(source for row in rows for source in split(row.source)),
    )
