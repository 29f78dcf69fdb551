"""What can be done: what a stock costs, and what the levers and the partner countries would take off."""

from collections.abc import Collection, Sequence

from criticality.model.policy_record import DisruptionRow
from criticality.model.record import known
from criticality.report.chapters.policy import policy
from criticality.report.chapters.policy_levers import policy_of, taken_off
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, percent, significant

MILLION = 1e6
PRICE_GAP = "price_gap"
"""The check that tells of imports whose unit value, by which a stock is priced, is far from the metal's price."""


def stock_cost(reader: Reader) -> list[str]:
    """Say what a stock against the loss of the largest supplier would cost, and of how many minerals that is known."""
    hit = _hit(reader)
    priced = [row for row in hit if row["stock_usd"] is not None]
    if not hit or not priced:
        return []
    total, by_origin = sum(map(_cost, priced)), dict[str, float]()
    for row in priced:
        who = _origin(reader, row)
        by_origin[who] = by_origin.get(who, 0.0) + _cost(row)
    origins = [
        reader.words("front.stock.origin", country=who, cost=significant(cost / MILLION, 2))
        for who, cost in sorted(by_origin.items(), key=lambda part: -part[1])
    ]
    lines = [
        reader.words(
            "front.stock",
            n=len(priced),
            all=len(hit),
            cost=significant(total / MILLION),
            origins=reader.words.listing(origins),
        )
    ]
    doubted = sum(_cost(row) for row in priced if row["mineral"] in _doubted(reader))
    if doubted and total:
        lines.append(reader.words("front.stock.doubted", share=percent(doubted / total)))
    return [reader.words("sum.space").join(lines)]


def _cost(row: DisruptionRow) -> float:
    return known(row["stock_usd"])


def _origin(reader: Reader, row: DisruptionRow) -> str:
    """Return whose supply is assumed lost: a country, or what the scenario says."""
    origin = next((step["origin"] for step in row.get("sweep") or ()), None)
    return reader.words.text(row["what"]) if origin is None or row["of_the_scenario"] else reader.country(origin)


def _doubted(reader: Reader) -> set[str]:
    """Return the minerals whose imports are priced far from the metal's price."""
    return {str(found["subject"]) for found in reader.result["checks"] if found["check"] == PRICE_GAP}


def _hit(reader: Reader) -> list[DisruptionRow]:
    by_mineral = policy_of(reader).get("disruption") or {}
    return [row for entry in reader.listed if (row := by_mineral.get(entry["mineral"])) is not None]


def actions(reader: Reader) -> dict[str, object]:
    """Return the page on what can be done; ``assessed`` is false where levers were not tried."""
    if not policy_of(reader):
        return {"assessed": False}
    chapter, hit = policy(reader), _hit(reader)
    doubted = _doubted(reader)
    return {
        "assessed": True,
        "levers": taken_off(reader, policy_of(reader).get("levers") or {}),
        "fate": _entry(chapter, "portfolio", "fate"),
        "stock": stock_cost(reader),
        "rows": [_row(reader, row, doubted) for row in hit],
        "doubted": any(row["mineral"] in doubted and row["stock_usd"] is not None for row in hit),
        "held": _days(hit),
    }


def _entry(chapter: dict[str, object], section: str, key: str) -> str:
    found = chapter.get(section)
    return str(found.get(key) or "") if isinstance(found, dict) else ""


def _quantity(reader: Reader, tonnes: float | None) -> str:
    """Write a quantity in tonnes, or in kilograms below one tonne."""
    if tonnes is None:
        return "–"
    small = tonnes < 1
    return reader.words(
        "short.kilograms" if small else "short.tonnes", n=significant(1000 * tonnes if small else tonnes)
    )


def _days(hit: Sequence[DisruptionRow]) -> str:
    """The sizes, in days of use, of the stocks that other governments hold."""
    held = {stock["nominal_days"] for row in hit for stock in row["practice"].values()}
    return "/".join(fixed(days, 0) for days in sorted(held))


def _row(reader: Reader, row: DisruptionRow, doubted: Collection[str]) -> dict[str, object]:
    """One line of the table; the cost of a mineral in `doubted` carries an asterisk."""
    mark = "*" if row["mineral"] in doubted else ""
    lasts = sorted((stock["nominal_days"], stock["lasts_days"]) for stock in row["practice"].values())
    stage = reader.words.get(f"stage.{row['stage']}", row["stage"])
    return {
        **reader.named(row["mineral"]),
        "what": _origin(reader, row) + reader.words("aside", text=stage),
        "gap": percent(row["peak_gap"]),
        "days": fixed(row["days_needed_confident"], 0),
        "lasts": " / ".join("∞" if days is None else fixed(days, 0) for _, days in lasts) or "–",
        "quantity": _quantity(reader, row["stock_t"]),
        "cost": "–" if row["stock_usd"] is None else significant(row["stock_usd"] / MILLION) + mark,
    }
