"""What choices add to a run of the Taiwan workspace: seconds and megabytes for 288 combinations of answers.

    .venv/bin/python benchmarks/choices.py [--workers N] [--draws N]

Choices of the kinds that the workspace ships or is to ship are written beside a copy of it: tables replaced, strategic
sectors, a dimension left out, an anchor, a rule, a reference year.
"""

import argparse
import csv
import json
import resource
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from criticality.assess import assess
from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.model.results import Inputs

ROOT = Path(__file__).parents[1]
ASSESSMENT = "assessments/taiwan-2026.yaml"
GATES = [{"of": "economic_importance", "at_least": 0.4}, {"of": "supply_risk", "at_least": 0.4}]


def option(code: str, change: dict[str, object] | None = None) -> dict[str, object]:
    said: dict[str, object] = {"code": code, "title": code, "because": "For the benchmark."}
    return said if change is None else {**said, "change": change}


def rule(score: float | None) -> dict[str, object]:
    when = [*([] if score is None else [{"of": "score", "at_least": score}]), *GATES]
    tiers = [{"name": "critical", "listed": True, "when": when}]
    coverage = {"at_least": 0.5, "must_have": ["supply_concentration"]}
    return {"rule": {"because": "For the benchmark.", "coverage": coverage, "tiers": tiers}}


def rows(root: Path, table: str, factor: float, column: str, wanted: dict[str, str]) -> str:
    """Write a file that multiplies one column of the rows that have some cells; return its path."""
    with (root / "data" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        read = list(csv.DictReader(stream))
    path = root / "choices" / f"{table}-{factor:g}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(read[0]), lineterminator="\n")
        writer.writeheader()
        for row in read:
            if all(row[name] == value for name, value in wanted.items()) and row[column]:
                writer.writerow({**row, column: f"{float(row[column]) * factor:.6g}"})
    return path.relative_to(root).as_posix()


def write_choices(root: Path) -> int:
    """Write choices of 3·3·2·2·2·2·2 = 288 combinations."""
    shutil.rmtree(root / "choices", ignore_errors=True)
    (root / "choices").mkdir()
    sectors = ["c26_electronics", "c27_electrical", "c28_machinery", "c29_motor_vehicles", "c30_other_transport"]
    production = {"stage": "extraction", "year": "2024"}
    choices = {
        "sectors": [
            option("stated"),
            option("machinery", {"sectors": {"strategic": sectors}}),
            option("electronics", {"sectors": {"strategic": sectors[:2]}}),
        ],
        "rule": [
            option("stated"),
            option("two_gates", {"assessment": rule(None)}),
            option("higher", {"assessment": rule(0.55)}),
        ],
        "environment": [option("counts"), option("out", {"weights": {"leave_out": ["environmental_impact"]}})],
        "supply": [
            option("stated"),
            option(
                "other",
                {"tables": {"production": rows(root, "production", 1.5, "value", {**production, "country": "CHN"})}},
            ),
        ],
        "licences": [
            option("stated"),
            option(
                "weak",
                {
                    "tables": {
                        "export_restrictions": rows(root, "export_restrictions", 0.5, "severity", {"country": "CHN"})
                    }
                },
            ),
        ],
        "uses": [
            option("stated"),
            option(
                "other", {"tables": {"sectors": rows(root, "sectors", 0.7, "value_added_usd_m", {"strategic": "no"})}}
            ),
        ],
        "anchor": [
            option("stated"),
            option("wider", {"criteria": {"supply_concentration": {"scale": {"one_at": 0.7}}}}),
        ],
    }
    count = 1
    for code, options in choices.items():
        document = {"code": code, "question": code, "options": options}
        (root / "choices" / f"{code}.yaml").write_text(json.dumps(document), "utf-8")
        count *= len(options)
    return count


def seconds(inputs: Inputs, workers: int) -> tuple[float, float]:
    """Seconds by the clock, and of the processors, those of the workers included: the latter on a busy machine."""
    start, used = time.perf_counter(), processor()
    assess(inputs, workers=workers)
    return time.perf_counter() - start, processor() - used


def processor() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def megabytes() -> float:
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF,)) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--draws", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "taiwan"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "output", "src", "tests", "docs", "benchmarks"))
        count = write_choices(root)
        start = time.perf_counter()
        inputs = load_inputs(Workspace(root), ASSESSMENT, {"draws": asked.draws}, cells=False)
        reading = time.perf_counter() - start
        without = replace(inputs, choices=None)
        seconds(without, asked.workers)
        (plain, plain_used), before = seconds(without, asked.workers), megabytes()
        (found, found_used), after = seconds(inputs, asked.workers), megabytes()
    print(f"{count} combinations, {len(inputs.candidates)} minerals, {asked.workers} workers, {asked.draws} draws")
    print(f"reading and checking: {reading:.1f} s")
    print(f"without choices {plain:.1f} s, with them {found:.1f} s: {found - plain:+.1f} s, {after - before:+.0f} MB")
    print(f"of the processors {plain_used:.1f} s and {found_used:.1f} s: {found_used - plain_used:+.1f} s")


if __name__ == "__main__":
    main()
