"""Words and tables that the generated documents share."""

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from criticality.assess import assess
from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.model.results import Inputs, Result

ROOT = Path(__file__).resolve().parents[2]
HEAD = "<!-- Made by `python docs/figures` from data/ and tests/published/; changes made here are lost. -->\n"


@cache
def inputs() -> Inputs:
    """The workspace of the repository, read and checked, without robustness draws."""
    return load_inputs(Workspace(ROOT), "assessments/taiwan-2026.yaml", {"draws": 0})


@cache
def result() -> Result:
    """The decided list of the workspace."""
    return assess(inputs())


def published(name: str) -> list[dict[str, str]]:
    """Rows of a table of published check values."""
    with (ROOT / "tests" / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of a table of data/, as they are written."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; a bar inside a cell would end it."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell).replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def english(code: str) -> str:
    """English name of a mineral."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return {row["mineral"]: row["name_en"] for row in rows_of("minerals")}
