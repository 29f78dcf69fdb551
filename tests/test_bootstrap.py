"""The newcomer's door: `./criticality` on machines that lack something, and its locks; nothing is installed."""

import fcntl
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lacking import lacking

ROOT = Path(__file__).parents[1]
LOCKS = [
    "requirements.lock",
    "requirements-desk.lock",
    "requirements-cluster.lock",
    "requirements-parquet.lock",
    "requirements-signing.lock",
    "requirements-dev.lock",
    "requirements-uv.lock",
]
TOOLS = ["cat", "chmod", "cksum", "dirname", "env", "id", "mkdir", "mktemp", "mv", "readlink", "rm", "sh", "uname"]
SYSTEMS = ["Debian, Ubuntu", "Fedora", "macOS", "Windows (WSL)"]


def pinned(lock: str) -> dict[str, Requirement]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line.rstrip("\\ ")) for line in lines if line and not line.startswith((" ", "#"))]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone before its first use, at a path a planner would choose."""
    folder = tmp_path / "關鍵礦物 專案"
    folder.mkdir()
    for name in ["criticality", "pyproject.toml", *LOCKS]:
        shutil.copy(ROOT / name, folder / name)
    return folder


def write_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def finish_environment(project: Path) -> None:
    """The state after a finished first use, with a command line that only repeats what it is told."""
    write_program(project / ".venv/bin/python", "#!/bin/sh\nexit 1\n")
    write_program(project / ".venv/bin/criticality", '#!/bin/sh\npwd\nfor word in "$@"; do echo "[$word]"; done\n')
    locks = " ".join(lock for lock in LOCKS if lock != "requirements-uv.lock")
    stamped = f"cat {locks} pyproject.toml | cksum > .venv/.stamp"
    subprocess.run(["sh", "-c", stamped], cwd=project, check=True)


def machine(tmp_path: Path, python: str | None) -> dict[str, str]:
    """A machine with the tools every POSIX system has, and one Python or none; it fetches nothing."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool) or pytest.fail(f"{tool} is no program here"))
    if python:
        write_program(programs / "python3", python)
    return {"PATH": str(programs), "HOME": str(tmp_path), "LANG": "C.UTF-8", "CRITICALITY_NO_INSTALL": "1"}


def call(
    project: Path, words: list[str], env: dict[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(project / "criticality"), *words],
        env=env,
        cwd=cwd or project,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


THIS_PYTHON = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
OLD_PYTHON = (
    '#!/bin/sh\n[ "$1" = -c ] && exit 0\nexit 1\n'  # a version question answered with nothing, as Python 3.9 does
)


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_script_is_read_by_every_shell(shell: str) -> None:
    if not shutil.which(shell):
        lacking(f"{shell} is not on this machine")
    assert subprocess.run([shell, "-n", str(ROOT / "criticality")], check=False).returncode == 0


@pytest.mark.parametrize("script", ["criticality", ".ci/run"])
def test_script_may_be_executed(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[^ ]+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


def test_locks_satisfy_pyproject() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, everything = pinned("requirements.lock"), pinned("requirements-dev.lock")
    for wanted, lock in [
        (declared["project"]["dependencies"], runtime),
        (declared["project"]["optional-dependencies"]["desk"], pinned("requirements-desk.lock")),
        (declared["project"]["optional-dependencies"]["desk"], everything),
        (declared["project"]["optional-dependencies"]["cluster"], pinned("requirements-cluster.lock")),
        (declared["project"]["optional-dependencies"]["parquet"], pinned("requirements-parquet.lock")),
        (declared["project"]["optional-dependencies"]["signing"], pinned("requirements-signing.lock")),
        (declared["dependency-groups"]["dev"], everything),
    ]:
        for requirement in map(Requirement, wanted):
            locked = str(lock[canonicalize_name(requirement.name)].specifier).removeprefix("==")
            assert requirement.specifier.contains(locked), f"{requirement} is locked at {locked}"


def test_tests_run_on_the_packages_of_the_list() -> None:
    everything = pinned("requirements-dev.lock")
    for lock in LOCKS[:5]:
        locked = pinned(lock)
        assert {name: str(everything[name]) for name in locked} == {name: str(pin) for name, pin in locked.items()}


def test_no_registry_is_named_in_the_project() -> None:
    host = re.compile(
        r"py[p]i\.org|python[h]osted|(deb|snapshot)[.]debian|jf[r]og|arti[f]actory"
    )  # brackets: not this line
    git = ["git", "ls-files", "-z"] if shutil.which("git") and (ROOT / ".git").exists() else ["true"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    names = [name for name in listed if name] or [*LOCKS, "pyproject.toml", "criticality", ".ci/run"]
    assert not [
        name for name in names if (ROOT / name).is_file() and host.search((ROOT / name).read_text("utf-8", "replace"))
    ]


@pytest.mark.parametrize("python", [None, OLD_PYTHON], ids=["no Python", "Python 3.9"])
def test_machine_without_python_311_is_told_what_to_type(project: Path, tmp_path: Path, python: str | None) -> None:
    answer = call(project, ["run"], machine(tmp_path, python))
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "沒有 Python 3.11" in answer.stderr
    assert "no Python 3.11 or newer" in answer.stderr
    assert all(system in answer.stderr for system in SYSTEMS)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["--lang", "zh-Hant", "run"], {}),
        (["run", "--lang=zh-Hant"], {"CRITICALITY_LANG": "en"}),
        (["run"], {"CRITICALITY_LANG": "zh-Hant", "LC_ALL": "en_US.UTF-8"}),
        (["run"], {"LANG": "zh_TW.UTF-8"}),
    ],
    ids=["--lang before", "--lang behind", "the variable", "the locale"],
)
def test_whoever_asks_for_chinese_is_told_in_chinese_alone(
    project: Path, tmp_path: Path, words: list[str], asked: dict[str, str]
) -> None:
    answer = call(project, words, {**machine(tmp_path, None), **asked})
    assert answer.returncode == 3
    assert answer.stderr.startswith("criticality：這部電腦沒有 Python 3.11")
    assert not re.search(r"this machine|inside Debian|Type:", answer.stderr)
    assert all(system in answer.stderr for system in SYSTEMS)


def test_the_word_for_a_language_is_no_command(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    answer = call(project, ["--lang", "zh-Hant", "report", "2026"], machine(tmp_path, THIS_PYTHON))
    assert answer.returncode == 3, "report needs Pango, which this machine lacks"
    assert answer.stderr.startswith("criticality：產生 PDF 所需")


def test_words_and_folder_of_the_caller_arrive_unchanged(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    here = tmp_path / "somewhere else"
    here.mkdir()
    words = ["show", "2026 run", "鎵", "", "--json", "*"]
    answer = call(project, words, machine(tmp_path, None), cwd=here)
    assert answer.stdout.splitlines() == [str(here), *(f"[{word}]" for word in words)]
    assert (answer.returncode, answer.stderr) == (0, "")


def test_script_is_found_through_a_link(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    (tmp_path / "link").symlink_to(project / "criticality")
    env = machine(tmp_path, None)
    answer = subprocess.run(
        [str(tmp_path / "link"), "runs"], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.stdout.splitlines() == [str(tmp_path), "[runs]"]


@pytest.mark.parametrize(
    "words",
    ["run", "run a.yaml --quiet", "--workspace none run", "run --language zh-Hant", "report 2026", "compare a b --pdf"],
)
def test_a_pdf_without_pango_is_refused_in_both_languages(project: Path, tmp_path: Path, words: str) -> None:
    finish_environment(project)
    answer = call(project, words.split(), machine(tmp_path, THIS_PYTHON))
    assert (answer.returncode, answer.stdout) == (3, "")
    assert "Noto Sans CJK TC" in answer.stderr
    assert "請輸入" in answer.stderr
    assert "could not be brought" in answer.stderr
    assert all(system in answer.stderr for system in SYSTEMS)


@pytest.mark.parametrize(
    "words",
    [
        "--help",
        "check",
        "runs",
        "show 2026",
        "compare a b",
        "run --language none",
        "run --language=none --quiet",
        "run --help",
        "--workspace run check",
    ],
)
def test_a_command_without_pdf_needs_no_pango(project: Path, tmp_path: Path, words: str) -> None:
    finish_environment(project)
    assert call(project, words.split(), machine(tmp_path, None)).returncode == 0


@pytest.mark.parametrize(
    ("words", "chosen"), [("-x tests/cli", "not slow"), ("--all -x tests/cli", ""), ("-x --all tests/cli", "")]
)
def test_the_long_forms_of_the_tests_run_with_all(project: Path, tmp_path: Path, words: str, chosen: str) -> None:
    finish_environment(project)
    write_program(project / ".venv/bin/python", '#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done\n')
    for stamp in (".stamp-test", ".stamp-native"):
        shutil.copy(project / ".venv/.stamp", project / ".venv" / stamp)
    answer = call(project, ["test", *words.split()], machine(tmp_path, None))
    passed_on = ["-P", "-m", "pytest", "-n", "auto", "-m", chosen, "-x", "tests/cli"]
    assert answer.stdout.splitlines() == [f"[{word}]" for word in passed_on]


def stamp(project: Path, *names: str) -> None:
    for name in names:
        shutil.copy(project / ".venv/.stamp", project / ".venv" / name)


def test_the_desk_asks_for_its_packages_once(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    env = machine(tmp_path, THIS_PYTHON)
    asked = call(project, ["desk", "--port", "8000"], env)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert "adding the packages of the desk" in asked.stderr
    finish_environment(project)
    stamp(project, ".stamp-desk", ".stamp-native")
    opened = call(project, ["--lang", "en", "desk", "--port", "8000"], env)
    assert (opened.returncode, opened.stderr) == (0, "")
    assert opened.stdout.splitlines()[1:] == ["[--lang]", "[en]", "[desk]", "[--port]", "[8000]"]


def test_the_desk_opens_without_what_prints_a_pdf_and_says_so_once(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    stamp(project, ".stamp-test")
    env = machine(tmp_path, THIS_PYTHON)
    first, second = (call(project, ["desk"], env) for _ in range(2))
    assert "Noto Sans CJK TC" in first.stderr
    assert "prints no PDF" in first.stderr
    assert [(each.returncode, each.stdout.splitlines()[1:]) for each in (first, second)] == [(0, ["[desk]"])] * 2
    assert second.stderr == ""


@pytest.mark.parametrize(
    "words", [["sweep", "s", "--cluster", "local:2"], ["run", "--language=none", "--cluster=local:2"]]
)
def test_a_cluster_asks_for_its_packages_once(project: Path, tmp_path: Path, words: list[str]) -> None:
    finish_environment(project)
    env = machine(tmp_path, THIS_PYTHON)
    asked = call(project, words, env)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert "adding the packages of a cluster" in asked.stderr
    finish_environment(project)
    stamp(project, ".stamp-cluster")
    begun = call(project, words, env)
    assert (begun.returncode, begun.stderr) == (0, "")
    assert begun.stdout.splitlines()[1:] == [f"[{word}]" for word in words]


def test_parquet_asks_for_its_package_once(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    env = machine(tmp_path, THIS_PYTHON)
    asked = call(project, ["sweep", "s", "--parquet"], env)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert "adding the package of Parquet" in asked.stderr
    finish_environment(project)
    stamp(project, ".stamp-parquet")
    assert call(project, ["sweep", "s", "--parquet"], env).returncode == 0


@pytest.mark.parametrize("words", [["sign", "r", "--certificate", "c.p12"], ["verify", "r", "--trust-roots=ca.pem"]])
def test_a_signature_with_a_certificate_asks_for_its_packages_once(
    project: Path, tmp_path: Path, words: list[str]
) -> None:
    finish_environment(project)
    env = machine(tmp_path, THIS_PYTHON)
    asked = call(project, words, env)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert "adding the packages of signatures" in asked.stderr
    finish_environment(project)
    stamp(project, ".stamp-signing")
    assert call(project, words, env).returncode == 0


def test_the_help_of_the_desk_needs_no_packages_of_it(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    assert call(project, ["desk", "--help"], machine(tmp_path, None)).returncode == 0


@pytest.mark.parametrize(
    "changed",
    [
        "requirements.lock",
        "requirements-desk.lock",
        "requirements-cluster.lock",
        "requirements-parquet.lock",
        "requirements-signing.lock",
        "pyproject.toml",
    ],
)
def test_a_changed_lock_makes_the_environment_stale(project: Path, tmp_path: Path, changed: str) -> None:
    finish_environment(project)
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert call(project, ["check"], machine(tmp_path, None)).returncode == 3


def test_an_environment_left_half_made_is_not_used(project: Path, tmp_path: Path) -> None:
    finish_environment(project)
    (project / ".venv/.stamp").unlink()
    assert call(project, ["check"], machine(tmp_path, None)).returncode == 3


def test_the_second_of_two_waits_for_the_first_and_uses_its_environment(project: Path, tmp_path: Path) -> None:
    (project / ".venv").mkdir()
    with (project / ".venv/.door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        env = machine(tmp_path, THIS_PYTHON)
        second = subprocess.Popen(
            [project / "criticality", "check"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert "等候" in second.stderr.readline()
        finish_environment(project)
    out, err = second.communicate(timeout=60)
    assert (second.returncode, out.splitlines()[1:]) == (0, ["[check]"])
    assert "first use" not in err


def test_every_licence_of_the_data_has_its_notice() -> None:
    named = r"CC BY(?:-NC)?|Etalab|OECD terms|Open Government Licence|public domain"
    notices = (ROOT / "data/LICENCES.md").read_text(encoding="utf-8")
    used = set(re.findall(named, (ROOT / "data/sources.yaml").read_text(encoding="utf-8")))
    assert used
    assert not [licence for licence in used if licence not in notices]
