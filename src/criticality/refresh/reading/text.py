"""A release file as text: its encoding, and in plain words what it is where it is no CSV text at all."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from criticality.refresh.reading.release import refused

BLOCK = 1 << 20
LARGEST = 1 << 30
"""Bytes of a file; a year of BACI, the largest that is read, has less than half of it."""
LONGEST_LINE = 1 << 23
_HEAD = 8192

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of the old kind (.xls)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"Rar!", "a RAR archive"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)
"""How files that are no text begin, whatever their name says."""

_UNPACK = "Unpack it, or fetch the CSV file from the publisher; the name alone does not make it one."
_AGAIN = "Fetch the publisher's file once more, and give it as it comes."
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
            there = "this is a folder" if path.is_dir() else "this file does not exist"
            raise refused(path, there, "Check the spelling; the publisher's file itself is needed.")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise refused(path, f"this file cannot be read ({reason})", "Check its name and its permissions.") from error
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise refused(path, "the file is empty", "The download may have failed: fetch it once more.")
    return head


def _encoding(path: Path) -> str:
    """The encoding of a file, after a look at all of it: a byte that is no text may stand anywhere."""
    head = check_kind(path)
    _refuse_kind(path, head)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    encoding, line, long = "utf-8-sig", 1, 0
    size = path.stat().st_size
    if size > LARGEST:
        message = f"the file has {size / 1e6:.0f} MB; more than {LARGEST / 1e6:.0f} MB is refused"
        raise refused(path, message, "Is it the publisher's file of one year?")
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(BLOCK), b""):
            if b"\x00" in block:
                line += block.count(b"\n", 0, block.index(b"\x00"))
                raise refused(path, "the file holds NUL bytes: this is no text", _AGAIN, line=line)
            line += block.count(b"\n")
            last = block.rfind(b"\n")
            long = long + len(block) if last < 0 else len(block) - last
            if long > LONGEST_LINE:
                message = f"this line has more than {LONGEST_LINE / 1e6:.0f} MB: this is no table"
                raise refused(path, message, _AGAIN, line=line)
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if encoding == "cp1252" and _CONTROL.search(head.decode("cp1252", "replace")):
        raise refused(path, "this is no text", _AGAIN)
    return encoding


def _refuse_kind(path: Path, head: bytes) -> None:
    for start, kind in _KINDS:
        if head.startswith(start):
            raise refused(path, f"this is {kind}, not CSV text", _UNPACK)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refused(path, "the file is UTF-16, not the publisher's encoding", _AGAIN)
    if _LFS.match(head):
        hint = "Run `git lfs pull` where it comes from, or fetch the file from the publisher."
        raise refused(path, "this is a pointer of Git LFS, not the file itself", hint)
    if _PAGE.match(head):
        hint = "The address led to a page of the web site: open it in a browser and fetch the file there."
        raise refused(path, "this is a web page, not CSV text", hint)
    if _JSON.match(head):
        raise refused(path, "this is JSON, not CSV text", "It may be an error message of the web site. " + _AGAIN)
