"""When runs were made stands beside the records: copies, clocks and runs made again leave the order that was seen."""

import json
import os
import shutil
from pathlib import Path

import pytest

from criticality.records.index import folders_of
from criticality.records.order.when_made import made_at, mark_made, when_made

IDS = ("2026-11-23-9d6c664c", "2026-11-23-6432fefb", "2026-11-23-ddac7541")
"""In the order in which they are made, which is not that of their ids."""


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Records without a word on when they were made."""
    for place, run_id in enumerate(IDS):
        folder = tmp_path / "output" / "runs" / run_id
        folder.mkdir(parents=True)
        (folder / "record.json").write_text("{}", "utf-8")
        os.utime(folder / "record.json", (1e9 + place, 1e9 + place))
    return tmp_path / "output" / "runs"


def marked(runs: Path, ids: tuple[str, ...] = IDS) -> list[str]:
    for run_id in ids:
        mark_made(runs / run_id / "record.json", is_new=True)
    return order(runs)


def order(runs: Path) -> list[str]:
    return [folder.name for folder in folders_of(runs)]


def test_a_copy_that_gives_all_files_one_time_keeps_the_order_and_the_times(runs: Path, tmp_path: Path) -> None:
    assert marked(runs) == list(IDS)
    copy = tmp_path / "copy"
    shutil.copytree(runs.parent, copy)
    for path in copy.rglob("*"):
        os.utime(path, (1e9, 1e9))
    assert order(copy / "runs") == list(IDS)
    assert [made_at(copy / "runs" / name / "record.json") for name in IDS] == [
        made_at(runs / name / "record.json") for name in IDS
    ]


def test_a_clock_that_was_set_back_leaves_the_order(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter((3_000_000_000_000_000_000, 1_000_000_000_000_000_000, 2_000_000_000_000_000_000))
    monkeypatch.setattr("criticality.records.order.when_made.time.time_ns", lambda: next(times))
    assert marked(runs) == list(IDS)


def test_a_run_made_again_is_the_latest_and_keeps_the_time_when_it_was_first_made(runs: Path) -> None:
    marked(runs)
    before = made_at(runs / IDS[0] / "record.json")
    mark_made(runs / IDS[0] / "record.json", is_new=False)
    assert order(runs) == [IDS[1], IDS[2], IDS[0]]
    assert made_at(runs / IDS[0] / "record.json") == before


def test_a_record_of_an_earlier_version_made_again_keeps_the_time_of_its_file(runs: Path) -> None:
    mark_made(runs / IDS[0] / "record.json", is_new=False)
    assert order(runs)[-1] == IDS[0]
    assert when_made(runs / IDS[0] / "record.json").first == 10**18


def test_the_folder_of_a_record_has_no_time_of_any_clock(runs: Path) -> None:
    marked(runs)
    assert [path.name for path in (runs / IDS[0]).iterdir()] == ["record.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"nanoseconds": "noon", "place": 1}',
        '{"nanoseconds": 1, "place": true}',
        "9" * 2_000,
        "[" * 990,
        '{"nanoseconds": -99999999999999999999, "place": -5}',
        '{"nanoseconds": 1, "place": 9' + "9" * 400 + "}",
    ],
)
def test_what_cannot_be_read_counts_as_not_said(text: str, runs: Path) -> None:
    marked(runs)
    (runs.parent / "made" / f"{IDS[2]}.json").write_text(text, "utf-8")
    assert order(runs) == [IDS[2], IDS[0], IDS[1]], "the time of its file counts, which is long ago"
    assert made_at(runs / IDS[2] / "record.json") is not None
    mark_made(runs / IDS[2] / "record.json", is_new=False)
    assert order(runs)[-1] == IDS[2], "the next run mends it"


def test_where_nothing_may_be_written_the_times_of_files_count(runs: Path) -> None:
    (runs.parent / "made").write_text("in the way", "utf-8")
    assert marked(runs) == list(IDS)


def test_two_runs_never_share_a_file(runs: Path) -> None:
    marked(runs)
    places = [json.loads(path.read_text("utf-8"))["place"] for path in sorted((runs.parent / "made").iterdir())]
    assert len(set(places)) == len(IDS)
