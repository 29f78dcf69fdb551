"""What `verify` finds of the review of a run and of the signatures beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from criticality.errors import MachineError, RecordError, with_hint
from criticality.model.record import Record
from criticality.records.life.review_files import REVIEW, read_review
from criticality.records.life.signatures import CERTIFIED, Trust, signed_files, signer_of
from criticality.text.message import Message, joined


@dataclass
class Findings:
    """What was found of review and signatures: see `criticality.api.verification.Verification`."""

    differences: list[tuple[str, str]] = field(default_factory=list)
    proved: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def findings_of(folder: Path, record: Record, trust: Trust) -> Findings:
    """Check the review of a run, and the signatures of each kind for which it was said whose count."""
    found, review = Findings(), read_review(folder, record)
    found.differences += review.faults
    for file, run in review.others:
        found.differences.append((file, Message("reviewing.another_run", run=run)))
    if review.entries and not found.differences:
        found.proved.append(Message("reviewing.holds", folder=REVIEW, n=len(review.entries)))
    by_key, by_certificate = [*signed_files(folder)], [*signed_files(folder, CERTIFIED)]
    found.notes += _not_checked(by_key, by_certificate, trust)
    _check_keys(found, folder, by_key, trust)
    _check_certificates(found, folder, by_certificate, trust)
    is_asked = trust.allowed_signers is not None or trust.roots is not None
    if is_asked and not ((by_key and trust.allowed_signers) or (by_certificate and trust.roots)):
        found.differences.append((REVIEW, Message("signing.none")))
    return found


def _not_checked(by_key: list[str], by_certificate: list[str], trust: Trust) -> Iterator[Message]:
    if by_key and trust.allowed_signers is None:
        yield Message("signing.not_checked", files=joined(by_key))
    if by_certificate and trust.roots is None:
        yield Message("certificate.not_checked", files=joined(by_certificate))


def _check_keys(found: Findings, folder: Path, signed: list[str], trust: Trust) -> None:
    if trust.allowed_signers is None:
        return
    for file in signed:
        signer, wrong = signer_of(folder, file, trust.allowed_signers)
        if wrong is None:
            found.proved.append(Message("signing.holds", file=file, by=signer))
        else:
            found.differences.append((file, wrong))


def _check_certificates(found: Findings, folder: Path, signed: list[str], trust: Trust) -> None:
    if trust.roots is None:
        return
    try:
        from criticality.records.life.certified import authorities_in, certified
    except ImportError as error:
        raise MachineError(no_pyhanko("--trust-roots")) from error
    authorities, now = authorities_in(trust.roots, trust.revoked), datetime.now(UTC)
    for file in signed:
        try:
            signatures = certified(folder, file, authorities, now)
        except RecordError as error:
            found.differences.append((file, error.args[0]))
            continue
        found.proved += [Message("certificate.holds", file=file)] if not any(each.wrong for each in signatures) else []
        for each in signatures:
            found.differences += [(file, Message("certificate.wrong", by=each.by, what=wrong)) for wrong in each.wrong]
            found.notes += [] if each.wrong else [Message("certificate.signed_by", file=file, by=each.by)]
            found.notes += [Message("certificate.remark", file=file, remark=remark) for remark in each.remarks]
    if signed and not trust.revoked:
        found.notes.append(Message("certificate.revocation_not_checked"))


def no_pyhanko(option: str) -> Message:
    """What is said where the packages of the extra ``signing`` are not installed."""
    return with_hint(Message("certificate.no_pyhanko", option=option), Message("certificate.install"))
