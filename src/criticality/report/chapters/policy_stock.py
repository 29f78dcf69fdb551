"""A stock against the loss of the largest supplier: what is lost, days, quantity, cost and its total."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from criticality.model.policy_record import DisruptionRow
from criticality.model.record import known
from criticality.report.chapters.policy_levers import policy_of
from criticality.report.money import Rate, column_own, column_usd, in_money, own_head, own_rate, rate_said, usd
from criticality.report.notes import supply_share
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, percent, significant

PRICE_GAP = "price_gap"
"""The check that tells of imports whose unit value, by which a stock is priced, is far from the metal's price."""


def stock(reader: Reader) -> dict[str, object] | None:
    """Return the table of the stock of every listed mineral that loses supply, with the total; None where none does."""
    hit = hits(reader)
    if not hit:
        return None
    doubted, rate = _doubted(reader), own_rate(reader)
    priced = [row["stock_usd"] for row in hit if row["stock_usd"] is not None]
    return {
        "rows": [_row(reader, row, doubted, rate) for row in hit],
        "priced": len(priced),
        "total": column_usd(reader, sum(priced)) if priced else "",
        "own_total": column_own(reader, rate, sum(priced)) if priced and rate else "",
        "own_money": own_head(reader) if priced else "",
        "rate": rate_said(reader) if priced else "",
        "doubted": any(row["mineral"] in doubted and row["stock_usd"] is not None for row in hit),
        "held": days_held(hit),
        "holders": _holders(reader, hit),
        "endless": any(stock["lasts_days"] is None for row in hit for stock in row["practice"].values()),
        "finding": _finding(reader, hit),
        "spared": _spared(reader),
        "confidence": percent(hit[0]["confidence"]),
    }


def stock_cost(reader: Reader) -> list[str]:
    """Say what a stock against the loss of the largest supplier would cost, and of how many minerals that is known."""
    hit = hits(reader)
    priced = [row for row in hit if row["stock_usd"] is not None]
    if not priced:
        return []
    total, by_origin = sum(map(_cost, priced)), dict[str, float]()
    for row in priced:
        who = _origin(reader, row)
        by_origin[who] = by_origin.get(who, 0.0) + _cost(row)
    origins = [
        reader.words("front.stock.origin", country=who, cost=usd(reader, cost))
        for who, cost in sorted(by_origin.items(), key=lambda part: -part[1])
    ]
    cost, named = in_money(reader, total), reader.words.listing(origins)
    lines = [reader.words("front.stock", n=len(priced), all=len(hit), cost=cost, origins=named)]
    doubted = sum(_cost(row) for row in priced if row["mineral"] in _doubted(reader))
    if doubted:
        lines.append(reader.words("front.stock.doubted", share=percent(doubted / total)))
    return [reader.words("sum.space").join(lines)]


@dataclass(frozen=True)
class TotalCost:
    """What a stock of the listed minerals costs: of how many it is known, in US dollars, and the doubtful part."""

    priced: int
    usd: float
    doubted: float


def total_cost(reader: Reader) -> TotalCost | None:
    """Return what a stock of every listed mineral with a price costs; None where none has one."""
    priced = [row for row in hits(reader) if row["stock_usd"] is not None]
    total, doubtful = sum(map(_cost, priced)), _doubted(reader)
    return TotalCost(len(priced), total, sum(_cost(r) for r in priced if r["mineral"] in doubtful)) if priced else None


def _cost(row: DisruptionRow) -> float:
    return known(row["stock_usd"])


def _origin(reader: Reader, row: DisruptionRow) -> str:
    """Return whose supply is assumed lost: a country, or what the scenario says."""
    origin = next((step["origin"] for step in row.get("sweep") or ()), None)
    return reader.words.text(row["what"]) if origin is None or row["of_the_scenario"] else reader.country(origin)


def _doubted(reader: Reader) -> set[str]:
    """Return the minerals whose imports are priced far from the metal's price."""
    return {str(found["subject"]) for found in reader.result["checks"] if found["check"] == PRICE_GAP}


def hits(reader: Reader) -> list[DisruptionRow]:
    """Return the disruptions of listed minerals, in the order of the ranks."""
    by_mineral = policy_of(reader).get("disruption") or {}
    return [row for entry in reader.listed if (row := by_mineral.get(entry["mineral"])) is not None]


def days_held(hit: Sequence[DisruptionRow]) -> str:
    """Return the sizes, in days of use, of the stocks that other governments hold."""
    held = {stock["nominal_days"] for row in hit for stock in row["practice"].values()}
    return "/".join(fixed(days, 0) for days in sorted(held))


def _row(reader: Reader, row: DisruptionRow, doubted: Collection[str], rate: Rate | None) -> dict[str, object]:
    """One line of the table; the cost of a mineral in `doubted` carries an asterisk."""
    mark = "*" if row["mineral"] in doubted else ""
    lasts = sorted((stock["nominal_days"], stock["lasts_days"]) for stock in row["practice"].values())
    stage = reader.words.get(f"stage.{row['stage']}", row["stage"])
    return {
        **reader.named(row["mineral"]),
        "what": _origin(reader, row) + reader.words("aside", text=stage),
        "gap": supply_share(reader, percent(row["peak_gap"])),
        "days": fixed(row["days_needed_confident"], 0),
        "lasts": " / ".join("∞" if days is None else fixed(days, 0) for _, days in lasts) or "–",
        "quantity": _quantity(reader, row["stock_t"]),
        "cost": "–" if row["stock_usd"] is None else column_usd(reader, row["stock_usd"]) + mark,
        "own_cost": "–" if row["stock_usd"] is None or rate is None else column_own(reader, rate, row["stock_usd"]),
    }


def _quantity(reader: Reader, tonnes: float | None) -> str:
    """Write a quantity in tonnes, or in kilograms below one tonne."""
    if tonnes is None:
        return "–"
    small = tonnes < 1
    return reader.words(
        "short.kilograms" if small else "short.tonnes", n=significant(1000 * tonnes if small else tonnes)
    )


def _holders(reader: Reader, hit: Sequence[DisruptionRow]) -> str:
    """List the stocks held in practice: days and holder; older records, without holders, give the code."""
    practice = {code: held for row in hit for code, held in row["practice"].items()}
    named = [
        reader.words("stock.held", days=fixed(held["nominal_days"], 0), who=reader.words.text(held.get("who")) or code)
        for code, held in practice.items()
    ]
    return reader.words("stock.holders", held=reader.words.listing(named)) if named else ""


def _finding(reader: Reader, hit: Sequence[DisruptionRow]) -> str:
    """Say how many minerals need more than the most that any government holds, and which needs the most."""
    longest = max(hit, key=lambda row: row["days_needed_confident"])
    name, days = reader.name(longest["mineral"]), fixed(longest["days_needed_confident"], 0)
    nominal = [float(held["nominal_days"]) for row in hit for held in row["practice"].values()]
    if not nominal:
        return reader.words("stock.longest", mineral=name, days=days)
    most = max(nominal)
    beyond = sum(row["days_needed_confident"] > most for row in hit)
    key = "stock.finding.all" if beyond == len(hit) > 1 else "stock.finding"
    return reader.words(key, n=beyond, all=len(hit), most=fixed(most, 0), mineral=name, days=days)


def _spared(reader: Reader) -> str:
    by_mineral = policy_of(reader).get("disruption") or {}
    names = [
        reader.name(row["mineral"])
        for row in reader.ranking
        if row["mineral"] in by_mineral and by_mineral[row["mineral"]] is None
    ]
    return reader.words("disruption.spared", minerals=reader.words.listing(names)) if names else ""
