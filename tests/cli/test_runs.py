"""`criticality runs`: the order of time, what is new since the run made before, titles that are equal."""

import json
from pathlib import Path

from pairs import bar_rises, harbourmaster_changes, recorded, workspace_of_both

from workspace_builder import atlantis, criticality


def shelf(folder: Path, *changes: tuple) -> tuple[Path, list[str]]:
    """A workspace whose runs were made in the order given, one a minute from 08:00 on the first of March 2025 (UTC)."""
    root, ids = workspace_of_both(folder, *changes)
    for minute, run_id in enumerate(ids):
        made = 1740816000 + 60 * minute
        stamp = {"nanoseconds": made * 10**9, "place": made * 10**9}
        (root / "output" / "made").mkdir(exist_ok=True)
        (root / "output" / "made" / f"{run_id}.json").write_text(json.dumps(stamp), "utf-8")
    return root, ids


def lines(root: Path) -> list[str]:
    outcome = criticality("runs", "--workspace", root)
    assert outcome.code == 0, outcome.said
    return outcome.out.splitlines()


def test_the_run_made_first_stands_first_and_is_compared_with_none(tmp_path: Path) -> None:
    for order in (((), (bar_rises,)), ((bar_rises,), ())):
        root, ids = shelf(tmp_path / str(len(order[0])), *order)
        said = lines(root)
        assert [line.split()[0] for line in said[:2]] == [ids[0], ids[1]]
        assert said[2].startswith(f"    after {ids[0]}: assessment: ")
        assert ("−coronium" in said[2]) == (order[0] == ())
        assert ("+coronium" in said[2]) == (order[0] != ())


def test_the_same_inputs_run_again_are_the_latest_and_change_no_byte_of_their_record(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    words = ("run", "--draws", 0, "--language", "none", "--quiet", "--workspace", root)
    first, second = (Path(criticality(*words, *more).out.strip()) for more in ((), ("--weights", "equal")))
    assert [line.split()[0] for line in lines(root) if line[0] != " "] == [first.name, second.name]
    before = {path: path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert Path(criticality(*words).out.strip()) == first
    assert {path: path.read_bytes() for path in first.rglob("*") if path.is_file()} == before
    assert [line.split()[0] for line in lines(root) if line[0] != " "] == [second.name, first.name]
    assert first.name in criticality("verify", "latest", "--workspace", root).out


def test_who_entered_and_left_is_named_in_chinese(tmp_path: Path) -> None:
    root, _ = shelf(tmp_path, (), (bar_rises,))
    outcome = criticality("runs", "--workspace", root, "--lang", "zh-Hant")
    assert "：−氪冕" in outcome.out
    (root / "data" / "minerals.csv").write_bytes("氪".encode("big5", "replace") + b"\xa4\xff")
    outcome = criticality("runs", "--workspace", root, "--lang", "zh-Hant")
    assert "：−coronium" in outcome.out, "a file that cannot be read names nothing"


def test_every_line_has_the_time_and_the_titles(tmp_path: Path) -> None:
    root, _ = shelf(tmp_path, ())
    (line,) = lines(root)
    assert "2025-03-01 " in line or "2025-02-28 " in line
    assert "5 of 8 listed" in line
    assert "Atlantis" in line


def test_equal_titles_get_a_hint_that_names_the_file_to_change(tmp_path: Path) -> None:
    root, ids = shelf(tmp_path, (), (harbourmaster_changes,))
    *_, hint = lines(root)
    assert hint.startswith("    hint: 2 runs have the same titles")
    assert all(run_id in hint for run_id in ids)
    assert "change `title:` in weights" in hint


def test_every_command_that_takes_a_run_takes_latest_and_a_beginning(tmp_path: Path) -> None:
    root, ids = shelf(tmp_path, (), (bar_rises,))
    before = ids[0].rpartition("-")[2][:6]
    for words in (("show", "latest~1"), ("show", before), ("levers", "latest", "--json")):
        assert criticality(*words, "--workspace", root).code == 0
    outcome = criticality("compare", "latest~1", "latest", "--quiet", "--workspace", root)
    assert outcome.out.strip().endswith(f"{ids[0]}--{ids[1]}")
    assert criticality("report", before, "--language", "none", "--quiet", "--workspace", root).code == 0


def test_an_empty_shelf_says_how_to_fill_it(tmp_path: Path) -> None:
    outcome = criticality("runs", "--workspace", atlantis(tmp_path))
    assert outcome.code == 0
    assert "criticality run" in outcome.out


def test_listing_opens_no_record(tmp_path: Path) -> None:
    root, _ = workspace_of_both(tmp_path, ())
    (root / "output" / "runs" / recorded().name / "record.json").write_text("broken", "utf-8")
    assert criticality("runs", "--workspace", root).code == 0
