"""The child process that writes the interactive edition of a record; started by `edition`, never by hand."""

from pathlib import Path
from typing import TypedDict

from criticality.model.record import Record
from criticality.report.interactive.assembled import interactive_page
from criticality.report.pdf.processes import Progress, serve
from criticality.text.message import Message


class Task(TypedDict):
    """A record, and the path to write its page to."""

    record: Record
    targets: list[str]


def write_page(task: Task, tell: Progress) -> list[str]:
    """Write the page of a record.

    Raises
    ------
    TemplateError
        A workspace's template is broken.
    """
    (target,) = task["targets"]
    tell(Message("printing.of_page", name=Path(target).name, what=Message("printing.pages")))
    Path(target).write_bytes(interactive_page(task["record"]).encode("utf-8"))
    return []


if __name__ == "__main__":
    serve(write_page)
