"""Tasks of tests/engines: a process of its own can import them, because tests/ is on the path of the tests."""

import os
import signal
from pathlib import Path


def add(content: int, task: int) -> int:
    return content + task


def die_once(content: str, task: int) -> int:
    """End the process in the middle of a task, but not a second time."""
    mark = Path(content)
    if task == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def die(_content: str, task: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return task
