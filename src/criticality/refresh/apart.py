"""A publisher's file read in a process of its own, under limits of time and memory.

The readers refuse what they know to be no publisher's file, such as a workbook that is far larger unpacked. What they
do not know of is ended from outside: `criticality.bounded` says how, and on which systems it can limit memory.

The parent gives the child one JSON object on stdin, and the child answers with one on stdout.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TypedDict

from criticality.bounded import Limits, Watch, start
from criticality.errors import InputError, MachineError, Problem, disk_error
from criticality.refresh.baci import read_baci
from criticality.refresh.reading.release import Release, refused
from criticality.refresh.usgs_mcs import read_usgs_mcs
from criticality.refresh.wgi import read_wgi
from criticality.text.message import Message, decoded, encoded

CHILD = "criticality.refresh.apart"
MEMORY = 2 << 30
"""Bytes of addresses; reading the largest release, a year of BACI, takes a quarter of it."""
_SAID = ("message", "hint")
"""What a problem says in words."""
_SENTENCES = ("left_out", "remarks")
"""What a release says in words."""
LEAST_SECONDS, SECONDS_A_MEGABYTE = 30.0, 1.0
"""Of computing; the releases of the publishers take a tenth of the time that their size gives them."""


class Task(TypedDict):
    """Whose file it is, where it stands, and what its reader is told besides."""

    publisher: str
    file: str
    source: str
    country: str
    country_codes: str | None


_READERS: Mapping[str, Callable[[Task], list[Release]]] = {
    "usgs-mcs": lambda task: read_usgs_mcs(Path(task["file"]), task["source"]),
    "wgi": lambda task: read_wgi(Path(task["file"]), task["source"]),
    "baci": lambda task: read_baci(Path(task["file"]), task["country"], task["source"], _path(task["country_codes"])),
}


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)


def read_apart(
    publisher: str, file: Path, source: str, *, country: str = "", country_codes: Path | None = None
) -> list[Release]:
    """Read a publisher's file as its reader does, in a child process.

    Parameters
    ----------
    publisher
        ``usgs-mcs``, ``wgi`` or ``baci``.
    file, source, country, country_codes
        As the reader takes them.

    Raises
    ------
    InputError
        What the reader raises; or if the file takes more computing or memory than any publisher's.
    MachineError
        If a file cannot be read for a reason of the machine.
    """
    codes = None if country_codes is None else str(country_codes)
    task = Task(publisher=publisher, file=str(file), source=source, country=country, country_codes=codes)
    limits = limits_of(file)
    child = start(CHILD, limits, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        with Watch(child, limits) as watch:
            told, complaints = child.communicate(json.dumps(task).encode("ascii"))
    finally:
        child.kill()
    if watch.stopped:
        message = Message("refresh.reading_ended", seconds=f"{limits.seconds:.0f}")
        raise refused(file, message, Message("refresh.as_it_comes"))
    if child.returncode or not told:
        last = complaints.decode("utf-8", "replace").strip().rpartition("\n")[2]
        if last.startswith("MemoryError"):
            raise _too_large(file, limits)
        reason = last or Message("refresh.ended_with", code=child.returncode)
        raise refused(file, Message("refresh.could_not_read", reason=reason), Message("refresh.as_it_comes"))
    return _answered(told, file, limits)


def limits_of(file: Path) -> Limits:
    """The limits under which a file is read: the larger it is, the longer it may take."""
    try:
        megabytes = file.stat().st_size / 1e6
    except (OSError, ValueError):  # the reader says what is wrong with it
        megabytes = 0.0
    return Limits(LEAST_SECONDS + megabytes * SECONDS_A_MEGABYTE, MEMORY)


def _answered(told: bytes, file: Path, limits: Limits) -> list[Release]:
    answer = json.loads(told)
    if "problems" in answer:
        raise InputError(Problem(**{**one, **{key: decoded(one[key]) for key in _SAID}}) for one in answer["problems"])
    if "machine" in answer:
        raise MachineError(decoded(answer["machine"]))
    if "memory" in answer:
        raise _too_large(file, limits)
    releases = []
    for entry in answer["releases"]:
        lists = {name: tuple(value) for name, value in entry.items() if isinstance(value, list)}
        lists |= {name: tuple(decoded(entry[name])) for name in _SENTENCES}
        releases.append(Release(**{**entry, **lists}))
    return releases


def _too_large(file: Path, limits: Limits) -> InputError:
    message = Message("refresh.reading_too_large", megabytes=limits.memory >> 20)
    return refused(file, message, Message("refresh.as_it_comes"))


def serve() -> None:
    """Read the task of this process, do it, and answer."""
    task: Task = json.load(sys.stdin)
    try:
        answer: dict[str, object] = {"releases": [_told(release) for release in _READERS[task["publisher"]](task)]}
    except InputError as error:
        answer = {"problems": [_plain(problem) for problem in error.problems]}
    except MemoryError:
        answer = {"memory": True}
    except OSError as error:
        answer = {"machine": encoded(disk_error(error).args[0])}
    json.dump(answer, sys.stdout)


def _told(release: Release) -> dict[str, object]:
    """A release as JSON, whose sentences the parent can say in its own language."""
    return {**asdict(release), **{name: encoded(list(getattr(release, name))) for name in _SENTENCES}}


def _plain(problem: Problem) -> dict[str, object]:
    """A problem as JSON, which the parent can say in its own language."""
    return {**asdict(problem), **{key: encoded(getattr(problem, key)) for key in _SAID}}


if __name__ == "__main__":
    serve()
