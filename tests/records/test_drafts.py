"""A draft is removed if it is provably one of ours and nobody works on it; everything else is left alone."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from criticality.records import drafts
from criticality.records.drafts import KIND, MARKER, alone_in, draft_folder, put, sweep, sweep_output

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a draft is locked as POSIX systems do it")


def killed_draft(parent: Path) -> Path:
    """The draft of a process that was killed while it worked on it."""
    program = (
        "import sys, pathlib\nfrom criticality.records.drafts import draft_folder\n"
        "with draft_folder(pathlib.Path(sys.argv[1]), 'x') as made:\n"
        "    print(made, flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    made = Path(process.stdout.readline().strip())
    assert made.is_dir()
    sweep(parent)
    assert made.is_dir(), "a draft that somebody works on was removed"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return made


def test_the_draft_of_a_killed_process_is_removed_by_the_next(tmp_path):
    made = killed_draft(tmp_path)
    assert made.is_dir()
    with draft_folder(tmp_path, "y"):
        assert not made.exists()


@pytest.mark.parametrize("said", [{"boot": "of another machine"}, {"kind": "something else"}])
def test_a_draft_of_another_machine_or_kind_is_left_alone(tmp_path, said):
    made = killed_draft(tmp_path)
    marker = json.loads((made / MARKER).read_text("utf-8"))
    assert marker["kind"] == KIND
    (made / MARKER).write_text(json.dumps({**marker, **said}), "utf-8")
    sweep(tmp_path)
    assert made.is_dir()


@pytest.mark.parametrize("text", [None, "", "{", "[1]", "9" * 5000])
def test_a_folder_without_a_marker_of_ours_is_left_alone(tmp_path, text):
    made = tmp_path / ".mine.draft"
    made.mkdir()
    if text is not None:
        (made / MARKER).write_text(text, "utf-8")
    sweep(tmp_path)
    assert made.is_dir()


@pytest.mark.parametrize("marker", [None, ""])
def test_a_draft_of_nothing_is_removed_for_its_process_was_killed_while_it_made_it(tmp_path, marker):
    bare = tmp_path / ".pages.c82eda166cd9.draft"
    bare.mkdir()
    if marker is not None:
        (bare / MARKER).write_text(marker)
    sweep(tmp_path)
    assert not bare.exists()


def test_a_draft_that_is_swept_while_it_is_made_is_made_again(tmp_path, monkeypatch):
    made, swept = Path.mkdir, []

    def swept_at_once(self, *args, **kwargs):
        made(self, *args, **kwargs)
        if not swept:
            swept.append(self)
            sweep(tmp_path)

    monkeypatch.setattr(Path, "mkdir", swept_at_once)
    with draft_folder(tmp_path, "run") as hidden:
        assert (hidden / MARKER).exists()
        assert hidden != swept[0] and not swept[0].exists()


def test_a_full_disk_leaves_no_draft_behind(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("criticality.records.drafts.json.dump", full)
    with pytest.raises(OSError, match="No space"), draft_folder(tmp_path, "panel.yaml"):
        raise AssertionError("nothing can be written into it")
    assert not list(tmp_path.iterdir())


def test_a_link_is_not_followed(tmp_path):
    made = killed_draft(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    shutil.move(made, elsewhere)
    (tmp_path / ".x.draft").symlink_to(elsewhere)
    sweep(tmp_path)
    assert (elsewhere / MARKER).is_file()


@pytest.mark.parametrize("name", [".backup.20261123", ".x.99999999999999999999", ".x.²", ".run.3", ".draft"])
def test_folders_with_odd_names_stay(tmp_path, name):
    (tmp_path / name).mkdir()
    (tmp_path / name / "f").write_text("x", "utf-8")
    with draft_folder(tmp_path, "y"):
        pass
    assert (tmp_path / name / "f").is_file()


def test_drafts_inside_records_and_comparisons_are_removed(tmp_path):
    made = []
    for room in ("runs/2026-01-01-00000000", "comparisons/a--b", "runs"):
        (tmp_path / room).mkdir(parents=True, exist_ok=True)
        made.append(killed_draft(tmp_path / room))
    sweep_output(tmp_path)
    assert not any(path.exists() for path in made)
    assert (tmp_path / "comparisons" / "a--b").is_dir()


def test_a_draft_is_removed_when_its_work_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), draft_folder(tmp_path, "x") as made:
        (made / "half").write_text("x", "utf-8")
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_put_in_place_is_written_to_the_disk(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(Path(f"/proc/self/fd/{descriptor}").readlink()))
    (tmp_path / "made" / "tables").mkdir(parents=True)
    (tmp_path / "made" / "tables" / "a.csv").write_text("x", "utf-8")
    put(tmp_path / "made", tmp_path / "final")
    assert (tmp_path / "final" / "tables" / "a.csv").read_text("utf-8") == "x"
    names = {path.name for path in synced}
    assert {"a.csv", "tables", "made", tmp_path.name} <= names


def test_who_asks_for_a_folder_waits_until_the_other_has_done(tmp_path):
    program = (
        "import sys, pathlib\nfrom criticality.records.drafts import alone_in\n"
        "with alone_in(pathlib.Path(sys.argv[1])):\n    print('in', flush=True)\n"
    )
    with alone_in(tmp_path):
        other = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=2)
    assert other.communicate(timeout=30)[0] == "in\n"
    assert list(tmp_path.iterdir()) == []


def test_where_the_system_tells_no_boot_the_name_of_the_machine_stands_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(drafts, "_BOOT", tmp_path / "none")
    made = tmp_path / ".x.draft"
    made.mkdir()
    (made / MARKER).write_text(json.dumps({"kind": KIND, "boot": "", "host": "another machine"}), "utf-8")
    sweep(tmp_path)
    assert made.is_dir()
    (made / MARKER).write_text(json.dumps({"kind": KIND, **drafts._machine()}), "utf-8")
    sweep(tmp_path)
    assert not made.exists()
