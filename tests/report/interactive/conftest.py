"""The page of a module's `html` as a file, a browser to open it in, and the Taiwan list, decided once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import opened_browser

import criticality

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def taiwan() -> Any:
    return criticality.Workspace(ROOT).assess(draws=0, choices="none").record


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("interactive") / "list.html"
    path.write_text(html, "utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with opened_browser() as chromium:
        yield chromium
