"""A printed record to look into, and the skip where a machine has no font."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sample_record import Record

from criticality.report.pdf.fonts import font_files
from lacking import lacking


@dataclass(frozen=True)
class Printed:
    """A printed record: its folder, the full, short and public PDFs by language, and what the printer told."""

    record: Record
    folder: Path
    editions: Mapping[str, Path]
    short: Mapping[str, Path]
    public: Mapping[str, Path]
    told: list[str]


def needs_pages() -> None:
    """End a test by name where the machine has no font; a machine without Pango fails."""
    if not font_files():
        lacking("the font Noto Sans CJK TC is not installed")
