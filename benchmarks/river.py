"""How long the everyday commands take and how much memory they need: medians over several starts.

Prints one JSON object a line: command, seconds (median), megabytes (largest), target. Nothing here is a test.

    .venv/bin/python benchmarks/river.py [STARTS]
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMANDS = {
    "--help": (["--help"], 0.5),
    "check": (["check"], 3.0),
    "run, no pages, no draws": (["run", "--language", "none", "--draws", "0", "--quiet"], 5.0),
    "run, no pages, 100000 draws": (["run", "--language", "none", "--draws", "100000", "--quiet"], 8.0),
}


def measure(words: list[str], starts: int) -> tuple[float, float]:
    """Seconds (median) and megabytes (largest of any child) of a command."""
    seconds, memory = [], 0
    for _ in range(starts):
        with tempfile.TemporaryDirectory() as folder:
            workspace = _copy(Path(folder))
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "criticality", *words], cwd=workspace, check=True, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            )  # fmt: skip
            seconds.append(time.perf_counter() - begun)
        memory = max(memory, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return statistics.median(seconds), memory / 1024


def _copy(folder: Path) -> Path:
    for name in ("assessments", "criteria", "weights", "data"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for name, (words, target) in COMMANDS.items():
        seconds, megabytes = measure(words, starts)
        line = {"command": name, "seconds": round(seconds, 2), "megabytes": round(megabytes), "target": target}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
