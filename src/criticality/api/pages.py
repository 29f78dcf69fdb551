"""The pages of a run: what the word for a language means; lists, factsheets and workbook beside a record."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.model.document import LANGUAGES, Language
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.records.additions import additions
from criticality.records.store import keep_beside, read_beside
from criticality.report.pdf.editions import write_factsheets, write_lists, write_previews
from criticality.report.pdf.requirements import require_machine
from criticality.report.workbook import WORKBOOK, workbook_bytes, write_workbook

Notify = Callable[[str], None]
POLICY = "policy.json"
EDITIONS: Mapping[str, tuple[Language, ...]] = {
    **{str(language): (language,) for language in LANGUAGES},
    "both": LANGUAGES,
    "none": (),
}


def silent(_message: str) -> None:
    """Tell nobody."""


def editions_of(word: str) -> tuple[Language, ...]:
    """Return the editions that a word means, once it is known that this machine can print them.

    Raises
    ------
    InputError
        If the word is none of zh-Hant, en, both, none.
    MachineError
        If something is to be printed and the machine lacks Pango or the font.
    """
    if word not in EDITIONS:
        raise InputError([Problem("language", 1, None, "", f"{word!r} is no edition", f"Use {', '.join(EDITIONS)}.")])
    if EDITIONS[word]:
        require_machine()
    return EDITIONS[word]


def write_pages(
    record: Record, folder: Path, languages: Sequence[Language], notify: Notify, *, again: bool = False
) -> list[Path]:
    """Write the editions that are asked for and not there yet (or all `again`), and the workbook beside them."""
    missing = [language for language in languages if again or not (folder / f"list.{language}.pdf").exists()]
    if missing:
        record = with_levers(record, folder, notify)
    wanted = bool(languages) and (again or not (folder / WORKBOOK).exists())
    if missing or wanted:
        with additions(folder) as drafts:
            print_editions(record, folder, missing, drafts, notify, workbook=wanted)
    return [folder / name for name in (*(f"list.{code}.pdf" for code in languages), *([WORKBOOK] if languages else []))]


def print_editions(
    record: Record, folder: Path, languages: Sequence[Language], into: Path, notify: Notify, *, workbook: bool
) -> None:
    """Print the list in some languages, and the workbook beside it, into any folder.

    Parameters
    ----------
    record
        With what the levers would change, where languages are named.
    folder
        Where the record stands: its files are attached to the lists.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        made = beside.submit(workbook_bytes, record) if workbook else None
        if languages:
            write_lists(record, folder, languages, into=into, progress=notify)
        if made is not None:
            notify(WORKBOOK)
            write_workbook(made.result(), into)


def write_sheets(
    record: Record, folder: Path, languages: Sequence[Language], minerals: Sequence[str], notify: Notify
) -> list[Path]:
    """Write single factsheets of minerals by code; what levers would change is shown where it is known already."""
    known = read_beside(folder, POLICY)
    shown = record if known is None else with_policy(record, known)
    with additions(folder) as drafts:
        made = print_sheets(shown, folder, languages, minerals, drafts, notify)
    return [folder / path.name for path in made]


def print_sheets(
    record: Record, folder: Path, languages: Sequence[Language], minerals: Sequence[str], into: Path, notify: Notify
) -> list[Path]:
    """Print single factsheets of minerals by code into any folder; `folder` is where the record stands."""
    return write_factsheets(record, folder, languages, minerals, into=into, progress=notify)


def write_preview(
    record: Record, folder: Path, languages: Sequence[Language], templates: Mapping[str, str], notify: Notify
) -> list[Path]:
    """Write the cover of a run under other templates than its own; nothing else in its folder changes."""
    shown: Record = {**record, "inputs": {**record["inputs"], "templates": dict(templates)}}
    return write_previews(shown, folder, languages, progress=notify)


def with_levers(record: Record, folder: Path, notify: Notify) -> Record:
    """Add what the levers would change: computed when pages are first printed, and kept beside the record."""
    known = read_beside(folder, POLICY)
    if known is None:
        from criticality.policy.results import policy_results
        from criticality.records.restore import inputs_from

        notify("levers: every answer tried by a whole assessment")
        known = policy_results(inputs_from(record))
        keep_beside(folder, POLICY, known)
    return with_policy(record, known)


def with_policy(record: Record, policy: PolicyRecord) -> Record:
    """The record as the pages show it: with what the levers would change."""
    return {**record, "result": {**record["result"], "policy": policy}}
