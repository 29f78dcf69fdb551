"""Time from moving a slider at the desk to the new list, and to its probabilities: the real desk, asked over HTTP.

    .venv/bin/python benchmarks/desk.py [--workspace FOLDER] [--moves 60] [--seed 1]

Starts `criticality desk` on a free port, enters by its link, and moves one judgement, threshold or dimension after the
other, drawn with a seed. It prints for the list and for P(listed) the median, the 95th percentile and the slowest, in
milliseconds from the request being sent to the answer being read, with the processor time of the desk a move, and the
growth of its resident memory over the second half of the moves. The 150 ms for which the page waits until a slider
rests come on top. Take the figures on a machine that does nothing else.
"""

import argparse
import http.client
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

COMMAND = (sys.executable, "-c", "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()")
FORM = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}


class Slider(NamedTuple):
    """Something that can be moved: its name in the form, and between which values in which steps."""

    name: str
    least: float
    most: float
    step: float

    def moved(self, draw: random.Random) -> str:
        """Return a value at random."""
        return f"{self.least + self.step * draw.randint(0, round((self.most - self.least) / self.step)):.12g}"


class Browser:
    """What a browser does of it: a cookie, a form token, and one request after the other on one connection."""

    def __init__(self, link: str) -> None:
        found = urlsplit(link)
        self._cookie = ""
        self._connection = http.client.HTTPConnection(found.netloc, timeout=120)
        self._answer("GET", f"{found.path}?{found.query}")
        self.page = self._answer("GET", "/")
        token = re.search(r'name="form_token" value="([^"]+)"', self.page)
        assert token is not None, "the page has no form"
        self._token = token[1]

    def timed(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[float, str]:
        """Return how many milliseconds an answer took, and its text."""
        body = urlencode({"form_token": self._token, **fields}) if fields is not None else None
        begun = time.perf_counter()
        text = self._answer(method, path, body)
        return 1_000 * (time.perf_counter() - begun), text

    def _answer(self, method: str, path: str, body: str | None = None) -> str:
        self._connection.request(method, path, body, {"Cookie": self._cookie, **FORM})
        found = self._connection.getresponse()
        text = found.read().decode("utf-8")
        if (cookie := found.headers.get("set-cookie")) is not None:
            self._cookie = cookie.partition(";")[0]
        assert found.status in (200, 303), (found.status, path, text[:2_000])
        return text


def sliders(page: str) -> list[Slider]:
    """The sliders of a page, and its dimensions."""
    found = []
    for tag in re.findall(r"<input type=\"range\"[^>]*>", page):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found.append(Slider(said["name"], *(float(said[key]) for key in ("min", "max", "step"))))
    return found


def spent(pid: int) -> tuple[float, float]:
    """Processor seconds and resident megabytes of a process; zero where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
        pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    except OSError:
        return 0.0, 0.0
    return (int(fields[11]) + int(fields[12])) / 100, int(pages) * 4_096 / 1e6


def line(name: str, times: Sequence[float]) -> str:
    """A row of the table."""
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{name:<12}{statistics.median(ordered):>10.0f}{late:>10.0f}{ordered[-1]:>10.0f}"


def measured(link: str, pid: int, moves: int, draw: random.Random) -> None:
    """Move, and print what it took."""
    browser = Browser(link)
    known = sliders(browser.page)
    lists, chances, half = list[float](), list[float](), 0.0
    for number in range(-5, moves):  # five to warm up
        if number == 0:
            begun, lists, chances = spent(pid)[0], [], []
        if number == moves // 2:
            half = spent(pid)[1]
        slider = draw.choice(known)
        took, text = browser.timed("POST", "/", {slider.name: slider.moved(draw)})
        lists.append(took)
        after = re.search(r'hx-get="(/chances\?[^"]*)"', text)
        if after is not None:
            chances.append(browser.timed("GET", after[1].replace("&amp;", "&"))[0])
    seconds, megabytes = spent(pid)
    print(f"{moves} moves of {len(known)} sliders\n{'ms':<12}{'median':>10}{'95 %':>10}{'slowest':>10}")
    print(line("list", lists))
    print(line("P(listed)", chances or [float("nan")]))
    print(f"processor, ms a move {1_000 * (seconds - begun) / moves:.0f}")
    print(f"memory, MB {megabytes:.0f}, grown by {megabytes - half:.1f} in the second half")


def main() -> None:
    """Start a desk, measure it, and end it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--workspace", type=Path, default=Path.cwd())
    asked.add_argument("--moves", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    order = asked.parse_args()
    command = [*COMMAND, "desk", "--no-browser", "--workspace", str(order.workspace)]
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert desk.stdout is not None
        measured(desk.stdout.readline().strip(), desk.pid, order.moves, random.Random(order.seed))
    finally:
        desk.terminate()
        desk.wait(30)


if __name__ == "__main__":
    main()
