"""`criticality report`, and the pages that `criticality run` writes."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import typer

from criticality.cli.arguments import languages_of, workspace_at
from criticality.cli.show import mineral_code
from criticality.model.document import Language
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.records.store import find_run, keep_beside, read_beside, read_record
from criticality.report.pdf.editions import write_factsheets, write_lists
from criticality.report.pdf.requirements import require_machine
from criticality.report.workbook import WORKBOOK, workbook_bytes, write_workbook

POLICY = "policy.json"


def rebuild_pages(folder: Path | None, run: str, language: str, *, minerals: Sequence[str] = (), quiet: bool) -> None:
    """Write the pages of a run again, from its record alone; with `minerals`, their factsheets only."""
    languages = languages_of(language)
    require_machine_for(languages)
    found = find_run(workspace_at(folder).runs, run, Path.cwd())
    record = read_record(found)
    if minerals:
        codes = [mineral_code(record, word) for word in minerals]
        known = read_beside(found, POLICY)
        record = record if known is None else {**record, "result": {**record["result"], "policy": known}}
        paths = write_factsheets(record, found, languages, codes, progress=teller(quiet))
    else:
        write_pages(record, found, languages, teller(quiet), again=True)
        paths = [found / f"list.{code}.pdf" for code in languages]
        paths += [found / WORKBOOK] if languages else []
    for path in [found] if quiet else paths:
        typer.echo(str(path))


def require_machine_for(languages: Sequence[Language]) -> None:
    """Refuse a machine that cannot print, where something is to be printed."""
    if languages:
        require_machine()


def write_pages(
    record: Record,
    folder: Path,
    languages: Sequence[Language],
    tell: Callable[[str], None],
    *,
    again: bool = False,
) -> None:
    """Write the editions that are asked for and not there yet (or all `again`), and the workbook beside them."""
    missing = [language for language in languages if again or not (folder / f"list.{language}.pdf").exists()]
    if missing:
        record = with_levers(record, folder, tell)
    with ThreadPoolExecutor(max_workers=1) as beside:
        wanted = languages and (again or not (folder / WORKBOOK).exists())
        workbook = beside.submit(workbook_bytes, record) if wanted else None
        if missing:
            write_lists(record, folder, missing, progress=tell)
        if workbook is not None:
            tell(WORKBOOK)
            write_workbook(workbook.result(), folder)


def with_levers(record: Record, folder: Path, tell: Callable[[str], None]) -> Record:
    """Add what the levers would change: worked out when pages are first printed, and kept beside the record."""
    known = read_beside(folder, POLICY)
    if known is None:
        from criticality.policy.results import policy_results  # noqa: PLC0415 - a factsheet alone needs no method
        from criticality.records.restore import inputs_from  # noqa: PLC0415

        tell("levers: every answer tried by a whole assessment")
        known = cast(PolicyRecord, policy_results(inputs_from(record)))
        keep_beside(folder, POLICY, known)
    return {**record, "result": {**record["result"], "policy": known}}


def teller(quiet: bool) -> Callable[[str], None]:
    """Return what tells the reader of progress on stderr; nothing where they want quiet."""
    return (lambda _message: None) if quiet else (lambda message: typer.echo(message, err=True))
