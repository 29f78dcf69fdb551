"""`criticality init`: a fresh workspace runs as it is, and nothing is ever overwritten."""

# Holds: cli/init.py.

from pathlib import Path

import pytest

from criticality.text.spreadsheet import MARK
from workspace_builder import by_mineral, check, criticality, run_folder


def test_a_fresh_workspace_has_no_problems_and_runs(tmp_path: Path) -> None:
    root = tmp_path / "我的 清單"
    made = criticality("init", root)
    assert made.code == 0
    assert f'criticality run --workspace "{root}"' in made.out
    assert (check(root).code, check(root).out) == (0, "0 problems, 0 warnings\n")
    tiers = {mineral: row["tier"] for mineral, row in by_mineral(run_folder(root)).items()}
    assert tiers == {
        "mineral_a": "critical",
        "mineral_b": "critical",
        "mineral_c": "not_listed",
        "mineral_d": "insufficient",
    }
    assert run_folder(root, "--weights", "equal", "--draws", 0).is_dir()


@pytest.mark.parametrize("typed", ["./criticality", "criticality"])
def test_what_to_type_next_is_called_as_the_program_was(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the clone only ./criticality works, and it said «criticality check»."""
    monkeypatch.setenv("CRITICALITY_PROGRAM", typed)
    if typed == "criticality":
        monkeypatch.delenv("CRITICALITY_PROGRAM")
    assert f'\n  {typed} check --workspace "' in criticality("init", tmp_path / "new").out


def test_every_sub_folder_of_the_format_is_there(tmp_path: Path) -> None:
    assert criticality("init", tmp_path / "new").code == 0
    folders = {path.name for path in (tmp_path / "new").iterdir() if path.is_dir()}
    assert folders == {"assessments", "criteria", "weights", "scenarios", "data", "templates", ".schema"}


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    for target in (tmp_path, tmp_path / "notes.txt"):
        refused = criticality("init", target)
        assert (refused.code, refused.out) == (1, "")
        assert "hint: " in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_an_empty_folder_is_filled_and_stays_the_folder_in_which_somebody_stands(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    before = room.stat().st_ino
    made = criticality("init", room)
    assert made.code == 0
    assert f"  {room / 'assessments' / 'first-list.yaml'}\n" in made.out
    assert (room / "assessments" / "first-list.yaml").is_file()
    assert room.stat().st_ino == before
    assert [path.name for path in tmp_path.iterdir()] == ["room"], "no draft is left beside it"


def test_where_the_disk_is_full_no_half_of_a_workspace_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("criticality.cli.init.put", full)
    assert criticality("init", tmp_path / "new").code == 3
    assert list(tmp_path.iterdir()) == []


def test_tables_for_excel_begin_with_a_mark_and_are_read_all_the_same(tmp_path: Path) -> None:
    assert criticality("init", tmp_path / "new", "--excel").code == 0
    tables = sorted((tmp_path / "new").rglob("*.csv"))
    assert len(tables) >= 5
    assert all(path.read_bytes().startswith(MARK) for path in tables)
    assert not any(path.read_bytes().startswith(MARK) for path in (tmp_path / "new").rglob("*.yaml"))
    assert (check(tmp_path / "new").code, check(tmp_path / "new").out) == (0, "0 problems, 0 warnings\n")
