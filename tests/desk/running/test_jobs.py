"""Runs from the desk: one at a time, with progress, cancelled by Ctrl-C, and found again after a crash."""

# Holds: desk/running/job_store.py.

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from criticality.desk.running import jobs as module
from criticality.desk.running.job_store import Job
from criticality.desk.running.jobs import MOST_WAITING, Jobs, command_of
from criticality.desk.saving import STATE
from criticality.desk.sessions import Sessions
from criticality.desk.visits import Desk
from criticality.errors import InputError, MachineError
from criticality.files.workspace import Workspace
from workspace_builder import ASSESSMENT, atlantis

WORDS = {"assessment": ASSESSMENT, "language": "none", "draws": "200"}


def wait_for(whether: Callable[[], bool], seconds: float = 240) -> None:
    ends = time.monotonic() + seconds
    while not whether():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.05)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(Workspace(atlantis(tmp_path)), Sessions())
    yield made
    made.close()


@pytest.fixture
def long_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that runs until it is interrupted, in place of a run."""
    text = 'import sys,time\nprint(\'{"done": 3, "total": 9}\', file=sys.stderr, flush=True)\ntime.sleep(600)'
    monkeypatch.setattr(module, "command_of", lambda _root, _words: [sys.executable, "-c", text])


def test_a_run_is_recorded_by_the_command_itself(desk: Desk) -> None:
    jobs = desk.part(Jobs)
    number = jobs.ask(WORDS, "Ada")
    wait_for(lambda: (job := jobs.store.find(number)) is not None and job.is_over)
    job = jobs.store.find(number)
    assert job is not None
    assert (job.state, job.says, job.user) == ("done", "", "Ada")
    assert (desk.workspace.runs / job.run / "record.json").is_file()
    assert (job.done, job.total) == (200, 200)
    assert [path.name for path in (desk.workspace.root / STATE).glob("job-*")] == []


def test_what_a_run_refuses_is_told_in_its_words(desk: Desk) -> None:
    (desk.workspace.root / ASSESSMENT).write_text("title: x\n", "utf-8")
    jobs = desk.part(Jobs)
    number = jobs.ask({**WORDS, "lang": "zh-Hant"}, "")
    wait_for(lambda: (job := jobs.store.find(number)) is not None and job.is_over)
    job = jobs.store.find(number)
    assert job is not None
    assert job.state == "failed"
    assert "建議" in job.says
    assert ASSESSMENT in job.says
    assert "Traceback" not in job.says


@pytest.mark.usefixtures("long_child")
def test_one_runs_at_a_time_says_how_far_it_is_and_ends_when_it_is_cancelled(desk: Desk) -> None:
    jobs = desk.part(Jobs)
    first, second = jobs.ask(WORDS, ""), jobs.ask(WORDS, "")
    wait_for(lambda: jobs.store.all()[1].total == 9)
    found = jobs.store.find(first)
    assert found is not None
    assert (found.state, found.done) == ("running", 3)
    assert [job.number for job in jobs.store.waiting()] == [second]
    jobs.cancel(second)
    jobs.cancel(first)
    wait_for(lambda: not module._is_alive(found))
    assert [job.state for job in jobs.store.all()] == ["cancelled", "cancelled"]
    jobs.cancel(first)
    jobs.cancel(999)


@pytest.mark.usefixtures("long_child")
def test_closing_the_desk_ends_what_runs_and_keeps_what_waits(desk: Desk) -> None:
    jobs = desk.part(Jobs)
    jobs.ask(WORDS, "")
    jobs.ask(WORDS, "")
    wait_for(lambda: jobs.store.all()[1].state == "running" and jobs.store.all()[1].pid is not None)
    running = jobs.store.all()[1]
    desk.close()
    wait_for(lambda: not module._is_alive(running))
    assert [job.state for job in jobs.store.all()] == ["waiting", "interrupted"]


def test_after_a_crash_a_row_whose_process_is_gone_is_interrupted(desk: Desk) -> None:
    store = Jobs(desk).store
    number = store.add(WORDS, "")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    store.update(number, state="running", pid=gone.pid, born="1")
    another = Jobs(desk)
    wait_for(lambda: (job := another.store.find(number)) is not None and job.state == "interrupted")


def test_a_run_that_outlives_the_desk_is_found_by_the_next_one(desk: Desk) -> None:
    store = Jobs(desk).store
    number = store.add(WORDS, "")
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    store.update(number, state="running", pid=child.pid, born=module._birth(child.pid))
    another = Jobs(desk)
    time.sleep(0.5)
    job = another.store.find(number)
    assert job is not None
    assert job.state == "running"
    (desk.workspace.root / STATE / f"job-{number}.out").write_text(
        "/somewhere/output/runs/2025-01-01-abcdef01\n", "utf-8"
    )
    child.communicate(b"\n")
    wait_for(lambda: (job := another.store.find(number)) is not None and job.state == "done")
    job = another.store.find(number)
    assert job is not None
    assert job.run == "2025-01-01-abcdef01"


def test_another_process_of_the_same_number_is_not_taken_for_the_run(desk: Desk) -> None:
    store = Jobs(desk).store
    number = store.add(WORDS, "")
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    store.update(number, state="running", pid=child.pid, born="1")
    job = store.find(number)
    assert job is not None
    assert not module._is_alive(job)
    module._interrupt(job)
    assert child.poll() is None
    child.communicate(b"\n")


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be read as one" * 20])
def test_a_broken_database_is_put_aside_and_begun_anew(desk: Desk, content: bytes) -> None:
    path = desk.workspace.root / STATE / "desk.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    store = module.JobStore(path)
    assert store.all() == ()
    assert store.add(WORDS, "") == 1
    aside = path.with_name("desk.broken-1.sqlite")
    assert (aside.read_bytes() if aside.exists() else b"") == content


def test_a_job_whose_desk_was_killed_is_told_before_any_page_shows_it(desk: Desk) -> None:
    store = Jobs(desk).store
    number = store.add(WORDS, "")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    store.update(number, state="running", pid=gone.pid, born="1")
    job = Jobs(desk).store.find(number)
    assert job is not None
    assert job.state == "interrupted"


@pytest.mark.usefixtures("long_child")
def test_what_a_cancelled_run_said_last_in_one_language_is_not_kept(desk: Desk) -> None:
    jobs = desk.part(Jobs)
    number = jobs.ask(WORDS, "")
    wait_for(lambda: jobs.store.all()[0].total == 9)
    job = jobs.store.find(number)
    assert job is not None
    jobs.cancel(number)
    wait_for(lambda: not module._is_alive(job) and not list((desk.workspace.root / STATE).glob("job-*")))
    assert [(each.state, each.says) for each in jobs.store.all()] == [("cancelled", "")]


def test_a_run_that_the_system_ended_says_so_in_the_language_it_was_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said «not finished» and nothing else."""
    text = "import os; os.kill(os.getpid(), 9)"
    monkeypatch.setattr(module, "command_of", lambda _root, _words: [sys.executable, "-c", text])
    jobs = desk.part(Jobs)
    for lang, told in (("en", "for lack of memory"), ("zh-Hant", "可能因記憶體不足")):
        number = jobs.ask({**WORDS, "lang": lang}, "")
        wait_for(lambda number=number: (job := jobs.store.find(number)) is not None and job.is_over)
        job = jobs.store.find(number)
        assert job is not None
        assert job.state == "failed"
        assert told in job.says
        assert "9" in job.says


def test_a_full_disk_ends_no_queue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, real, calls = desk.part(Jobs), module.JobStore.waiting, list[int]()
    monkeypatch.setattr(module, "_UNTIL_NEXT_LOOK", 0.05)
    monkeypatch.setattr(module, "command_of", lambda _root, _words: [sys.executable, "-c", "print('a/run-1')"])

    def waiting(store: module.JobStore) -> tuple[Job, ...]:
        calls.append(1)
        if len(calls) in (2, 3):
            raise MachineError("the disk is full")
        return real(store)

    monkeypatch.setattr(module.JobStore, "waiting", waiting)
    number = jobs.ask(WORDS, "")
    wait_for(lambda: (job := jobs.store.find(number)) is not None and job.state == "done")


@pytest.mark.usefixtures("long_child")
def test_no_more_than_some_wait(desk: Desk) -> None:
    jobs = desk.part(Jobs)
    jobs.ask(WORDS, "")
    wait_for(lambda: jobs.store.all()[0].state == "running")
    for _ in range(MOST_WAITING):
        jobs.ask(WORDS, "")
    with pytest.raises(InputError, match="wait already"):
        jobs.ask(WORDS, "")


def test_looking_makes_no_database(desk: Desk) -> None:
    assert desk.part(Jobs).store.all() == ()
    assert not (desk.workspace.root / STATE).exists()


def test_no_word_of_a_form_is_taken_for_an_option(tmp_path: Path) -> None:
    words = {"assessment": "--help", "weights": "--quiet", "answers": {"c": "--x"}, "draws": "5", "other": "--no"}
    command = command_of(tmp_path, words)
    assert command[-2:] == ["--", "--help"]
    assert "--weights=--quiet" in command
    assert "--answer=c=--x" in command
    assert "--no" not in command


def test_rows_are_kept_by_a_database_that_others_can_read(desk: Desk) -> None:
    store = Jobs(desk).store
    store.add(WORDS, "Ada")
    with sqlite3.connect(store.path) as database:
        assert database.execute("select state, user from jobs").fetchall() == [("waiting", "Ada")]
