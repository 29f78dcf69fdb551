"""`criticality verify`: whether a record is what its own inputs give."""

from collections.abc import Sequence
from pathlib import Path

import typer

from criticality.api.verification import Verification, verify_folder
from criticality.api.workspace import open_folder
from criticality.cli.arguments import notifier
from criticality.cli.terminal.say import say
from criticality.errors import InputError, RecordError, UsageError
from criticality.model.rows.confidential_rows import FOLDER
from criticality.records.index import RECORD, find_run
from criticality.records.life.review_files import REVIEW
from criticality.records.life.signatures import Trust
from criticality.records.seal import OWN_SUMS
from criticality.text.message import Message, joined


def verify_runs(folder: Path | None, runs: Sequence[str], *, workers: int, quiet: bool, trust: Trust) -> None:
    """Verify each run and print what was found; exit 1 if one of them does not hold.

    Raises
    ------
    UsageError
        If there is no such file of allowed signers, or lists of revocations are named without authorities.
    """
    if trust.allowed_signers is not None and not trust.allowed_signers.is_file():
        raise UsageError(Message("signing.no_such_file", file=trust.allowed_signers))
    if trust.revoked and trust.roots is None:
        raise UsageError(Message("certificate.crl_alone"))
    held = [_verify(folder, run, workers, trust, quiet=quiet) for run in runs]
    if not all(held):
        raise typer.Exit(1)


def _verify(folder: Path | None, run: str, workers: int, trust: Trust, *, quiet: bool) -> bool:
    try:
        place = _folder_of(folder, run)
        found = verify_folder(place, workers=workers, notify=notifier(quiet), trust=trust)
    except RecordError as error:
        say(str(error), err=True)
        return False
    if not quiet or not found.holds:
        _print(found)
    return found.holds


def _folder_of(workspace: Path | None, run: str) -> Path:
    """The folder of a run; where it is named itself, no workspace is needed around it."""
    try:
        runs = open_folder(workspace).runs
    except InputError:
        if workspace is None and (Path(run) / RECORD).is_file():
            return Path(run).resolve()
        raise
    return find_run(runs, run, Path.cwd())


def _print(found: Verification) -> None:
    for file, what in found.differences:
        say(Message("verifying.difference", run=found.run_id, file=file, what=what), err=True)
    if found.differences:
        say(_hint([file for file, _ in found.differences]), err=True)
    elif found.proved:
        say(Message("verifying.holds", run=found.run_id, proved=joined(found.proved)))
    else:
        say(Message("verifying.sealed", run=found.run_id))
    for note in found.notes:
        say(Message("verifying.note", note=note))


def _hint(files: Sequence[str]) -> Message:
    """What differences say of the record: those of review, signatures or confidential folder alone say nothing."""
    if all(file.startswith(REVIEW) or file == OWN_SUMS for file in files):
        return Message("verifying.review_hint")
    if all(file.startswith(f"{FOLDER}/") for file in files):
        return Message("verifying.folder_hint")
    return Message("verifying.hint")
