"""The comparison in print, set in the style of the list, with room for signatures: one archive PDF a language."""

from pathlib import Path

from criticality.model.comparison_record import ComparisonRecord
from criticality.model.document import LANGUAGES, Language
from criticality.report.catalogue import CATALOGUE, read_catalogue, words_of
from criticality.report.comparison.lead import reviews_in
from criticality.report.comparison.page import templates
from criticality.report.comparison_reader import View
from criticality.report.html.rendering import packaged_templates, render
from criticality.report.html.spacing import spaced
from criticality.report.pdf.processes import Job, print_files
from criticality.text.own_words import in_words_of, kept_entries

_CHILD = "criticality.report.comparison.child"
MOST_INPUTS = 200


def signed_page(content: ComparisonRecord, language: Language, own: str | None = None) -> str:
    """Return the page to be printed, before typesetting; `own` is the text of a workspace's own ``words.json``.

    Raises
    ------
    TemplateError
        The workspace's file is no catalogue, or a text names a place that is not filled.
    """
    with in_words_of(kept_entries(own or "")):
        view = View(content)
    words = words_of(read_catalogue(packaged_templates()[CATALOGUE], own), language)
    count = len(content["inputs"])
    caption = "compare.all_inputs" if count <= MOST_INPUTS else "compare.some_inputs"
    html = render(
        "signed_page.html",
        templates(),
        {
            "lang": language,
            "t": words,
            "content": content,
            "runs": content["runs"],
            "software": content["runs"]["b"]["software"],
            "mark": view.mark,
            "movers": view.movers(),
            "players": [view.player(name) for name in view.players],
            "ranks": view.ranks(),
            "inputs": view.printed_inputs(language, MOST_INPUTS),
            "inputs_caption": words(caption, n=count, most=MOST_INPUTS),
            "merged": view.merged,
            "reasons": view.reasons,
            "reviews": reviews_in(content, words),
        },
    )
    return spaced(html, language, closed=True)


def write_comparison(content: ComparisonRecord, folder: Path, own: str | None = None) -> list[Path]:
    """Write ``comparison.<language>.pdf`` in both languages into a folder, both or none.

    `own` is the text of a workspace's own ``words.json``.

    Raises
    ------
    MachineError
        Pango or the font is missing, or the pages cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return print_files(
        [
            Job(
                _CHILD, {"content": content, "language": language, "own": own}, (folder / f"comparison.{language}.pdf",)
            )
            for language in LANGUAGES
        ]
    )
