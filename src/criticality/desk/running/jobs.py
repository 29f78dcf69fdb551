"""Runs as child processes of the same command, one at a time: started, watched, cancelled, and found again.

A child is a process of its own group with its output in files. It ends what it began if the desk is killed, and the
next desk finds it by its number and the time of its birth; a row whose process is gone becomes «interrupted», unless
its output says that the record was written. The record itself is written by the command, whole or not at all.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from criticality.desk.running.job_store import Job, JobStore
from criticality.desk.saving import STATE, state_folder
from criticality.desk.visits import Desk
from criticality.errors import InputError, MachineError, Problem, reason_of
from criticality.text.language import MessageLanguage, named_language
from criticality.text.message import Message, said

MOST_WAITING = 20
_POLL, _PATIENCE, _UNTIL_NEXT_LOOK, _LONGEST_SAID = 0.2, 15.0, 20.0, 4_000
_OPTIONS = ("weights", "scenario", "draws", "seed", "choices", "language", "edition")


class Jobs:
    """The jobs of a desk; a thread starts the next one once none is running.

    Parameters
    ----------
    desk
        In whose workspace they run.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.workspace.root / STATE
        self.store = JobStore(self._folder / "desk.sqlite")
        self._own: int | None = None
        self._wake, self._closing = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        if self.store.path.exists():
            with suppress(MachineError):  # where it cannot be written, the page of the runs tells it
                self._recover()
            self._begin()
        desk.at_end(self.close)

    def ask(self, words: Mapping[str, object], user: str) -> int:
        """Put a run at the end of the queue and return its number.

        Raises
        ------
        InputError
            If too many wait.
        """
        if len(self.store.waiting()) >= MOST_WAITING:
            message, hint = Message("running.too_many", n=MOST_WAITING), Message("running.wait")
            raise InputError([Problem("runs", 1, None, "", message, hint)])
        state_folder(self._desk.workspace)
        number = self.store.add(words, user)
        self._begin()
        self._wake.set()
        return number

    def cancel(self, number: int) -> None:
        """Take a job out of the queue, or have its process end; what is over stays as it is."""
        if self.store.turn(number, "cancelled", only=["waiting"]):
            return
        job = self.store.find(number)
        if job is not None and job.state == "running" and self.store.turn(number, "cancelled", only=["running"]):
            _interrupt(job)

    def close(self) -> None:
        """Have the running job end, and stop; those that wait are started by the next desk."""
        self._closing.set()
        self._wake.set()
        job = None if self._own is None else self.store.find(self._own)
        if job is not None and self.store.turn(job.number, "interrupted", only=["running"]):
            _interrupt(job)
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    # ── the thread ───────────────────────────────────────────────────────────

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while not self._closing.is_set():
            with suppress(OSError, MachineError):  # a full disk ends no thread: what waits is tried again
                self._follow()
                waiting = self.store.waiting()
                if waiting:
                    self._run(waiting[0])
                    continue
            self._wake.wait(_UNTIL_NEXT_LOOK)
            self._wake.clear()

    def _recover(self) -> None:
        """Say of every run whose process is gone what became of it, before any page shows it as under way."""
        for job in self._running():
            if not _is_alive(job):
                self._finish(job, None)

    def _follow(self) -> None:
        """Wait for a run that an earlier desk started and that is still under way."""
        for job in self._running():
            while _is_alive(job) and not self._closing.is_set():
                self._watch(job)
                time.sleep(_POLL)
            if not self._closing.is_set():
                self._finish(job, None)

    def _running(self) -> Sequence[Job]:
        return [job for job in self.store.all(last=1_000) if job.state == "running"]

    def _run(self, job: Job) -> None:
        if not self.store.turn(job.number, "running", only=["waiting"]):
            return
        out, err = self._files(job)
        try:
            with out.open("wb") as printed, err.open("wb") as warned:
                child = subprocess.Popen(
                    command_of(self._desk.workspace.root, job.words),
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=warned,
                    cwd=self._desk.workspace.root,
                    env={**os.environ, "CRITICALITY_LANG": str(job.words.get("lang") or "en")},
                    start_new_session=True,
                )
        except OSError as error:
            self.store.update(job.number, state="failed", says=said(reason_of(error), _language(job)))
            return
        self._own = job.number
        self.store.update(job.number, pid=child.pid, born=_birth(child.pid))
        while child.poll() is None:
            self._watch(job)
            time.sleep(_POLL)
        self._finish(job, child.returncode)
        self._own = None

    def _files(self, job: Job) -> tuple[Path, Path]:
        return self._folder / f"job-{job.number}.out", self._folder / f"job-{job.number}.err"

    def _watch(self, job: Job) -> None:
        """Write down how far a job is, and end it for good where it does not end on being asked."""
        for line in reversed(_tail(self._files(job)[1]).splitlines()):
            with suppress(ValueError, KeyError, TypeError):
                found = json.loads(line)
                self.store.update(job.number, done=int(found["done"]), total=int(found["total"]))
                break

    def _finish(self, job: Job, code: int | None) -> None:
        out, err = self._files(job)
        self._watch(job)  # what it said last, after the last look
        folder = Path(_tail(out).strip().splitlines()[-1]) if _tail(out).strip() else None
        words = "\n".join(line for line in _tail(err).splitlines() if not line.startswith('{"done"'))
        if folder is not None and code in (0, None):
            self.store.update(job.number, run=folder.name)
            self.store.turn(job.number, "done", only=["running"])
        else:
            if code is not None and code < 0:  # it could say nothing itself
                killed = Message("running.killed", signal=-code).said(_language(job))
                words = f"{killed}\n{words}".strip()
            # Of one that was cancelled, the state says everything.
            self.store.turn(job.number, "interrupted" if code is None else "failed", only=["running"], says=words)
        for path in (out, err):
            with suppress(OSError):
                path.unlink()


def _language(job: Job) -> MessageLanguage:
    """The language in which a job was asked for."""
    return named_language(str(job.words.get("lang") or "en")) or "en"


def command_of(root: Path, words: Mapping[str, object]) -> list[str]:
    """The command line of a run: this Python, the same program, and what was asked."""
    command = [sys.executable, "-P", "-m", "criticality", "run", "--quiet", "--progress", "--workspace", str(root)]
    for option in _OPTIONS:
        if words.get(option) not in (None, ""):
            command.append(f"--{option}={words[option]}")
    answers = words.get("answers")
    for choice, answer in sorted(answers.items() if isinstance(answers, dict) else ()):
        command.append(f"--answer={choice}={answer}")
    return [*command, "--", str(words["assessment"])]


def _interrupt(job: Job) -> None:
    """Ask the process of a job to end as Ctrl-C does; what it began to write, it removes."""
    if job.pid is None or not _is_alive(job):
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(job.pid, signal.SIGINT)
    ends = time.monotonic() + _PATIENCE

    def press() -> None:
        while _is_alive(job) and time.monotonic() < ends:
            time.sleep(_POLL)
        if _is_alive(job) and job.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(job.pid, signal.SIGKILL)

    threading.Thread(target=press, daemon=True).start()


def _is_alive(job: Job) -> bool:
    """Whether the process of a job is under way, and not another one of the same number."""
    if job.pid is None:
        return False
    try:
        os.kill(job.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False
    return _birth(job.pid) == job.born and not _is_zombie(job.pid)


def _birth(pid: int) -> str:
    """When a process began, as the system counts; nothing where it does not say."""
    fields = _status(pid)
    return fields[19] if len(fields) > 19 else ""


def _is_zombie(pid: int) -> bool:
    return _status(pid)[:1] == ["Z"]


def _status(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name, which may hold spaces."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(") ")[2].split()
    except OSError:
        return []


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST_SAID))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""
