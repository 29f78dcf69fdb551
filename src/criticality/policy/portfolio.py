"""The list as a whole: minerals with a common dependency, supply by partner country, most effective single steps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from criticality.indicators.dependence import applies
from criticality.indicators.supply import world_supplies
from criticality.model.dataset import STAGES
from criticality.model.policy_record import Intervention, MinedElsewhere, Offer, PartnerPage, SharedFate
from criticality.policy.bench import Bench
from criticality.policy.levers.axes import Axis, gain_of, may_be_proposed, named_partners
from criticality.policy.limits import limit_row
from criticality.policy.sourcing import Partner, sourcing_of

STEP_SIZE = 0.10
"""Size of a single step of every lever: ten percentage points of a mineral's supply or use."""

LARGE_SHARE = 0.30
"""A mineral counts as dependent on an origin that has at least this share of the country's supply."""


def shared_fates(bench: Bench, minerals: Sequence[str]) -> dict[str, list[SharedFate]]:
    """Return the minerals that depend on the same origin, on the same host metal, or on the same restricting act."""
    return {
        "country": _by_country(bench, minerals),
        "host_metal": _by_host(bench, minerals),
        "restriction": _by_restriction(bench, minerals),
    }


def _by_country(bench: Bench, minerals: Sequence[str]) -> list[SharedFate]:
    held: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for mineral in minerals:
        sourcing = sourcing_of(bench, mineral)
        if sourcing is not None and sourcing.mix.shares[sourcing.origin] >= LARGE_SHARE:
            held[sourcing.origin][mineral] = sourcing.mix.shares[sourcing.origin]
    return _largest_first(
        {"country": country, "minerals": list(result), "shares": result} for country, result in held.items()
    )


def _by_host(bench: Bench, minerals: Sequence[str]) -> list[SharedFate]:
    rows = bench.data.table("host_metals")
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for mineral, host in zip(rows["mineral"], rows["host"], strict=True):
        if mineral in minerals:
            hosts[host].append(mineral)
    return _largest_first({"host": host, "minerals": sorted(result)} for host, result in hosts.items())


def _by_restriction(bench: Bench, minerals: Sequence[str]) -> list[SharedFate]:
    """Every act in force with the minerals it restricts at any stage, also where another act restricts one more."""
    acts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    frame = bench.data.table("export_restrictions")
    act_of = {row.line: row.act for row in frame.itertuples()} if "line" in frame else {}
    for mineral in minerals:
        for row in bench.evidence.restrictions.get(mineral, []):
            if row.severity > 0 and any(applies(bench.evidence, row, stage) for stage in STAGES):
                acts[row.country, str(act_of.get(row.line, ""))].add(mineral)
    return _largest_first(
        {"country": country, "act": act, "minerals": sorted(result)} for (country, act), result in acts.items()
    )


def _largest_first(entries: Iterable[SharedFate]) -> list[SharedFate]:
    return sorted(entries, key=lambda entry: (-len(entry["minerals"]), str(entry)))


def partner_pages(bench: Bench, axes: Mapping[str, Sequence[Axis]]) -> list[PartnerPage]:
    """Return, for every country, which listed minerals it could supply, and by how much it could lower their scores.

    Named partners come first, the others by the sum of these reductions. `axes` holds the diversifications of each
    listed mineral, one for each partner and origin.
    """
    pages: defaultdict[str, dict[str, Offer]] = defaultdict(dict)
    for mineral, result in axes.items():
        for axis in result:
            row, partner = _offer(bench, mineral, axis), _partner_of(axis).country
            held = pages[partner].get(mineral)
            if held is None or row["score_taken_off"] > held["score_taken_off"]:
                pages[partner][mineral] = row
    named = named_partners(bench)
    found_pages: list[PartnerPage] = [
        {
            "country": country,
            "named": country in named,
            "score_taken_off": sum(row["score_taken_off"] for row in rows.values()),
            "minerals": sorted(rows.values(), key=lambda row: (-row["score_taken_off"], row["mineral"])),
            "also_mines": _also(bench, country, axes, rows),
        }
        for country, rows in pages.items()
    ]
    return sorted(found_pages, key=lambda page: (not page["named"], -page["score_taken_off"], page["country"]))


def _also(
    bench: Bench, country: str, axes: Mapping[str, Sequence[Axis]], rows: Mapping[str, Offer]
) -> list[MinedElsewhere]:
    """Listed minerals that a partner produces at another stage than the one at which the country buys."""
    return [
        {"mineral": mineral, "stage": mix.stage, "world_share": mix.shares.get(country)}
        for mineral in axes
        if mineral not in rows
        for mix in world_supplies(bench.evidence, mineral)
        if country in mix.producers
    ]


def _offer(bench: Bench, mineral: str, axis: Axis) -> Offer:
    partner = _partner_of(axis)
    taken_off, best = gain_of(axis)
    return {
        "mineral": mineral,
        "partner": partner.country,
        "origin": axis.origin,
        "stage": partner.stage,
        "share_now": partner.share_now,
        "governance_risk": partner.governance_risk,
        "restriction": partner.restriction,
        "produced_t": partner.produced,
        "spare_t": partner.spare,
        "most": axis.most,
        "most_because": str(axis.limit.because),
        "limit": limit_row(axis.limit),
        "optimum_of_concentration": partner.optimum,
        "optimum_of_score": best,
        "score_taken_off": taken_off,
    }


def _partner_of(axis: Axis) -> Partner:
    if axis.partner is None:
        raise ValueError(f"{axis.kind} has no partner: only diversifications are offered")
    return axis.partner


def interventions(
    bench: Bench, levers: Mapping[str, Mapping[str, Axis]], partners: Mapping[str, Sequence[Axis]]
) -> list[Intervention]:
    """Return single steps of the same size, sorted by the sum of the score reductions over the whole list.

    A step applies one lever to every listed mineral: diversification to one partner, as far as it can supply, or one of
    the other levers. It changes ten percentage points of the supply or use of each mineral, at most up to the limit.
    Levers without a stated limit form steps of their own, which come after the others.
    """
    steps: defaultdict[tuple[str, str, bool], dict[str, tuple[float, bool]]] = defaultdict(dict)
    for mineral, result in levers.items():
        for kind, axis in result.items():
            if kind != "diversify" and axis.open:
                steps[kind, "", axis.limit.stated][mineral] = _effect_of_step(axis)
        for axis in partners.get(mineral, ()):
            if axis.open and axis.partner is not None:
                if not may_be_proposed(bench, axis.partner.country):
                    continue
                step = steps["diversify", axis.partner.country, axis.limit.stated]
                step[mineral] = max(step.get(mineral, (0.0, False)), _effect_of_step(axis))
    rows: list[Intervention] = [
        {
            "lever": kind,
            "partner": partner or None,
            "dose": STEP_SIZE,
            "limits_stated": limited,
            "score_taken_off": sum(taken for taken, _ in result.values()),
            "leaves_the_list": sorted(mineral for mineral, (_, leaves) in result.items() if leaves),
            "minerals": sorted(mineral for mineral, (taken, _) in result.items() if taken > 0),
        }
        for (kind, partner, limited), result in steps.items()
    ]
    return sorted(rows, key=_worth)


def _worth(row: Intervention) -> tuple[bool, float, str, str]:
    return not row.get("limits_stated", True), -row["score_taken_off"], row["lever"], row["partner"] or ""


def _effect_of_step(axis: Axis) -> tuple[float, bool]:
    """The reduction of the score by one step, and whether the mineral leaves the list."""
    result = axis.standings(np.array([0.0, axis.fraction_at(STEP_SIZE)]))
    return float(result.score[0] - result.score[1]), bool(result.listed[0] and not result.listed[1])
