"""The workspace of the tests, attacked: what was tried, what survived, and what failed, as counts.

    .venv/bin/python benchmarks/faults.py                 every class, a few minutes
    .venv/bin/python benchmarks/faults.py --only kills --times 200

A line on stderr says after every twentieth attack what was tried and what failed so far, and a failure is said at once.
Ctrl-C (or a SIGTERM) ends the class that runs, with its counts so far.

Nothing leaves the machine; every command runs in a process of its own, in a folder that is removed, and is ended after
`--seconds`. A command survives if it ends in a sentence (exit 0, 1, 2 or 3, no traceback), no half-written record is
visible, no input has changed, and the next command works and leaves nothing of the one that was killed.
"""

import argparse
import hashlib
import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from attacking import COMMAND, Count, digest, end_all, ended, left_running, litter, start, unsealed

ATLANTIS = Path(__file__).parent.parent / "tests" / "workspaces" / "atlantis"
Case = TypeVar("Case")
RUN = ("run", "--language", "none", "--quiet", "--draws")
MEGABYTE = 1 << 20

# ── the classes ──────────────────────────────────────────────────────────────

Attack = Callable[[Count, Path, int, float, random.Random], None]


def kills(count: Count, root: Path, times: int, seconds: float, rng: random.Random) -> None:
    """SIGKILL at a random moment of every command that writes."""
    release = root.parent / "wgidataset.csv"
    release.write_text(_WGI, encoding="utf-8")
    orders = [_KILLED[number % len(_KILLED)] for number in range(times)]
    ended(start(root, *RUN, "0"), seconds)
    ended(start(root, *RUN, "1000"), seconds)
    imports = any(order[1] == "data" for order in orders)
    allowed = _imported(root, release, seconds) if imports else {digest(root)}
    table = root / "data" / "governance.csv"
    kept = table.read_bytes()
    for number, (longest, *order) in enumerate(orders):
        words = [*order, *{"run": [str(number)], "data": [str(release)]}.get(order[0], [])]
        if order[0] == "data":
            table.write_bytes(kept)  # otherwise nothing would be left to import
        place = root if words[0] != "init" else root.parent / f"new {number}"
        process = start(root, *words) if place == root else start(None, *words, str(place))
        time.sleep(rng.uniform(0.05, longest))
        process.kill()
        process.communicate()
        wrong = [*left_running(process.pid), *unsealed(root)]
        wrong += [] if digest(root) in allowed else ["an input changed"]
        wrong += [] if place == root else _half_made(place, seconds)
        count.note(" ".join(words), *wrong)
    end = ended(start(root, *RUN, "10"), seconds)
    count.note("the next command", end.wrong, *litter(root / "output"))
    if imports:
        end = ended(start(root, "data", "import", "wgi", "--write", str(release)), seconds)
        count.note("the next import", end.wrong, *litter(root / "data"))


def _imported(root: Path, release: Path, seconds: float) -> set[str]:
    """The digests of the workspace before and after an import: after one that is killed it has one of them."""
    sources, table = root / "data" / "sources.yaml", root / "data" / "governance.csv"
    sources.write_text(sources.read_text("utf-8") + _WGI_SOURCE, encoding="utf-8")
    before, kept = digest(root), table.read_bytes()
    end = ended(start(root, "data", "import", "wgi", "--write", str(release)), seconds)
    after = digest(root)
    if end.code != 0 or after == before:
        raise SystemExit(f"nothing can be imported to be killed: {end.said.strip()[-300:]}")
    table.write_bytes(kept)
    return {before, after}


def _half_made(folder: Path, seconds: float) -> list[str]:
    """Whether `init` left a workspace that is not whole, or something that keeps it from being made again."""
    if not folder.exists():
        end = ended(start(None, "init", str(folder)), seconds)
        if end.code != 0:
            return [f"cannot be made again: {end.said.strip()[-100:]}"]
    end = ended(start(folder, "check"), seconds)
    return [] if end.code == 0 else [f"is half made: {end.said.strip()[-100:]}"]


_KILLED: Sequence[tuple[float, *tuple[str, ...]]] = (
    (4.0, *RUN, "200000", "--seed"),
    (4.0, *RUN, "200000", "--workers", "2", "--seed"),
    (2.5, "compare", "latest~1", "latest", "--html", "--quiet"),
    (1.5, "data", "import", "wgi", "--write"),
    (3.0, "levers", "latest"),
    (0.5, "init"),
    *(
        [
            (6.0, "report", "latest", "--language", "en", "--quiet"),
            (6.0, "compare", "latest~1", "latest", "--pdf", "--quiet"),
        ]
        if shutil.which("pdftoppm")
        else []
    ),
)
"""What is killed: the longest time before it in seconds, and the words; a seed makes each run another one."""

_WGI = "codeindyr,code,countryname,year,indicator,estimate\n" + "".join(
    f"{code}rl2024,{code},Somewhere,2024,rl,0.{number}\n" for number, code in enumerate(("AUS", "CHL", "JPN"))
)
_WGI_SOURCE = (
    "\nwb_wgi_2025: {title: W, publisher: B, published: 2025-09-01, url: 'https://b.example', licence: free}\n"
)


def together(count: Count, root: Path, times: int, seconds: float, _rng: random.Random) -> None:
    """The same run and different runs at once."""
    some = max(2, min(6, times))
    for name, seeds in (("the same run", ["7"] * some), ("different runs", [str(n) for n in range(some)])):
        processes = [start(root, *RUN, "1000", "--seed", seed) for seed in seeds]
        for process in processes:
            end = ended(process, seconds)
            count.note(name, end.wrong, "" if end.code == 0 else end.said.strip()[-160:])
        count.note(name, *unsealed(root), *litter(root))


def other_folders(count: Count, root: Path, _times: int, seconds: float, _rng: random.Random) -> None:
    """Folders beside the records that are nobody's draft."""
    runs = root / "output" / "runs"
    names = (".backup.20261123", ".x.99999999999999999999", ".x.²", ".mine.draft", ".2025-03-01-00000000.3")
    for name in names:
        (runs / name).mkdir(parents=True)
        (runs / name / "f").write_text("x", encoding="utf-8")
    end = ended(start(root, *RUN, "0"), seconds)
    for name in names:
        count.note(name, end.wrong, "" if (runs / name / "f").is_file() else "was removed")


def _some(cases: Iterable[Case], times: int) -> list[Case]:
    """All cases; every third where each attack is made once, as the tests do."""
    return [*cases][:: 3 if times == 1 else 1]


def scarcity(count: Count, root: Path, times: int, seconds: float, _rng: random.Random) -> None:
    """Few files, little memory, files that may not grow (as a full disk), and closed streams."""
    cases: dict[str, dict[int, int]] = {f"{most} open files": {resource.RLIMIT_NOFILE: most} for most in (64, 20, 14)}
    cases |= {f"{most} MB": {resource.RLIMIT_AS: most * MEGABYTE} for most in (600, 400, 300, 250, 150)}
    cases |= {f"files of {most} bytes": {resource.RLIMIT_FSIZE: most} for most in (0, 4096, 65536)}
    for number, (name, limits) in enumerate(_some(cases.items(), times)):
        end = ended(start(root, *RUN, "0", "--seed", str(number), limits=limits), seconds)
        count.note(name, end.wrong, *unsealed(root))
    closed = ("bash", "-c", 'exec "$@" 2>&-', "bash", *COMMAND, *RUN, "0", "--workspace", str(root))
    code = subprocess.run(closed, capture_output=True, timeout=seconds, check=False).returncode
    count.note("stderr closed", "" if code == 0 else f"exit {code}")


def bombs(count: Count, root: Path, times: int, seconds: float, _rng: random.Random) -> None:
    """Files for `data import` and documents that are far larger inside than outside, or far too wide."""
    for name, make in _some(_BOMBS.items(), times):
        file = root.parent / name
        make(file)
        end = ended(start(root, "data", "import", "wgi", str(file)), seconds)
        count.note(name, end.wrong, "" if end.code == 1 else f"exit {end.code}")
        file.unlink()
    document = next(iter(sorted((root / "criteria").glob("*_burden.yaml"))))
    kept = document.read_text("utf-8")
    document.write_text(kept + "".join(f"key_{number}: 1\n" for number in range(200_000)), encoding="utf-8")
    end = ended(start(root, "check"), seconds)
    count.note("200,000 keys", end.wrong, "" if end.code == 1 else f"exit {end.code}")
    document.write_text(kept, encoding="utf-8")


def _one_line(file: Path) -> None:
    with file.open("wb") as stream:
        for _ in range(64):
            stream.write(b"x" * MEGABYTE)


def _workbook(part: bytes, times: int) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book, book.open("xl/sharedStrings.xml", "w") as text:
            for _ in range(times):
                text.write(part)

    return write


_BOMBS: Mapping[str, Callable[[Path], None]] = {
    "line.csv": _one_line,
    "long.xlsx": _workbook(b"x" * MEGABYTE, 400),
    "many.xlsx": _workbook(b"<si><t>a</t></si>" * 50_000, 100),
}


def tampering(count: Count, root: Path, times: int, seconds: float, rng: random.Random) -> None:
    """One byte of one sealed file of a record altered: `show` must not show it."""
    folder = _recorded(root, seconds)
    names = [line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
    for _ in range(times):
        file = folder / rng.choice(names)
        kept = file.read_bytes()
        place = rng.randrange(len(kept))
        file.write_bytes(kept[:place] + bytes([kept[place] ^ (1 << rng.randrange(8))]) + kept[place + 1 :])
        end = ended(start(root, "show", folder.name), seconds)
        count.note(f"{file.name} at {place}", end.wrong, "" if end.code == 1 else f"exit {end.code}")
        file.write_bytes(kept)


def forged(count: Count, root: Path, _times: int, seconds: float, _rng: random.Random) -> None:
    """Records with parts missing, odd or led elsewhere, sealed anew: no traceback, and no file outside is read."""
    whole = _recorded(root, seconds)
    for name, change in _FORGERIES.items():
        folder = root / "forged" / whole.name
        shutil.copytree(whole, folder)
        content = json.loads((folder / "record.json").read_text("utf-8"))
        change(content)
        (folder / "record.json").write_text(json.dumps(content), encoding="utf-8")
        _seal(folder)
        end = ended(start(root, "show", str(folder)), seconds)
        count.note(name, end.wrong, "taken in silence" if end.code == 0 else "")
        shutil.rmtree(root / "forged")


def _recorded(root: Path, seconds: float) -> Path:
    """The folder of a run made now."""
    end = ended(start(root, *RUN, "100"), seconds)
    if end.code != 0:
        raise SystemExit(f"no run can be made to be attacked (within {seconds:g} seconds): {end.said.strip()[-200:]}")
    return next((root / "output" / "runs").glob("[!.]*"))


def _seal(folder: Path) -> None:
    names = [line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
    lines = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


_FORGERIES: Mapping[str, Callable[[dict[str, object]], object]] = {
    "no result": lambda content: content.pop("result"),
    "result is a list": lambda content: content.update(result=[]),
    "no inputs": lambda content: content.pop("inputs"),
    "another date": lambda content: content.update(as_of="../../elsewhere"),
    "another digest": lambda content: content.update(digest="0" * 64),
}

CLASSES: Mapping[str, tuple[str, Attack]] = {
    "kills": ("kill at a random moment", kills),
    "together": ("at once", together),
    "folders": ("folders that are no drafts", other_folders),
    "scarcity": ("scarcity", scarcity),
    "bombs": ("bombs", bombs),
    "tampering": ("one byte altered", tampering),
    "forged": ("forged records", forged),
}


def attacked(
    names: Iterable[str], times: int, seconds: float, seed: int, tell: Callable[[str], object] = str
) -> Iterator[Count]:
    """Attack a fresh copy of the fictional workspace for each class; after an interrupt the counts so far are last."""
    for name in names:
        title, attack = CLASSES[name]
        count = Count(title, tell=tell)
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "atlantis"
            shutil.copytree(ATLANTIS, root, ignore=shutil.ignore_patterns("output"))
            try:
                attack(count, root, times, seconds, random.Random(seed))
            except KeyboardInterrupt:
                count.interrupted = True
                end_all()
        yield count
        if count.interrupted:
            return


def main() -> None:
    """Read what is asked, attack, and print the counts; exit 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=CLASSES, default=list(CLASSES))
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    failed = 0

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    for count in attacked(asked.only, asked.times, asked.seconds, asked.seed, tell):
        failed += len(count.failed)
        ended_early = " (interrupted)" if count.interrupted else ""
        print(f"{count.name}: {count.tried} tried, {len(count.failed)} failed{ended_early}", flush=True)
        for what in count.failed:
            print(f"    {what}", flush=True)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
