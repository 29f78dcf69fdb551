"""Hold our GeoPolRisk of every importer of examples/world-trade against what geopolrisk-py prints: agreement by reason.

Two steps, since geopolrisk-py wants a Python below 3.12 and an environment of its own::

    GEO/bin/pip install geopolrisk-py==2.0.1
    HOME=/tmp/geo GEO/bin/python benchmarks/geopolrisk_world.py --printed printed.csv
    PYTHONPATH=tests .venv/bin/python benchmarks/geopolrisk_world.py --compare printed.csv

The first step calls the program's functions for twelve minerals, each importer of its trade data and 2022 to 2024; its
map of codes is narrowed to the code of cerium compounds and to that of tungsten powders. It reads 1.3 million rows,
which takes some minutes.
"""

import argparse
import csv
import sys
from collections import Counter
from math import isnan
from pathlib import Path

NAMES = {
    "beryllium": "Beryllium",
    "bismuth": "Bismuth",
    "cerium": "Rare earth",
    "cobalt": "Cobalt",
    "fluorspar": "Fluorspar",
    "lithium": "Lithium",
    "natural_graphite": "Graphite",
    "niobium": "Niobium",
    "tantalum": "Tantalum",
    "tungsten": "Tungsten",
    "vanadium": "Vanadium",
    "zirconium": "Zirconium",
}
NARROWED = {"Rare earth": "284610", "Tungsten": "810110"}
YEARS = (2022, 2023, 2024)
COLUMNS = ("importer", "mineral", "year", "score", "import_risk", "hhi", "produced_t", "imported_t")
CLOSE = 5.0001e-5
"""Half of the fourth decimal."""


def printed(path: Path) -> None:
    """Write what the program prints."""
    from geopolrisk.assessment import core, utils
    from geopolrisk.assessment.database import databases

    codes = databases.production["HS Code Map"].copy()
    for name, code in NARROWED.items():
        chosen = codes["Reference ID"] == name
        codes.loc[chosen, "HS Code"], codes.loc[chosen, "HS Code - Complementary"] = code, None
    databases.production["HS Code Map"] = codes[codes["Reference ID"].isin(NAMES.values())]
    trade = databases.baci_trade
    databases.baci_trade = trade[trade["period"].astype(int).isin(YEARS)]
    world = utils.mapped_baci()
    utils.regions({})
    iso = {**dict(zip(world["reporterCode"], world["reporterISO"], strict=True)), 490: "TWN"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for mineral, name in NAMES.items():
            for year in YEARS:
                rows = world[(world["period"] == year) & (world["rawMaterial"] == name)]
                for code in sorted(set(rows["reporterCode"])):
                    country = utils.cvtcountry(int(code), type="Name")
                    weighted, bought, price = utils.aggregateTrade(year, [country], name, rows)
                    made, hhi = core.HHI(name, year, country)
                    score, _, risk = core.GeoPolRisk(weighted, bought, price, made, hhi)
                    writer.writerow((iso[code], mineral, year, score, risk, hhi, made, bought))


def compared(path: Path) -> None:
    """Print how many values agree, and why the others do not."""
    import geopolrisk_cases as world

    trade, stability, found = world.imports_of_the_world(), world.stability(), Counter[str]()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows, estimates = trade[row["importer"], row["mineral"], row["year"]], stability[row["year"]]
            program, known = world.as_the_program_reads(rows), world.as_the_program_knows(estimates, rows)
            readings = {
                "as it is": (rows, estimates),
                "supplier": (rows, known),
                "missing": (program, estimates),
                "both": (program, known),
            }
            wanted = float(row["import_risk"])
            ours = {
                name: world.import_risk(row["importer"], *read, float(row["produced_t"]))
                for name, read in readings.items()
            }
            same = (name for name, value in ours.items() if abs(value - wanted) < CLOSE)
            nothing = wanted == 0 and isnan(ours["both"])
            found[next(same, "nothing weighed" if nothing else "not explained")] += 1
    print(f"{found.total():,} values")
    for name, count in found.most_common():
        print(f"{count:6,}  {name}")


def main() -> None:
    """Do one of the two steps."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--printed", type=Path)
    parser.add_argument("--compare", type=Path)
    asked = parser.parse_args()
    if asked.printed:
        printed(asked.printed)
    elif asked.compare:
        compared(asked.compare)
    else:
        sys.exit(parser.format_help())


if __name__ == "__main__":
    main()
