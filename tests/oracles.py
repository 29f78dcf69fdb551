"""Other people's readers, in an environment of their own that a slow test makes: ``oracles.lock`` pins each by digest.

The lock was made by ``uv pip compile --universal --python-version 3.11 --generate-hashes`` from frictionless, pefile,
rocrate, tree-sitter, tree-sitter-powershell and tree-sitter-batch.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from lacking import lacking

LOCK = Path(__file__).with_name("oracles.lock")


@cache
def python() -> Path:
    """The interpreter of an environment that has the readers."""
    room = Path(mkdtemp(prefix="tests-oracles-"))
    subprocess.run([sys.executable, "-m", "venv", room], check=True)
    found = room / "bin" / "python"
    words = [found, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", "--require-hashes", "-r", LOCK]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        lacking(f"the packages of {LOCK.name} cannot be installed: {done.stderr[-300:]}")
    return found


def said_by(script: str, *words: object) -> str:
    """What a script prints that runs there."""
    done = subprocess.run(
        [python(), "-c", script, *map(str, words)], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
