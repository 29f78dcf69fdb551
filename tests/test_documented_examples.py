"""The examples in the docstrings of the Python interface and in the README give what stands below them."""

import json
import re
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

import criticality as crit
from workspace_builder import Plan, atlantis, by_mineral, cell, check, criticality, run_folder, small_workspace

ROOT = Path(__file__).parents[1]
FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE
EXAMPLES = Sybil(
    parsers=[DocTestParser(FLAGS)],
    document_types={".py": PythonDocStringDocument},
    path=str(ROOT / "src/criticality/api"),
)
README = Sybil(parsers=[PythonCodeBlockParser(doctest_optionflags=FLAGS)], path=str(ROOT))


@pytest.mark.parametrize("name", ["workspace.py", "run.py", "comparison.py", "sweep.py"])
def test_the_examples_of_the_reference(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlantis(tmp_path)
    monkeypatch.chdir(tmp_path)
    workspace = crit.Workspace("atlantis")
    document = EXAMPLES.parse(ROOT / "src/criticality/api" / name)
    document.namespace.update(crit=crit, workspace=workspace, run=workspace.assess(draws=0))
    document.namespace.update(sweep=workspace.sweep("weights-and-methods"))
    examples = list(document.examples())
    assert len(examples) >= 2
    for example in examples:
        example.evaluate()


def test_the_examples_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = list(README.parse(ROOT / "README.md").examples())
    assert examples
    for example in examples:
        example.evaluate()


def test_the_twenty_lines_of_the_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlantis(tmp_path)
    monkeypatch.chdir(tmp_path)
    document = README.parse(ROOT / "docs/tutorial/sweep-in-python.md")
    examples = list(document.examples())
    assert sum(len(example.parsed.splitlines()) for example in examples) <= 20
    for example in examples:
        example.evaluate()
    assert "ilmenium" in (tmp_path / "shares.html").read_text("utf-8")


FILE = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


def documented(page: str, folder: Path) -> Path:
    """A workspace of three minerals with the files that a page shows; its example criterion beside another one."""
    figures = {"gallium": {"price": 0.2}, "germanium": {"price": 0.3}, "helium": {"price": 0.4}}
    scale = {"kind": "linear", "zero_at": 0, "one_at": 1}
    plan = Plan(figures, {"price": "supply_risk"}, {"method": "equal"}, "ahp_ratings", scale)
    robustness = {"draws": 0, "seed": 1}
    root = small_workspace(folder, plan, country="TWN", reference_year=2024, robustness=robustness)
    sources = json.loads((root / "data/sources.yaml").read_text("utf-8"))
    (root / "data/sources.yaml").write_text(json.dumps({**sources, "panel_2026": sources["book"]}), "utf-8")
    shown = FILE.findall((ROOT / page).read_text("utf-8"))
    assert len(shown) >= 2
    for file, text in shown:
        there = (root / file).read_text("utf-8") if (root / file).exists() else ""
        (root / file).write_text(there + (text.partition("\n")[2] if there else text), "utf-8")
    return root


def test_the_complete_example_of_a_published_formula(tmp_path: Path) -> None:
    root = documented("docs/reference/formulas.md", tmp_path)
    assert check(root).code == 0, check(root).said
    found = cell(run_folder(root), "gallium", "supply_risk_eu")
    printed = re.search(
        r"the supply risk of gallium is ([\d.]+):", (ROOT / "docs/reference/formulas.md").read_text("utf-8")
    )
    assert printed is not None and f"{float(found['value']):.3f}" == printed.group(1)


def test_the_complete_example_of_the_words_of_a_rule_and_of_scales(tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to/write-a-rule.md").read_text("utf-8")
    for file, text in FILE.findall(page):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    said = check(tmp_path).said.splitlines()
    warned = [line for line in said if "warning: " in line]
    assert all("nobody has confirmed" in line or "cites no publication" in line for line in warned), said
    assert said[-1] == f"0 problems, {len(warned)} warnings"
    printed = dict(re.findall(r"^\| (\w+) \| (critical|watch|by_decision) \| ", page, re.MULTILINE))
    folder = run_folder(tmp_path)
    assert {mineral: row["tier"] for mineral, row in by_mineral(folder).items()} == printed and len(printed) == 5
    outcome = criticality("show", folder.name, "cion", "--workspace", tmp_path).out
    assert re.search(r"importance ≥ 2.8 points +3.000 +yes", outcome), "the average that the page tells"


def test_the_complete_example_of_minerals_judged_in_pairs(tmp_path: Path) -> None:
    root = documented("docs/how-to/add-a-criterion.md", tmp_path)
    assert check(root).code == 0, check(root).said
    found = {
        name: float(cell(run_folder(root), name, "ease_of_stockpiling")["value"]) for name in ("gallium", "helium")
    }
    assert found["gallium"] == 1 and 0 < found["helium"] < 0.25


def test_the_complete_example_of_confidential_figures(tmp_path: Path) -> None:
    root, page = atlantis(tmp_path), "docs/how-to/confidential-figures.md"
    for file, text in FILE.findall((ROOT / page).read_text("utf-8")):
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_text(text, "utf-8")
    assert "2 confidential rows read" in check(root).out
    assert criticality("confidential", "salt", "--workspace", root).code == 0
    folder = run_folder(root, "--public")
    assert cell(folder, "austrium", "supply_concentration")["flag"] == "confidential"
    assert "73419" not in (folder / "record.json").read_text("utf-8")
    assert "the result with all figures" in criticality("verify", folder, "--workspace", root).out
