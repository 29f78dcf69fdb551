"""Limits of the processes that print, held from outside their interpreter: computing time, memory, a living parent.

A template can keep Python, or a library written in C, busy for ever, or ask for a page of a kilometre. No timer inside
the interpreter ends that: the parent kills the child, and the kernel refuses it more memory.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

LONGEST_STEP = 180
"""Seconds of computing between two words of a child; the longest step of a list of 400 minerals takes a third of it."""

MOST_MEMORY = 8 << 30
"""Bytes of addresses a child may have; printing 400 minerals takes a quarter of it."""

_PR_SET_PDEATHSIG = 1


class Watch:
    """Kills a child that computes for longer than `LONGEST_STEP` without a word."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.stopped = False
        self._child, self._ended = child, threading.Event()
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
            if seconds_of(self._child.pid) - self._since > LONGEST_STEP:
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


def limit_memory() -> None:
    """Let the kernel refuse this process more than `MOST_MEMORY`, where it can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, OSError, ValueError):
        return


def end_with_parent() -> None:
    """End this process when its parent ends, however that ends."""
    parent = os.getppid()
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0:
        if os.getppid() != parent:  # it ended before it could be said
            os._exit(1)
        return
    threading.Thread(target=_look_after, args=(parent,), daemon=True).start()


def _look_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
