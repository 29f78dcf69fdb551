"""A record that git checked out with other line ends (core.autocrlf) is told as that, not as an altered one."""

from pathlib import Path

import pytest

from workspace_builder import atlantis, criticality, run_folder


def _with_windows_line_ends(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return run_folder(atlantis(tmp_path), "--draws", 0)


def refusal(folder: Path) -> str:
    outcome = criticality("show", folder.name, "--workspace", folder.parents[2])
    assert outcome.code == 1, outcome.said
    return outcome.err


def test_a_table_that_git_gave_other_line_ends_is_told_as_that(folder: Path) -> None:
    _with_windows_line_ends(folder / "tables" / "weights.csv")
    said = refusal(folder)
    assert said.startswith(f"{folder.name}: tables/weights.csv differs from what was written in the line ends alone")
    assert "core.autocrlf" in said
    assert "output/** -text" in said
    assert "was altered:" not in said


def test_a_whole_checkout_with_other_line_ends_is_told_once(folder: Path) -> None:
    texts = [path for path in folder.rglob("*") if path.suffix in (".csv", ".json") or path.name == "SHA256SUMS"]
    for path in texts:
        _with_windows_line_ends(path)
    said = refusal(folder)
    assert f"record.json and {len(texts) - 2} more files differ" in said
    assert said.count("hint:") == 1


def test_other_line_ends_do_not_excuse_another_figure(folder: Path) -> None:
    ranking = folder / "tables" / "ranking.csv"
    ranking.write_bytes(ranking.read_bytes().replace(b"austrium", b"aurum", 1))
    for name in ("tables/ranking.csv", "tables/weights.csv"):
        _with_windows_line_ends(folder / name)
    assert "the record was altered: tables/ranking.csv is not what was written" in refusal(folder)


def test_a_fresh_workspace_tells_git_to_leave_records_alone(tmp_path: Path) -> None:
    assert criticality("init", tmp_path / "new").code == 0
    assert "output/** -text\n" in (tmp_path / "new" / ".gitattributes").read_text("utf-8")
