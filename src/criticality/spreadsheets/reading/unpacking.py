"""The parts of a workbook's archive, read block by block: nothing is unpacked further than the limits allow."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from criticality.text.message import Message

LARGEST_FILE = 20_000_000
"""Bytes of a file; a questionnaire has a thousandth of it."""
LARGEST_UNPACKED = 16_000_000
"""Bytes of all parts read of one file, unpacked; whatever they hold, reading them takes seconds and some 300 MB."""
MOST_PARTS = 5_000
_BLOCK = 1 << 16
_HEADS = {
    b"\xd0\xcf\x11\xe0": "sheets.old_or_locked",
    b"%PDF": "sheets.pdf",
    b"{\\rtf": "sheets.document",
}
_BROKEN = (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError)
"""What zipfile and zlib raise of a damaged archive; of one that is encrypted, or packed in a way unknown to them, it is
RuntimeError."""


class Unreadable(Exception):
    """A file that is no workbook of either kind, or one beyond the limits; the argument is the `Message`."""

    @property
    def message(self) -> Message:
        """What is wrong with the file."""
        said: Message = self.args[0]
        return said


class Archive:
    """An open archive that counts what it unpacks."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened, self._left = opened, LARGEST_UNPACKED
        self.names = frozenset(opened.namelist())

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield a part in blocks.

        Raises
        ------
        Unreadable
            If it is damaged or locked, or if more is unpacked than a workbook of this use can hold.
        """
        try:
            with self._opened.open(name) as part:
                while block := part.read(_BLOCK):
                    self._left -= len(block)
                    if self._left < 0:
                        raise Unreadable(Message("sheets.unpacked", most=LARGEST_UNPACKED // 1_000_000))
                    yield block
        except _BROKEN as error:
            raise Unreadable(Message("sheets.damaged", part=name)) from error

    def parse(self, name: str, parser: "expat.XMLParserType") -> None:
        """Hand a part to a parser of XML that refuses declarations of types and entities.

        Raises
        ------
        Unreadable
            As `blocks`; or if the part is no XML, or declares a type of document.
        """

        def refuse(*_: object) -> None:
            raise Unreadable(Message("sheets.declares", part=name))

        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
        try:
            for block in self.blocks(name):
                parser.Parse(block, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding that nobody knows
            raise Unreadable(Message("sheets.no_xml", part=name)) from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a file as an archive.

    Raises
    ------
    Unreadable
        If it is not there, is too large, or is no archive.
    """
    try:
        if not path.is_file():
            raise Unreadable(Message("sheets.folder" if path.is_dir() else "sheets.no_file"))
        with path.open("rb") as stream:
            head = stream.read(8)
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise Unreadable(Message("sheets.unreadable", reason=str(getattr(error, "strerror", None) or error))) from error
    if size > LARGEST_FILE:
        raise Unreadable(Message("sheets.too_large", size=f"{size / 1e6:.0f}", most=LARGEST_FILE // 1_000_000))
    for begins, code in _HEADS.items():
        if head.startswith(begins):
            raise Unreadable(Message(code))
    if not head.startswith(b"PK"):
        raise Unreadable(Message("sheets.empty" if not head.strip(b"\0 \r\n\t") else "sheets.no_workbook"))
    try:
        with zipfile.ZipFile(path) as whole:
            if len(whole.infolist()) > MOST_PARTS:
                raise Unreadable(Message("sheets.too_many_parts", most=MOST_PARTS))
            yield Archive(whole)
    except _BROKEN as error:
        raise Unreadable(Message("sheets.broken_archive")) from error
