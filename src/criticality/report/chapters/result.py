"""Chapter 2, the result: the ranked table, and how a value and a rank interval are written."""

from collections.abc import Callable

from criticality.model.input_record import CriterionEntry
from criticality.model.record import IndicatorCell, RankingRow
from criticality.report.certainty import p_text
from criticality.report.charts.matrix import dimension_numbers
from criticality.report.facts import supplier
from criticality.report.notes import supply_share
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import WITHHELD, is_withheld, rating
from criticality.text.numbers import fixed, share, significant

SUPPLY_SHARES = frozenset({"largest_share", "restricted_share"})
"""Indicators that are shares of supply: one that rounds to all of it is said to be over 99 %."""
SHARES = SUPPLY_SHARES | {"strategic_share", "lack_of_recycling", "import_reliance"}
"""Indicators without a unit that are shares: printed in per cent, as shares are everywhere on the pages."""
MOST_DIMENSIONS = 3
"""With more dimensions than these, the ranked table has no room for the largest supplier."""


def ranked(reader: Reader) -> dict[str, object]:
    """Return the ranked table; columns of steps that were not done are left out."""
    assessed = any(row["p_listed"] is not None for row in reader.ranking)
    numbers = dimension_numbers(reader)
    known = any(supplier(reader, row["mineral"]) for row in reader.ranking)
    return {
        "assessed": assessed,
        "suppliers": known and len(reader.dimensions) <= MOST_DIMENSIONS,
        "dimensions": [
            {"title": title, "number": numbers[code]}
            for code, title in reader.dimensions.items()
            if reader.has_dimension_scores
        ],
        "rows": [_ranked(reader, row, assessed) for row in reader.scored],
    }


def _ranked(reader: Reader, row: RankingRow, assessed: bool) -> dict[str, object]:
    return {
        "rank": str(row["rank"] or "–"),
        **reader.named(row["mineral"]),
        "score": fixed(row["score"]),
        "dimensions": [rating(reader, row, code, 2) for code in reader.dimensions]
        if reader.has_dimension_scores
        else [],
        "tier": reader.tier(row["tier"]),
        "listed": row["listed"],
        "designated": row["designated"],
        "group": row.get("entered_with_group"),
        "supplier": supplier(reader, row["mineral"]),
        "p": p_text(reader, row) if assessed else "",
        "id": f"sheet-{row['mineral']}",
    }


def is_present(cell: IndicatorCell | None) -> bool:
    """Whether a mineral has evidence of its own under a criterion."""
    return cell is not None and bool(cell["present"])


def value_text(reader: Reader, cell: IndicatorCell | None) -> str:
    """Write a cell's value with its unit, its interval where the value is missing, or a dash."""
    if cell is None:
        return "–"
    if is_withheld(cell):
        return reader.words(WITHHELD)
    unit = f" {reader.unit(cell['unit'])}".rstrip()
    write = _writer(reader, reader.criteria[cell["criterion"]])
    if cell["value"] is not None:
        scale = reader.criteria[cell["criterion"]].get("scale")
        words = (scale.get("words") if scale is not None else None) or {}
        word = next((word for word, value in words.items() if value == cell["value"]), None)
        return f"{write(cell['value'])}{unit}" if word is None else reader.term(word)
    if cell.get("low") is not None and cell.get("high") is not None:
        return f"{write(cell['low'])}–{write(cell['high'])}{unit}"
    return reader.words("absent")


def _writer(reader: Reader, criterion: CriterionEntry) -> Callable[[float | None], str]:
    """Return how the values of a criterion are written: shares in per cent, others with three digits."""
    if not is_share(criterion):
        return significant
    if criterion["indicator"] in SUPPLY_SHARES:
        return lambda value: supply_share(reader, share(value))
    return share


def is_share(criterion: CriterionEntry) -> bool:
    """Return whether the values of a criterion are shares of 1."""
    return criterion["unit"] == "1" and criterion["indicator"] in SHARES
