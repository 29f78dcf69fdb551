"""The patches of WeasyPrint: the same bytes with and without them, less work, no other versions."""

# Holds: report/pdf/printing.py.

# Holds: report/pdf/weasyprint_patches/patching.py,
# report/pdf/weasyprint_patches/reading.py, report/pdf/weasyprint_patches/styles.py,
# report/pdf/weasyprint_patches/text.py, report/pdf/weasyprint_patches/writing.py.

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from printed_lists import needs_pages
from sample_record import Record, sample_record, write_folder

from criticality.report.pdf.fonts import write_configuration
from criticality.report.pdf.weasyprint_patches.patching import VERSIONS

ROOT = Path(__file__).parents[4]
OTHER_VERSION = """
import importlib.metadata
installed = importlib.metadata.version
importlib.metadata.version = lambda name: "0.1" if name == OTHER else installed(name)
"""
"""Before the first import of the patches: one library has another version than the pinned one."""
SAME_COMPRESSION = """
import zlib, pydyf
compressobj = zlib.compressobj
pydyf.zlib.compressobj = lambda level: compressobj()
"""
"""At which level streams are compressed is no part of the pages."""
COUNTED = """
import json, sys
import pydyf
from tinyhtml5 import inputstream
from weasyprint.css import ComputedStyle
from weasyprint.text.line_break import Layout
counts = {"layouts": 0, "styles": 0}
def counting(kind, name, what):
    before = getattr(kind, name)
    def counted(*arguments, **options):
        counts[what] += 1
        return before(*arguments, **options)
    setattr(kind, name, counted)
counting(Layout, "setup", "layouts")
counting(ComputedStyle, "__init__", "styles")
from criticality.report.pdf.child import serve, write_edition
serve(write_edition)
print(json.dumps(counts), file=sys.stderr)
"""


def program(other: str | None, rest: str) -> str:
    """A program in which a library has another version."""
    return rest if other is None else OTHER_VERSION.replace("OTHER", repr(other)) + SAME_COMPRESSION + rest


def printed(record: Record, folder: Path, scratch: Path, *, other: str | None = None) -> tuple[bytes, dict[str, int]]:
    """One edition, and how often WeasyPrint set up a Pango layout and computed a style."""
    scratch.mkdir()
    target = scratch / "list.en.pdf"
    pages = [{"name": target.name, "edition": "full", "mineral": None}]
    task = {"record": record, "folder": str(folder), "language": "en", "pages": pages, "targets": [str(target)]}
    ended = subprocess.run(
        [sys.executable, "-c", program(other, COUNTED)],
        input=json.dumps(task).encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(write_configuration(scratch)), "PYTHONUTF8": "1"},
    )
    return target.read_bytes(), json.loads(ended.stderr.splitlines()[-1])


@pytest.mark.slow
def test_with_another_version_the_same_bytes_are_printed_by_the_library_alone(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(robustness=True)
    folder = write_folder(record, tmp_path / record["run_id"])
    page, counts = printed(record, folder, tmp_path / "pinned")
    plain, counts_plain = printed(record, folder, tmp_path / "other", other="weasyprint")
    assert page == plain
    assert counts["layouts"] < counts_plain["layouts"] / 2
    assert counts["styles"] < counts_plain["styles"] / 3


PATCHED = """
import json
import pydyf
from tinyhtml5 import inputstream
from weasyprint import HTML
from weasyprint.draw import text
from weasyprint.layout import inline, page, preferred
from weasyprint.text.line_break import Layout
def functions():
    return [pydyf.zlib, pydyf.PDF.page_references, inputstream.characters_until_regex,
            text.draw_first_line, inline.iter_line_boxes, inline.split_first_line, preferred.split_first_line,
            inline.strut, page.set_page_type_computed_styles, Layout.reactivate, Layout.deactivate]
before = functions()
from criticality.report.pdf import weasyprint_patches
source = HTML(string="<p>a</p>")
applied = weasyprint_patches.apply(), weasyprint_patches.spare_pseudo_elements(source, ["p { margin: 0 }"])
changed = [one is not other for one, other in zip(before, functions(), strict=True)]
asking = ["td { display: list-item }", "b { float: footnote }", "b { position: note(n) }"]
spared = [weasyprint_patches.spare_pseudo_elements(source, ["p { margin: 0 }", text]) for text in asking]
print(json.dumps([*applied, *changed, *spared]))
"""


@pytest.mark.parametrize("other", [None, *VERSIONS])
def test_a_library_of_another_version_stays_as_it_is(other: str | None) -> None:
    needs_pages()
    ended = subprocess.run([sys.executable, "-c", program(other, PATCHED)], capture_output=True, check=True)
    *patched, list_items, footnotes, notes = json.loads(ended.stdout)
    assert set(patched) == {other is None}
    assert not (list_items or footnotes or notes)  # a style sheet that asks for markers or notes gets them


def test_the_versions_that_were_read_are_the_pinned_ones() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {f"{name}=={version}" for name, version in VERSIONS.items()} <= set(declared)
