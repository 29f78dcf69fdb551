"""The rules of the house, kept by machines: linters, types, the order of the rooms, sizes, no machine's name."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lacking import lacking

ROOT = Path(__file__).parents[1]
SOURCE, TESTS = ROOT / "src" / "criticality", ROOT / "tests"
LONGEST = 400
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if path.name != "__init__.py")

TESTED_ELSEWHERE = {
    "__main__.py": "calls the command line, which test_command_line.py drives",
    "errors.py": "every problem of test_planners_slips.py",
    "assess.py": "test_fictional_country.py recomputes it whole",
    "listing.py": "test_fictional_country.py and tests/listing",
    "diagnostics.py": "the checks of every record",
}
"""Single modules without a test file of their own, and what holds them."""

ROOMS_TESTED_ELSEWHERE = {
    "checking": "test_planners_slips.py: one case per sentence",
    "cli": "test_command_line.py, test_fresh_workspace.py",
    "files": "test_planners_slips.py, test_command_line.py, test_reproducible.py",
    "model": "values without behaviour: read by every test",
    "runs": "test_reproducible.py",
}
"""Rooms whose tests stand at the top of tests/ under the planner's name for them."""


def tool(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of the environment the tests run in."""
    program = shutil.which(words[0], path=str(Path(sys.executable).parent))
    if program is None:
        lacking(f"{words[0]} is not in this environment")
    return subprocess.run([program, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy",),
        ("lint-imports", "--no-cache"),
    ],
    ids=["ruff", "format", "types", "imports"],
)
def test_the_tools_find_nothing(words: tuple[str, ...]) -> None:
    done = tool(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def is_held(module: str) -> bool:
    room = module.removesuffix(".py").split("/", maxsplit=1)[0]
    if module in TESTED_ELSEWHERE or room in ROOMS_TESTED_ELSEWHERE:
        return True
    return any(TESTS.glob(f"{room}/test_*.py")) or (TESTS / f"test_{room}.py").is_file()


def test_every_module_has_its_tests_or_a_reason() -> None:
    assert [module for module in MODULES if not is_held(module)] == []


def test_the_reasons_are_not_stale() -> None:
    assert set(TESTED_ELSEWHERE) <= set(MODULES)
    assert {room for room in ROOMS_TESTED_ELSEWHERE if not (SOURCE / room).is_dir()} == set()


def test_no_file_is_long() -> None:
    files = [*SOURCE.rglob("*.py"), *TESTS.rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


MACHINE = re.compile(
    r"(?<![\w.])/(work|root|home|mnt|farm)/\w|py[p]i\.org|files\.python[h]osted|arti[f]actory"
    r"|/simple/?\b"
)
TEXTS = (".py", ".toml", ".yaml", ".yml", ".md", ".csv", ".html", ".css", ".json", ".lock", ".cff", ".txt", ".sh", "")
LEFT_ASIDE = (".git", ".venv", ".native", "output", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache", "__pycache__")  # noqa: E501  # fmt: skip


def committed_texts() -> list[Path]:
    """Every text of the project, as it would be cloned."""
    found = (path for path in ROOT.rglob("*") if path.is_file() and path.suffix in TEXTS)
    return [path for path in found if not set(path.relative_to(ROOT).parts) & set(LEFT_ASIDE)]


def test_nothing_names_a_machine_or_a_registry() -> None:
    faults = []
    for path in committed_texts():
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if MACHINE.search(line):
                faults.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not faults, "\n".join(faults)


def test_the_package_prints_by_the_command_line_alone() -> None:
    faults = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"(?m)^\s*print\(|\bbreakpoint\(|\bpdb\b", path.read_text("utf-8"))
    ]
    assert not faults
