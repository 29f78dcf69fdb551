"""The shortcuts around WeasyPrint: the same bytes with and without them, and less work."""

# Holds: report/pdf/weasyprint_patches/boxes.py, report/pdf/weasyprint_patches/patching.py,
# report/pdf/weasyprint_patches/reading.py, report/pdf/weasyprint_patches/styles.py,
# report/pdf/weasyprint_patches/text.py, report/pdf/weasyprint_patches/writing.py.

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from printed_lists import needs_pages
from sample_record import Record, sample_record, write_folder

from criticality.report.pdf.fonts import write_configuration
from criticality.report.pdf.weasyprint_patches import spare_pseudo_elements

_COUNTED = """
import json, sys
from weasyprint.css import ComputedStyle
from weasyprint.text.line_break import Layout
import pydyf
counts = {"layouts": 0, "styles": 0, "written": 0}
def counting(kind, name, what):
    before = getattr(kind, name)
    def counted(*arguments, **options):
        counts[what] += 1
        return before(*arguments, **options)
    setattr(kind, name, counted)
counting(Layout, "setup", "layouts")
counting(ComputedStyle, "__init__", "styles")
counting(pydyf, "_to_bytes", "written")
from criticality.report.pdf import child as edition
from criticality.report.pdf import weasyprint_patches as shortcuts
"""
_WITHOUT = """
import zlib
compressobj = zlib.compressobj
pydyf.zlib.compressobj = lambda level: compressobj()
shortcuts.take_shortcuts = lambda: None
shortcuts.spare_pseudo_elements = lambda texts: None
"""
_PRINTED = """
edition.main()
print(json.dumps(counts), file=sys.stderr)
"""


def printed(record: Record, folder: Path, scratch: Path, *, without: bool) -> tuple[bytes, dict[str, int]]:
    """One edition in a process of its own, and how often the library did what the shortcuts spare."""
    scratch.mkdir()
    page = {"name": "list.en.pdf", "target": str(scratch / "list.en.pdf"), "mineral": None}
    task = {"record": record, "folder": str(folder), "language": "en", "pages": [page]}
    ended = subprocess.run(
        [sys.executable, "-c", _COUNTED + (_WITHOUT if without else "") + _PRINTED],
        input=json.dumps(task).encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(write_configuration(scratch)), "PYTHONUTF8": "1"},
    )
    return (scratch / "list.en.pdf").read_bytes(), json.loads(ended.stderr.splitlines()[-1])


def test_the_shortcuts_change_no_byte_and_spare_work(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(robustness=True)
    folder = write_folder(record, tmp_path / record["run_id"])
    page, worked = printed(record, folder, tmp_path / "with", without=False)
    plain, toiled = printed(record, folder, tmp_path / "without", without=True)
    assert page == plain
    assert worked["layouts"] < toiled["layouts"] / 2
    assert worked["styles"] < toiled["styles"] / 3
    assert worked["written"] < toiled["written"]


@pytest.mark.parametrize("asked", ["td { display: list-item }", "b { float: footnote }", "b { position: note(n) }"])
def test_a_style_sheet_that_asks_for_markers_or_notes_gets_them(asked: str) -> None:
    assert spare_pseudo_elements(["p { margin: 0 }", asked]) is None
    assert spare_pseudo_elements(["p { margin: 0 }"]) is not None
