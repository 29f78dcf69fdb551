"""`criticality sign`: sign the seal of a record, or an entry of its review, with an office's certificate."""

import getpass
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from criticality.api.life.reviewing import sound_review
from criticality.api.life.signed import no_pyhanko
from criticality.api.run import Run
from criticality.api.workspace import read_run
from criticality.cli.terminal.say import say
from criticality.errors import MachineError, RecordError, UsageError, with_hint
from criticality.records.life.review_files import file_of
from criticality.records.seal import OWN_SUMS
from criticality.text.message import Message, said

PASS_PHRASE = "CRITICALITY_PASS_PHRASE"
_LONGEST_PHRASE = 10_000


@dataclass(frozen=True)
class SignOrder:
    """What the command line asked for; without `entry`, the seal is signed."""

    workspace: Path | None
    run: str
    certificate: Path
    entry: int | None
    phrase: Path | None
    quiet: bool


def sign(order: SignOrder) -> None:
    """Write the signature beside the file that it signs, and say with which certificate.

    Raises
    ------
    MachineError
        If the packages of the extra ``signing`` are not installed.
    RecordError
        If the record or its review does not hold, the certificate cannot sign, or the file is signed already.
    UsageError
        If nobody says the pass phrase.
    """
    try:
        from criticality.records.life.signing_key import sign_file, signing_key_in
    except ImportError as error:
        raise MachineError(no_pyhanko("--certificate")) from error
    file = _file(read_run(order.run, order.workspace), order.entry)
    now = datetime.now(UTC)
    key = signing_key_in(order.certificate, lambda: _phrase(order), now)
    path = sign_file(file, key, now)
    say(str(path))
    if not order.quiet:
        say(Message("certificate.signed", by=key.said))
        say(Message("certificate.how_to_check", run=order.run))


def _file(run: Run, entry: int | None) -> Path:
    if run.folder is None:
        raise RecordError(Message("api.not_saved", run=run.run_id))
    if entry is None:
        return run.folder / OWN_SUMS
    entries = sound_review(run.folder, run.record).entries
    if entry > len(entries):
        raise RecordError(Message("certificate.no_entry", run=run.run_id, number=entry, n=len(entries)))
    return run.folder / file_of(entry)


def _phrase(order: SignOrder) -> str:
    """The pass phrase: the first line of a file, else the variable, else what is typed unseen."""
    if order.phrase is not None:
        return _first_line(order.phrase)
    if PASS_PHRASE in os.environ:
        return os.environ[PASS_PHRASE]
    if not sys.stdin.isatty():
        wrong = Message("certificate.no_phrase", file=order.certificate.name)
        raise UsageError(with_hint(wrong, Message("certificate.no_phrase_hint", variable=PASS_PHRASE)))
    return getpass.getpass(said(Message("certificate.ask", file=order.certificate.name)))


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return lines.readline(_LONGEST_PHRASE).rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UsageError(Message("certificate.no_phrase_file", file=path)) from error
