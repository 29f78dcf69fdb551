"""The generated pages of docs/reference say what the code says."""

import importlib.util
from functools import cache
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"


@cache
def _pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.pages()
    return pages


@pytest.mark.parametrize("name", ["files.md", "commands.md", "indicators.md", "api.md"])
def test_a_page_that_no_longer_matches_the_code_is_written_again_with_docs_generate(name: str) -> None:
    assert (DOCS / "reference" / name).read_text("utf-8") == _pages()[name].rstrip() + "\n"
