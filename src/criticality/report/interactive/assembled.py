"""The interactive edition as one HTML file: both languages, the recorded list, every factsheet, and what can be tried.

The page is whole without scripts: it is then the recorded list. Nothing is computed here.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from criticality.model.document import LANGUAGES, Language
from criticality.model.record import Record
from criticality.report.catalogue import CATALOGUE, read_catalogue, words_of
from criticality.report.chapters import cases, decision
from criticality.report.chapters.factsheet import every_sheet
from criticality.report.html.rendering import CUSTOM_STYLE, STYLE, packaged_templates, render
from criticality.report.html.spacing import spaced
from criticality.report.html.typeset import typeset
from criticality.report.interactive.shown import Edition, names_of, rows_of, settings_of
from criticality.report.interactive.trial import Trial, trial_of
from criticality.report.pages import captions, head_of
from criticality.report.reader import Reader
from criticality.report.short.front import front
from criticality.report.web.fitting import fitted
from criticality.report.web.sealed_page import as_data, completed, scripts, styles

_PAGE, _EDITION = "interactive.html", "interactive_edition.html"
_BETWEEN = "<!--part-->"
"""Stands between the parts of an edition; no text can contain it, since every text is escaped."""
_IN_CHINESE = re.compile(r'<span\sclass="in-zh"\slang="zh-Hant">[^<]*</span>')
_SCRIPTS = ("languages.js", "tables.js", "details.js", "decide.js", "trial.js", "address.js", "list.js")


@cache
def _templates() -> Mapping[str, str]:
    folder = files("criticality.report") / "interactive" / "templates"
    return {entry.name: entry.read_text("utf-8") for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)}


def interactive_page(record: Record) -> str:
    """Return a record as the page that a reader may try.

    Parameters
    ----------
    record
        The plain content of ``record.json``.

    Raises
    ------
    TemplateError
        A workspace's template is broken; the message starts with its file and line.
    """
    own = record["inputs"]["templates"]
    catalogue = read_catalogue(packaged_templates()[CATALOGUE], own.get(CATALOGUE))
    readers = {language: Reader(record, words_of(catalogue, language)) for language in LANGUAGES}
    parts = {language: _parts(reader, own) for language, reader in readers.items()}
    trial = trial_of(record)
    page = render(_PAGE, {**own, **_templates()}, _context(readers, trial))
    html, _ = typeset(_IN_CHINESE.sub(lambda found: spaced(found[0], "zh-Hant", closed=True), page))
    for language, (cover, *sheets) in parts.items():
        html = html.replace(_placed("cover", language), cover, 1)
        for row, sheet in zip(record["result"]["ranking"], sheets, strict=True):
            html = html.replace(_placed(row["mineral"], language), sheet, 1)
    html = html.replace("<!--data-->", as_data(_data(readers, trial)), 1)
    return completed(html, _style(own), scripts(*_SCRIPTS), pictures=True)


def _placed(what: str, language: Language) -> str:
    """Return the mark of where a part of an edition goes."""
    return f"<!--{what} {language}-->"


def _style(own: Mapping[str, str]) -> str:
    """Return the style sheet of the printed pages, with a workspace's own, and what a screen needs over it."""
    printed = [own.get(name, packaged_templates().get(name, "")) for name in (STYLE, CUSTOM_STYLE)]
    return "\n".join([*printed, styles("screen.css", "list.css")]).replace("</", "<\\/")


def _parts(reader: Reader, own: Mapping[str, str]) -> list[str]:
    """Return the cover and every factsheet in one language."""
    context = {
        **head_of(reader),
        "captions": captions(reader),
        "decision": decision.decision(reader),
        "front": front(reader),
        "designations": cases.designations(reader),
        "grouped": any(row.get("entered_with_group") for row in reader.ranking),
        "sheets": every_sheet(reader),
        "between": _BETWEEN,
        "alone": True,
    }
    html = spaced(render(_EDITION, {**own, **_templates()}, context), reader.language, closed=True)
    html, _ = typeset(html, language=reader.language)
    return fitted(html, reader.language).split(_BETWEEN)


def _context(readers: Mapping[Language, Reader], trial: Trial) -> dict[str, object]:
    editions: Sequence[Edition] = [Edition(reader) for reader in readers.values()]
    unscored = [row for row in readers[LANGUAGES[0]].ranking if row["score"] is None]
    return {
        "zh": readers["zh-Hant"].words,
        "en": readers["en"].words,
        "head": {language: head_of(reader) for language, reader in readers.items()},
        "names": names_of(editions),
        "rows": rows_of(editions, trial),
        "settings": settings_of(editions, trial),
        "trial": trial,
        "unscored": unscored,
        "unscored_names": {code: [one.name(row["mineral"]) for row in unscored] for code, one in readers.items()},
    }


def _data(readers: Mapping[Language, Reader], trial: Trial) -> Mapping[str, object]:
    """What the scripts know: the words and the run, and where something can be tried what it takes to decide."""
    told = {
        "run_id": readers[LANGUAGES[0]].record["run_id"],
        "words": {language: Edition(reader).script_words for language, reader in readers.items()},
    }
    if trial.data is None:
        return told
    return {
        **trial.data,
        **told,
        "codes": trial.minerals,
        "names": {
            language: [reader.full_name(code) for code in trial.minerals] for language, reader in readers.items()
        },
        "titles": {language: _titles(reader) for language, reader in readers.items()},
        "labels": {language: Edition(reader).labels(trial) for language, reader in readers.items()},
    }


def _titles(reader: Reader) -> list[str]:
    """The titles of the rule's tiers, then that of the minerals that are in none."""
    return [*(reader.tier(tier["name"]) for tier in reader.rule["tiers"]), reader.tier("not_listed")]
