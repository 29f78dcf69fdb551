"""Ctrl-C in the middle of a run: one sentence, nothing half-written, nobody left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from longer import sampled
from workspace_builder import atlantis

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a group of processes is interrupted as a terminal does it")


def nobody_left(group: int) -> bool:
    """Whether every process of the group is gone, given a moment to be buried."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("workers", "later"), sampled([(1, 0.1), (2, 2.0), (1, 2.0), (2, 0.1)], 4, lambda case: case[0])
)
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, workers: int, later: float) -> None:
    root = atlantis(tmp_path)
    words = ["run", "--workspace", str(root), "--language", "none", "--draws", "100000000", "--workers", str(workers)]
    process = subprocess.Popen(
        [sys.executable, "-m", "criticality", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("assessing 8 minerals")
    time.sleep(later)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode in {130, -signal.SIGINT}  # to a shell both are 130; which, is the interpreter's choice
    assert out == ""
    assert err.strip() == "interrupted; nothing half-written was left"
    assert [path.name for path in (root / "output").rglob("*") if path.name != "runs"] == []
    assert nobody_left(process.pid)
