"""GeoPolRisk of one importer, mineral and year from rows of the world's trade, as our indicator computes it.

geopolrisk-py prints its score as the product of two columns: the concentration of world production (HHI) and the
import risk. The HHI rests on tables of World Mining Data, which are not repeated here; so the import risk is compared,
which is the part that differs between importers, and the score as the printed HHI times ours.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from criticality.indicators.table import compute_indicators
from indicators.cases import criterion, dataset, governance, production

ROOT = Path(__file__).parents[1]
TRADE = ROOT / "examples" / "world-trade" / "data" / "trade.csv"
PUBLISHED = ROOT / "tests" / "published"
MIDDLE = 0.0
"""The estimate of political stability whose risk is 0.5."""
_LEFT_OUT = re.compile(r"quantity left out: ([0-9.e+-]+) t is printed")

Trade = list[dict[str, str]]
Key = tuple[str, str, str]


def published(name: str) -> list[dict[str, str]]:
    """The rows of a table of tests/published."""
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imports_of_the_world() -> dict[Key, Trade]:
    """(importer, mineral, year) → the rows of its partners in examples/world-trade."""
    found: defaultdict[Key, Trade] = defaultdict(list)
    with TRADE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["flow"] == "import" and row["partner"] != "WLD":
                found[row["reporter"], row["mineral"], row["year"]].append(row)
    return dict(found)


def stability() -> dict[str, dict[str, float]]:
    """Year → country → estimate of political stability."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in published("wgi_2025_political_stability"):
        found[row["year"]][row["country"]] = float(row["estimate"])
    return dict(found)


def as_the_program_reads(rows: Trade) -> Trade:
    """The rows as the program takes them: what is missing is nothing, and a slip is what is printed."""
    found = []
    for row in rows:
        printed = _LEFT_OUT.search(row["note"])
        quantity = row["quantity_t"] or (printed.group(1) if printed else "0")
        found += [{**row, "quantity_t": quantity, "value_usd": ""}] if float(quantity) else []
    return found


def as_the_program_knows(estimates: Mapping[str, float], rows: Trade) -> dict[str, float]:
    """The estimates as the program finds them: 0.5 for a supplier without one.

    That is also what it takes for Taiwan, whose code in BACI is 490 and in its table of governance another.
    """
    lacking = {row["partner"] for row in rows} - set(estimates)
    return {**estimates, **dict.fromkeys(lacking | {"TWN"}, MIDDLE)}


def import_risk(importer: str, rows: Iterable[dict[str, str]], estimates: Mapping[str, float], made: float) -> float:
    """Our GeoPolRisk over the concentration of production that it was computed with; NaN where it is missing."""
    trade = [
        {
            "reporter": importer,
            "partner": row["partner"],
            "mineral": "x",
            "stage": "extraction",
            "code": row["code"],
            "year": 2024.0,
            **{name: float(row[name]) for name in ("quantity_t", "value_usd") if row[name]},
        }
        for row in rows
    ]
    producers = {"XYZ": 1.0, "WLD": made + 1.0} | ({importer: made} if made else {})
    data = dataset(
        production=production(producers, stage="extraction"),
        trade=trade,
        governance=governance(dict(estimates)),
        countries=[{"country": "SGP"}],
    )
    criteria = [
        criterion("geopolitical_supply_risk", stage="extraction", years=1),
        criterion("herfindahl", stage="extraction").model_copy(update={"code": "hhi"}),
    ]
    found = compute_indicators(
        data, criteria, country=importer, reference_year=2024, as_of=date(2024, 12, 31)
    ).cells.set_index("criterion")
    if not found.loc["c", "present"]:
        return float("nan")
    return float(found.loc["c", "value"]) / float(found.loc["hhi", "value"])
