"""The list as a whole: which minerals share a fate, what each partner country could supply, which step does most."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from criticality.indicators.dependence import in_force
from criticality.indicators.supply import world_supplies
from criticality.policy.bench import Bench
from criticality.policy.levers.axes import Axis, gain_of, may_be_proposed, named_partners
from criticality.policy.limits import told
from criticality.policy.sourcing import sourcing_of

DOSE = 0.10
"""The same effort of every lever: ten points of a mineral's supply or use."""

NOTEWORTHY = 0.30
"""Share of the country's supply from which one origin is a fate."""


def shared_fates(bench: Bench, minerals: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the minerals of the list that hang together: by origin, by host metal, by restricting act."""
    return {
        "country": _by_country(bench, minerals),
        "host_metal": _by_host(bench, minerals),
        "restriction": _by_restriction(bench, minerals),
    }


def _by_country(bench: Bench, minerals: Sequence[str]) -> list[dict[str, Any]]:
    held: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for mineral in minerals:
        sourcing = sourcing_of(bench, mineral)
        if sourcing is not None and sourcing.mix.shares[sourcing.origin] >= NOTEWORTHY:
            held[sourcing.origin][mineral] = sourcing.mix.shares[sourcing.origin]
    return _largest_first(
        {"country": country, "minerals": list(found), "shares": found} for country, found in held.items()
    )


def _by_host(bench: Bench, minerals: Sequence[str]) -> list[dict[str, Any]]:
    rows = bench.data.table("host_metals")
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for mineral, host in zip(rows["mineral"], rows["host"], strict=True):
        if mineral in minerals:
            hosts[host].append(mineral)
    return _largest_first({"host": host, "minerals": sorted(found)} for host, found in hosts.items())


def _by_restriction(bench: Bench, minerals: Sequence[str]) -> list[dict[str, Any]]:
    acts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    frame = bench.data.table("export_restrictions")
    act_of = {row.line: row.act for row in frame.itertuples()} if "line" in frame else {}
    for mineral in minerals:
        for stage in ("extraction", "processing", "product"):
            for country, row in in_force(bench.evidence, mineral, stage).items():
                if row.severity <= 0:
                    continue
                acts[country, str(act_of.get(row.line, ""))].add(mineral)
    return _largest_first(
        {"country": country, "act": act, "minerals": sorted(found)} for (country, act), found in acts.items()
    )


def _largest_first(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return sorted((dict(entry) for entry in entries), key=lambda entry: (-len(entry["minerals"]), str(entry)))


def partner_pages(bench: Bench, axes: Mapping[str, Sequence[Axis]]) -> list[dict[str, Any]]:
    """Return, for every country, what it could supply to the list: named partners first, then by score taken off.

    `axes` holds the diversifications of each listed mineral, one for each partner and origin.
    """
    pages: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for mineral, found in axes.items():
        for axis in found:
            row = _offer(bench, mineral, axis)
            held = pages[row["partner"]].get(mineral)
            if held is None or row["score_taken_off"] > held["score_taken_off"]:
                pages[row["partner"]][mineral] = row
    named = named_partners(bench)
    found_pages = [
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
    bench: Bench, country: str, axes: Mapping[str, Sequence[Axis]], rows: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Listed minerals that it makes at a stage other than the one at which the country buys."""
    return [
        {"mineral": mineral, "stage": mix.stage, "world_share": mix.shares.get(country)}
        for mineral in axes
        if mineral not in rows
        for mix in world_supplies(bench.evidence, mineral)
        if country in mix.producers
    ]


def _offer(bench: Bench, mineral: str, axis: Axis) -> dict[str, Any]:
    partner = axis.partner
    if partner is None:  # pragma: no cover - only diversifications are offered
        raise ValueError(axis.kind)
    taken_off, best = gain_of(axis)
    return {
        "mineral": mineral,
        "partner": partner.country,
        "origin": getattr(axis.lever(axis.most), "from_", ""),
        "stage": partner.stage,
        "share_now": partner.share_now,
        "governance_risk": partner.governance_risk,
        "restriction": partner.restriction,
        "produced_t": partner.produced,
        "spare_t": partner.spare,
        "most": axis.most,
        "most_because": axis.limit.because["en"],
        "limit": told(axis.limit),
        "optimum_of_concentration": partner.optimum,
        "optimum_of_score": best,
        "score_taken_off": taken_off,
    }


def interventions(
    bench: Bench, levers: Mapping[str, Mapping[str, Axis]], partners: Mapping[str, Sequence[Axis]]
) -> list[dict[str, Any]]:
    """Return single steps by the score they take off the whole list at the same dose, the one that does most first.

    A step is one partner for whatever it can supply, or one of the other levers, on every listed mineral: ten points of
    supply or use on each, and no more than its limit. What has no stated limit is a step of its own, after the others.
    """
    steps: defaultdict[tuple[str, str, bool], dict[str, tuple[float, bool]]] = defaultdict(dict)
    for mineral, found in levers.items():
        for kind, axis in found.items():
            if kind != "diversify" and axis.open:
                steps[kind, "", axis.limit.stated][mineral] = _dosed(axis)
        for axis in partners.get(mineral, ()):
            if axis.open and axis.partner is not None:
                if not may_be_proposed(bench, axis.partner.country):
                    continue
                step = steps["diversify", axis.partner.country, axis.limit.stated]
                step[mineral] = max(step.get(mineral, (0.0, False)), _dosed(axis))
    rows = [
        {
            "lever": kind,
            "partner": partner or None,
            "dose": DOSE,
            "limits_stated": limited,
            "score_taken_off": sum(taken for taken, _ in found.values()),
            "leaves_the_list": sorted(mineral for mineral, (_, leaves) in found.items() if leaves),
            "minerals": sorted(mineral for mineral, (taken, _) in found.items() if taken > 0),
        }
        for (kind, partner, limited), found in steps.items()
    ]
    return sorted(rows, key=_worth)


def _worth(row: Mapping[str, Any]) -> tuple[bool, float, str, str]:
    return not row["limits_stated"], -row["score_taken_off"], row["lever"], row["partner"] or ""


def _dosed(axis: Axis) -> tuple[float, bool]:
    """Score taken off at the dose, and whether the mineral leaves the list."""
    found = axis.standings(np.array([0.0, axis.way_to(DOSE)]))
    return float(found.score[0] - found.score[1]), bool(found.listed[0] and not found.listed[1])
