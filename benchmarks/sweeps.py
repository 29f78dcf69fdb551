"""One sweep over many countries and years in one process, in two, and on a cluster of two workers: time and digest.

    .venv/bin/python benchmarks/sweeps.py --countries 200 --years 20
    .venv/bin/python benchmarks/sweeps.py --workspace examples/world-trade

Without a workspace the countries are made up: each reports the trade of one of examples/world, under a code of its own
and in every year. With one, its sweep every-country is run as it stands. On two processes and on the cluster the sweep
is run once more, and one of its workers killed when the first pieces are done: the digest must be the same.
"""

import argparse
import contextlib
import csv
import hashlib
import itertools
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORLD = Path(__file__).parents[1] / "examples" / "world"
FIRST, LAST_OF_WORLD = 2001, "2024"
KEYS = ("country", "indicator", "mineral", "property", "stage", "application", "sector")
ENGINES = {
    "one process": ("--workers", "1"),
    "two processes": ("--workers", "2"),
    "LocalCluster(2)": ("--cluster", "local:2"),
}
COMMAND = (sys.executable, "-c", "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()")
SWEEP = """\
title: {{en: Every country, zh-Hant: 各國}}
assessment: assessments/every-country.yaml
vary:
  country: [{countries}]
  reference_year: {{from: {first}, to: {last}}}
"""


def world(root: Path, countries: int, years: int) -> None:
    """Write a workspace of so many countries and years."""
    shutil.copytree(WORLD, root, ignore=shutil.ignore_patterns("output"))
    codes = made_up(countries)
    for name in ("trade", "production", "governance", "mineral_properties", "end_uses", "sectors"):
        rewrite(root / "data" / f"{name}.csv", codes if name == "trade" else [], years)
    with (root / "data" / "countries.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([code, f"Country {code}", "", "no", ""] for code in codes)
    text = SWEEP.format(countries=", ".join(codes), first=FIRST, last=FIRST + years - 1)
    (root / "sweeps" / "many.yaml").write_text(text, "utf-8")
    assessment = root / "assessments" / "every-country.yaml"
    own = {"country:": f"country: {codes[0]}", "reference_year:": f"reference_year: {FIRST + years - 1}", "as_of:": ""}
    lines = (
        next((new for key, new in own.items() if line.startswith(key)), line)
        for line in assessment.read_text("utf-8").splitlines()
    )
    assessment.write_text("\n".join(lines) + "\n", "utf-8")


def made_up(count: int) -> list[str]:
    """Return codes of three letters that no country of the world has."""
    letters = ("".join(each) for each in itertools.product("QX", "ABCDEFGHIJKLM", "ABCDEFGHIJKLM"))
    return list(itertools.islice(letters, count))


def rewrite(path: Path, codes: list[str], years: int) -> None:
    """Give a table its newest rows in every year, and in place of its reporters those of `codes`."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        heads, rows = list(reader.fieldnames or ()), list(reader)
    spans = [str(year) for year in range(FIRST, FIRST + years)]
    if path.stem == "trade":
        newest = [row for row in rows if row["year"] == LAST_OF_WORLD]
        own = sorted({row["reporter"] for row in newest})
        of = {reporter: [row for row in newest if row["reporter"] == reporter] for reporter in own}
        rows = [
            {**row, "reporter": code, "year": year}
            for place, code in enumerate(codes)
            for row in of[own[place % len(own)]]
            for year in spans
        ]
    elif path.stem == "production":
        latest = max(row["year"] for row in rows)
        rows = [{**row, "year": year} for row in rows if row["year"] == latest for year in spans]
    else:
        newest_of = {
            tuple(row.get(name) for name in KEYS): row for row in sorted(rows, key=lambda row: row.get("year", ""))
        }
        rows = [{**row, **({"year": spans[0]} if row.get("year") else {})} for row in newest_of.values()]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def swept(root: Path, name: str, words: tuple[str, ...], *, kill: bool = False) -> tuple[float, float, str]:
    """Run the sweep; return the seconds, those of computing in its processes, and the digest of all its files."""
    shutil.rmtree(root / "output", ignore_errors=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [*COMMAND, "sweep", name, "--workspace", str(root), "--yes", "--quiet", *words]
    started = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    killed = kill and kill_a_worker(started, root / "output" / "sweeps")
    _, said = started.communicate()
    if started.returncode:
        raise SystemExit(said)
    if kill and not killed:
        raise SystemExit("no worker was killed: the sweep was done before")
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    (sums,) = (root / "output" / "sweeps").glob("*/SHA256SUMS")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, spent, hashlib.sha256(sums.read_bytes()).hexdigest()[:12]


def kill_a_worker(started: "subprocess.Popen[str]", folder: Path) -> bool:
    """Kill the first worker of a sweep once two of its pieces are done; whether one was killed."""
    while started.poll() is None:
        if len(list(folder.glob("*.pieces/*.jsonl"))) >= 2:
            for worker in workers_of(started.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
                    return True
        time.sleep(0.02)
    return False


def workers_of(process: int) -> list[int]:
    """The processes under a process that compute, in the order in which they began."""
    found = []
    with contextlib.suppress(FileNotFoundError):
        for task in sorted(Path(f"/proc/{process}/task").iterdir()):
            for child in map(int, (task / "children").read_text().split()):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(child)
                found += workers_of(child)
    return found


def main() -> None:
    """Print a row for each engine, as Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--countries", type=int, default=200)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--workspace", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root, name = Path(scratch) / "world", "many"
        if asked.workspace is None:
            world(root, asked.countries, asked.years)
        else:
            shutil.copytree(asked.workspace, root, ignore=shutil.ignore_patterns("output"))
            name = "every-country"
        print(
            f"load {os.getloadavg()[0]:.1f}\n\n| engine | seconds | of computing | digest |\n|---|---|---|---|",
            flush=True,
        )
        for engine, words in ENGINES.items():
            for kill in (False,) if engine == "one process" else (False, True):
                took, spent, digest = swept(root, name, words, kill=kill)
                said = f"{engine}, one worker killed" if kill else engine
                print(f"| {said} | {took:.1f} | {spent:.1f} | `{digest}` |", flush=True)
        (cases,) = (root / "output" / "sweeps").glob("*/cases.csv")
        print(f"\n{len(cases.read_text('utf-8').splitlines()) - 1:,} assessments, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
