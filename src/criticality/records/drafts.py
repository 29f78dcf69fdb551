"""Drafts: hidden folders in which files are made before they are put in place, and the removal of those left behind.

A process that is killed leaves its draft. The next command removes it if it can be proved that it is one of these
drafts and that nobody works on it: it holds a marker, written by this module, that names the boot of the machine, and
whose lock is free. The kernel frees a lock when its holder ends, however it ends, in any container of the machine; so
neither a process number that is used again nor an odd name misleads. A draft of another machine, or one that cannot
be judged, is left alone. One that holds nothing at all, or an empty marker alone, is removed too: its process was
killed while it made or removed it, and its name tells whose it is. Should that process live, it notices and makes
another.
"""

import errno
import json
import os
import platform
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: nothing is locked and nothing is removed
    fcntl = None  # type: ignore[assignment]

MARKER, KIND = "owner.json", "draft of criticality"
_SUFFIX = ".draft"
_NAMED = re.compile(rf"\..+\.[0-9a-f]{{12}}{re.escape(_SUFFIX)}")
_TRIES = 5
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@contextmanager
def draft_folder(parent: Path, name: str) -> Iterator[Path]:
    """Make a hidden folder in `parent` to prepare files in; whatever is left in it at the end is removed.

    Drafts that dead processes left in `parent` are removed first.

    Raises
    ------
    OSError
        If the folder cannot be made.
    """
    sweep(parent)
    hidden, marker = _made(parent, name)
    try:
        with marker:
            yield hidden
    finally:
        _remove(hidden)


def _made(parent: Path, name: str) -> tuple[Path, TextIO]:
    """Make a draft with its marker, which is locked while it is open; once more where another command swept it away."""
    for _ in range(_TRIES):
        hidden = parent / f".{name}.{secrets.token_hex(6)}{_SUFFIX}"
        hidden.mkdir()
        try:
            marker = _marked(hidden)
        except FileNotFoundError:
            continue
        except OSError:  # a disk that is full: nothing may be left behind
            shutil.rmtree(hidden, ignore_errors=True)
            raise
        if (hidden / MARKER).exists():
            return hidden, marker
        marker.close()
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(parent))


def _marked(hidden: Path) -> TextIO:
    """The marker of a draft, locked."""
    marker = (hidden / MARKER).open("x", encoding="utf-8")
    try:
        if fcntl is not None:
            fcntl.flock(marker, fcntl.LOCK_EX)
        json.dump({"kind": KIND, "process": os.getpid(), **_machine()}, marker)
        marker.flush()
    except OSError:
        with suppress(OSError):  # what could not be written is tried once more
            marker.close()
        raise
    return marker


def _remove(hidden: Path) -> None:
    """Remove a draft, its marker last: who is killed meanwhile leaves one that can still be judged."""
    with suppress(OSError):
        for path in hidden.iterdir():
            if path.name == MARKER:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    shutil.rmtree(hidden, ignore_errors=True)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a draft in the machine's folder for temporary files."""
    with draft_folder(Path(tempfile.gettempdir()), "criticality") as folder:
        yield folder


def sweep(parent: Path) -> None:
    """Remove the drafts in a folder that dead processes of this machine left."""
    with suppress(OSError):
        for path in list(parent.glob(f".*{_SUFFIX}")):
            with suppress(OSError):
                _remove_if_dead(path)


def sweep_output(output: Path) -> None:
    """Remove such drafts from the folder of the records, from every record, and from every comparison."""
    for room in ("runs", "comparisons"):
        sweep(output / room)
        for path in (output / room).glob(f"*/.*{_SUFFIX}"):
            with suppress(OSError):
                _remove_if_dead(path)


def _remove_if_dead(path: Path) -> None:
    if fcntl is None or path.is_symlink() or path.stat().st_uid != os.getuid():
        return
    inside, ours = {entry.name for entry in path.iterdir()}, _NAMED.fullmatch(path.name) is not None
    if not inside and ours:
        path.rmdir()
        return
    descriptor = os.open(path / MARKER, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "r+", encoding="utf-8", errors="replace") as marker:
        fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)  # an OSError where somebody works on it
        text = marker.read(4096)
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        known = isinstance(said, dict) and said.get("kind") == KIND and _machine().items() <= said.items()
        if known or (ours and not text and inside == {MARKER}):
            _remove(path)


def _machine() -> dict[str, str]:
    """The machine and its boot; where the system does not tell the boot, the name of the machine stands for it."""
    try:
        boot = _BOOT.read_text("ascii").strip()
    except OSError:
        boot = ""
    return {"boot": boot} if boot else {"boot": "", "host": platform.node()}


def put(draft: Path, target: Path) -> None:
    """Put a finished file or folder in place in one step, so that it is there whole even after a loss of power."""
    for path in [*draft.rglob("*"), draft] if draft.is_dir() else [draft]:
        _synced(path)
    if draft.is_dir():
        draft.rename(target)
    else:
        draft.replace(target)
    _synced(target.parent)


def _synced(path: Path) -> None:
    """Have the system write a file or a folder to the disk, where it can."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep others who ask for the same out of a folder; they wait. The folder itself is locked: no file is left."""
    if fcntl is None:  # pragma: no cover - Windows
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
