"""The public names of the package: stable from version 0.3 on, typed, and loaded only when they are used."""

import inspect
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import criticality as crit

ROOT = Path(__file__).parents[1]
HEAVY = ("numpy", "pandas", "scipy", "weasyprint")
NAMES = {
    "Comparison",
    "CriticalityError",
    "InputError",
    "MachineError",
    "Problem",
    "RecordError",
    "Run",
    "Sweep",
    "TemplateError",
    "Verification",
    "Workspace",
    "__version__",
    "read_run",
}
MEMBERS = {
    "Workspace": {"assess", "assessments", "check", "compare_with_revision", "path", "read_run", "runs", "sweep"},
    "Sweep": {"axes", "cases", "failures", "found", "id", "minerals", "save", "table"},
    "Run": {
        *("acceptability", "choices", "consistency", "indicators", "methods", "ranking", "weights"),
        *(
            "compare",
            "is_confidential",
            "is_recorded",
            "levers",
            "policy",
            "public",
            "report",
            "run_id",
            "save",
            "verify",
            "warnings",
        ),
    },
    "Comparison": {"changes", "entered", "inputs", "left", "moved_tier", "same", "text"},
}


def test_the_public_names_are_these() -> None:
    assert set(crit.__all__) == NAMES
    assert {name for name in dir(crit) if not name.startswith("__")} == NAMES - {"__version__"}
    assert all(getattr(crit, name) is not None for name in NAMES)


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_the_members_of_a_class_are_these(name: str) -> None:
    found = getattr(crit, name)
    assert {member for member in vars(found) if not member.startswith("_")} == MEMBERS[name]
    assert "_repr_html_" in vars(found)


def test_an_assessment_takes_the_overrides_of_the_command_line() -> None:
    parameters = inspect.signature(crit.Workspace.assess).parameters
    words = [
        "self",
        "name",
        "weights",
        "scenario",
        "draws",
        "seed",
        "choices",
        "answers",
        "workers",
        "executor",
        "progress",
        "notify",
    ]
    assert list(parameters) == words
    assert {parameters[word].kind for word in words[2:]} == {inspect.Parameter.KEYWORD_ONLY}


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Ranking'"):
        _ = crit.Ranking


def test_the_types_come_with_the_package() -> None:
    assert (files("criticality") / "py.typed").is_file()
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert built["packages"] == ["src/criticality"], "the whole folder, py.typed with it"


@pytest.mark.parametrize(
    "program",
    [
        "import criticality",
        "from criticality.cli import main\nsys.argv = ['criticality', '--help']\nmain()",
        "from criticality.cli import main\nsys.argv = ['criticality', 'run', '--help']\nmain()",
        "import criticality\ntry: criticality.read_run('nothing')\nexcept criticality.InputError: pass",
    ],
    ids=["import", "help", "help_of_a_command", "reading_a_record"],
)
def test_what_needs_no_figures_loads_no_library_of_figures(program: str, tmp_path: Path) -> None:
    watched = f"import sys, atexit\natexit.register(lambda: print(*sorted(set({HEAVY!r}) & set(sys.modules))))\n"
    done = subprocess.run(
        [sys.executable, "-P", "-c", watched + program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip() == ""
