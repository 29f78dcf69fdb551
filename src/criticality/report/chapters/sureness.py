"""Chapter 5, robustness of the list: the record's draws and sensitivity tests as tables, charts and findings."""

from collections.abc import Callable, Mapping, Sequence

from criticality.model.record import RankingRow, known
from criticality.model.robustness_record import (
    LeaveOneOut,
    ListSize,
    ReversalTest,
    RobustnessDetails,
    SmallestChange,
    SobolIndices,
    ThresholdSweep,
    TornadoRow,
    WeightTriangle,
)
from criticality.report.catalogue import method_title
from criticality.report.certainty import cases, confidence, listed_by_decision, listed_by_rule, p_text
from criticality.report.chapters.result import interval
from criticality.report.charts import sensitivity as charts
from criticality.report.charts.drawing import Drawing
from criticality.report.reader import Reader
from criticality.report.reasons import translated
from criticality.text.numbers import at_least_a_digit, chance, fixed, percent, plain, standard_error

LEAST = 0.005
ROWS_OF_BARS = 10
STARS = 6
STEP = 0.05


def sureness(reader: Reader) -> dict[str, object]:
    """Return P(listed), rank interval and confidence of each mineral, or that this was not assessed."""
    details = reader.result.get("robustness")
    rows = [row for row in reader.ranking if row["p_listed"] is not None]
    if not rows or details is None:
        return {"assessed": False}
    rows.sort(key=lambda row: (-_p(row), row["rank"] or 0, row["mineral"]))
    shown = [row for row in rows if row["listed"] or _p(row) >= LEAST]
    near = cases(reader)
    settings = reader.assessment.get("robustness") or {}
    draws = int(settings.get("draws") or 0)
    return {
        "assessed": True,
        "draws": f"{settings.get('draws', 0):,}",
        "seed": str(settings.get("seed", "")),
        "vary": [reader.words(f"vary.{factor}") for factor in settings.get("vary") or ()],
        "choices": _over_answers(reader),
        "size": _list_size(reader, details.get("list_size") or {}),
        "finding": _classes(reader),
        "rows": [_row(reader, row, draws) for row in shown],
        "others": len(rows) - len(shown),
        "least": percent(LEAST, 1),
        "bars": charts.listing_bars(reader, shown),
        "intervals": _intervals(reader),
        "near": [_near(reader, row, details, draws) for row in near],
        "ranks": _ranks(reader, near),
        "triangle": _triangle(reader, details.get("weight_triangle"), near),
        "sweep": _sweep(reader, details.get("threshold_sweep") or ()),
        "tornado": _tornado(reader, details.get("tornado") or ()),
        "sobol": _sobol(reader, details.get("sobol")),
        "omissions": _omissions(reader, details),
        "reversal": _reversal(reader, details.get("rank_reversal") or {}),
        "central": _central(reader, details.get("central_weights") or {}),
        "not_done": [
            {"step": translated(reader, step), "reason": translated(reader, reason)}
            for step, reason in (details.get("not_done") or {}).items()
        ],
    }


def _over_answers(reader: Reader) -> str:
    """How many minerals of the list stand under the other answers to the choices; nothing where none was drawn."""
    choices = reader.result.get("choices")
    if choices is None or not choices["design"]["draws"]:
        return ""
    listed = {row["mineral"] for row in reader.listed}
    standings = [row["standing"] for row in choices["minerals"] if row["mineral"] in listed]
    counts = {name: standings.count(name) for name in ("firm", "sound", "contested")}
    return reader.words("sureness.choices", choices=len(choices["choices"]), n=len(choices["combinations"]), **counts)


def _p(row: RankingRow) -> float:
    """P(listed) of a mineral that was assessed."""
    return known(row["p_listed"])


def _from_even_chance(row: RankingRow) -> tuple[float, str]:
    """Sort key of assessed minerals: the distance of P(listed) from one half, then the code."""
    return abs(_p(row) - 0.5), row["mineral"]


def _row(reader: Reader, row: RankingRow, draws: int) -> dict[str, object]:
    return {
        **reader.named(row["mineral"]),
        "tier": reader.tier(row["tier"]),
        "listed": row["listed"],
        "rank": str(row["rank"] or "–"),
        "p": p_text(row, 1),
        "error": at_least_a_digit(standard_error(row["p_listed"], draws), 2),
        "interval": interval(row),
        "confidence": confidence(reader, row),
    }


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
        p=chance(weakest["p_listed"], 1),
    )
    return finding if not decided else finding + reader.words("sum.space") + reader.words("firm.decided", n=decided)


def _intervals(reader: Reader) -> str:
    rows = [row for row in reader.listed if row["rank_low"] is not None]
    if not rows:
        return ""
    widest = max(rows, key=lambda row: (known(row["rank_high"]) - known(row["rank_low"]), row["mineral"]))
    return reader.words("intervals.finding", name=reader.name_and_symbol(widest["mineral"]), interval=interval(widest))


def _near(reader: Reader, row: RankingRow, details: RobustnessDetails, draws: int) -> dict[str, object]:
    thresholds = (details.get("smallest_threshold_change") or {}).get(row["mineral"]) or []
    weight = (details.get("smallest_weight_change") or {}).get(row["mineral"])
    dimension = (details.get("smallest_dimension_change") or {}).get(row["mineral"])
    return {
        **_row(reader, row, draws),
        "threshold": _threshold_change(reader, thresholds[0]) if thresholds else "",
        "weight": _weight_change(reader, weight),
        "dimension": _weight_change(reader, dimension),
    }


def _threshold_change(reader: Reader, change: SmallestChange) -> str:
    return _change(reader, change["of"], plain(change["now"]), fixed(change["needed"]))


def _weight_change(reader: Reader, change: SmallestChange | None) -> str:
    if change is None:
        return ""
    return _change(reader, change["of"], percent(change["now"], 1), percent(change["needed"], 1))


def _change(reader: Reader, of: str, now: str, needed: str) -> str:
    """Name what changes and its two values, joined by no-break spaces so that they stay on one line."""
    ends = f"{now} → {needed}".replace(" ", "\u00a0")
    return f"{reader.of(of)}{reader.words('colon')}{ends}"


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
    finding = reader.words("ranks.finding", name=reader.name_and_symbol(mineral), rank=rank, share=chance(ranks[rank]))
    return _named(charts.rank_bars(reader, shares), finding, reader.words("ranks.alt", n=len(shares), finding=finding))


def _triangle(reader: Reader, figures: WeightTriangle | None, near: Sequence[RankingRow]) -> dict[str, object] | None:
    if not figures:
        return None
    order = [row["mineral"] for row in sorted(near, key=_from_even_chance)]
    chart = charts.triangles(reader, figures, order)
    if chart is None:
        return None
    always = [mineral for mineral, flags in figures["listed"].items() if "0" not in flags]
    finding = reader.words(
        "triangle.finding",
        n=len(always),
        names=reader.words.listing([reader.name_and_symbol(m) for m in always]) or "–",
    )
    titles = [reader.of(code) for code in figures["dimensions"]]
    corners = reader.words("triangle.corners", one=titles[0], two=titles[1], three=titles[2])
    shown = reader.words.listing([text.text for text in chart.texts if text.size > 9.0])
    return {
        "chart": _named(chart, finding, reader.words("triangle.alt", names=shown, finding=finding)),
        "corners": corners,
    }


def _sweep(reader: Reader, sweeps: Sequence[ThresholdSweep]) -> Drawing | None:
    chart = charts.sweep(reader, sweeps)
    if chart is None:
        return None
    around = [(swept, [_at(swept, swept["now"] + shift) for shift in (-STEP, 0.0, STEP)]) for swept in sweeps]
    swept, sizes = max(
        around, key=lambda entry: (abs(entry[1][0][1] - entry[1][2][1]), entry[0]["of"], entry[0]["now"])
    )
    finding = _sweep_finding(reader, swept["of"], sizes)
    return _named(chart, finding, reader.words("sweep.alt", n=len(sweeps), finding=finding))


def _sweep_finding(reader: Reader, of: str, around: Sequence[tuple[float, int]]) -> str:
    """Say how far the list grows and shrinks around a threshold: (threshold, size) below, at and above it."""
    below, now, above = around
    if below[1] == now[1] == above[1]:
        return reader.words("sweep.finding.none", size=now[1])
    return reader.words(
        "sweep.finding",
        of=reader.of(of),
        **{"at": fixed(now[0], 2), "low": fixed(below[0], 2), "high": fixed(above[0], 2)},
        **{"size": now[1], "more": below[1], "fewer": above[1]},
    )


def _at(swept: ThresholdSweep, threshold: float) -> tuple[float, int]:
    """The threshold of the sweep nearest to one, and the size of the list there."""
    pairs = zip(swept["thresholds"], swept["sizes"], strict=True)
    return min(pairs, key=lambda pair: (abs(pair[0] - threshold), pair[0]))


def _tornado(reader: Reader, factors: Sequence[TornadoRow]) -> Drawing | None:
    chart = charts.tornado(reader, factors)
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


def _sobol(reader: Reader, indices: SobolIndices | None) -> dict[str, object] | None:
    if not indices:
        return None
    first = {entry["factor"]: entry["first"] for entry in indices["rank"]["list"]}
    total = {entry["factor"]: entry["total"] for entry in indices["rank"]["list"]}
    rows = [
        {
            "factor": reader.words(f"vary.{entry['factor']}"),
            "first": fixed(entry["first"], 2),
            "total": fixed(entry["total"], 2),
            "rank_first": fixed(first.get(entry["factor"]), 2),
            "rank_total": fixed(total.get(entry["factor"]), 2),
        }
        for entry in indices["membership"]["list"]
    ]
    totals = [
        (share, entry["factor"]) for entry in indices["membership"]["list"] if (share := entry["total"]) is not None
    ]
    finding = ""
    if totals:
        most, factor = max(totals)
        finding = reader.words("sobol.finding", factor=reader.words(f"vary.{factor}"), total=fixed(most, 2))
    return {"rows": rows, "finding": finding, "evaluations": f"{indices['evaluations']:,}"}


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


def _central(reader: Reader, weights: Mapping[str, Mapping[str, float]]) -> dict[str, object] | None:
    """Return the mean weights of the draws that rank a mineral first, beside the weights adopted."""
    first = {
        entry["mineral"]: entry["share"]
        for entry in reader.result["acceptability"]
        if entry["rank"] == 1 and entry["share"] >= LEAST and entry["mineral"] in weights
    }
    shown = sorted(first, key=lambda mineral: (-first[mineral], mineral))[:STARS]
    if not shown:
        return None
    return {
        "heads": [{"name": reader.name_and_symbol(mineral), "share": chance(first[mineral], 1)} for mineral in shown],
        "rows": [
            {
                "title": reader.criterion(row["criterion"]),
                "adopted": percent(row["global_weight"], 1),
                "weights": [percent(weights[mineral].get(row["criterion"]), 1) for mineral in shown],
            }
            for row in reader.result["weights"]
        ],
    }
