"""docs/explanation/expected-minerals.md: what chapter 2 of the printed list says of single minerals."""

from functools import cache
from pathlib import Path

from criticality.api.workspace import Workspace
from criticality.report.chapters.expected import expected
from criticality.report.reader import Reader
from criticality.report.workbook import Names
from figures.tables import HEAD, ROOT

_NOTES = Path(__file__).parent / "notes-expected.md"


def document() -> str:
    """The text of the document."""
    paragraphs = [
        f"**{' '.join(filter(None, (row['name'], row['symbol'])))}** – {row['standing']}. {row['text']}\n"
        for row in expected(_reader())
    ]
    head, notes = _NOTES.read_text(encoding="utf-8").split("<!-- paragraphs -->\n")
    return HEAD + head + "\n".join(paragraphs) + notes


@cache
def _reader() -> Reader:
    """The record of the Taiwan run without draws, in English."""
    return Names(Workspace(ROOT).assess(draws=0).record).readers[1]
