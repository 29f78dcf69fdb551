"""`criticality desk` as it is called: one line on stdout, this machine alone, and an end by Ctrl-C."""

# Holds: cli/desk/opening.py, cli/desk/commands.py, cli/desk/desk_order.py, cli/desk/entry_asked.py.

import http.cookiejar
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from workspace_builder import atlantis, criticality

BEHIND = ("--auth", "proxy", "--public", "https://desk.example.org")


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


def test_behind_a_proxy_the_public_address_is_the_only_line_and_a_service_is_stopped_by_sigterm(tmp_path: Path) -> None:
    root, path = atlantis(tmp_path), tmp_path / "desk.sock"
    process = started(root, *BEHIND, "--uds", str(path), "--group", "minerals=planner")
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "https://desk.example.org/\n"
        told = []
        for given in ("", "X-Forwarded-User: ada\r\nX-Forwarded-Groups: minerals\r\n"):
            with socket.socket(socket.AF_UNIX) as asked:
                asked.connect(str(path))
                head = f"GET /files HTTP/1.1\r\nHost: desk.example.org\r\nConnection: close\r\n{given}\r\n"
                asked.sendall(head.encode("ascii"))
                told.append(asked.recv(12))
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert told == [b"HTTP/1.1 401", b"HTTP/1.1 200"]
    assert (process.returncode, out) == (0, "")
    assert "the desk is closed" in err
    assert not path.exists()


class Browser:
    """What a browser keeps of a desk: its cookie, and the token of its forms."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        self.address = link.partition("?")[0]
        jar = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=["127.0.0.1"]))
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.token = re.findall(r'name="form_token" value="([^"]+)"', self.ask(link))[0]

    def ask(self, address: str, fields: dict[str, str] | None = None) -> str:
        data = None if fields is None else urllib.parse.urlencode({**fields, "form_token": self.token}).encode()
        with self._opener.open(urllib.parse.urljoin(self.address, address), data, timeout=120) as answer:
            found: str = answer.read().decode("utf-8")
            return found


def wait_for(whether: Callable[[], bool]) -> None:
    ends = time.monotonic() + 300
    while not whether():
        assert time.monotonic() < ends
        time.sleep(0.2)


@pytest.mark.slow
def test_a_run_that_outlives_a_killed_desk_is_found_by_the_next_one(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    first = started(root)
    browser = Browser(first)
    browser.ask("/runs/start", {"assessment": "atlantis-2024", "draws": "400000", "language": "none"})
    wait_for(lambda: "<progress" in browser.ask("/runs"))  # the run is under way, and the desk knows its process
    first.kill()
    first.communicate(timeout=60)
    second = started(root)
    try:
        again = Browser(second)
        wait_for(lambda: 'class="done"' in again.ask("/runs"))
        (folder,) = (path for path in (root / "output/runs").iterdir() if not path.name.startswith("."))
        assert folder.name in again.ask("/runs")
        assert criticality("verify", folder).code == 0
    finally:
        second.send_signal(signal.SIGINT)
        second.communicate(timeout=60)


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
        (("--auth", "none"), "local, proxy, accounts"),
        (("--proxy", "127.0.0.1"), "--proxy means nothing with --auth local"),
        (("--auth", "accounts", "--group", "a=planner"), "--group means nothing with --auth accounts"),
        (("--auth", "accounts", "--host", "0.0.0.0"), "needs --public"),
        (("--auth", "accounts", "--public", "http://desk.example.org"), "as https://desk.example.org"),
        (("--auth", "accounts", "--public", "https://desk.example.org/path"), "without a path"),
        (("--auth", "proxy"), "needs --public"),
        (("--auth", "proxy", "--public", "https://desk.example.org"), "--proxy ADDRESS or --uds PATH"),
        ((*BEHIND, "--proxy", "desk"), "write an address or a network"),
        ((*BEHIND, "--proxy", "0.0.0.0/0"), "this is every address"),
        ((*BEHIND, "--proxy", "::/0"), "this is every address"),
        ((*BEHIND, "--proxy", "127.0.0.1", "--group", "minerals=emperor"), "write GROUP=ROLE"),
        ((*BEHIND, "--proxy", "127.0.0.1", "--user-header", "X User"), "no name of a header"),
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
