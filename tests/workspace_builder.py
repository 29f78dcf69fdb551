"""Workspaces made by tests: copies of the fictional country, spoiled or rebuilt, and the command line in-process."""

import contextlib
import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from criticality.cli.main import main
from criticality.text.language import use_language
from criticality.text.own_words import use_own_words

ATLANTIS = Path(__file__).parent / "workspaces" / "atlantis"
EXAMPLES = Path(__file__).parents[1] / "examples"
ASSESSMENT = "assessments/atlantis-2024.yaml"
WEIGHTS = "weights/two-offices.yaml"
PROPERTIES = "data/mineral_properties.csv"
PROBLEM = re.compile(r"(?P<file>[^\s:][^:\n]*):(?P<line>\d+)(:(?P<column>\d+))?: (?P<said>.+)\n    hint: (?P<hint>.+)")
TABLES = ("ranking", "weights", "consistency", "indicators", "methods", "acceptability")


@dataclass(frozen=True)
class Outcome:
    """What a command left on the two streams, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def criticality(*words: object) -> Outcome:
    """Run the command line in this process; anything but an exit is a traceback and fails the test."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    before, sys.argv = sys.argv, ["criticality", *map(str, words)]
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            code = 0
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before
        use_language("en")
        use_own_words({})
    return Outcome(code, *map(_written, streams))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def check(root: Path, *paths: object) -> Outcome:
    return criticality("check", *paths, "--workspace", root)


def run(root: Path, *words: object) -> Outcome:
    return criticality("run", *words, "--workspace", root, "--language", "none", "--quiet")


def run_folder(root: Path, *words: object) -> Path:
    """Run, insist on success and on a single line of output, and return the folder of the record."""
    outcome = run(root, *words)
    assert outcome.code == 0, outcome.said
    lines = outcome.out.splitlines()
    assert len(lines) == 1, outcome.out
    return root / lines[0]


def problems(outcome: Outcome) -> list[re.Match[str]]:
    return [found for found in PROBLEM.finditer(outcome.said) if "warning: " not in found["said"]]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_mineral(folder: Path, name: str = "ranking") -> dict[str, dict[str, str]]:
    return {row["mineral"]: row for row in table(folder, name)}


def cell(folder: Path, mineral: str, criterion: str) -> dict[str, str]:
    return next(
        row for row in table(folder, "indicators") if (row["mineral"], row["criterion"]) == (mineral, criterion)
    )


# ── making and spoiling ──────────────────────────────────────────────────────


def atlantis(folder: Path) -> Path:
    """A copy of the fictional country in a new folder."""
    root = folder / "atlantis"
    shutil.copytree(ATLANTIS, root, ignore=shutil.ignore_patterns("output"))
    return root


def example(name: str, folder: Path) -> Path:
    """A copy of a workspace of `examples/` in a new folder, without its output."""
    return Path(shutil.copytree(EXAMPLES / name, folder / name, ignore=shutil.ignore_patterns("output")))


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands in a file exactly once."""
    text = (root / file).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (root / file).write_text(text.replace(old, new), "utf-8")


def programmes(*cited: str) -> Callable[[Path], None]:
    """Give sectors.csv of Atlantis the column programme, with a cell for each of its four sectors."""

    def spoil(root: Path) -> None:
        path = root / "data" / "sectors.csv"
        cells = ("programme", *cited)
        rows = zip(path.read_text("utf-8").splitlines(), cells, strict=True)
        path.write_text("\n".join(f"{row},{cell}" for row, cell in rows) + "\n", "utf-8")

    return spoil


def line_of(root: Path, file: str, text: str, *, nth: int = 1) -> int:
    """The number of the nth line of a file that holds a text."""
    lines = (root / file).read_bytes().decode("utf-8", "replace").splitlines()
    found = [number for number, line in enumerate(lines, 1) if text in line]
    assert len(found) >= nth, f"{text!r} stands on {len(found)} lines of {file}"
    return found[nth - 1]


def write_json(root: Path, file: str, content: Any) -> None:
    """Write a document as JSON, which is YAML too."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def write_csv(root: Path, file: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


# ── small workspaces of observed figures ─────────────────────────────────────

MINERALS = "mineral,symbol,name_en,name_zh,group,candidate,reason,note"
PROPERTY_ROWS = "mineral,property,stage,value,low,high,unit,year,source,grade,flag,note"


@dataclass(frozen=True)
class Plan:
    """A small workspace: criteria with their dimension, one stated figure per mineral and criterion."""

    figures: Mapping[str, Mapping[str, float | None]]
    dimension_of: Mapping[str, str]
    weights: Mapping[str, Any]
    method: str = "topsis"
    scale: Mapping[str, Any] | None = None
    tiers: tuple[Mapping[str, Any], ...] = (
        {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.5}]},
    )
    missing: str = "interval"


def small_workspace(folder: Path, plan: Plan, **overrides: Any) -> Path:
    """Write a plan as a workspace; `overrides` are further keys of the assessment."""
    root = folder / "small"
    dimensions = list(dict.fromkeys(plan.dimension_of.values()))
    write_json(root, "criteria/dimensions.yaml", [{"code": code, "title": code.title()} for code in dimensions])
    for code, dimension in plan.dimension_of.items():
        write_json(root, f"criteria/{code}.yaml", _criterion(plan, code, dimension))
    write_json(root, "weights/w.yaml", {"title": "Weights", **plan.weights})
    write_csv(root, "data/minerals.csv", MINERALS, [[code, "", code, code, "", "yes", "", ""] for code in plan.figures])
    write_csv(
        root,
        PROPERTIES,
        PROPERTY_ROWS,
        [
            [mineral, code, "", value, "", "", "1", 2020, "book", "A", "zero" if value == 0 else "reported", ""]
            for mineral, row in plan.figures.items()
            for code, value in row.items()
            if value is not None
        ],
    )
    write_json(
        root, "data/sources.yaml", {"book": {"title": "A book", "publisher": "A press", "url": "https://b.example"}}
    )
    said: dict[str, Any] = {
        "title": "A list",
        "country": "ATL",
        "reference_year": 2020,
        "candidates": "all",
        "criteria": "all",
        "weights": "weights/w.yaml",
        "method": plan.method,
        "rule": {"because": "For a test.", "tiers": list(plan.tiers)},
    }
    write_json(root, "assessments/a.yaml", {**said, **overrides})
    return root


def _criterion(plan: Plan, code: str, dimension: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": code,
        "title": code,
        "dimension": dimension,
        "direction": "raises_criticality",
        "indicator": "observed",
        "parameters": {"property": code},
        "missing": plan.missing,
    }
    return said if plan.scale is None else {**said, "scale": dict(plan.scale)}
