"""data/confidential/: its rows count like those of data/, and what is wrong in it is told at its own file and line."""

# Holds: model/rows/confidential_rows.py, model/rows/joined_rows.py.

import json
from pathlib import Path

import pytest

from confidential_workspace import FIGURES, FOLDER, confidential
from criticality.files.confidential.confidential_files import confidential_strays
from criticality.files.workspace import Workspace
from workspace_builder import Outcome, cell, check, criticality, edit, run, run_folder

MORE = "austrium,extraction,HYP,2024,21.5,t,world_mines_2025,A,reported\n"


def told(outcome: Outcome) -> str:
    assert outcome.code == 1, outcome.said
    return outcome.said


def test_its_rows_count_like_those_of_data(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    folder = run_folder(root, "--draws", 0)
    share = float(cell(folder, "austrium", "largest_supplier_share")["value"])
    assert share == pytest.approx(73419.2187 / (73419.2187 + 11843.5519))
    # written into data/ itself, the same rows give the same cells
    for name in ("production", "mineral_properties"):
        head, *rows = (root / FOLDER / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)
        del head
        with (root / "data" / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.writelines(rows)
        (root / FOLDER / f"{name}.csv").unlink()
    (root / FOLDER / "trade.csv").rename(root / "data" / "trade.csv")
    with (root / "data" / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write((root / FOLDER / "sources.yaml").read_text("utf-8"))
    (root / FOLDER / "sources.yaml").unlink()
    public = run_folder(root, "--draws", 0)
    for name in ("indicators", "ranking"):
        assert (folder / "tables" / f"{name}.csv").read_text() == (public / "tables" / f"{name}.csv").read_text()
    inputs = [json.loads((each / "record.json").read_text("utf-8"))["inputs"] for each in (folder, public)]
    assert inputs[0]["data"] == inputs[1]["data"]
    assert "confidential" in inputs[0]
    assert "confidential" not in inputs[1]


def test_check_and_run_say_how_many_rows_were_read(tmp_path: Path) -> None:
    outcome = check(confidential(tmp_path))
    assert outcome.code == 0, outcome.said
    assert "4 confidential rows read from data/confidential/ (mineral_properties.csv, production.csv, trade.csv)" in (
        outcome.out
    )


def test_a_row_that_data_has_too_is_told_at_its_line(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    with (root / FOLDER / "production.csv").open("a", encoding="utf-8") as file:
        file.write(MORE)
    said = told(check(root))
    assert f"{FOLDER}/production.csv:4: mineral: a second row for mineral austrium" in said
    assert "(the first is in data/production.csv, line 3)" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "says"),
    [
        ("production.csv", "austrium,processing,LEM", "austrum,processing,LEM", "production.csv:3", "no mineral"),
        ("production.csv", "11843.5519", "11843,5519", "production.csv:3", "11843,5519"),
        ("trade.csv", "harbour_returns_2024", "harbour_return_2024", "trade.csv:2", "no source"),
        ("sources.yaml", "harbour_returns_2024", "world_mines_2025", "sources.yaml:1", "stands in data/sources.yaml"),
    ],
    ids=["mineral", "cell", "source", "source_twice"],
)
def test_what_is_wrong_is_told_at_its_own_file_and_line(
    file: str, old: str, new: str, place: str, says: str, tmp_path: Path
) -> None:
    root = confidential(tmp_path)
    edit(root, f"{FOLDER}/{file}", old, new)
    lines = [line for line in told(check(root)).splitlines() if line.startswith(f"{FOLDER}/{place}:")]
    assert any(says in line for line in lines), told(check(root))


def test_tables_that_cannot_be_confidential_are_refused_and_strays_are_told(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    (root / FOLDER / "minerals.csv").write_text("mineral\n", "utf-8")
    (root / FOLDER / "letter.txt").write_text("Dear Minister\n", "utf-8")
    said = told(check(root))
    assert f"{FOLDER}/minerals.csv:1: minerals.csv cannot be confidential" in said
    assert "mineral_properties.csv, production.csv, trade.csv" in said
    assert f"{FOLDER}/letter.txt:1: warning: this file is not read" in said
    assert f"{FOLDER}:1" not in said, "the folder itself is no stray"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("prodution.csv", "Rename it to production.csv."),
        ("Production.csv", "Rename it to production.csv."),
        ("production.CSV", "Rename it to production.csv."),
        ("returns/production.csv", "data/confidential"),
        ("figures.xlsx", "move it out of the folder"),
    ],
)
def test_a_table_that_would_not_be_read_stops_check_and_run(name: str, hint: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    path = tmp_path / FOLDER / name
    path.parent.mkdir(parents=True)
    path.write_text("mineral\n", "utf-8")
    (problem,) = (found for found in confidential_strays(workspace) if found.file == f"{FOLDER}/{name}")
    assert problem.severity == "error"
    assert "figures in it would not count" in problem.message
    assert hint in problem.hint


def test_a_run_with_a_misspelt_table_makes_nothing(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    (root / FOLDER / "trade.csv").rename(root / FOLDER / "trades.csv")
    assert "trades.csv:1: this file is not read" in told(run(root, "--public", "--draws", 0))
    assert not (root / "output" / "runs").exists()


def test_a_salt_of_other_than_32_bytes_is_refused_and_never_quoted(tmp_path: Path) -> None:
    root = confidential(tmp_path, salt="5a17" * 15)
    said = told(check(root))
    assert f"{FOLDER}/salt:1: this file holds no salt" in said
    assert "5a17" not in said


def test_no_confidential_figure_stands_in_a_problem_of_another_file(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    edit(root, "assessments/atlantis-2024.yaml", "method: topsis ", "method: topsy ")
    said = told(check(root))
    assert not [figure for figure in FIGURES if repr(figure) in said]


def test_the_table_of_an_answer_may_not_stand_among_the_confidential_ones(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    (root / "choices").mkdir(exist_ok=True)
    (root / FOLDER / "production.csv").rename(root / FOLDER / "trade2.csv")
    (root / "choices/other.yaml").write_text(
        "code: other\nquestion: Which figures?\noptions:\n  - {code: stated, title: As stated, because: So it is.}\n"
        "  - {code: other, title: Others, because: They may be., "
        f"change: {{tables: {{production: {FOLDER}/trade2.csv}}}}}}\n",
        "utf-8",
    )
    refused = check(root)
    assert refused.code == 1
    assert "the table of an answer is part of every record" in told(refused)


MISNAMED = [
    "data/Confidential",
    "data/konfidential",
    "data/confidential ",
    "data/ｃonfidential",
    "data/機密",
    "confidential",
]


@pytest.mark.parametrize("name", MISNAMED)
def test_a_folder_that_was_meant_to_be_the_confidential_one_is_refused(tmp_path: Path, name: str) -> None:
    root = confidential(tmp_path)
    (root / FOLDER).rename(root / name)
    outcome = check(root)
    assert f"{name}:1: {name.removeprefix('data/')!r} is not the folder of confidential figures" in told(outcome)
    assert "Rename it to data/confidential/" in outcome.said
    assert "files in this folder are not read" not in outcome.said, "told once"
    assert "is not the folder of confidential figures" in told(run(root, "--draws", 0))
    assert not (root / "output" / "runs").exists()
    chinese = criticality("check", "--workspace", root, "--lang", "zh-Hant").out
    assert "並非機密數值資料夾，其中數值均不計入" in chinese


def test_a_link_in_place_of_the_folder_is_refused_under_another_name_too(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    (root / FOLDER).rename(tmp_path / "elsewhere")
    (root / "data" / "konfidential").symlink_to(tmp_path / "elsewhere")
    assert "data/konfidential:1: 'konfidential' is not the folder" in told(check(root))


@pytest.mark.parametrize("name", ["data/2019", "data/conference", "data/configuration", "data/Confidential"])
def test_other_folders_and_those_without_figures_are_no_confidential_ones(tmp_path: Path, name: str) -> None:
    root = confidential(tmp_path)
    (root / name).mkdir()
    if name != "data/Confidential":
        (root / name / "production.csv").write_text("mineral\n", "utf-8")
    outcome = check(root)
    assert (outcome.code, "is not the folder of confidential figures" in outcome.said) == (0, False), outcome.said
