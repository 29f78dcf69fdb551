"""How many steps from one spreadsheet to a ranked list: criticality beside pymcdm, scikit-criteria, pyDecision and R.

    .venv/bin/python benchmarks/steps.py --peers /path/to/python

The same job for all: a sheet of 80 minerals × 12 criteria, with rows for directions and weights above the minerals, to
a list ranked by TOPSIS. What is counted of a program: its statements but for imports, by the parser of Python; of R,
which is counted from the documentation of its package and not run, its lines. Of criticality: its commands. Each
program is run, also on sheets with a planner's slip, by the Python of ``--peers``, which has what stands in
benchmarks/requirements.txt, pandas and openpyxl.
"""

import argparse
import ast
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MINERALS, CRITERIA = 80, 12
READ = """\
import pandas as pd
table = pd.read_excel("table.xlsx", index_col=0)
weights = table.loc["weight"].astype(float).to_numpy()
figures = table.drop(["direction", "weight"]).astype(float)
"""
PROGRAMS = {
    "pymcdm": READ
    + """\
from pymcdm.methods import TOPSIS
types = table.loc["direction"].map({"+": 1, "-": -1}).to_numpy(int)
scores = TOPSIS()(figures.to_numpy(), weights, types)
print(pd.Series(scores, figures.index).sort_values(ascending=False).to_string())
""",
    "scikit-criteria": READ
    + """\
from skcriteria import mkdm
from skcriteria.agg.similarity import TOPSIS
from skcriteria.pipeline import mkpipe
from skcriteria.preprocessing.invert_objectives import InvertMinimize
from skcriteria.preprocessing.scalers import SumScaler, VectorScaler
aims = table.loc["direction"].map({"+": 1, "-": -1}).to_list()
matrix = mkdm(figures, aims, weights=weights, alternatives=figures.index, criteria=figures.columns)
ranked = mkpipe(InvertMinimize(), VectorScaler("matrix"), SumScaler("weights"), TOPSIS()).evaluate(matrix)
print(ranked.to_series().sort_values().to_string())
""",
    "pyDecision": READ
    + """\
from pyDecision.algorithm import topsis_method
aims = table.loc["direction"].map({"+": "max", "-": "min"}).to_list()
scores = topsis_method(figures.to_numpy(), weights, aims, graph=False, verbose=False)
print(pd.Series(scores, figures.index).sort_values(ascending=False).to_string())
""",
}
R_PROGRAM = """\
table <- as.data.frame(readxl::read_excel("table.xlsx", col_types = "text"))
values <- function(rows) sapply(rows[, -1], as.numeric)
weights <- setNames(as.numeric(table[table[, 1] == "weight", -1]), names(table)[-1])
aims <- setNames(ifelse(table[table[, 1] == "direction", -1] == "+", "max", "min"), names(table)[-1])
minerals <- table[!table[, 1] %in% c("direction", "weight"), ]
figures <- `rownames<-`(values(minerals), minerals[, 1])
sort(MCDA::TOPSIS(figures, weights, aims), decreasing = TRUE)
"""
COMMANDS = (
    ("data", "import", "sheet", "table.xlsx"),
    ("data", "import", "sheet", "table.xlsx", "--write"),
    ("run", "--language", "none"),
)
CRITICALITY = (
    sys.executable,
    "-c",
    "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()",
)


def put(place: str, value: object) -> Callable[[Worksheet], None]:
    """Return a slip that puts a value into a cell."""

    def slip(sheet: Worksheet) -> None:
        sheet[place] = value

    return slip


SLIPS: dict[str, Callable[[Worksheet], None]] = {
    "a unit typed: 12 %": put("C9", "12 %"),
    "an empty cell": put("C9", None),
    "a mineral twice": put("A9", "Mineral 2"),
    "a total below": lambda sheet: sheet.append(["Total", *range(1, CRITERIA + 1)]),
    "a row hidden": lambda sheet: setattr(sheet.row_dimensions[9], "hidden", True),
    "a direction left out": put("C2", None),
}


def sheet_of(path: Path, slip: Callable[[Worksheet], None] | None = None) -> None:
    """Write the spreadsheet of the job; the same figures every time."""
    rng, book = random.Random(27), Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Mineral", *(f"Criterion {number}" for number in range(1, CRITERIA + 1))])
    sheet.append(["direction", *("-" if number % 4 == 0 else "+" for number in range(1, CRITERIA + 1))])
    sheet.append(["weight", *([round(1 / CRITERIA, 4)] * CRITERIA)])
    for number in range(1, MINERALS + 1):
        sheet.append([f"Mineral {number}", *(round(rng.uniform(1, 100), 2) for _ in range(CRITERIA))])
    if slip is not None:
        slip(sheet)
    book.save(path)


def statements(program: str) -> int:
    """Count the statements of a program that are no imports."""
    return sum(not isinstance(each, ast.Import | ast.ImportFrom) for each in ast.parse(program).body)


def peer(python: str, program: str, folder: Path) -> str:
    """Run a program in a folder and say what came: a list, or the last line of what it raised."""
    ran = subprocess.run(
        [python, "-W", "ignore", "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["?"])[-1]
        return f"stops: {last[:90]}" if "No module named" not in last else "not installed"
    last = [line.split()[-1].casefold() for line in ran.stdout.strip().splitlines()]
    ranked = [word for word in last if word.replace(".", "", 1).isdigit() or word == "nan"]
    without = ranked.count("nan")
    return f"ranks {len(ranked)}" + (f", {without} of them without a score" if without else "") + ", says nothing"


def own(folder: Path) -> str:
    """Run the commands of criticality in a folder and say what came."""
    environment = {**os.environ, "CRITICALITY_LANG": "en"}
    said = ""
    for words in COMMANDS:
        ran = subprocess.run(
            [*CRITICALITY, *words], cwd=folder, capture_output=True, text=True, env=environment, check=False
        )
        said += ran.stdout
        if ran.returncode:
            return f"stops: {ran.stderr.strip().splitlines()[0].partition(': ')[2][:90]}"
    record = next(folder.rglob("ranking.csv"))
    ranked = len(record.read_text("utf-8").splitlines()) - 1
    return f"ranks {ranked}, says what it assumed" if "assum" in said else f"ranks {ranked}"


def main() -> None:
    """Print both tables as Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", default=sys.executable, help="the Python that has the peers")
    python = parser.parse_args().peers
    tries = {"the sheet as it should be": None, **SLIPS}
    print("| | statements or commands | of them to look at what was understood |\n|---|---|---|")
    print(f"| criticality | {len(COMMANDS)} commands | 1 |")
    for name, program in PROGRAMS.items():
        print(f"| {name} | {statements(program)} statements | 0 |")
    print(f"| R, MCDA (not run) | {len(R_PROGRAM.strip().splitlines())} lines | 0 |")
    print(f"\n| the sheet | {' | '.join(('criticality', *PROGRAMS))} |\n|{'---|' * (2 + len(PROGRAMS))}")
    for title, slip in tries.items():
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            sheet_of(folder / "table.xlsx", slip)
            found = [own(folder), *(peer(python, program, folder) for program in PROGRAMS.values())]
        print(f"| {title} | {' | '.join(each.replace('|', '/') for each in found)} |")


if __name__ == "__main__":
    main()
