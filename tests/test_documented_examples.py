"""The examples in the docstrings of the Python interface and in the README give what stands below them."""

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

import criticality as crit
from workspace_builder import atlantis

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
