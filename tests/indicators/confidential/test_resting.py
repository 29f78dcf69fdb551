"""Which cells rest on confidential rows: those that read one, and no others."""

from pathlib import Path

import pytest

import criticality as crit
from confidential_workspace import CELLS, FOLDER, confidential
from criticality.indicators.confidential.resting import without_rows
from criticality.records.restore import inputs_from
from workspace_builder import atlantis


def resting(root: Path) -> set[tuple[str, str]]:
    found = crit.Workspace(root).assess(draws=0).record["result"]["confidential"]
    assert {cell["mineral"] for cell in found["cells"]} <= set(found["minerals"])
    return {(cell["mineral"], cell["criterion"]) for cell in found["cells"]}


def test_the_cells_are_those_whose_criterion_reads_a_row_of_the_mineral(tmp_path: Path) -> None:
    assert resting(confidential(tmp_path)) == CELLS


def test_a_row_that_changes_no_value_counts_too(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    older = (root / FOLDER / "production.csv").read_text("utf-8").replace(",2024,", ",2018,").replace("_2018", "_2024")
    (root / FOLDER / "production.csv").write_text(older, "utf-8")
    assert ("austrium", "largest_supplier_share") in resting(root)


def test_a_mineral_whose_row_no_criterion_reads_is_named_without_a_cell(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    for name in ("production.csv", "mineral_properties.csv"):
        (root / FOLDER / name).unlink()
    found = crit.Workspace(root).assess(draws=0).record["result"]["confidential"]
    assert found == {"minerals": ["austrium"], "cells": [], "rows": {"trade": ["austrium"]}}


def test_a_workspace_without_the_folder_says_nothing_of_it(tmp_path: Path) -> None:
    record = crit.Workspace(atlantis(tmp_path)).assess(draws=0).record
    assert "confidential" not in record["inputs"]
    assert "confidential" not in record["result"]


def test_without_its_rows_the_tables_are_those_of_data(tmp_path: Path) -> None:
    hidden = inputs_from(crit.Workspace(confidential(tmp_path / "a")).assess(draws=0).record)
    public = inputs_from(crit.Workspace(atlantis(tmp_path / "b")).assess(draws=0).record)
    assert hidden.confidential is not None
    bare = without_rows(hidden.dataset, hidden.confidential)
    for name in ("production", "mineral_properties"):
        columns = [column for column in public.dataset.tables[name] if column != "line"]
        assert bare.tables[name][columns].equals(public.dataset.tables[name][columns])
    assert len(bare.tables["trade"]) == 0
    with pytest.raises(KeyError):
        public.dataset.tables["trade"]
