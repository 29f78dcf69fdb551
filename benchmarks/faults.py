"""The workspace of the tests, attacked: what was tried, what survived, and what failed, as counts.

    .venv/bin/python benchmarks/faults.py                 every class, a few minutes
    .venv/bin/python benchmarks/faults.py --only kills --times 50

Nothing leaves the machine; every command runs in a process of its own, in a folder that is removed, and is ended after
`--seconds`. A command survives if it ends in a sentence (exit 0, 1, 2 or 3, no traceback), no half-written record is
visible, no input has changed, and the next command works and leaves nothing of the one that was killed.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

ATLANTIS = Path(__file__).parent.parent / "tests" / "workspaces" / "atlantis"
Case = TypeVar("Case")
COMMAND = (sys.executable, "-c", "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()")
RUN = ("run", "--language", "none", "--quiet", "--draws")
MEGABYTE = 1 << 20


@dataclass
class Count:
    """What was tried of one class, and what did not survive."""

    name: str
    tried: int = 0
    failed: list[str] = field(default_factory=list)

    def note(self, case: str, *wrong: str) -> None:
        """Count one case, and say what was wrong with it."""
        self.tried += 1
        self.failed += [f"{case}: {what}" for what in wrong if what]


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (None where it had to be ended), and what it said."""

    code: int | None
    said: str

    @property
    def wrong(self) -> str:
        """What is wrong with the end, or an empty text."""
        if self.code is None:
            return "did not end"
        if "Traceback (most recent call last)" in self.said:
            return self.said.strip().splitlines()[-1][:120]
        return "" if self.code in (0, 1, 2, 3) else f"exit {self.code}"


def start(root: Path, *words: str, limits: Mapping[int, int] | None = None) -> subprocess.Popen[bytes]:
    """Start a command in a group of processes of its own."""

    def limited() -> None:
        for kind, most in (limits or {}).items():
            resource.setrlimit(kind, (most, most))

    return subprocess.Popen(
        [*COMMAND, *words, "--workspace", str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=limited,  # noqa: PLW1509 - no thread runs here
        env={**os.environ, "TMPDIR": str(root.parent)},
    )


def ended(process: subprocess.Popen[bytes], seconds: float) -> Ended:
    """Wait for a command; end it, and all it started, when its time is over."""
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Ended(None, "")
    return Ended(process.returncode, said.decode("utf-8", "replace"))


def digest(root: Path) -> str:
    """The digest of every input of a workspace."""
    found = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "output" not in path.relative_to(root).parts:
            found.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return found.hexdigest()


def unsealed(root: Path) -> list[str]:
    """Records that can be seen and are not whole."""
    return [
        f"{folder.name} is not whole"
        for folder in sorted((root / "output" / "runs").glob("[!.]*"))
        if not _is_whole(folder)
    ]


def _is_whole(folder: Path) -> bool:
    try:
        lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
        sums = [line.split("  ", 1) for line in lines]
        return all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == said for said, name in sums)
    except (OSError, ValueError):
        return False


def litter(root: Path) -> list[str]:
    """Drafts that lie about."""
    places = [root, root.parent]
    return [f"{path.name} is left" for place in places for path in place.rglob(".*.draft")]


def left_running(group: int) -> list[str]:
    """Whether a process of the group still runs a little later."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return []
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return ["a process is left"]


# ── the classes ──────────────────────────────────────────────────────────────

Attack = Callable[[Path, int, float, random.Random], Count]


def kills(root: Path, times: int, seconds: float, rng: random.Random) -> Count:
    """SIGKILL at a random moment of every command that writes."""
    count, before = Count("kill at a random moment"), digest(root)
    ended(start(root, *RUN, "0"), seconds)
    ended(start(root, *RUN, "1000"), seconds)
    orders = (
        (*RUN, "200000", "--seed"),
        (*RUN, "200000", "--workers", "2", "--seed"),
        ("compare", "latest~1", "latest", "--html", "--quiet"),
        *([("report", "latest", "--language", "en", "--quiet")] if shutil.which("pdftoppm") else []),
    )
    for number in range(times):
        order = orders[number % len(orders)]
        words = (*order, str(number)) if order[-1] == "--seed" else order
        process = start(root, *words)
        time.sleep(rng.uniform(0.1, 4.0))
        process.kill()
        process.communicate()
        wrong = [*left_running(process.pid), *unsealed(root)]
        wrong += ["an input changed"] if digest(root) != before else []
        count.note(" ".join(words), *wrong)
    after = ended(start(root, *RUN, "10"), seconds)
    count.note("the next command", after.wrong, *(litter(root / "output")))
    return count


def together(root: Path, times: int, seconds: float, _rng: random.Random) -> Count:
    """The same run and different runs at once."""
    count = Count("at once")
    some = max(2, min(6, times))
    for name, seeds in (("the same run", ["7"] * some), ("different runs", [str(n) for n in range(some)])):
        processes = [start(root, *RUN, "1000", "--seed", seed) for seed in seeds]
        for process in processes:
            end = ended(process, seconds)
            count.note(name, end.wrong, "" if end.code == 0 else end.said.strip()[-160:])
        count.note(name, *unsealed(root), *litter(root))
    return count


def other_folders(root: Path, _times: int, seconds: float, _rng: random.Random) -> Count:
    """Folders beside the records that are nobody's draft."""
    count, runs = Count("folders that are no drafts"), root / "output" / "runs"
    names = (".backup.20261123", ".x.99999999999999999999", ".x.²", ".mine.draft", ".2025-03-01-00000000.3")
    for name in names:
        (runs / name).mkdir(parents=True)
        (runs / name / "f").write_text("x", encoding="utf-8")
    end = ended(start(root, *RUN, "0"), seconds)
    for name in names:
        count.note(name, end.wrong, "" if (runs / name / "f").is_file() else "was removed")
    return count


def _some(cases: Iterable[Case], times: int) -> list[Case]:
    """All cases; every third where each attack is made once, as the tests do."""
    return [*cases][:: 3 if times == 1 else 1]


def scarcity(root: Path, times: int, seconds: float, _rng: random.Random) -> Count:
    """Few files, little memory, files that may not grow (as a full disk), and closed streams."""
    count = Count("scarcity")
    cases: dict[str, dict[int, int]] = {f"{most} open files": {resource.RLIMIT_NOFILE: most} for most in (64, 20, 14)}
    cases |= {f"{most} MB": {resource.RLIMIT_AS: most * MEGABYTE} for most in (600, 400, 300, 250, 150)}
    cases |= {f"files of {most} bytes": {resource.RLIMIT_FSIZE: most} for most in (0, 4096, 65536)}
    for number, (name, limits) in enumerate(_some(cases.items(), times)):
        end = ended(start(root, *RUN, "0", "--seed", str(number), limits=limits), seconds)
        count.note(name, end.wrong, *unsealed(root))
    closed = ("bash", "-c", 'exec "$@" 2>&-', "bash", *COMMAND, *RUN, "0", "--workspace", str(root))
    code = subprocess.run(closed, capture_output=True, timeout=seconds, check=False).returncode
    count.note("stderr closed", "" if code == 0 else f"exit {code}")
    return count


def bombs(root: Path, times: int, seconds: float, _rng: random.Random) -> Count:
    """Files for `data import` and documents that are far larger inside than outside, or far too wide."""
    count = Count("bombs")
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
    return count


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


def tampering(root: Path, times: int, seconds: float, rng: random.Random) -> Count:
    """One byte of one sealed file of a record altered: `show` must not show it."""
    count = Count("one byte altered")
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
    return count


def forged(root: Path, _times: int, seconds: float, _rng: random.Random) -> Count:
    """Records with parts missing, odd or led elsewhere, sealed anew: no traceback, and no file outside is read."""
    count = Count("forged records")
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
    return count


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

CLASSES: Mapping[str, Attack] = {
    "kills": kills,
    "together": together,
    "folders": other_folders,
    "scarcity": scarcity,
    "bombs": bombs,
    "tampering": tampering,
    "forged": forged,
}


def attacked(names: Iterator[str] | list[str], times: int, seconds: float, seed: int) -> Iterator[Count]:
    """Attack a fresh copy of the fictional workspace for each class."""
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "atlantis"
            shutil.copytree(ATLANTIS, root, ignore=shutil.ignore_patterns("output"))
            yield CLASSES[name](root, times, seconds, random.Random(seed))


def main() -> None:
    """Read what is asked, attack, and print the counts; exit 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=CLASSES, default=list(CLASSES))
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = 0
    for count in attacked(asked.only, asked.times, asked.seconds, asked.seed):
        failed += len(count.failed)
        print(f"{count.name}: {count.tried} tried, {len(count.failed)} failed", flush=True)
        for what in count.failed:
            print(f"    {what}", flush=True)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
