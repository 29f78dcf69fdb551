"""Fill the templates of one edition with texts and written numbers of a record; nothing is computed."""

from collections.abc import Sequence

from criticality.model.document import Edition, PageLanguage
from criticality.model.record import Record
from criticality.report.captions.of_annexes import caption_of_judge, captions_of_annexes
from criticality.report.captions.of_chapters import captions_of_chapters
from criticality.report.captions.of_list import captions_of_list
from criticality.report.catalogue import CATALOGUE, laid_out_as, read_catalogue, words_of
from criticality.report.chapters import annex_evidence, annex_method, cases, decision, other_methods, result
from criticality.report.chapters.expected import expected
from criticality.report.chapters.factsheet import factsheet, factsheets, overview
from criticality.report.chapters.policy import policy
from criticality.report.chapters.previous import previous
from criticality.report.chapters.references import References
from criticality.report.chapters.sureness import sureness
from criticality.report.charts import matrix as charts
from criticality.report.charts.restriction_timeline import acts, acts_drawn, restriction_timeline
from criticality.report.charts.score_stack import score_stacks
from criticality.report.charts.supplier_stack import supplier_stack
from criticality.report.html.logo import logo_of
from criticality.report.html.rendering import (
    CUSTOM_STYLE,
    MAIN,
    PUBLIC,
    SHEET,
    SHORT,
    STYLE,
    packaged_templates,
    render,
)
from criticality.report.html.spacing import spaced
from criticality.report.html.typeset import typeset
from criticality.report.public.two_pages import public_context
from criticality.report.reader import Reader
from criticality.report.review.said_in_review import entries_of
from criticality.report.short.answers import answers
from criticality.report.short.context import short_context
from criticality.report.short.front import front
from criticality.report.short.industry import industry
from criticality.report.short.limits import limits
from criticality.report.withheld.said_of_withheld import mark, notice, resting_cells


def render_html(record: Record, language: PageLanguage) -> str:
    """Return one edition as a single HTML page with its style sheet inside, for a browser.

    Parameters
    ----------
    record
        The plain content of ``record.json``.
    language
        The edition.

    Raises
    ------
    TemplateError
        A workspace's template is broken; the message starts with its file and line.
    """
    own = record["inputs"]["templates"]
    style = "\n".join(own.get(name, packaged_templates().get(name, "")) for name in (STYLE, CUSTOM_STYLE))
    html, _ = typeset(render_page(record, language, style=style), language=laid_out_as(language))
    return html


def render_page(
    record: Record,
    language: PageLanguage,
    *,
    mineral: str | None = None,
    edition: Edition = "full",
    notices: Sequence[str] = (),
    style: str = "",
) -> str:
    """Fill the templates with a record: one edition of the list, or one mineral's factsheet.

    `notices` are printed in the list's annex on reproduction.
    """
    own = record["inputs"]["templates"]
    words = words_of(read_catalogue(packaged_templates()[CATALOGUE], own.get(CATALOGUE)), language)
    reader = Reader(record, words)
    if mineral is not None:
        template, shown = SHEET, sheet_context(reader, mineral)
    elif edition == "short":
        template, shown = SHORT, short_edition(reader)
    elif edition == "public":
        template, shown = PUBLIC, {**head_of(reader), **public_context(reader)}
    else:
        template, shown = MAIN, context(reader)
    html = render(template, own, {**shown, "notices": list(notices), "style": style})
    return spaced(html, words.language, closed=True)


def short_edition(reader: Reader) -> dict[str, object]:
    """Return everything the short edition may show."""
    shown = {**head_of(reader), "captions": captions(reader), "decision": decision.decision(reader)}
    return {**shown, **short_context(reader)}


def captions(reader: Reader) -> dict[str, str]:
    """Return the captions that state what their tables show."""
    return {**captions_of_list(reader), **captions_of_chapters(reader), **captions_of_annexes(reader)}


def sheet_context(reader: Reader, mineral: str) -> dict[str, object]:
    """Return everything the page of one factsheet may show."""
    weights = reader.inputs["weights"]
    return {
        **head_of(reader),
        "illustrative": weights.get("status") == "illustrative",
        "weights_title": reader.words.text(weights["title"]),
        "sheet": factsheet(reader, mineral),
    }


def head_of(reader: Reader) -> dict[str, object]:
    """Return what stands at the head of every page."""
    return {
        "t": reader.words,
        "logo": logo_of(reader.inputs["templates"]),
        "lang": reader.words.tag,
        "title": reader.words.text(reader.assessment["title"]),
        "confidential": notice(reader),
        "confidential_mark": mark(reader),
        "author": reader.words.text(reader.assessment.get("issuer")) or reader.words("author"),
        "run_id": reader.record["run_id"],
        "as_of": reader.record["as_of"],
        "day": reader.words.day(reader.record["as_of"]),
        "country": reader.country(reader.assessment["country"]),
        "reference_year": str(reader.assessment["reference_year"]),
        "software": reader.record["software"]["criticality"],
    }


def context(reader: Reader) -> dict[str, object]:
    """Return everything the templates may show."""
    matrix, references = charts.matrix(reader), References(reader)
    return {
        **head_of(reader),
        "captions": captions(reader),
        "decision": decision.decision(reader),
        "front": front(reader),
        "scope": decision.scope(reader),
        "matrix": matrix,
        "unnamed_text": reader.words.listing([reader.name_and_symbol(m) for m in matrix.unnamed]) if matrix else "",
        "dot_plots": charts.dot_plots(reader) if charts.axes_of(reader) is None else [],
        "industry": industry(reader),
        "suppliers": supplier_stack(reader),
        "timeline": restriction_timeline(reader),
        "acts": len(acts(reader)),
        "acts_drawn": acts_drawn(reader),
        "ranked": result.ranked(reader),
        "expected": expected(reader),
        "borderline": cases.borderline(reader),
        "designations": cases.designations(reader),
        "groups": cases.groups(reader),
        "grouped": any(row.get("entered_with_group") for row in reader.ranking),
        "insufficient": cases.insufficient(reader),
        "dimension_titles": list(reader.dimensions.values()),
        "reasons": score_stacks(reader),
        "sureness": sureness(reader),
        "answers": answers(reader),
        "previous": previous(reader),
        "policy": policy(reader, references.cited),
        "methods": other_methods.methods(reader),
        "official_lists": other_methods.official_lists(reader),
        "overview": overview(reader),
        "factsheets": factsheets(reader, references),
        "criteria": annex_method.criteria(reader, references),
        "judgements": annex_method.judgements(reader, caption_of_judge),
        "weights": annex_method.weights(reader),
        "references": references.entries,
        "quality": annex_evidence.quality(reader),
        "limits": limits(reader),
        "checks": annex_evidence.checks(reader),
        "resting": resting_cells(reader),
        "glossary": annex_evidence.glossary(reader),
        "review": entries_of(reader.result.get("review"), reader.words, reader.name),
        "reproduction": annex_evidence.reproduction(reader),
    }
