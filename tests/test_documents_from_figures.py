"""Documents made from the figures say what the figures say: none is edited by hand or left behind."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from figures.__main__ import DOCUMENTS  # noqa: E402


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_document_is_the_one_that_the_figures_make(name):
    said = (ROOT / name).read_text(encoding="utf-8")
    assert said == DOCUMENTS[name](), "run: python docs/figures"
