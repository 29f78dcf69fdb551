"""Whether a picture can be shown: the structure of a PNG or JPEG file, read without decoding what it shows.

PNG (Third Edition, W3C 2025, section 5): chunks with their length and CRC, IHDR first, IDAT, IEND last. JPEG (ITU-T
T.81, annex B): segments with their length, a frame header (SOF) with the size, a scan, an end of image.
"""

import struct
import zlib
from collections.abc import Iterator

from criticality.text.message import Message

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END = 0xDA, b"\xff\xd9"


def picture_fault(content: bytes, kind: str) -> Message | None:
    """Return in words what is wrong with a picture of a kind (``image/png``, ``image/jpeg``); None: nothing."""
    if not content:
        return Message("files.file_empty")
    name = kind.partition("/")[2].upper()
    if not content.startswith(_PNG if kind == "image/png" else _JPEG):
        return Message("report.no_picture", name=name)
    fault = _png_fault(content) if kind == "image/png" else _jpeg_fault(content)
    return Message("report.picture_damaged", name=name, fault=fault) if fault else None


def _png_fault(content: bytes) -> Message | None:
    kinds: list[bytes] = []
    pixels = b""
    for kind, data in _chunks(content):
        if data is None:
            return Message("report.part_cut", part=len(kinds) + 1)
        if not kinds and (kind != b"IHDR" or len(data) != 13 or 0 in struct.unpack(">II", data[:8])):
            return Message("report.no_size")
        kinds.append(kind)
        pixels += data if kind == b"IDAT" else b""
    if kinds[-1:] != [b"IEND"]:
        return Message("report.no_end")
    try:
        inside = zlib.decompressobj().decompress(pixels, 1)
    except zlib.error:
        inside = b""
    return None if inside else Message("report.no_picture_inside")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """Name and data of every chunk; None for one that is cut short or does not fit its CRC, which is the last."""
    at = len(_PNG)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        sound = len(data) == length and check == zlib.crc32(kind + data).to_bytes(4, "big")
        yield kind, data if sound else None
        if not sound or kind == b"IEND":
            return
        at += 12 + length


def _jpeg_fault(content: bytes) -> Message | None:
    at, sized = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in _BARE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            sized = 0 not in struct.unpack(">HH", content[at + 5 : at + 9].ljust(4, b"\0"))
        if marker == _SCAN:
            if not sized:
                return Message("report.no_size")
            return None if _END in content[at:] else Message("report.no_end")
        at += 2 + max(2, length)
    return Message("report.cut_short")
