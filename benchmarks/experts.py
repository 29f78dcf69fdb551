"""Time from sending an answer of a questionnaire to the next question, with many experts at once: the real desk.

    .venv/bin/python benchmarks/experts.py [--experts 50] [--think 0] [--workspace FOLDER]

Starts `criticality desk` on a free port with a copy of a workspace, opens a round, and has every expert answer all
their questions by their personal link, each on a connection of their own. It prints how many requests were answered,
how many of them otherwise than they should, and the median, the 95th and the 99th percentile and the slowest in
milliseconds, of sending an answer and of showing the next question. `--think` is the mean of the seconds for which an
expert thinks before an answer, drawn from an exponential distribution; with 0 everybody answers as fast as the desk
does. The processor time of the desk a request says what a busy machine hides; the clients take some of the same
machine. Take the figures on a machine that does nothing else.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

COMMAND = (sys.executable, "-c", "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
KEPT = 3.0
ROOT = Path(__file__).parents[1]
FOLDERS = ("assessments", "criteria", "weights", "scenarios", "choices", "data", "templates")


class Client:
    """One browser: a connection, a cookie, and how long each answer took."""

    def __init__(self, host: str) -> None:
        self._connection = http.client.HTTPConnection(host, timeout=300)
        self._cookie, self._used = "", time.perf_counter()
        self.took: dict[str, list[float]] = {"GET": [], "POST": []}
        self.wrong = 0

    def ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Send one request and return status and text, or the address that it leads to."""
        body = None if fields is None else urlencode(fields)
        if time.perf_counter() - self._used > KEPT:  # the desk closes a connection that waits longer
            self._connection.close()
        begun = time.perf_counter()
        self._connection.request(method, path, body, {"Cookie": self._cookie, **FORM})
        found = self._connection.getresponse()
        text = found.read().decode("utf-8")
        self._used = time.perf_counter()
        self.took[method].append(1_000 * (self._used - begun))
        if (cookie := found.headers.get("set-cookie")) is not None:
            self._cookie = cookie.partition(";")[0]
        self.wrong += found.status not in (200, 303)
        return found.status, found.headers.get("location", text)


def opened(host: str, link: str, weights: str, experts: int) -> list[str]:
    """Open a round as a planner and return the paths of its links."""
    planner = Client(host)
    planner.ask("GET", f"/?{urlsplit(link).query}")
    _, page = planner.ask("GET", "/ask")
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token is not None, page
    people = "\n".join(f"Expert {number}; Office" for number in range(experts))
    closes = str(date.today() + timedelta(days=7))
    form = {"form_token": token[1], "weights": weights, "mode": "coded", "closes": closes, "people": people}
    status, address = planner.ask("POST", "/ask", form)
    assert status == 303, address
    _, page = planner.ask("GET", address)
    return re.findall(r"http://[^<]+(/q/[^<]+)</code>", page)


def answered(host: str, link: str, think: float, seed: int) -> Client:
    """Answer every question of a link."""
    client, draw = Client(host), random.Random(seed)
    _, page = client.ask("GET", link)
    while (number := re.search(r'name="number" value="(\w+)"', page)) is not None:
        if think:
            time.sleep(draw.expovariate(1 / think))
        side = min(code for code in re.findall(r'name="side" value="(\w+)"', page) if code != "same")
        sent = {"number": number[1], "side": side, "by": "2.0", "because": "So it is."}
        status, address = client.ask("POST", link, sent)
        if status != 303:
            break
        _, page = client.ask("GET", address)
    return client


def processor(pid: int) -> float:
    """The seconds of a processor that a process has used; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def told(name: str, took: list[float]) -> str:
    """The line of one kind of request."""
    cuts = statistics.quantiles(took, n=100)
    return (
        f"{name}: median {cuts[49]:.0f} ms, 95 % {cuts[94]:.0f} ms, 99 % {cuts[98]:.0f} ms, slowest {max(took):.0f} ms"
    )


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--experts", type=int, default=50)
    asked.add_argument("--think", type=float, default=0.0)
    asked.add_argument("--workspace", type=Path, default=ROOT)
    asked.add_argument("--weights", default="weights/taiwan-illustrative.yaml")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in FOLDERS:
            if (words.workspace / name).is_dir():
                shutil.copytree(words.workspace / name, root / name)
        command = [*COMMAND, "desk", "--no-browser", "--workspace", str(root)]
        desk = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            assert desk.stdout is not None
            link = desk.stdout.readline().strip()
            host = urlsplit(link).netloc
            links = opened(host, link, words.weights, words.experts)
            begun, used = time.perf_counter(), processor(desk.pid)
            with ThreadPoolExecutor(len(links)) as pool:
                clients = list(pool.map(lambda job: answered(host, job[1], words.think, job[0]), enumerate(links)))
            seconds, used = time.perf_counter() - begun, processor(desk.pid) - used
        finally:
            desk.terminate()
            desk.wait(30)
    sent, shown = ([each for client in clients for each in client.took[kind]] for kind in ("POST", "GET"))
    wrong = sum(client.wrong for client in clients)
    count = len(sent) + len(shown)
    print(f"{len(links)} experts, {count} requests in {seconds:.1f} s ({count / seconds:.0f} a second), {wrong} wrong")
    print(f"processor time of the desk: {1_000 * used / count:.1f} ms a request")
    print(told("an answer sent", sent))
    print(told("a question shown", shown))


if __name__ == "__main__":
    main()
