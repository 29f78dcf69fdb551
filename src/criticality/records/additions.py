"""Add pages to a record: all of them or none, sealed, and whole for every reader at any moment.

The files are made in a hidden folder beside the record. Then the coming seal is written beside the present one, the
files are put in place, and the coming seal takes the place of the present one. A reader accepts a file by either seal,
so a command that is killed in between leaves a record that still holds; the next command puts the rest in order.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from criticality.records.seal import NEXT_SUMS, SUMS, next_sums, read_sums, sha256, sums_text

try:
    import fcntl
except ImportError:  # no such locks on this system: two commands at once may seal in turn what both made
    fcntl = None  # type: ignore[assignment]


@contextmanager
def additions(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write files into; at the end they stand in the record, sealed.

    Parameters
    ----------
    folder
        The record's folder.

    Yields
    ------
    Path
        A folder inside it. If the block raises, nothing is added.
    """
    drafts = Path(tempfile.mkdtemp(prefix=".pages.", dir=folder))
    try:
        yield drafts
        made = sorted(path for path in drafts.iterdir() if not path.name.startswith("."))
        if made:
            with _locked(folder):
                _put_in_place(folder, made)
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def _put_in_place(folder: Path, made: list[Path]) -> None:
    _settle(folder)
    sums = {**read_sums(folder, SUMS), **{path.name: sha256(path.read_bytes()) for path in made}}
    _write(folder, NEXT_SUMS, sums_text(sums))
    for path in made:
        path.replace(folder / path.name)
    (folder / NEXT_SUMS).replace(folder / SUMS)


def _settle(folder: Path) -> None:
    """Finish what a killed command began: seal the files that it had put in place."""
    coming = next_sums(folder)
    if not coming:
        return
    sums = read_sums(folder, SUMS)
    for name, digest in coming.items():
        if (folder / name).is_file() and sha256((folder / name).read_bytes()) == digest:
            sums[name] = digest
    _write(folder, NEXT_SUMS, sums_text(sums))
    (folder / NEXT_SUMS).replace(folder / SUMS)


def _write(folder: Path, name: str, text: str) -> None:
    draft = folder / f"{name}.{os.getpid()}"
    try:
        draft.write_bytes(text.encode("utf-8"))
        draft.replace(folder / name)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one command at a time change the seal of a record; the system frees the lock when its holder ends."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
