"""Signing a file of a record with the certificate and key of a PKCS#12 file (RFC 7292: ``.p12``, ``.pfx``).

The signature is a detached CMS file in the form CAdES-B-B (ETSI EN 319 122), DER, beside the file that it signs. Key
and pass phrase stay in memory, and nothing of them is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pkcs12
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner

from criticality.errors import RecordError, with_hint
from criticality.records.drafts import draft_folder, put
from criticality.records.life.certificate_facts import not_in_force, owner, serial, unfit_for_signing
from criticality.records.life.cms_files import LARGEST, MALFORMED
from criticality.records.life.own_loop import waited_for
from criticality.records.life.signatures import CERTIFIED
from criticality.text.message import Message, joined


@dataclass(frozen=True)
class SigningKey:
    """A key with its certificate, ready to sign; `said` names the certificate for the one who signs."""

    signer: SimpleSigner
    said: Message


def signing_key_in(path: Path, phrase: Callable[[], str], now: datetime) -> SigningKey:
    """Open a PKCS#12 file; the pass phrase is asked for once it is known to be one.

    Raises
    ------
    RecordError
        If it is none, the pass phrase is another, or its certificate cannot sign now: all that is wrong with it.
    """
    content, asked = _bytes_of(path), phrase().encode()
    try:
        signer = SimpleSigner.load_pkcs12_data(content, [], asked)
    except ValueError as error:
        wrong = Message("certificate.wrong_phrase", file=path.name)
        raise RecordError(with_hint(wrong, Message("certificate.wrong_phrase_hint"))) from error
    except (AttributeError, TypeError) as error:  # of the key or the certificate that is not there
        wrong = Message("certificate.no_key", file=path.name)
        raise RecordError(with_hint(wrong, Message("certificate.no_key_hint"))) from error
    own = signer.signing_cert
    faults = [*not_in_force(own, now), *unfit_for_signing(own)]
    if faults:
        raise RecordError(joined([Message("records.in_file", file=path.name, what=each) for each in faults], "line"))
    said = Message("certificate.owner", subject=owner(own.subject), issuer=owner(own.issuer), serial=serial(own))
    return SigningKey(signer, said)


def _bytes_of(path: Path) -> bytes:
    """The content of a file that looks like PKCS#12, so that what cannot be opened has another pass phrase."""
    if not path.is_file():
        raise RecordError(Message("certificate.no_such_certificate", file=path))
    content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    try:
        kind = pkcs12.Pfx.load(content, strict=True)["auth_safe"]["content_type"].native
    except MALFORMED:
        kind = None
    if kind is None:
        hint = Message("certificate.no_pkcs12_hint")
        raise RecordError(with_hint(Message("certificate.no_pkcs12", file=path.name), hint))
    return content


def sign_file(file: Path, key: SigningKey, now: datetime) -> Path:
    """Sign a file, write the signature beside it and return its path.

    Raises
    ------
    RecordError
        If a signature stands there already, or the file is a link.
    """
    target = file.with_name(file.name + CERTIFIED)
    if file.is_symlink():
        raise RecordError(Message("records.link", file=file.name))
    if target.exists() or target.is_symlink():
        raise RecordError(
            with_hint(Message("certificate.signed_already", file=target), Message("certificate.signed_hint"))
        )
    attributes = PdfCMSSignedAttributes(signing_time=now)
    content = file.read_bytes()
    signing = key.signer.async_sign_general_data(content, "sha256", use_cades=True, signed_attr_settings=attributes)
    signature = waited_for(signing).dump()
    with draft_folder(file.parent, target.name) as draft:
        (draft / target.name).write_bytes(signature)
        put(draft / target.name, target)
    return target
