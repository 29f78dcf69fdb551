"""What the attacks of `faults` share: counts, commands in processes of their own, and what must not be left."""

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = (sys.executable, "-c", "import sys; from criticality.cli import main; sys.argv[0] = 'criticality'; main()")
_TOLD_EVERY = 20
_started: list[int] = []
"""The groups of processes that were started, so that an interrupt leaves none running."""


@dataclass
class Count:
    """What was tried of one class, and what did not survive; `tell` gets a line now and then while it is tried."""

    name: str
    tried: int = 0
    failed: list[str] = field(default_factory=list)
    tell: Callable[[str], object] = str
    interrupted: bool = False

    def note(self, case: str, *wrong: str) -> None:
        """Count one case, and say what was wrong with it."""
        self.tried += 1
        found = [f"{case}: {what}" for what in wrong if what]
        self.failed += found
        for what in found:
            self.tell(f"    {what}")
        if self.tried % _TOLD_EVERY == 0:
            self.tell(f"{self.name}: {self.tried} tried so far, {len(self.failed)} failed")


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


def start(root: Path | None, *words: str, limits: Mapping[int, int] | None = None) -> subprocess.Popen[bytes]:
    """Start a command in a group of processes of its own."""

    def limited() -> None:
        for kind, most in (limits or {}).items():
            resource.setrlimit(kind, (most, most))

    process = subprocess.Popen(
        [*COMMAND, *words, *(["--workspace", str(root)] if root else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=limited,  # noqa: PLW1509 - no thread runs here
        env={**os.environ, **({"TMPDIR": str(root.parent)} if root else {})},
    )
    _started.append(process.pid)
    return process


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
    """The digest of every input of a workspace; a hidden draft that a killed command left is none."""
    found = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        is_draft = any(part.startswith(".") and part.endswith(".draft") for part in parts)
        if path.is_file() and "output" not in parts and not is_draft:
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


def end_all() -> None:
    """End whatever of the commands still runs."""
    for group in _started:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
