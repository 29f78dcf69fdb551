"""Child processes with limits that are held from outside their interpreter: computing time, memory, a living parent.

A template or a file of somebody else can keep Python, or a library written in C, busy for ever, or ask for a page of a
kilometre. No timer inside the interpreter ends that: the parent kills the child, and the kernel refuses it more memory.

The limits hold from the first moment of the child, before it loads anything else. A system without ``resource``
(Windows) limits no memory, and the time there is that of the clock.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from runpy import run_module
from types import TracebackType
from typing import IO, Self

if sys.platform != "win32":
    import resource

Stream = int | IO[bytes] | None
_BEGIN = "from criticality.bounded import begin; begin()"
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Limits:
    """How long a child may compute between two words, in seconds, and how many bytes of addresses it may have."""

    seconds: float
    memory: int


def start(
    module: str,
    limits: Limits,
    *,
    stdin: Stream = None,
    stdout: Stream = None,
    stderr: Stream = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child that runs a module as a program under limits; streams and `env` are those of `subprocess.Popen`.

    Its time is held by a `Watch`.
    """
    words = (module, str(os.getpid()), str(limits.memory))
    command = [sys.executable, "-P", "-c", _BEGIN, *words]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=env)


def begin() -> None:
    """Take the limits on, and run the module that `start` names: the first that a child does."""
    module, parent, memory = sys.argv[1:4]
    end_with_parent(int(parent))
    limit_memory(int(memory))
    run_module(module, run_name="__main__", alter_sys=True)


class Watch:
    """Kills a child that computes without a word for longer than its limit."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self.stopped = False
        self._child, self._limits, self._ended = child, limits, threading.Event()
        self._since = 0.0
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()

    def heard(self) -> None:
        """Note that the child has said something."""
        self._since = seconds_of(self._child.pid)

    def _look(self) -> None:
        self.heard()
        while not self._ended.wait(1.0):
            if seconds_of(self._child.pid) - self._since > self._limits.seconds:
                self.stopped = True
                self._child.kill()
                return


def seconds_of(process: int) -> float:
    """Seconds that a process has computed; where the system does not tell, those of the clock."""
    try:
        times = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.monotonic() if sys.platform != "linux" else 0.0  # ended meanwhile


def limit_memory(most: int) -> None:
    """Let the kernel refuse this process more than so many bytes of addresses, where it can."""
    if sys.platform == "win32":
        return
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    except (OSError, ValueError):
        return


def end_with_parent(parent: int) -> None:
    """End this process when its parent, the process of this number, ends, however it ends; also where it has ended."""
    told = sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0
    if os.getppid() != parent and sys.platform != "win32":
        os._exit(1)
    if not told and sys.platform != "win32":
        threading.Thread(target=_look_after, args=(parent,), daemon=True).start()


def _look_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
