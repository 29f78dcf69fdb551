"""A copy of the fictional country, and its workbook."""

import shutil
from pathlib import Path

import pytest

from workspace_builder import ATLANTIS, criticality


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ATLANTIS, tmp_path / "atlantis"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "a.xlsx"
    assert criticality("workbook", "export", path, "--workspace", ATLANTIS).code == 0
    return path
