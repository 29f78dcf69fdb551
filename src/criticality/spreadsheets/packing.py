"""Files of a workbook packed so that the same content gives the same bytes: no clock, no order by chance."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

_EARLIEST = 1980
"""The year in which ZIP begins."""
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


class TimelessArchive(zipfile.ZipFile):
    """An archive that asks no clock: one that stands before 1980, where ZIP begins, would end the writing."""

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, data: Any, *settings: Any, **more: Any) -> None:
        """Write a part as of the first day of ZIP; `dated_workbook` gives it its date."""
        entry = zipfile.ZipInfo(zinfo_or_arcname) if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname
        entry.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(entry, data, *settings, **more)


def packed(parts: Mapping[str, bytes], day: date, stored: Sequence[str] = ()) -> bytes:
    """Pack parts into an archive, every one dated `day`; those of `stored` come first and are not compressed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*stored, *sorted(set(parts) - set(stored))]:
            entry = zipfile.ZipInfo(name, (max(_EARLIEST, day.year), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, parts[name])
    return whole.getvalue()


def dated_workbook(content: bytes, day: date) -> bytes:
    """Pack an .xlsx again with `day` in place of every time of writing, so that its bytes repeat."""
    stamp = f"{day:%Y-%m-%dT00:00:00Z}".encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    core = "docProps/core.xml"
    parts[core] = _MODIFIED.sub(lambda match: match[1] + stamp + match[2], parts[core])
    return packed(parts, day)
