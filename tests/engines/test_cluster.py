"""A cluster gives the same bytes as one process, whoever dies, and refuses who is not like this process."""

# Holds: engines/engine_asked.py.

import hashlib
import logging
import os
import shutil
import signal
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import distributed
import numpy as np
import pytest

import criticality as crit
from criticality.api.sweep import material_of, on_disk
from criticality.engines import cluster
from criticality.engines.cluster import (
    ClusterExecutor,
    Tls,
    digest_of,
    environment,
    open_cluster,
    quiet_dask,
    refuse_others,
)
from criticality.engines.engine import Engine
from criticality.errors import MachineError, UsageError
from criticality.files.workspace import Workspace
from criticality.records.digest import canonical_json
from criticality.sweeps import case_results
from workspace_builder import atlantis, criticality

SWEEP = "sweeps/weights-and-methods.yaml"


@pytest.fixture(scope="module")
def in_process() -> Iterator[ClusterExecutor]:
    """A scheduler and two workers in threads of this process: everything travels as between machines."""
    with distributed.Client(
        processes=False, n_workers=2, threads_per_worker=1, dashboard_address=None, set_as_default=False
    ) as client:
        yield ClusterExecutor(client)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_sweep_on_a_cluster_is_the_sweep_of_one_process(
    in_process: ClusterExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_results, "LEAST_CASES", 5)
    workspace = Workspace(atlantis(tmp_path).resolve())
    material = material_of(workspace, SWEEP, tmp_path)
    here, _ = on_disk(workspace, material, Engine(), None, resume=False)
    expected = digests(here)
    shutil.rmtree(here)
    there, _ = on_disk(workspace, material, Engine(executor=in_process), None, resume=False)
    assert digests(there) == expected
    assert in_process.width == 2


def test_the_draws_of_a_run_on_a_cluster_are_those_of_one_process(in_process: ClusterExecutor, tmp_path: Path) -> None:
    workspace = crit.Workspace(atlantis(tmp_path))
    here = workspace.assess(draws=20_000)
    there = workspace.assess(draws=20_000, executor=in_process)
    assert canonical_json(here.record["result"]) == canonical_json(there.record["result"])


def test_combinations_of_answers_on_a_cluster_are_those_of_one_process(
    in_process: ClusterExecutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("criticality.choices.evaluate.WORTH_A_CREW", 2)
    root = atlantis(tmp_path)
    (root / "choices").mkdir()
    (root / "choices/method.yaml").write_text(
        "code: method\nquestion: {en: Which method?, zh-Hant: 何種方法？}\noptions:\n"
        "  - {code: stated, title: Stated, because: So.}\n"
        "  - {code: mean, title: Mean, because: So., change: {assessment: {method: ahp_ratings}}}\n"
        "  - {code: flat, title: Flat, because: So., change: {assessment: {method: topsis_flat}}}\n",
        "utf-8",
    )
    workspace = crit.Workspace(root)
    here, there = workspace.assess(draws=2_000), workspace.assess(draws=2_000, executor=in_process)
    assert canonical_json(here.record["result"]) == canonical_json(there.record["result"])


@pytest.mark.slow
def test_a_worker_that_is_killed_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_results, "LEAST_CASES", 1)
    workspace = Workspace(atlantis(tmp_path).resolve())
    material = material_of(workspace, SWEEP, tmp_path)
    here, _ = on_disk(workspace, material, Engine(), None, resume=False)
    expected = digests(here)
    shutil.rmtree(here)
    killed = threading.Event()
    with open_cluster("local:2") as executor:

        def kill_once(_done: int, _all: int) -> None:
            if not killed.is_set():
                killed.set()
                os.kill(next(iter(executor._client.run(os.getpid).values())), signal.SIGKILL)

        there, _ = on_disk(workspace, material, Engine(executor=executor), kill_once, resume=False)
    assert killed.is_set()
    assert digests(there) == expected


# ── who is refused ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", ["numpy", "criticality", "requirements.lock", "python", "machine"])
def test_a_worker_with_another_version_or_lock_is_refused(what: str) -> None:
    other = {**environment(), what: "1.0"}
    refuse_others({"tcp://a:1": environment()})
    with pytest.raises(MachineError, match=f"the worker tcp://b:2 is not like this process: {what} 1.0"):
        refuse_others({"tcp://a:1": environment(), "tcp://b:2": other})


def test_a_worker_that_joins_later_and_is_another_does_no_task(in_process: ClusterExecutor) -> None:
    stranger = ClusterExecutor(in_process._client)
    stranger._environment = digest_of({**environment(), "numpy": "1.0"})
    with pytest.raises(MachineError, match="is not like this process"):
        stranger.submit(np.add, 1, 2).result()
    assert in_process.submit(np.add, 1, 2).result() == 3


@pytest.mark.parametrize("address", ["head:8786", "local:0", "local:two", "local", "http://head:8786", "tcp://", ""])
def test_an_address_that_is_none_is_wrong_usage(address: str) -> None:
    with pytest.raises(UsageError, match="no address of a cluster"), open_cluster(address):
        pass


def test_what_dask_reports_by_itself_does_not_reach_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    report = logging.getLogger("distributed.worker")
    before = report.level
    with quiet_dask(), warnings.catch_warnings(record=True) as warned:
        report.warning("Heartbeat to scheduler failed")
        warnings.warn_explicit("Sending large graph", UserWarning, "client.py", 1, module="distributed.client")
        warnings.warn_explicit("one of ours", UserWarning, "run.py", 1, module="criticality.assess")
    assert [str(each.message) for each in warned] == ["one of ours"]
    assert "Heartbeat" not in caplog.text
    assert report.level == before
    report.warning("Heartbeat to scheduler failed")
    assert "Heartbeat" in caplog.text


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    outcome = criticality(
        "sweep", SWEEP, "--workspace", atlantis(tmp_path), "--cluster", "tcp://127.0.0.1:9", "--lang", "zh-Hant"
    )
    assert outcome.code == 3
    assert "沒有排程器及工作程序回應" in outcome.said


def test_half_of_what_encryption_needs_is_wrong_usage(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    for words in (
        ["--cluster", "tls://a:1", "--tls-ca", "ca.pem"],
        ["--tls-ca", "a", "--tls-cert", "b", "--tls-key", "c"],
    ):
        outcome = criticality("sweep", SWEEP, "--workspace", root, *words)
        assert outcome.code == 2
        assert "belong together" in outcome.said


def test_the_files_of_an_encrypted_connection_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def refuse(_address: str, *, security: object, **_rest: object) -> None:
        seen["security"] = security
        raise OSError("no such host")

    monkeypatch.setattr(distributed, "Client", refuse)
    with pytest.raises(MachineError, match="no such host"), open_cluster("tls://head:8786", Tls("ca", "cert", "key")):
        pass
    security = seen["security"]
    assert (security.tls_ca_file, security.tls_client_cert, security.tls_client_key) == ("ca", "cert", "key")  # type: ignore[attr-defined]
    assert security.require_encryption  # type: ignore[attr-defined]


def test_another_program_is_another_environment(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", "utf-8")
    before = cluster._digest_of_program(tmp_path)
    (tmp_path / "a.py").write_text("x = 2\n", "utf-8")
    assert cluster._digest_of_program(tmp_path) != before
