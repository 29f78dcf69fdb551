"""What a review tried on a workspace, in its short form: benchmarks/faults.py."""

import importlib.util
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from longer import sampled
from workspace_builder import atlantis, check, criticality, run_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and groups of processes are the kernel's")

_FOLDER = Path(__file__).parents[1] / "benchmarks"
"""Not on the path of the tests, since one of its modules has the name of a folder of theirs."""


def _loaded(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, _FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


attacking, faults = _loaded("attacking"), _loaded("faults")

SHORT = {"kills": 1, "together": 1, "folders": 1, "scarcity": 1, "bombs": 1, "tampering": 2, "forged": 1}


@pytest.mark.parametrize("name", sampled(SHORT, 3))
def test_an_attack_leaves_nothing_that_fails(name: str) -> None:
    (count,) = faults.attacked([name], SHORT[name], 60.0, 5)
    assert count.tried >= SHORT[name]
    assert count.failed == []


def test_attacks_tell_how_far_they_are_and_what_failed_at_once() -> None:
    told: list[str] = []
    count = attacking.Count("kill", tell=told.append)
    for number in range(40):
        count.note("run", "an input changed" if number == 30 else "")
    assert told == ["kill: 20 tried so far, 0 failed", "    run: an input changed", "kill: 40 tried so far, 1 failed"]


def test_attacks_that_are_interrupted_give_their_counts_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    def kills(count: Any, *_rest: object) -> None:
        count.note("run")
        raise KeyboardInterrupt

    monkeypatch.setitem(faults.CLASSES, "kills", ("kill at a random moment", kills))
    (count,) = faults.attacked(["kills", "bombs"], 200, 60.0, 1)
    assert (count.tried, count.failed, count.interrupted) == (1, [], True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kills", "tampering", "together"])
def test_many_attacks_leave_nothing_that_fails(name: str) -> None:
    (count,) = faults.attacked([name], 60, 300.0, 6)
    assert count.failed == []


@pytest.mark.parametrize("moment", [0.0, 0.4])
def test_workers_end_with_a_parent_that_is_killed_while_they_start(tmp_path: Path, moment: float) -> None:
    words = ["--workspace", str(atlantis(tmp_path)), "--language", "none", "--draws", "100000000", "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "criticality", "run", *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("assessing")
    time.sleep(1.0 + moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert attacking.left_running(process.pid) == []


def test_memory_that_does_not_suffice_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_words: object, **_rest: object) -> None:
        raise MemoryError

    monkeypatch.setattr("criticality.cli.check.print_problems", starved)
    outcome = check(atlantis(tmp_path))
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("the memory of this machine does not suffice\n    hint: ")


def test_a_limit_of_memory_under_which_a_library_never_loads_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "criticality", "check", "--workspace", str(atlantis(tmp_path))]
    words = f"ulimit -v 256000; exec {shlex.join(command)}"
    ended = subprocess.run(["bash", "-c", words], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 3
    assert ended.stderr.startswith("this process may use 250 MB of memory; 384 MB are needed\n    hint: ")


def test_a_library_that_cannot_be_loaded_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_words: object, **_rest: object) -> None:
        raise ImportError("libx.so: failed to map segment from shared object")

    monkeypatch.setattr("criticality.cli.check.print_problems", starved)
    outcome = check(atlantis(tmp_path))
    assert outcome.code == 3
    assert "a part of the program cannot be loaded (libx.so: failed to map segment" in outcome.err


def test_too_many_open_files_are_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_words: object, **_rest: object) -> None:
        raise OSError(24, os.strerror(24), "data/minerals.csv")

    monkeypatch.setattr("criticality.cli.check.print_problems", starved)
    outcome = check(atlantis(tmp_path))
    assert outcome.code == 3
    assert "data/minerals.csv: too many files are open" in outcome.err
    assert "ulimit -n" in outcome.err


def test_a_thousand_columns_and_keys_that_are_not_known_are_told_once(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    table = root / "data" / "minerals.csv"
    head, rest = table.read_text("utf-8").split("\n", 1)
    wide = ",".join(f"odd_{number}" for number in range(1000))
    rows = "\n".join(line + "," * 1000 for line in rest.splitlines())
    table.write_text(f"{head},{wide}\n{rows}\n", "utf-8")
    document = root / "criteria" / "water_burden.yaml"
    document.write_text(document.read_text("utf-8") + "".join(f"odd_{n}: 1\n" for n in range(1000)), "utf-8")
    outcome = check(root)
    assert outcome.code == 1
    assert outcome.said.count("is not a key known here") == 200
    assert "'odd_199' is not a key known here; 800 more keys are not known either" in outcome.said
    assert "the column 'odd_199' is not read; 800 more columns are not read either" in outcome.said


def test_a_clock_before_1980_prints_the_same_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import criticality as crit
    from criticality.report.workbook import workbook_bytes

    record = crit.read_run(run_folder(atlantis(tmp_path)), workspace=tmp_path / "atlantis").record
    before = workbook_bytes(record)
    monkeypatch.setattr(time, "time", lambda: 3600.0)
    assert workbook_bytes(record) == before


def test_the_next_command_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    folder = run_folder(root)
    program = (
        "import sys, pathlib\nfrom criticality.records.drafts import draft_folder\n"
        "with draft_folder(pathlib.Path(sys.argv[1]), 'pages'):\n    print('in', flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    assert list(folder.glob(".*.draft"))
    assert criticality("run", "--workspace", root, "--language", "none", "--seed", "3").code == 0
    assert not list(folder.glob(".*.draft"))
