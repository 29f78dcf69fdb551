"""Try the lowest versions that pyproject.toml allows: a short selection of the tests, and one run.

::

    .venv/bin/python tests/lower_bounds.py [--python 3.11]

Installs every dependency of the project at its lower bound (``uv pip install --resolution lowest-direct``) into a
scratch environment, runs the tests of SELECTION there, then ``criticality run --language none`` on the fictional
workspace. Needs a network and uv; takes a few minutes. Raise the bound of what fails, and run it again.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SELECTION = [
    "tests/text",
    "tests/model",
    "tests/listing",
    "tests/weighting",
    "tests/ranking",
    "tests/scenarios",
    "tests/indicators",
    "tests/report/test_workbook.py",
    "tests/test_diagnostics.py",
    "tests/test_fictional_country.py",
]
TEST_TOOLS = ["pytest", "pytest-xdist", "hypothesis"]
"""Tools of the tests, in their newest versions: only the project's own dependencies are tried."""


def find_uv() -> str:
    """The machine's uv, or the one that ./criticality keeps in .venv."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".venv" / "uv" / "bin"))
    if uv is None:
        sys.exit("uv is needed: ./criticality test brings it into .venv/uv, or install it from your package manager")
    return uv


def call(*words: str | Path, **variables: str) -> int:
    """Run a command, show it, and return its exit code."""
    print("$", *words, flush=True)
    return subprocess.run(
        [str(word) for word in words], cwd=ROOT, env={**os.environ, **variables}, check=False
    ).returncode


def install(uv: str, environment: Path, python: str) -> Path:
    """Make the environment with every direct dependency at its lower bound; returns its Python."""
    interpreter = environment / "bin" / "python"
    lowest = ["--resolution", "lowest-direct", "-r", "pyproject.toml"]
    steps = [
        [uv, "venv", "--quiet", "--python", python, environment],
        [uv, "pip", "install", "--quiet", "--python", interpreter, *lowest],
        # A second step: under lowest-direct these would come in their oldest versions.
        [uv, "pip", "install", "--quiet", "--python", interpreter, *TEST_TOOLS],
        [uv, "pip", "list", "--python", interpreter],
    ]
    for step in steps:
        if call(*step):
            sys.exit("the lowest versions cannot be installed together; see above which")
    return interpreter


def main() -> None:
    """Install, test, run; exit 1 where anything fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="3.11", help="the version of Python; by default the lowest one supported")
    chosen = parser.parse_args()
    uv = find_uv()
    with tempfile.TemporaryDirectory(prefix="criticality-lower-bounds-") as scratch:
        python = install(uv, Path(scratch) / "environment", chosen.python)
        workspace = Path(scratch) / "atlantis"
        shutil.copytree(ROOT / "tests" / "workspaces" / "atlantis", workspace)
        source = {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        tests = call(python, "-P", "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", *SELECTION, **source)
        words = ["run", "--workspace", workspace, "--language", "none"]
        run = call(python, "-P", "-m", "criticality", *words, **source)
    print(f"tests: {'failed' if tests else 'passed'}; run: {'failed' if run else 'passed'}")
    sys.exit(1 if tests or run else 0)


if __name__ == "__main__":
    main()
