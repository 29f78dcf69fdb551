"""The page of a module's `html` as a file, and a browser to open it in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import opened_browser


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("interactive") / "list.html"
    path.write_text(html, "utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with opened_browser() as chromium:
        yield chromium
