"""`criticality desk` as it is called: one line on stdout, this machine alone, and an end by Ctrl-C."""

# Holds: cli/desk/opening.py.

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from workspace_builder import atlantis, criticality


def started(root: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-P", "-m", "criticality", "desk", "--no-browser", "--workspace", str(root), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_link_is_the_only_line_and_ctrl_c_closes_the_desk(tmp_path: Path) -> None:
    process = started(atlantis(tmp_path))
    try:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        address, _, token = link.partition("?token=")
        assert address.startswith("http://127.0.0.1:")
        assert len(token) == 43
        with urllib.request.urlopen(f"{address}health", timeout=60) as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "")
    assert "the desk is closed" in err
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = criticality("desk", "--no-browser", "--port", port, "--workspace", atlantis(tmp_path))
    assert outcome.code == 3
    assert f"port {port} cannot be used" in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--host", "0.0.0.0"), "listens on this machine alone"),
        (("--auth", "none"), "--auth"),
        (("--port", "70000"), "65535"),
        (("--lang", "zh-Hant", "--host", "example.org"), "僅於本機"),
    ],
)
def test_what_the_desk_does_not_do_is_refused(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    outcome = criticality("desk", *words, "--workspace", atlantis(tmp_path))
    assert outcome.code == 2
    assert says in outcome.err


def test_a_folder_that_is_no_workspace_is_told(tmp_path: Path) -> None:
    outcome = criticality("desk", "--workspace", tmp_path)
    assert outcome.code == 1
    assert "no workspace" in outcome.err


def test_without_its_packages_the_desk_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("criticality.desk", "uvicorn"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    outcome = criticality("desk", "--workspace", atlantis(tmp_path))
    assert outcome.code == 3
    assert "./criticality desk" in outcome.err
