"""Write the interactive edition of a record: one HTML file, made in a process whose time and memory are limited."""

from pathlib import Path

from criticality.model.record import Record
from criticality.report.pdf.processes import Job, Progress, print_files

INTERACTIVE = "list.html"
_CHILD = "criticality.report.interactive.child"


def write_interactive(record: Record, into: Path, progress: Progress | None = None) -> Path:
    """Write ``list.html`` into a folder. It needs no native library and no font.

    Raises
    ------
    MachineError
        The page cannot be written.
    TemplateError
        A workspace's template is broken; the message starts with its file and line.
    """
    (path,) = print_files([Job(_CHILD, {"record": record}, (into / INTERACTIVE,))], progress, fonts=False)
    return path
