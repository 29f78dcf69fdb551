"""The child process that prints the files of one language of a record; started by `editions`, never by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from criticality.model.document import Language
from criticality.report.html.typeset import typeset
from criticality.report.pages import render_page
from criticality.report.pdf.archive import attachments
from criticality.report.pdf.fonts import covered_characters
from criticality.report.pdf.printing import Printer, make_room
from criticality.report.pdf.processes import Progress, serve


def write_edition(task: dict[str, Any], tell: Progress) -> list[str]:
    """Write the files of one language and return what their reader should know (unsupported CSS, other characters).

    Parameters
    ----------
    task
        ``record`` (taken out), ``folder``, ``language``, ``pages``, each with ``name`` and ``mineral`` (that mineral's
        factsheet alone, without attachments), and ``targets``, the path of each page.
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
        tell(f"{page['name']}: pages")
        texts.append(_page(record, task["language"], page["mineral"], notices))
    del record
    make_room()  # of the record: layout needs the memory
    for page, target, (html, replaced) in zip(pages, task["targets"], texts, strict=True):
        evidence = () if page["mineral"] else attachments(folder, as_of, printer.fetcher)
        printer.print(html, Path(target), lambda words, name=page["name"]: tell(f"{name}: {words}"), evidence)
        notices = [*notices, *replaced]
    return list(dict.fromkeys([*notices, *printer.warnings]))


def _page(
    record: Mapping[str, Any], language: Language, mineral: str | None, notices: list[str]
) -> tuple[str, list[str]]:
    """Render and typeset; where characters had to be replaced, once more with that said on the page."""
    covered = covered_characters()
    html, replaced = typeset(render_page(record, language, mineral=mineral, notices=notices), covered, language)
    told = [
        f"U+{ord(character):04X} is not in the font, printed as {form}" for character, form in sorted(replaced.items())
    ]
    if told:
        page = render_page(record, language, mineral=mineral, notices=[*notices, *told])
        html, _ = typeset(page, covered, language)
    return html, told


if __name__ == "__main__":
    serve(write_edition)
