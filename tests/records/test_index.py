"""A run is found by what a planner types: the beginning of its id, `latest`, `latest~1`; the order is that of time."""

import os
import shutil
from pathlib import Path

import pytest

from criticality.errors import RecordError
from criticality.records.index import MADE, find_run, folders_of, made_at, write_made

IDS = ("2026-11-23-9d6c664c", "2026-11-23-6432fefb", "2026-11-23-ddac7541")
"""In the order in which they were made, which is not that of their ids."""


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    shelf = tmp_path / "runs"
    for minute, run_id in enumerate(IDS):
        record = shelf / run_id / "record.json"
        record.parent.mkdir(parents=True)
        record.write_text("{}", "utf-8")
        os.utime(record, (60 * minute, 60 * minute))
    return shelf


def found(runs: Path, name: str) -> str:
    return find_run(runs, name, runs.parent).name


def refusal(runs: Path, name: str) -> str:
    with pytest.raises(RecordError) as refused:
        find_run(runs, name, runs.parent)
    return str(refused.value)


def test_the_order_is_that_of_time_and_not_of_the_digest(runs: Path) -> None:
    assert [folder.name for folder in folders_of(runs)] == list(IDS)


def test_pages_printed_later_do_not_make_a_run_the_latest(runs: Path) -> None:
    (runs / IDS[0] / "list.en.pdf").write_bytes(b"%PDF")
    assert found(runs, "latest") == IDS[2]


def test_a_copy_of_all_records_keeps_their_order(runs: Path) -> None:
    copy = runs.parent / "archive"
    shutil.copytree(runs, copy)
    assert [folder.name for folder in folders_of(copy)] == list(IDS)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("latest", 2),
        ("LATEST", 2),
        ("latest~0", 2),
        ("latest~1", 1),
        ("latest~2", 0),
        (IDS[1], 1),
        (f"runs/{IDS[1]}", 1),
        ("9d6c", 0),
        ("9D6C", 0),
        ("d", 2),
        ("2026-11-23-64", 1),
    ],
)
def test_what_is_typed_finds_the_run(name: str, place: int, runs: Path) -> None:
    assert found(runs, name) == IDS[place]


def test_a_beginning_that_several_runs_share_names_them(runs: Path) -> None:
    said = refusal(runs, "2026-11-23")
    assert "3 runs begin like this" in said
    assert all(run_id in said for run_id in IDS)


def test_there_is_nothing_before_the_first_run(runs: Path) -> None:
    assert "There are 3 records; latest~2 is the one made first." in refusal(runs, "latest~3")
    assert "There is no record yet." in refusal(runs.parent / "elsewhere", "latest")


@pytest.mark.parametrize("name", ["latest~", "latest~x", "latest~-1", "zzzz", "~1", ""])
def test_what_names_no_run_is_refused(name: str, runs: Path) -> None:
    assert "there is no such run" in refusal(runs, name)


def test_a_mistyped_id_is_told_the_nearest(runs: Path) -> None:
    assert f"Did you mean {IDS[1]}?" in refusal(runs, "2026-11-23-6342fefb")


def stamped(runs: Path) -> list[str]:
    """Records written one after the other, by ids whose order is another."""
    for run_id in IDS:
        folder = runs.parent / "new" / run_id
        folder.mkdir(parents=True)
        (folder / "record.json").write_text("{}", "utf-8")
        write_made(folder, runs.parent / "new")
    return [folder.name for folder in folders_of(runs.parent / "new")]


def test_a_copy_that_gives_all_files_one_time_keeps_the_order_and_the_times(runs: Path) -> None:
    assert stamped(runs) == list(IDS)
    copy = runs.parent / "copy"
    shutil.copytree(runs.parent / "new", copy)
    for path in copy.rglob("*"):
        os.utime(path, (1e9, 1e9))
    assert [folder.name for folder in folders_of(copy)] == list(IDS)
    assert [made_at(copy / name) for name in IDS] == [made_at(runs.parent / "new" / name) for name in IDS]


def test_a_clock_that_was_set_back_leaves_the_order(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((3_000_000_000_000_000_000, 1_000_000_000_000_000_000, 2_000_000_000_000_000_000))
    monkeypatch.setattr("criticality.records.index.time.time_ns", lambda: next(times))
    assert stamped(runs) == list(IDS)


def test_records_of_earlier_versions_come_before_those_that_say_when_they_were_made(runs: Path) -> None:
    os.utime(runs / IDS[1] / "record.json", (4e9, 4e9))
    write_made(runs / IDS[0], runs)
    assert [folder.name for folder in folders_of(runs)] == [IDS[2], IDS[1], IDS[0]]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"made": "noon", "place": 1}', '{"made": "2026-12-01", "place": "x"}']
)
def test_a_time_that_cannot_be_read_counts_as_none(text: str, runs: Path) -> None:
    (runs / IDS[0] / MADE).write_text(text, "utf-8")
    assert [folder.name for folder in folders_of(runs)] == list(IDS)
    assert made_at(runs / IDS[1]) is not None
