"""The child process that prints a comparison in one language; started by `pdf.write_comparison`, never by hand."""

from pathlib import Path
from typing import Any

from criticality.report.comparison.pdf import signed_page
from criticality.report.html.typeset import typeset
from criticality.report.pdf.fonts import covered_characters
from criticality.report.pdf.printing import Printer
from criticality.report.pdf.processes import Progress, serve


def write_page(task: dict[str, Any], tell: Progress) -> list[str]:
    """Write the page of a task's ``content`` and ``language`` to its only target.

    Raises
    ------
    MachineError
        Pango cannot be loaded.
    """
    html, _ = typeset(signed_page(task["content"], task["language"]), covered_characters(), task["language"])
    (target,) = task["targets"]
    Printer({}).print(html, Path(target), tell)
    return []


if __name__ == "__main__":
    serve(write_page)
