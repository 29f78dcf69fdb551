"""Every file and every name of the package that a document, a docstring or a comment points to is there."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "criticality"
FOLDERS = ("src", "tests", "docs", "benchmarks", "examples", "release")
WORKSPACE = ("assessments", "choices", "criteria", "data", "scenarios", "templates", "weights")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("templates/*.md")])
CODE = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))

QUOTED = re.compile(r"(?<!`)(`{1,2})([^`\n]+)\1(?!`)")
FILE = re.compile(r"(?:[\w.-]+/)*[\w-]+\.(?:py|md|yaml|json|csv|css|html|toml|sh|svg)|(?:[\w-]+/)+")
MODULE_OR_NAME = re.compile(r"criticality(?:\.\w+)+")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
UNQUOTED = re.compile(
    r"(?<![\w/.`])(?:(?:[\w-]+/)+[\w-]+\.py|(?:src|tests|docs|benchmarks)/[\w./-]+\.(?:md|yaml|json|csv))\b"
)
STANDS_FOR_A_NAME = re.compile(r"(?<![a-z])[A-Z]{2,}(?![a-z])|nn|Yyyyy|V202601|version")
WRITTEN_BY_A_RUN = {
    *("output/", "output/runs/", "tables/", "acceptability.csv", "ranking.csv", "dimensions.csv", "weights.csv"),
    *("consistency.csv", "tables/indicators.csv", "output/made/", "output/desk/", "output/desk/audit/"),
    *("sweep.html", "table.csv", "cases.csv", "failures.csv", "plan.json"),
    *("record.json", "summary.json", "policy.json", "printing.json", "comparison.json", "comparison.html"),
    *("ro-crate-metadata.json", "review/", "review/0001.json"),
}
MADE_BY_A_PLANNER = {
    *("assessments/korea-2026.yaml", "assessments/list.yaml", "criteria/water_burden.yaml", "data/judgements.csv"),
    *("criteria/ease_of_stockpiling.yaml", "criteria/supply_risk_eu.yaml"),
    *("templates/logo.svg", "templates/words.json", "logo.svg", "templates/messages.json", "messages.json"),
    *("weights/panel-2026.yaml", "scheduler.json"),
    *("data/confidential/", "data/confidential/production.csv", "data/confidential/sources.yaml", "prodution.csv"),
}


def written_here() -> set[str]:
    """Every file and folder of the project, by each of its endings: with its folders, with some of them, with none."""
    found = [
        path
        for folder in (*FOLDERS, *WORKSPACE, ".vscode", ".github", "container")
        for path in (ROOT / folder, *(ROOT / folder).rglob("*"))
    ]
    found += [*(path for path in ROOT.iterdir() if path.is_file())]
    names = [
        path.relative_to(ROOT).as_posix() + "/" * path.is_dir() for path in found if "__pycache__" not in path.parts
    ]
    return {"/".join(name.split("/")[start:]) for name in names for start in range(name.count("/") + 1)} - {""}


HERE = written_here()


def lost_files(text: str) -> list[str]:
    """Return the quoted paths that no file or folder of the project ends with, and whole paths without quotes."""
    named = [*(found[1].strip() for found in QUOTED.findall(text)), *UNQUOTED.findall(text)]
    paths = {name for name in named if FILE.fullmatch(name) and not STANDS_FOR_A_NAME.search(name)}
    return sorted(paths - HERE - WRITTEN_BY_A_RUN - MADE_BY_A_PLANNER)


def modules_elsewhere(text: str, folder: Path) -> list[str]:
    """Return the quoted modules without a folder that do not stand beside the file that names them."""
    named = {found[1].strip() for found in QUOTED.findall(text)}
    return sorted(name for name in named if re.fullmatch(r"\w+\.py", name) and not (folder / name).is_file())


def lost_names(text: str) -> list[str]:
    """Return the quoted dotted names of the package that are neither a module nor a name in one."""
    named = {found[1].strip() for found in QUOTED.findall(text)}
    dotted = (name for name in named if MODULE_OR_NAME.fullmatch(name) and not (ROOT / name).is_file())
    return sorted(name for name in dotted if not is_there(name))


def is_there(name: str) -> bool:
    place, parts = SOURCE, name.split(".")[1:]
    while parts and (place / parts[0]).is_dir():
        place /= parts.pop(0)
    if not parts:
        return True
    if (place / f"{parts[0]}.py").is_file():
        place = place / f"{parts.pop(0)}.py"
    else:
        place /= "__init__.py"
    return not parts or re.search(rf"\b{parts[0]}\b", place.read_text("utf-8")) is not None


def prose_of(path: Path) -> Iterator[str]:
    """The docstrings and comments of a Python file."""
    with path.open(encoding="utf-8") as text:
        for token in tokenize.generate_tokens(io.StringIO(text.read()).readline):
            if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
                yield token.string


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_names_is_there(document: Path) -> None:
    text = document.read_text("utf-8")
    assert lost_files(text) == []
    assert lost_names(text) == []
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []


def test_what_docstrings_and_comments_name_is_there() -> None:
    lost = {}
    for path in CODE:
        text = "\n".join(prose_of(path))
        lost[path.relative_to(ROOT).as_posix()] = {
            *lost_files(text),
            *lost_names(text),
            *modules_elsewhere(text, path.parent),
        }
    assert {file: names for file, names in lost.items() if names} == {}


@pytest.mark.parametrize(
    "name", ["`rooms/slices.py`", "``assess.py``", "tests/test_nothing.py", "`criticality.robustness.ranks`"]
)
def test_a_name_that_is_not_there_is_noticed(name: str) -> None:
    found = [*lost_files(name), *lost_names(name), *modules_elsewhere(name, SOURCE / "robustness" / "sampling")]
    assert found == [name.strip("`")]


def test_what_a_run_or_a_planner_makes_is_still_named_somewhere() -> None:
    text = "\n".join(document.read_text("utf-8") for document in DOCUMENTS)
    assert [name for name in sorted(WRITTEN_BY_A_RUN | MADE_BY_A_PLANNER) if name not in text] == []
