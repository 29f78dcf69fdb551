"""`check --explain` says in words what a file means and how many rows were read, in both languages."""

# Holds: cli/check.py.

import re
from pathlib import Path

import pytest

from criticality.checking.telling.said_of_files import explained, files_of
from criticality.files.workspace import Workspace
from criticality.model.dataset import TABLES
from criticality.text.message import is_known
from workspace_builder import ASSESSMENT, ATLANTIS, WEIGHTS, criticality, edit

ROOT = Path(__file__).parents[3]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (ASSESSMENT, "topsis decides, with weights/two-offices.yaml"),
        (ASSESSMENT, "(on the list): score at least 0.5"),
        (
            "criteria/climate_burden.yaml",
            "least critical (0) at 1 kg CO2-eq/kg, most critical (1) at 100 kg CO2-eq/kg, log",
        ),
        ("criteria/recycling_rate.yaml", "more of it is less critical"),
        (WEIGHTS, "judgements"),
        ("data/sources.yaml", "every figure names one of them"),
        ("data/mineral_properties.csv", "rows read"),
        ("criteria/dimensions.yaml", "3 dimensions"),
    ],
)
def test_a_file_is_said_in_words(file: str, words: str) -> None:
    told = criticality("check", "--explain", file, "--workspace", ATLANTIS)
    assert told.code == 0
    assert words in " ".join(told.out.split())
    chinese = criticality("check", "--explain", file, "--workspace", ATLANTIS, "--lang", "zh-Hant").out
    assert all(
        CHINESE.search(line) or line.startswith("  - criterion") for line in chinese.splitlines() if line[:4] == "  - "
    )


def test_the_rows_are_those_of_the_file() -> None:
    lines = (ATLANTIS / "data" / "production.csv").read_text("utf-8").splitlines()
    assert f"{len(lines) - 1} rows read" in map(str, explained(Workspace(ATLANTIS), "data/production.csv"))


def test_without_a_file_every_one_of_the_workspace_is_explained() -> None:
    told = criticality("check", "--explain", "--workspace", ATLANTIS).out
    assert [f"{file}:" for file in files_of(Workspace(ATLANTIS))] == [
        line for line in told.splitlines() if line.endswith(":") and not line.startswith(" ")
    ]


@pytest.mark.parametrize("root", [ROOT, ATLANTIS], ids=["taiwan", "atlantis"])
def test_every_file_of_the_shipped_workspaces_has_words(root: Path) -> None:
    workspace = Workspace(root)
    for file in files_of(workspace):
        codes = {message.code for message in explained(workspace, file)}
        assert codes
        assert codes & {"explained.unknown", "explained.has_errors"} == set(), file
    assert is_known("explained.table_other")
    assert {name for name in TABLES if is_known(f"explained.table_{name}")} >= {"production", "trade", "end_uses"}


def test_a_broken_file_is_said_to_be_broken_and_then_told(tmp_path: Path) -> None:
    import shutil

    root = Path(shutil.copytree(ATLANTIS, tmp_path / "atlantis"))
    edit(root, "criteria/climate_burden.yaml", "kind: log", "kind: lag")
    told = criticality("check", "--explain", "criteria/climate_burden.yaml", "--workspace", root)
    assert told.code == 1
    assert "it has errors (1)" in told.out
    assert "criteria/climate_burden.yaml:" in told.out
    unknown = criticality("check", "--explain", "README.md", "--workspace", root)
    assert "no file of a kind" in unknown.said or unknown.code == 1
