"""Print in child processes: the one protocol that the lists and the comparison share.

fontconfig reads its configuration once in the life of a process, so every edition is printed by a process of its own,
started with a configuration that knows the font of the list and no other.

The parent gives the child a task, one JSON object on stdin. The child answers with one JSON object a line on stdout:
``{"step": ...}`` while it works, and at the end ``{"notices": [...]}`` or ``{"error": ..., "message": ...}``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from criticality.bounded import Limits, Watch, start
from criticality.errors import CriticalityError, MachineError, TemplateError, reason_of
from criticality.records.drafts import draft_folder, put, scratch_folder
from criticality.report.pdf import refusals
from criticality.report.pdf.fonts import write_configuration
from criticality.text.language import VARIABLE, current_language, language_of, use_language
from criticality.text.message import Message, decoded, encoded

Progress = Callable[[str], None]
"""Called with a few words on what is being done, or on what a reader should know."""

PRINTING = Limits(seconds=180, memory=8 << 30)
"""Of a printing process; the longest step of a list of 400 minerals takes a third of the time, and its pages a quarter
of the memory."""

_ERRORS: Mapping[str, type[CriticalityError]] = {"machine": MachineError, "template": TemplateError}


@dataclass(frozen=True)
class Job:
    """What one child process prints.

    Parameters
    ----------
    module
        The child's module; run as a program, it calls `serve`.
    task
        What to print, as JSON. The child also finds ``targets`` in it: the path to write each of the files to.
    files
        The PDFs, each put in place once all are printed.
    """

    module: str
    task: Mapping[str, object]
    files: tuple[Path, ...]


def print_files(jobs: Sequence[Job], progress: Progress | None = None, *, fonts: bool = True) -> list[Path]:
    """Do all jobs side by side, then put their files in place: all of them or none.

    Where the files name no font of this machine, as pages for a browser do, `fonts` is False and none is needed.

    Raises
    ------
    MachineError
        Pango or the font is missing, or the pages cannot be written; the message says what to type.
    TemplateError
        A template is broken; the message starts with its file and line.
    """
    files = [file for job in jobs for file in job.files]
    try:
        with ExitStack() as made:
            rooms = {room: made.enter_context(draft_folder(room, "pages")) for room in {file.parent for file in files}}
            drafts = {file: rooms[file.parent] / file.name for file in files}
            with scratch_folder() as scratch, ThreadPoolExecutor() as threads:
                configuration = {"FONTCONFIG_FILE": str(write_configuration(scratch))} if fonts else {}
                _print_drafts(jobs, drafts, scratch, threads, configuration, progress or (lambda _words: None))
            for file, draft in drafts.items():
                put(draft, file)
    except OSError as error:
        raise refusals.broken(reason_of(error)) from error
    return files


def _print_drafts(
    jobs: Sequence[Job],
    drafts: Mapping[Path, Path],
    scratch: Path,
    threads: Executor,
    configuration: Mapping[str, str],
    progress: Progress,
) -> None:
    children = [_start(job, drafts, scratch, configuration) for job in jobs]
    try:
        followed = [
            threads.submit(_follow, child, job.files[0].name, scratch, progress)
            for child, job in zip(children, jobs, strict=True)
        ]
        for end in followed:
            end.result()
    finally:
        for child in children:
            child.kill()  # the others, where one failed or the user interrupted


def _start(
    job: Job, drafts: Mapping[Path, Path], scratch: Path, configuration: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the child of a job with its task as standard input."""
    name = job.files[0].name
    task = {**job.task, "targets": [str(drafts[file].absolute()) for file in job.files]}
    given = scratch / f"{name}.task"
    given.write_text(json.dumps(task, sort_keys=True), encoding="utf-8")  # in the order of a record that was read back
    environment = {
        **os.environ,
        **configuration,
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        VARIABLE: current_language(),
    }
    with given.open("rb") as stdin, _complaints(scratch, name).open("wb") as stderr:
        return start(job.module, PRINTING, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=environment)


def _complaints(scratch: Path, name: str) -> Path:
    return scratch / f"{name}.stderr"


def _follow(child: subprocess.Popen[bytes], name: str, scratch: Path, progress: Progress) -> None:
    """Pass on what a child tells, and raise the error it ends with."""
    answer: dict[str, Any] = {}
    watch = Watch(child, PRINTING)
    with child, watch:
        for line in child.stdout or ():
            watch.heard()
            answer = json.loads(line)
            if "step" in answer:
                progress(decoded(answer["step"]))
    if watch.stopped:
        step = decoded(answer.get("step", name))
        raise TemplateError(Message("printing.endless", step=step, seconds=PRINTING.seconds))
    if "error" in answer:
        raise _ERRORS[answer["error"]](decoded(answer["message"]))
    if "notices" not in answer:
        complaints = _complaints(scratch, name).read_text(encoding="utf-8", errors="replace").split("\n")
        last = [line for line in complaints if line.strip()][-1:]
        why = last[0] if last else Message("printing.ended", code=child.returncode)
        raise refusals.broken(Message("printing.of_page", name=name, what=why))
    for notice in answer["notices"]:
        progress(f"{name}: {notice}")


def serve(work: Callable[[Any, Progress], list[str]]) -> None:
    """Read the task of this process, do it, and answer.

    Parameters
    ----------
    work
        Given the task and what to tell of every step; writes the files and returns what their reader should know.
    """
    use_language(language_of(os.environ))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a native library prints goes to stderr and does not disturb the answers

    def answer(message: Mapping[str, object]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        answer({"notices": work(json.load(sys.stdin), lambda words: answer({"step": encoded(words)}))})
    except CriticalityError as error:
        kind = "machine" if isinstance(error, MachineError) else "template"
        answer({"error": kind, "message": encoded(error.args[0] if error.args else "")})
    except (OSError, MemoryError) as error:
        refused = refusals.broken(reason_of(error) if isinstance(error, OSError) else str(error) or "MemoryError")
        answer({"error": "machine", "message": encoded(refused.args[0])})
