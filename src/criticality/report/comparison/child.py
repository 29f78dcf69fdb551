"""The child process that prints a comparison in one language; started by `pdf.write_comparison`, never by hand."""

from pathlib import Path
from typing import TypedDict

from criticality.model.comparison_record import ComparisonRecord
from criticality.model.document import Language
from criticality.report.comparison.pdf import signed_page
from criticality.report.html.typeset import typeset
from criticality.report.pdf.fonts import covered_characters
from criticality.report.pdf.printing import Printer
from criticality.report.pdf.processes import Progress, serve


class Task(TypedDict):
    """A comparison, the language of the page, and the path to write it to."""

    content: ComparisonRecord
    language: Language
    own: str | None
    targets: list[str]


def write_page(task: Task, tell: Progress) -> list[str]:
    """Write the page of a comparison.

    Raises
    ------
    MachineError
        Pango cannot be loaded.
    """
    html, _ = typeset(
        signed_page(task["content"], task["language"], task["own"]), covered_characters(), task["language"]
    )
    (target,) = task["targets"]
    Printer({}).print(html, Path(target), tell)
    return []


if __name__ == "__main__":
    serve(write_page)
