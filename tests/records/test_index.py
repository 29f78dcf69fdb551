"""A run is found by what a planner types: the beginning of its id, `latest`, `latest~1`; the order is that of time."""

import os
import shutil
from pathlib import Path

import pytest

from criticality.errors import RecordError
from criticality.records.index import find_run, folders_of

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
