"""The pieces of a sweep as they are done: in memory, or on the disk so that whoever is interrupted can go on."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from criticality.sweeps.case_results import Piece

_NAME = re.compile(r"\d{7}-\d{7}\.jsonl")


class Store(Protocol):
    """Keeps the text of every piece."""

    def kept(self, piece: Piece) -> str | None:
        """The text of a piece, or None where it is not done."""

    def keep(self, piece: Piece, text: str) -> None:
        """Keep the text of a piece."""


class InMemory:
    """Keeps pieces for the life of the process."""

    def __init__(self) -> None:
        self._texts: dict[Piece, str] = {}

    def kept(self, piece: Piece) -> str | None:
        """The text of a piece, or None where it is not done."""
        return self._texts.get(piece)

    def keep(self, piece: Piece, text: str) -> None:
        """Keep the text of a piece."""
        self._texts[piece] = text


class OnDisk:
    """Keeps each piece in a file of its own, whose first line is the SHA-256 of the rest.

    A file is written under another name and then renamed, so that it is there whole or not at all. One that is not what
    was written is done again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> None:
        """Make the folder, where it is not there."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def done(self) -> int:
        """How many pieces stand there."""
        return sum(1 for _ in self._files())

    def kept(self, piece: Piece) -> str | None:
        """The text of a piece, or None where it is not done."""
        try:
            content = self._path(piece).read_bytes()
        except FileNotFoundError:
            return None
        digest, _, rest = content.partition(b"\n")
        return rest.decode("utf-8") if digest.decode("ascii", "replace") == hashlib.sha256(rest).hexdigest() else None

    def keep(self, piece: Piece, text: str) -> None:
        """Keep the text of a piece."""
        content, path = text.encode("utf-8"), self._path(piece)
        draft = path.with_suffix(".draft")
        draft.write_bytes(hashlib.sha256(content).hexdigest().encode("ascii") + b"\n" + content)
        draft.replace(path)

    def discard(self) -> None:
        """Remove the folder and what is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*.jsonl") if _NAME.fullmatch(path.name))

    def _path(self, piece: Piece) -> Path:
        return self.folder / f"{piece[0]:07d}-{piece[1]:07d}.jsonl"
