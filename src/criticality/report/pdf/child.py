"""The child process that prints the files of one language of a record; started by `editions`, never by hand."""

from functools import partial
from pathlib import Path
from typing import NotRequired, TypedDict

from criticality.model.document import Edition, PageLanguage
from criticality.model.record import Record
from criticality.report.catalogue import laid_out_as
from criticality.report.html.typeset import typeset
from criticality.report.pages import render_page
from criticality.report.pdf.archive import attachments
from criticality.report.pdf.fonts import covered_characters
from criticality.report.pdf.printing import Printer, make_room
from criticality.report.pdf.processes import Progress, serve
from criticality.text.message import Message


class Page(TypedDict):
    """One file: its name, and the edition of the list it is, or the mineral it is the factsheet of.

    The full edition has the record and its tables attached.
    """

    name: str
    edition: Edition
    mineral: str | None


class Task(TypedDict):
    """The files of one language, and the path to write each of them to."""

    record: NotRequired[Record]
    folder: str
    language: PageLanguage
    pages: list[Page]
    targets: list[str]


def write_edition(task: Task, tell: Progress) -> list[str]:
    """Write the files of one language and return what their reader should know (unsupported CSS, other characters).

    Parameters
    ----------
    task
        What to print; the record is taken out, because layout needs its memory.
    tell
        Called with the name of a file and, in a few words, what is being done for it.

    Raises
    ------
    MachineError
        Pango cannot be loaded.
    TemplateError
        A template is broken, a page asks for a file or an address, or a character cannot be printed.
    """
    record, pages = task.pop("record"), task["pages"]
    printer = Printer(record["inputs"]["templates"])
    folder, as_of = Path(task["folder"]), record["as_of"]
    texts, notices = [], printer.notices
    for page in pages:
        _tell(tell, page["name"], Message("printing.pages"))
        texts.append(_page(record, task["language"], page, notices))
    del record
    make_room()  # of the record
    for page, target, (html, replaced) in zip(pages, task["targets"], texts, strict=True):
        whole = page["mineral"] is None and page["edition"] == "full"
        evidence = attachments(folder, as_of, printer.fetcher) if whole else ()
        printer.print(html, Path(target), partial(_tell, tell, page["name"]), evidence)
        notices = [*notices, *replaced]
    return list(dict.fromkeys([*notices, *printer.warnings]))


def _tell(tell: Progress, name: str, words: str) -> None:
    tell(Message("printing.of_page", name=name, what=words))


def _page(record: Record, language: PageLanguage, page: Page, notices: list[str]) -> tuple[str, list[str]]:
    """Render and typeset a page; if characters had to be replaced, again with a notice about them on the page."""
    covered = covered_characters()
    fill = partial(render_page, record, language, mineral=page["mineral"], edition=page["edition"])
    html, replaced = typeset(fill(notices=notices), covered, laid_out_as(language))
    replacements = [
        f"U+{ord(character):04X} is not in the font, printed as {form}" for character, form in sorted(replaced.items())
    ]
    if replacements:
        html, _ = typeset(fill(notices=[*notices, *replacements]), covered, laid_out_as(language))
    return html, replacements


if __name__ == "__main__":
    serve(write_edition)
