"""A release file as text: its encoding, and in plain words what it is where it is no CSV text at all."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from criticality.refresh.reading.release import refused
from criticality.text.message import Message

BLOCK = 1 << 20
LARGEST = 1 << 30
"""Bytes of a file; a year of BACI, the largest that is read, has less than half of it."""
LONGEST_LINE = 1 << 23
_HEAD = 8192

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", Message("refresh.gzip")),
    (b"PK\x03\x04", Message("refresh.zip")),
    (b"PK\x05\x06", Message("refresh.empty_zip")),
    (b"\xd0\xcf\x11\xe0", Message("refresh.xls")),
    (b"7z\xbc\xaf\x27\x1c", Message("refresh.seven_zip")),
    (b"BZh", Message("refresh.bzip2")),
    (b"\xfd7zXZ\x00", Message("refresh.xz")),
    (b"\x28\xb5\x2f\xfd", Message("refresh.zstd")),
    (b"Rar!", Message("refresh.rar")),
    (b"%PDF", Message("refresh.pdf")),
    (b"PAR1", Message("refresh.parquet")),
    (b"SQLite format 3", Message("refresh.database")),
)
"""How files that are no text begin, whatever their name says."""

_UNPACK = Message("refresh.unpack")
_AGAIN = Message("refresh.again")
_LFS = re.compile(rb"\s*version https://git-lfs", re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(!doctype|html|\?xml|head|body|script)", re.IGNORECASE)
_JSON = re.compile(rb"\s*[{\[]\s*[\"{\[\]}]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a release as text; blanks of other kinds and line ends stay as they are.

    UTF-8 is tried first, then Windows-1252, in which the USGS writes.

    Raises
    ------
    InputError
        If the file is not there, cannot be read, is empty or is no text.
    """
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        yield stream


def ends_open(path: Path) -> bool:
    """Whether the last line of a file has no line end, as where a download was cut short."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        if not stream.tell():
            return False
        stream.seek(-1, 2)
        return stream.read(1) not in b"\r\n"


def check_kind(path: Path) -> bytes:
    """Return the first bytes of a file that exists.

    Raises
    ------
    InputError
        If there is none, or it is empty.
    """
    try:
        if not path.is_file():
            there = Message("refresh.folder" if path.is_dir() else "refresh.no_file")
            raise refused(path, there, Message("refresh.check_spelling"))
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError) as error:
        message = Message("refresh.unreadable", reason=str(getattr(error, "strerror", None) or error))
        raise refused(path, message, Message("refresh.check_permissions")) from error
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise refused(path, Message("refresh.empty"), Message("refresh.download_failed"))
    return head


def _encoding(path: Path) -> str:
    """The encoding of a file, after a look at all of it: a byte that is no text may stand anywhere."""
    head = check_kind(path)
    _refuse_kind(path, head)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    encoding, line, long = "utf-8-sig", 1, 0
    size = path.stat().st_size
    if size > LARGEST:
        message = Message("refresh.too_large", size=f"{size / 1e6:.0f}", most=f"{LARGEST / 1e6:.0f}")
        raise refused(path, message, Message("refresh.one_year"))
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(BLOCK), b""):
            if b"\x00" in block:
                line += block.count(b"\n", 0, block.index(b"\x00"))
                raise refused(path, Message("refresh.nul"), _AGAIN, line=line)
            line += block.count(b"\n")
            last = block.rfind(b"\n")
            long = long + len(block) if last < 0 else len(block) - last
            if long > LONGEST_LINE:
                message = Message("refresh.long_line", most=f"{LONGEST_LINE / 1e6:.0f}")
                raise refused(path, message, _AGAIN, line=line)
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if encoding == "cp1252" and _CONTROL.search(head.decode("cp1252", "replace")):
        raise refused(path, Message("refresh.no_text"), _AGAIN)
    return encoding


def _refuse_kind(path: Path, head: bytes) -> None:
    for start, kind in _KINDS:
        if head.startswith(start):
            raise refused(path, Message("refresh.other_kind", kind=kind), _UNPACK)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refused(path, Message("refresh.utf_16"), _AGAIN)
    if _LFS.match(head):
        raise refused(path, Message("refresh.lfs"), Message("refresh.lfs_hint"))
    if _PAGE.match(head):
        raise refused(path, Message("refresh.web_page"), Message("refresh.web_page_hint"))
    if _JSON.match(head):
        raise refused(path, Message("refresh.json"), Message("refresh.json_hint", again=_AGAIN))
