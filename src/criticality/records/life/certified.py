"""Who signed a file of a record with a certificate: detached CMS signatures held against given authorities, offline.

Most software that signs makes such signatures (CAdES, S/MIME, ``openssl cms``); `criticality.records.life.signing_key`
makes them too. pyHanko of the extra ``signing`` checks them. Nothing is fetched: chain and lists of revocations are
those of the files that were named.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms, crl, x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from criticality.errors import RecordError, UsageError, with_hint
from criticality.records.life.certificate_facts import (
    not_in_force,
    owner,
    run_out_since,
    serial,
    time_said,
    unfit_for_signing,
)
from criticality.records.life.cms_files import MALFORMED, certificates_in, revocations_in, signed_data_in
from criticality.records.life.own_loop import waited_for
from criticality.records.life.signatures import CERTIFIED
from criticality.text.message import Message

for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # what they log is told as a finding

FORWARD_CLOCK = timedelta(hours=1)
"""How far the clock of a signer may be ahead."""
_WEAK = (AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE, AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE)
_REVOKED = (AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)


@dataclass(frozen=True)
class Authorities:
    """What a signature is held against.

    Attributes
    ----------
    roots
        Authorities to one of which the chain of a certificate must lead.
    signers
        SHA-256 of the certificates of persons or offices; where there are any, they alone count.
    revoked
        Lists of revoked certificates; where there are none, revocation is not asked about.
    """

    roots: tuple[x509.Certificate, ...]
    signers: frozenset[bytes]
    revoked: tuple[crl.CertificateList, ...]


@dataclass
class Certified:
    """What was found of one signature: who signed and when, what is wrong, and what limits what it proves."""

    by: Message
    wrong: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)


def authorities_in(roots: Path, revoked: Sequence[Path]) -> Authorities:
    """Read the files that `verify` was given.

    Raises
    ------
    UsageError
        If one does not exist or holds something else.
    """
    found = certificates_in(roots)
    above = tuple(each for each in found if each.ca or each.self_signed != "no")
    signers = frozenset(each.sha256 for each in found if not each.ca)
    if not above:
        raise UsageError(with_hint(Message("certificate.no_root", file=roots), Message("certificate.no_root_hint")))
    return Authorities(above, signers, tuple(each for path in revoked for each in revocations_in(path)))


def certified(folder: Path, name: str, authorities: Authorities, now: datetime) -> list[Certified]:
    """Check each signature with a certificate over a file of a record.

    Raises
    ------
    RecordError
        If what stands beside the file is no detached CMS signature, or one that cannot be checked.
    """
    file, signature = folder / name, f"{name}{CERTIFIED}"
    if file.is_symlink() or (folder / signature).is_symlink():
        raise RecordError(Message("records.link", file=name))
    data = signed_data_in(folder / signature, signature)
    try:
        return [_checked(file.read_bytes(), each, authorities, now) for each in _signer_by_signer(data)]
    except SignatureValidationError as error:
        if error.ades_subindication is AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND:
            raise RecordError(Message("certificate.no_certificate", file=signature)) from error
        raise _unreadable(signature, error) from error
    except (*MALFORMED, UnsupportedAlgorithm) as error:
        raise _unreadable(signature, error) from error


def _unreadable(signature: str, error: Exception) -> RecordError:
    return RecordError(Message("certificate.unreadable", file=signature, reason=str(error)[:200]))


def _signer_by_signer(data: cms.SignedData) -> Iterator[cms.SignedData]:
    """The same file once for each who signed it."""
    for signer in data["signer_infos"]:
        alone = data.copy()
        alone["signer_infos"] = [signer]
        yield alone


def _checked(content: bytes, data: cms.SignedData, authorities: Authorities, now: datetime) -> Certified:
    signer = data["signer_infos"][0]
    claimed, stamped = _claimed(signer), _stamped(signer)
    status = _status(content, data, authorities, stamped or claimed or now)
    is_stamped = stamped is not None and _token_holds(status)
    if stamped is not None and not is_stamped:
        status = _status(content, data, authorities, claimed or now)
    at = stamped if is_stamped else claimed
    found = Certified(_signed_by(status.signing_cert, at, is_stamped=is_stamped))
    found.wrong += _faults(status, authorities, at or now, now)
    if stamped is not None and not is_stamped:
        found.remarks.append(Message("certificate.token_unknown"))
    if not is_stamped and not found.wrong:
        for certificate in _chain(status):
            found.wrong += _revoked_since(certificate, authorities)
        found.remarks += run_out_since(status.signing_cert, now)
    return found


def _claimed(signer: cms.SignerInfo) -> datetime | None:
    """The time that the signer's own clock said."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            return _with_zone(attribute["values"][0].native)
    return None


def _stamped(signer: cms.SignerInfo) -> datetime | None:
    """The time in a token of a time stamping authority (RFC 3161), whoever made it."""
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            token = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
            return _with_zone(token["gen_time"].native)
    return None


def _with_zone(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _token_holds(status: StandardCMSSignatureStatus) -> bool:
    token = status.timestamp_validity
    return token is not None and token.intact and token.valid and token.trusted


def _signed_by(certificate: x509.Certificate, at: datetime | None, *, is_stamped: bool) -> Message:
    when = Message("certificate.no_time")
    if at is not None:
        when = Message("certificate.stamped" if is_stamped else "certificate.own_clock", time=time_said(at))
    names = {"subject": owner(certificate.subject), "issuer": owner(certificate.issuer)}
    return Message("certificate.by", serial=serial(certificate), when=when, **names)


def _status(
    content: bytes, data: cms.SignedData, authorities: Authorities, moment: datetime
) -> StandardCMSSignatureStatus:
    """What pyHanko says of a signature, with every certificate as it was at a moment."""
    context = ValidationContext(
        trust_roots=list(authorities.roots),
        moment=moment,
        allow_fetching=False,
        crls=authorities.revoked or None,
        revocation_mode="require" if authorities.revoked else "soft-fail",
        retroactive_revinfo=True,  # a list of today tells of a certificate of then, with the day of revocation
    )
    any_usage = KeyUsageConstraints()  # `unfit_for_signing` tells of it in words
    return waited_for(async_validate_detached_cms(content, data, context, key_usage_settings=any_usage))


def _faults(
    status: StandardCMSSignatureStatus, authorities: Authorities, at: datetime, now: datetime
) -> Iterator[Message]:
    if not (status.intact and status.valid):
        yield Message("certificate.other_bytes" if not status.intact else "certificate.other_key")
        return
    certificate = status.signing_cert
    if at > now + FORWARD_CLOCK:
        yield Message("certificate.in_future", time=time_said(at))
    own = [*not_in_force(certificate, at), *unfit_for_signing(certificate)]
    yield from own
    for above in _chain(status)[:-1]:  # an authority of the file is trusted as it is; its days are not looked at
        yield from (
            Message("certificate.of_authority", owner=owner(above.subject), what=what)
            for what in not_in_force(above, at)
        )
    yield from _faults_of_chain(status, authorities, is_sound_itself=not own)
    if authorities.signers and certificate.sha256 not in authorities.signers:
        yield Message("certificate.not_named", subject=owner(certificate.subject))


def _chain(status: StandardCMSSignatureStatus) -> list[x509.Certificate]:
    """The certificates from the authority of the file down to the one that signed; that one alone without such."""
    path = status.validation_path
    return [status.signing_cert] if path is None else list(path.iter_certs(include_root=True))


def _faults_of_chain(
    status: StandardCMSSignatureStatus, authorities: Authorities, *, is_sound_itself: bool
) -> Iterator[Message]:
    reason, issuer = status.trust_problem_indic, owner(status.signing_cert.issuer)
    if reason in _WEAK:
        yield Message("certificate.weak", algorithm=status.md_algorithm.upper())
    elif reason in _REVOKED and status.revocation_details is not None:
        yield Message("certificate.revoked", time=time_said(status.revocation_details.revocation_date))
    elif reason is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        yield Message("certificate.unknown_authority", issuer=issuer)
    elif reason is not None and is_sound_itself:
        code = "certificate.chain_or_list" if authorities.revoked else "certificate.chain"
        yield Message(code, issuer=issuer)


def _revoked_since(certificate: x509.Certificate, authorities: Authorities) -> Iterator[Message]:
    """A revocation after the time that the signer's own clock said: nothing proves that the signature is older."""
    for each in authorities.revoked:
        listed = each["tbs_cert_list"]["revoked_certificates"] if each.issuer == certificate.issuer else ()
        for entry in listed:
            if entry["user_certificate"].native == certificate.serial_number:
                yield Message("certificate.revoked_since", time=time_said(entry["revocation_date"].native))
