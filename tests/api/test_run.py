"""A run in Python: the tables of the record as DataFrames, saving, pages, levers."""

# Holds: api/frames.py, api/minerals.py, api/pages.py.

from pathlib import Path

import pandas as pd
import pytest

import criticality as crit
from criticality.api.minerals import mineral_code
from workspace_builder import TABLES, atlantis
from workspace_builder import table as table_of


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> crit.Run:
    saved = crit.Workspace(atlantis(tmp_path_factory.mktemp("run"))).assess(draws=1024)
    saved.save()
    return saved


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_rows_and_figures_of_the_csv_file(name: str, run: crit.Run) -> None:
    assert run.folder is not None
    rows, frame = table_of(run.folder, name), getattr(run, name)
    assert (frame.index.name == "mineral") == ("mineral" in rows[0])
    columns = frame.reset_index() if frame.index.name else frame
    assert list(columns) == list(rows[0])
    for row, (_, cells) in zip(rows, columns.iterrows(), strict=True):
        for column, text in row.items():
            cell = cells[column]
            assert text == ("" if pd.isna(cell) else str(cell).lower() if isinstance(cell, bool) else str(cell))


def test_a_mineral_without_a_score_has_no_figure_and_not_zero(run: crit.Run) -> None:
    row = run.ranking.loc["nebulium"]
    assert pd.isna(row["rank"])
    assert pd.isna(row["score"])
    assert pd.isna(row["p_listed"])
    assert row["tier"] == "insufficient"
    assert run.ranking["rank"].dtype == "Int64"
    assert run.ranking["listed"].dtype == bool


def test_a_changed_table_does_not_change_the_run(run: crit.Run) -> None:
    table = run.ranking
    table["score"] = 0.0
    assert run.ranking["score"].max() > 0.7


def test_without_draws_the_columns_of_robustness_are_empty(tmp_path: Path) -> None:
    bare = crit.Workspace(atlantis(tmp_path)).assess(draws=0)
    assert bare.ranking[["p_listed", "rank_low", "rank_high"]].isna().all(axis=None)
    assert bare.acceptability.empty
    assert list(bare.acceptability) == ["rank", "share"]


def test_a_notebook_shows_the_list_and_no_markup_of_a_planner(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    file = root / "assessments/atlantis-2024.yaml"
    file.write_text(file.read_text("utf-8").replace("{en: List of", "{en: <b>List</b> of"), "utf-8")
    shown = crit.Workspace(root).assess(draws=0)._repr_html_()
    assert "&lt;b&gt;List&lt;/b&gt; of critical minerals" in shown
    assert "5 of 8 candidates listed" in shown
    assert "<td>0.778</td>" in shown


def test_levers_say_what_takes_a_mineral_off_the_list(run: crit.Run) -> None:
    levers = run.levers("Il", draws=256)
    assert list(levers["lever"]) == ["diversify", "stockpile", "recycle", "substitute", "reduce", "combination"]
    assert set(levers.index) == {"ilmenium"}
    assert levers.loc[levers["possible"], "needed"].between(0, 1).all()
    assert levers.loc[levers["possible"], "p_listed"].notna().all()
    assert levers.loc[~levers["possible"], "needed"].isna().all()
    assert levers["because_en"].str.len().min() > 0
    with pytest.raises(crit.RecordError, match="not on the list"):
        run.levers("norwegium")
    with pytest.raises(crit.RecordError, match="Did you mean ilmenium"):
        run.levers("ilmenum")


def test_a_language_that_is_none_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    run = crit.Workspace(root).assess(draws=0)
    for refused in (run.save, run.report):
        with pytest.raises(crit.InputError, match="'fr' is no language"):
            refused("fr")
    assert not (root / "output").exists()


def test_a_folder_that_cannot_be_written_is_a_machine_error(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    (root / "output").write_text("a file where a folder belongs", "utf-8")
    run = crit.Workspace(root).assess(draws=0)
    with pytest.raises(crit.MachineError, match="writable"):
        run.save()
    assert run.folder is None


@pytest.mark.parametrize(("word", "hint"), [("未知礦", "`criticality show RUN` names all"), ("nebulum", "nebulium")])
def test_an_unknown_mineral_is_refused_with_names_that_are_known(word: str, hint: str, run: crit.Run) -> None:
    with pytest.raises(crit.RecordError, match=hint):
        mineral_code(run.record, word)
