"""`show RUN MINERAL --evidence` prints the rows behind each cell, with source, year, grade and page."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from criticality.cli.main import app
from criticality.cli.show_evidence import _print_sources
from criticality.cli.terminal.console import Terminal
from workspace_builder import atlantis, criticality, run_folder, write_json

ATLANTIS = Path(__file__).parents[1] / "workspaces" / "atlantis"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    import shutil

    root = tmp_path_factory.mktemp("atlantis") / "ws"
    shutil.copytree(ATLANTIS, root)
    done = CliRunner().invoke(app, ["run", "--language", "none", "--draws", "0", "--quiet", "--workspace", str(root)])
    assert done.exit_code == 0, done.output
    run = done.output.strip().splitlines()[-1]
    minerals = (root / "data" / "minerals.csv").read_text(encoding="utf-8").splitlines()
    mineral = next(line.split(",")[0] for line in minerals[1:] if ",yes," in line)
    production = [line for line in (root / "data/production.csv").read_text().splitlines() if line.startswith(mineral)]
    words = ["show", run, mineral, "--evidence", "--workspace", str(root)]
    return mineral, production, CliRunner().invoke(app, words).output


def test_the_rows_of_production_stand_there_with_year_source_and_grade(shown):
    _, production, output = shown
    _, stage, country, year, _, _, source, grade, *_ = production[0].split(",")
    line = next(line for line in output.splitlines() if f"{stage} {country}" in line)
    assert {year, source, grade} <= set(line.split())


def test_rows_told_once_are_named_the_second_time(shown):
    assert "data/production.csv: the rows of" in shown[2]


def test_every_source_is_named_at_the_end(shown):
    assert "Sources" in shown[2]
    assert shown[1][0].split(",")[6] in shown[2].split("Sources")[1]


def test_the_largest_sector_by_which_value_added_is_scaled_stands_there(tmp_path):
    root = atlantis(tmp_path)
    criterion = {
        "code": "exposure",
        "title": "Value added exposed",
        "dimension": "economic_importance",
        "direction": "raises_criticality",
        "indicator": "value_added_exposure",
        "scale": {"kind": "linear", "zero_at": 0, "one_at": 10},
        "missing": "interval",
    }
    write_json(root, "criteria/exposure.yaml", criterion)
    run = run_folder(root, "--weights", "weights/equal.yaml", "--draws", "0")
    shown = criticality("show", run, "coronium", "--evidence", "--workspace", root).out
    exposed = shown.partition("exposure:")[2]
    assert "lighthouses" in exposed.partition("Sources")[0]
    assert "shipbuilding" in exposed.partition("Sources")[0]


def test_what_a_source_does_not_state_is_left_out(capsys):
    entry = {"publisher": "Not stated", "title": "good.xlsx, 清單", "published": None, "url": None}
    cell = {"mineral": "x", "sources": "sheet"}
    _print_sources(Terminal(140), {"inputs": {"sources": {"sheet": entry}}, "result": {"indicators": [cell]}}, "x")
    assert "sheet: Not stated, good.xlsx, 清單\n" in capsys.readouterr().out
