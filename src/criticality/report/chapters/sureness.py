"""Chapter 5, robustness of the list: the record's draws and sensitivity tests as tables, charts and findings."""

from collections.abc import Callable, Mapping, Sequence

from criticality.model.record import CheckRow, RankingRow, known
from criticality.model.robustness_record import (
    LeaveOneOut,
    ListSize,
    ReversalTest,
    RobustnessDetails,
    SobolIndices,
    ThresholdSweep,
    TornadoRow,
    WeightTriangle,
)
from criticality.report.catalogue import method_title
from criticality.report.certainty import cases, listed_by_decision, listed_by_rule
from criticality.report.charts.drawing import Drawing
from criticality.report.charts.sensitivity import listing_bars, rank_bars, sweep_curves, tornado_bars
from criticality.report.conditions import threshold_text
from criticality.report.facts import doubtful
from criticality.report.reader import Reader
from criticality.report.reasons import reason
from criticality.text.numbers import fixed, grouped, percent

ROWS_OF_BARS = 10
STEP = 0.05
_PAIR = " × "
"""What stands between the two criteria that a check on correlation names."""
_HARDLY = 0.1
"""A criterion that brings less than this part of its weight is said hardly to count."""


def sureness(reader: Reader) -> dict[str, object]:
    """Return what chapter 5 shows of the draws and the sensitivity tests, or that they were not made."""
    details = reader.result.get("robustness")
    rows = [row for row in reader.ranking if row["p_listed"] is not None]
    if not rows or details is None:
        return {"assessed": False}
    rows.sort(key=lambda row: (-_p(row), row["rank"] or 0, row["mineral"]))
    open_, near = doubtful(reader), cases(reader)
    shown = [row for row in rows if row["listed"] or row["mineral"] in open_]
    settings = reader.assessment.get("robustness") or {}
    return {
        "assessed": True,
        "draws": f"{settings.get('draws', 0):,}",
        "vary": [reader.words(f"vary.{factor}") for factor in settings.get("vary") or ()],
        "choices": _over_answers(reader),
        "size": _list_size(reader, details.get("list_size") or {}),
        "finding": _classes(reader),
        "shown": len(shown),
        "bars": listing_bars(reader, shown),
        "ranks": _ranks(reader, near),
        "triangle": _triangle(reader, details.get("weight_triangle")),
        "sweep": _sweep(reader, details.get("threshold_sweep") or ()),
        "tornado": _tornado(reader, details.get("tornado") or ()),
        "sobol": _sobol(reader, details.get("sobol")),
        "overlaps": overlaps(reader),
        "omissions": _omissions(reader, details),
        "reversal": _reversal(reader, details.get("rank_reversal") or {}),
        "not_done": _not_done(reader, details),
    }


def _not_done(reader: Reader, details: RobustnessDetails) -> list[dict[str, str]]:
    """The tests that were not made, and why."""
    said = details.get("not_done_said", {})
    found = []
    for step, why in (details.get("not_done") or {}).items():
        told = said.get(step)
        found.append(
            {
                "step": reason(reader, told["step"] if told else None, step),
                "reason": reason(reader, told["reason"] if told else None, why),
            }
        )
    return found


def _over_answers(reader: Reader) -> str:
    """Say what holds under the answers taken and what over all of them; nothing where no other answer was drawn."""
    choices = reader.result.get("choices")
    if choices is None or not choices["design"]["draws"]:
        return ""
    design = choices["design"]
    said = [reader.words("sureness.choices", choices=len(choices["choices"]), n=len(choices["combinations"]))]
    if design.get("fresh_draws"):
        said.append(reader.words("sureness.fresh", draws=design["draws"], fresh=grouped(design["fresh_draws"])))
    return reader.words("sum.space").join(said)


def _p(row: RankingRow) -> float:
    """P(listed) of a mineral that was assessed."""
    return known(row["p_listed"])


def _from_even_chance(row: RankingRow) -> tuple[float, str]:
    """Sort key of assessed minerals: the distance of P(listed) from one half, then the code."""
    return abs(_p(row) - 0.5), row["mineral"]


def _list_size(reader: Reader, size: ListSize) -> str:
    if not {"expected", "low", "high"} <= size.keys():
        return ""
    key = "sureness.size" if size["high"] else "sureness.size.nobody"
    written = reader.words(key, expected=fixed(size["expected"], 1), low=size["low"], high=size["high"])
    decided = sum(row["designated"] for row in reader.ranking)
    return written + (reader.words("sum.space") + reader.words("sureness.size.decided", n=decided) if decided else "")


def _classes(reader: Reader) -> str:
    listed, decided = listed_by_rule(reader), len(listed_by_decision(reader))
    if not listed:
        return reader.words("sureness.bars.decided" if decided else "sureness.bars.none", n=decided)
    weakest = min(listed, key=lambda row: (_p(row), row["mineral"]))
    finding = reader.words(
        "sureness.bars.finding",
        firm=sum(row["confidence"] == "firm" for row in listed),
        n=len(listed),
        name=reader.name_and_symbol(weakest["mineral"]),
        p=reader.chance(weakest["p_listed"]),
    )
    return finding if not decided else finding + reader.words("sum.space") + reader.words("firm.decided", n=decided)


def _named(chart: Drawing | None, finding: str, alternative: str) -> Drawing | None:
    if chart is not None:
        chart.finding, chart.alternative = finding, alternative
    return chart


def _ranks(reader: Reader, near: Sequence[RankingRow]) -> Drawing | None:
    """Return the bars of rank acceptability for those nearest to an even chance."""
    chosen = sorted(near, key=_from_even_chance)[:ROWS_OF_BARS]
    shares: dict[str, dict[int, float]] = {row["mineral"]: {} for row in near if row in chosen}
    for entry in reader.result["acceptability"]:
        if entry["mineral"] in shares and "share_up_to" not in entry:  # a few fixed ranks make no bars
            shares[entry["mineral"]][entry["rank"]] = entry["share"]
    shares = {mineral: ranks for mineral, ranks in shares.items() if ranks}
    if not shares:
        return None
    mineral, ranks = min(shares.items(), key=lambda pair: (max(pair[1].values()), pair[0]))
    rank = max(ranks, key=lambda rank: (ranks[rank], -rank))
    finding = reader.words(
        "ranks.finding", name=reader.name_and_symbol(mineral), rank=rank, share=reader.chance(ranks[rank])
    )
    return _named(rank_bars(reader, shares), finding, reader.words("ranks.alt", n=len(shares), finding=finding))


def _triangle(reader: Reader, figures: WeightTriangle | None) -> str:
    """Say which minerals are listed whatever the weights of the dimensions; nothing where that was not tried."""
    if not figures:
        return ""
    always = [mineral for mineral, flags in figures["listed"].items() if "0" not in flags]
    names = reader.words.listing([reader.name_and_symbol(m) for m in always]) or "–"
    return reader.words("triangle.finding", n=len(always), names=names)


def _sweep(reader: Reader, sweeps: Sequence[ThresholdSweep]) -> Drawing | None:
    chart = sweep_curves(reader, sweeps)
    if chart is None:
        return None
    around = [(swept, [_at(swept, shift) for shift in (-STEP, 0.0, STEP)]) for swept in sweeps]
    swept, sizes = max(
        around, key=lambda entry: (abs(entry[1][0][1] - entry[1][2][1]), entry[0]["of"], entry[0]["now"])
    )
    finding = _sweep_finding(reader, swept, sizes)
    return _named(chart, finding, reader.words("sweep.alt", n=len(sweeps), finding=finding))


def _sweep_finding(reader: Reader, swept: ThresholdSweep, around: Sequence[tuple[float, int]]) -> str:
    """Say how far the list grows and shrinks around a threshold: (threshold, size) below, at and above it."""
    below, now, above = around
    if below[1] == now[1] == above[1]:
        return reader.words("sweep.finding.none", size=now[1])
    at, low, high = (
        threshold_text(reader, swept["of"], float(f"{place:.3g}"), swept["unit"])
        if "unit" in swept
        else fixed(place, 2)
        for place, _ in (now, below, above)
    )
    return reader.words(
        "sweep.finding",
        of=reader.of(swept["of"]),
        **{"at": at, "low": low, "high": high},
        **{"size": now[1], "more": below[1], "fewer": above[1]},
    )


def _at(swept: ThresholdSweep, shift: float) -> tuple[float, int]:
    """The threshold of the sweep nearest to the stated one, moved by a part of its span, and the size of the list."""
    pairs = list(zip(swept["thresholds"], swept["sizes"], strict=True))
    threshold = swept["now"] if "unit" in swept else swept["now"] + shift
    found = min(pairs, key=lambda pair: (abs(pair[0] - threshold), pair[0]))
    if "unit" not in swept:
        return found
    moved = pairs.index(found) + round(shift * (len(pairs) - 1))  # the sweep takes equal steps along the span
    return pairs[min(max(moved, 0), len(pairs) - 1)]


def _tornado(reader: Reader, factors: Sequence[TornadoRow]) -> Drawing | None:
    chart = tornado_bars(reader, factors)
    if chart is None:
        return None
    changes = [
        (factor["of"], side, change)
        for factor in factors
        for side, change in (("halved", factor["halved"]), ("doubled", factor["doubled"]))
    ]
    of, side, change = max(changes, key=lambda entry: (len(entry[2]["entered"]) + len(entry[2]["left"]), *entry[:2]))
    names = _moves(reader, change["entered"], change["left"])
    finding = (
        reader.words(f"tornado.finding.{side}", of=reader.criterion(of), names=names)
        if names
        else reader.words("tornado.finding.none")
    )
    return _named(chart, finding, reader.words("tornado.alt", n=len(factors), finding=finding))


def _moves(reader: Reader, entered: Sequence[str], left: Sequence[str]) -> str:
    parts = [("moves.in", entered), ("moves.out", left)]
    return reader.words("and").join(
        reader.words(key, names=reader.words.listing([reader.name_and_symbol(mineral) for mineral in names]))
        for key, names in parts
        if names
    )


def _sobol(reader: Reader, indices: SobolIndices | None) -> str:
    """Name what the membership of the list varies with most; nothing where that was not measured."""
    members = indices["membership"]["list"] if indices else []
    totals = [(share, entry["factor"]) for entry in members if (share := entry["total"]) is not None]
    if not totals:
        return ""
    most, factor = max(totals)
    return reader.words("sobol.finding", factor=reader.words(f"vary.{factor}"), total=percent(most))


def _omissions(reader: Reader, details: RobustnessDetails) -> list[dict[str, object]]:
    """Return what happens without each criterion, without each judge, and under each method."""
    kinds: tuple[tuple[str, Sequence[LeaveOneOut], Callable[[LeaveOneOut], str]], ...] = (
        ("criterion", details.get("drop_one_criterion") or (), lambda row: reader.criterion(row["criterion"])),
        ("judge", details.get("drop_one_judge") or (), lambda row: reader.judge(row["judge"])),
        ("method", details.get("method_panel") or (), lambda row: method_title(reader.words, row["method"])),
    )
    return [
        {
            "title": reader.words(f"drop.{kind}"),
            "rows": [
                {
                    "what": name(row),
                    "size": str(row["size"]),
                    "entered": reader.words.listing([reader.name_and_symbol(mineral) for mineral in row["entered"]]),
                    "left": reader.words.listing([reader.name_and_symbol(mineral) for mineral in row["left"]]),
                    "move": str(row["largest_rank_move"]),
                    "moved": reader.name_and_symbol(row["moved_most"]) if row["moved_most"] else "",
                }
                for row in rows
                if not row.get("decides")
            ],
        }
        for kind, rows, name in kinds
        if rows
    ]


def _reversal(reader: Reader, tests: Mapping[str, ReversalTest]) -> str:
    if not {"remove", "clone", "add"} <= tests.keys():
        return ""
    cases = {name: tests[name]["cases"] for name in ("remove", "clone", "add")}
    if not any(test["reversals"] for test in tests.values()):
        return reader.words("reversal.none", **cases)
    turned = {f"{name}_turned": tests[name]["reversals"] for name in cases}
    return reader.words("reversal.some", **cases, **turned)


# ── criteria that say much the same ──────────────────────────────────────────


def overlaps(reader: Reader) -> list[str]:
    """Say of each pair of correlated criteria why they move together, what both bring, and the list without either.

    Then name the criterion whose effective weight is least, where it is a small part of its weight.
    """
    pairs = [entry for entry in reader.result["checks"] if entry["check"] == "correlated"]
    told = [reader.words("sum.space").join(_overlap(reader, entry)) for entry in pairs]
    return [*told, *_hardly_counts(reader)]


def _overlap(reader: Reader, entry: CheckRow) -> list[str]:
    codes = entry["subject"].split(_PAIR)
    first, second = (reader.criterion(code) for code in (codes[0], codes[-1]))
    told = [reader.words("overlap.pair", first=first, second=second, r=fixed(entry["figure"], 2))]
    if stand_ins := _on_world_supply(reader, codes):
        told.append(reader.words("overlap.why", n=stand_ins, all=len(reader.scored)))
    effective, nominal = _effective(reader), _nominal(reader)
    if set(codes) <= effective.keys() & nominal.keys():
        weight, share = (percent(sum(found[code] for code in codes), 1) for found in (nominal, effective))
        told.append(reader.words("overlap.both", weight=weight, share=share))
    return [*told, *_without(reader, codes)]


def _on_world_supply(reader: Reader, codes: Sequence[str]) -> int:
    """Count the scored minerals whose own figure under one of the criteria is that of world supply, or rests on it."""
    return sum(
        any(
            {"world_share", "floor"} & set(reader.split(cell["flag"]))
            for code in codes
            if (cell := reader.cells.get((row["mineral"], code))) is not None
        )
        for row in reader.scored
    )


def _effective(reader: Reader) -> dict[str, float]:
    found = [entry for entry in reader.result["checks"] if entry["check"] == "effective_weight"]
    return {entry["subject"]: known(entry["figure"]) for entry in found}


def _nominal(reader: Reader) -> dict[str, float]:
    return {entry["criterion"]: entry["global_weight"] for entry in reader.result["weights"]}


def _without(reader: Reader, codes: Sequence[str]) -> list[str]:
    """Say what becomes of the list without each of the criteria, where that was tried."""
    details = reader.result.get("robustness")
    tried = {row["criterion"]: row for row in (details or {}).get("drop_one_criterion") or ()}
    parts = [_left_out(reader, tried[code]) for code in codes if code in tried]
    return [reader.words("overlap.without", parts=reader.words("and").join(parts))] if parts else []


def _left_out(reader: Reader, row: LeaveOneOut) -> str:
    moves = [
        reader.words(key, names=reader.words.listing([reader.name(mineral) for mineral in minerals]))
        for key, minerals in (("overlap.entered", row["entered"]), ("overlap.left", row["left"]))
        if minerals
    ]
    told = reader.words("overlap.change", criterion=reader.criterion(row["criterion"]), size=row["size"])
    return told + (reader.words("aside", text=reader.words("and").join(moves)) if moves else "")


def _hardly_counts(reader: Reader) -> list[str]:
    effective, nominal = _effective(reader), _nominal(reader)
    both = [(effective[code] - _HARDLY * nominal[code], code) for code in effective if nominal.get(code)]
    least, code = min(both, default=(0.0, ""))
    if least >= 0.0:
        return []
    return [
        reader.words(
            "overlap.hardly",
            criterion=reader.criterion(code),
            weight=percent(nominal[code], 1),
            share=percent(effective[code], 1),
        )
    ]
