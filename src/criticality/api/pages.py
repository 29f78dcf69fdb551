"""The pages of a run: what the word for a language means; lists, factsheets and workbook beside a record."""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from criticality.api.life.reviewing import printed_with, sound_review, with_review, without_review
from criticality.api.recoded import with_codes
from criticality.errors import InputError, Problem
from criticality.model.document import EDITIONS, LANGUAGES, Edition, PageLanguage
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.records.additions import additions
from criticality.records.digest import canonical_json
from criticality.records.environment import printing_environment
from criticality.records.printed_with import note_printing
from criticality.records.store import keep_beside, read_beside
from criticality.report.interactive.edition import INTERACTIVE, write_interactive
from criticality.report.pdf.editions import list_name, write_factsheets, write_lists, write_previews
from criticality.report.pdf.fonts import font_digests
from criticality.report.pdf.requirements import require_machine
from criticality.report.workbook import WORKBOOKS, workbook_bytes, write_workbooks
from criticality.text.message import Message
from criticality.text.translations import translation_files

Notify = Callable[[str], None]
POLICY = "policy.json"

HTML = "html"
EDITION_WORDS: Mapping[str, tuple[Edition, ...]] = {
    **{str(kind): (kind,) for kind in EDITIONS},
    HTML: (),
    "all": EDITIONS,
}
"""The words for editions, each with the editions in print that it means; `HTML` and ``all`` mean ``list.html``, too."""


def language_words() -> Mapping[str, tuple[PageLanguage, ...]]:
    """Return the words for languages, each with the languages of the editions it means."""
    further = {tag: (tag,) for tag in translation_files()}
    return {**{str(language): (language,) for language in LANGUAGES}, **further, "both": LANGUAGES, "none": ()}


def silent(_message: str) -> None:
    """Tell nobody."""


def languages_of(word: str, edition: str = "all") -> tuple[PageLanguage, ...]:
    """Return the languages that a word means, once it is known that this machine can print the editions in them.

    Raises
    ------
    InputError
        If the word is none of zh-Hant, en, both, none, nor a further language that has a file, or names no edition.
    MachineError
        If something is to be printed and the machine lacks Pango or the font.
    """
    known = language_words()
    if word not in known:
        raise InputError([_unknown("language", word, known)])
    editions_of(edition)
    if known[word] and edition != HTML:
        require_machine()
    return known[word]


def editions_of(word: str) -> tuple[Edition, ...]:
    """Return the editions of the list that a word means.

    Raises
    ------
    InputError
        If the word is none of short, full, public, html, all.
    """
    if word not in EDITION_WORDS:
        raise InputError([_unknown("edition", word, EDITION_WORDS)])
    return EDITION_WORDS[word]


def _unknown(option: str, word: str, known: Mapping[str, object]) -> Problem:
    message = Message(f"workspace.no_{option}", word=word)
    return Problem(option, 1, None, "", message, Message("workspace.use_one_of", known=list(known)))


def write_pages(
    record: Record,
    folder: Path,
    languages: Sequence[PageLanguage],
    notify: Notify,
    *,
    edition: str = "all",
    again: bool = False,
) -> list[Path]:
    """Write the lists that are asked for and not there yet (or all `again`), and the workbooks beside them.

    The interactive edition holds both languages, whichever is asked for.
    """
    editions = editions_of(edition)
    asked = [(kind, language) for language in languages for kind in editions]
    missing = [entry for entry in asked if again or not (folder / _file(*entry)).exists()]
    others = [] if not languages else [*([INTERACTIVE] if edition in (HTML, "all") else []), *WORKBOOKS]
    wanted = [name for name in others if again or not (folder / name).exists()]
    if missing or wanted:
        review, environment = sound_review(folder, record), printing_environment(font_digests())
        record = with_review(with_levers(with_codes(record), folder, notify), review.shown)
        if (printed := printed_with(review)) is not None:
            environment["review"] = printed
        with additions(folder) as drafts:
            print_lists(record, folder, missing, drafts, notify, others=wanted)
            note_printing(folder, drafts, environment)
    return [folder / name for name in (*(_file(*entry) for entry in asked), *others)]


def _file(edition: Edition, language: PageLanguage) -> str:
    return f"{list_name(edition, language)}.pdf"


def print_lists(
    record: Record,
    folder: Path,
    lists: Sequence[tuple[Edition, PageLanguage]],
    into: Path,
    notify: Notify,
    *,
    others: Sequence[str],
) -> None:
    """Print some lists, each an edition in a language, and what stands beside them, into any folder.

    Parameters
    ----------
    record
        With what the levers would change.
    folder
        Where the record stands: its files are attached to the full editions.
    others
        Of the interactive edition and the workbook those that are wanted, by their names.
    """
    with ThreadPoolExecutor(max_workers=2) as beside:
        bare = without_review(record)
        made = {name: beside.submit(workbook_bytes, bare, name) for name in WORKBOOKS if name in others}
        page = beside.submit(write_interactive, bare, into, notify) if INTERACTIVE in others else None
        if lists:
            write_lists(record, folder, lists, into=into, progress=notify)
        for name, content in made.items():
            notify(name)
            write_workbooks({name: content.result()}, into)
        if page is not None:
            page.result()


def write_sheets(
    record: Record, folder: Path, languages: Sequence[PageLanguage], minerals: Sequence[str], notify: Notify
) -> list[Path]:
    """Write single factsheets of minerals by code; what levers would change is shown where it is known already."""
    known = read_beside(folder, POLICY)
    shown = with_codes(record if known is None else with_policy(record, known))
    with additions(folder) as drafts:
        made = print_sheets(shown, folder, languages, minerals, drafts, notify)
        note_printing(folder, drafts, printing_environment(font_digests()))
    return [folder / path.name for path in made]


def print_sheets(
    record: Record, folder: Path, languages: Sequence[PageLanguage], minerals: Sequence[str], into: Path, notify: Notify
) -> list[Path]:
    """Print single factsheets of minerals by code into any folder; `folder` is where the record stands."""
    return write_factsheets(record, folder, languages, minerals, into=into, progress=notify)


def write_preview(
    record: Record, folder: Path, languages: Sequence[PageLanguage], templates: Mapping[str, str], notify: Notify
) -> list[Path]:
    """Write the cover of a run under other templates than its own; nothing else in its folder changes."""
    shown: Record = {**with_codes(record), "inputs": {**record["inputs"], "templates": dict(templates)}}
    return write_previews(shown, folder, languages, progress=notify)


def with_levers(record: Record, folder: Path, notify: Notify) -> Record:
    """Add what the levers would change: computed when pages are first printed, and kept beside the record."""
    known = read_beside(folder, POLICY)
    if known is None:
        from criticality.policy.results import policy_results
        from criticality.records.restore import inputs_from

        notify(Message("api.levers"))
        computed = policy_results(inputs_from(record))
        keep_beside(folder, POLICY, computed)
        known = as_kept(computed)  # so that pages and workbook are those that the kept figures give
    return with_policy(record, known)


def as_kept(policy: PolicyRecord) -> PolicyRecord:
    """The figures as they stand in policy.json: rounded, and in its order."""
    kept: PolicyRecord = json.loads(canonical_json(policy))
    return kept


def with_policy(record: Record, policy: PolicyRecord) -> Record:
    """The record as the pages show it: with what the levers would change."""
    return {**record, "result": {**record["result"], "policy": policy}}
