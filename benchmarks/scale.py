"""How time, memory and the record grow with the minerals: a made-up workspace of any size, each command in a process.

    .venv/bin/python benchmarks/scale.py --minerals 250 500 1000 --draws 1000
    .venv/bin/python benchmarks/scale.py --rows 1000000

The first form prints a row for each size: seconds, those of computing, and the largest resident memory, of `check`, of
`run` without and with draws, of `show`, and of `compare` of the two runs. The second checks a table of production of
so many rows.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

DIMENSIONS = ("economic_importance", "supply_risk", "environmental_impact")
PRODUCERS, JUDGES, YEAR = 20, 5, 2024
COMMAND = (sys.executable, "-c", "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()")


def workspace(root: Path, minerals: int, criteria: int = 30, countries: int = PRODUCERS, years: int = 1) -> Path:
    """Write a workspace of so many minerals and criteria, with production of so many countries and years."""
    rng = random.Random(minerals)
    codes = [f"mineral_{number:05d}" for number in range(minerals)]
    names = [f"criterion_{number:02d}" for number in range(criteria - 1)]
    placed = {name: DIMENSIONS[number % len(DIMENSIONS)] for number, name in enumerate(names)}
    placed["supply_concentration"] = "supply_risk"
    _document(root / "criteria/dimensions.yaml", [{"code": code, "title": code} for code in DIMENSIONS])
    for code, dimension in placed.items():
        _document(root / f"criteria/{code}.yaml", _criterion(code, dimension))
    _document(root / "weights/panel.yaml", _panel(placed, rng))
    _document(root / "data/sources.yaml", {"book": {"title": "B", "publisher": "P", "url": "https://b.example"}})
    _document(root / "assessments/scale.yaml", _assessment())
    head = "mineral,symbol,name_en,name_zh,group,candidate,reason,note"
    _table(root / "data/minerals.csv", head, ([code, "", code, "", "", "yes", "", ""] for code in codes))
    head = "mineral,property,stage,value,low,high,unit,year,source,grade,flag,note"
    figures = (
        [code, name, "", round(rng.random(), 6) or 0.5, "", "", "1", YEAR, "book", rng.choice("AB"), "reported", ""]
        for code in codes
        for name in names
    )
    _table(root / "data/mineral_properties.csv", head, figures)
    lands = list(_lands(countries))
    head = "mineral,stage,country,year,value,unit,source,grade,flag"
    mined = (
        [code, "extraction", land, YEAR - back, rng.randint(1, 9999), "t", "book", "A", "reported"]
        for code in codes
        for land in lands
        for back in range(years)
    )
    _table(root / "data/production.csv", head, mined)
    ruled = ([land, "rule_of_law", YEAR, round(rng.uniform(-2, 2), 2), "book"] for land in lands)
    _table(root / "data/governance.csv", "country,indicator,year,value,source", ruled)
    return root


def _lands(count: int) -> Iterator[str]:
    for number in range(count):
        yield chr(65 + number // 26 % 26) + chr(65 + number % 26) + "Q"


def _criterion(code: str, dimension: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": code,
        "title": code,
        "dimension": dimension,
        "direction": "raises_criticality",
        "indicator": "observed",
        "parameters": {"property": code},
        "unit": "1",
        "scale": {"kind": "linear", "zero_at": 0, "one_at": 1},
        "missing": "interval",
    }
    if code == "supply_concentration":
        return {**said, "indicator": "governance_weighted_herfindahl", "parameters": {"stage": "extraction"}}
    return said


def _panel(placed: dict[str, str], rng: random.Random) -> dict[str, Any]:
    groups = {"dimensions": list(DIMENSIONS)}
    groups |= {name: [code for code, place in placed.items() if place == name] for name in DIMENSIONS}
    judges = [
        {
            "name": f"Judge {number}",
            "office": f"Office {number}",
            "on": "2025-01-01",
            "weight": 1,
            "comparisons": {
                group: [
                    {"more": one, "than": other, "by": rng.choice((1, 1.5, 2)), "because": "For a measurement."}
                    for one, other in combinations(members, 2)
                ]
                for group, members in groups.items()
            },
        }
        for number in range(JUDGES)
    ]
    return {"title": "Panel", "status": "illustrative", "method": "ahp", "judges": judges}


def _assessment() -> dict[str, Any]:
    tiers = [{"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}]}]
    return {
        "title": "A list of many minerals",
        "country": "AAQ",
        "reference_year": YEAR,
        "as_of": "2025-03-01",
        "candidates": "all",
        "criteria": "all",
        "weights": "weights/panel.yaml",
        "method": "topsis",
        "also_rank_by": ["ahp_ratings", "topsis_flat"],
        "rule": {"because": "For a measurement.", "tiers": tiers},
        "robustness": {"draws": 0, "seed": 1},
    }


def _document(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _table(path: Path, head: str, rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head.split(","))
        writer.writerows(rows)


class Measured(NamedTuple):
    """What a command took: seconds of the clock and of computing, megabytes of the largest resident memory; its words.

    Where the machine has other work to do, the seconds of computing say more than those of the clock.
    """

    seconds: float
    computing: float
    memory: float
    said: str

    def __str__(self) -> str:
        return f"{self.seconds:.1f} / {self.computing:.1f} / {self.memory:.0f}"


def measured(root: Path, *words: str) -> Measured:
    """Run a command in a process of its own, its modules compiled beforehand as `./criticality` has them."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [*COMMAND, *words, "--workspace", str(root)]
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        said.seek(0)
        text = said.read().decode("utf-8", "replace").strip()
    if child.returncode:
        raise SystemExit(f"{' '.join(words)}: exit {child.returncode}\n{text[-2000:]}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text)


def grow(sizes: Sequence[int], draws: int, criteria: int) -> None:
    """Print the row of each size."""
    print("minerals | check | run, no draws | run, draws | record MB | show | compare   (seconds / computing / MB)")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = workspace(Path(folder), size, criteria)
            plain = ("run", "--language", "none", "--quiet", "--draws")
            check, bare, drawn = (measured(root, *w) for w in (("check",), (*plain, "0"), (*plain, str(draws))))
            record = sum(path.stat().st_size for path in Path(drawn.said).rglob("*") if path.is_file()) / 1e6
            show = measured(root, "show", "latest")
            compare = measured(root, "compare", "latest~1", "latest", "--quiet")
            cells = [str(one) for one in (check, bare, drawn, show, compare)]
            print(" | ".join([f"{size}", *cells[:3], f"{record:.1f}", *cells[3:]]), flush=True)


def check_rows(rows: int) -> None:
    """Print what checking a table of so many rows takes."""
    countries, years = 200, 10
    with tempfile.TemporaryDirectory() as folder:
        root = workspace(Path(folder), max(1, rows // (countries * years)), 3, countries, years)
        size = (root / "data/production.csv").stat().st_size / 1e6
        print(f"check of {rows} rows, {size:.0f} MB: {measured(root, 'check')} (seconds / computing / MB)")


def main() -> None:
    """Read what is asked, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minerals", type=int, nargs="*", default=[250, 500, 1000])
    parser.add_argument("--criteria", type=int, default=30)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--rows", type=int)
    asked = parser.parse_args()
    if asked.rows:
        check_rows(asked.rows)
    else:
        grow(asked.minerals, asked.draws, asked.criteria)


if __name__ == "__main__":
    main()
