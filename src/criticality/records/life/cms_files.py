"""Files of certificates and of detached CMS signatures (RFC 5652), as DER or PEM, read within a limit.

The libraries read such a file only as far as they are asked to. Here it is read to its end at once, so that one that is
something else is refused in a sentence, and not later on.
"""

from collections.abc import Iterator
from pathlib import Path

from asn1crypto import cms, crl, pem, x509

from criticality.errors import RecordError, UsageError, with_hint
from criticality.text.message import Message

LARGEST, LARGEST_LIST = 1_000_000, 60_000_000
"""Bytes that a file may have, and a list of revocations, which may be about all citizens of a country."""
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What the reader of DER raises where bytes are not what they should be."""


def signed_data_in(path: Path, name: str) -> cms.SignedData:
    """Read a detached CMS signature; `name` is the file in the record.

    Raises
    ------
    RecordError
        If the file is none, or holds what was signed, or nobody's signature.
    """
    if path.stat().st_size > LARGEST:
        raise RecordError(Message("records.too_large", file=name))
    try:
        found = cms.ContentInfo.load(next(_parts(path.read_bytes())), strict=True)
        is_read_whole = found["content_type"].native == "signed_data" and bool(found.native)
    except MALFORMED as error:
        raise _no_signature(name) from error
    if not is_read_whole:
        raise _no_signature(name)
    data = found["content"]
    if data["encap_content_info"]["content"].native is not None:
        hint = Message("certificate.detached_hint")
        raise RecordError(with_hint(Message("certificate.holds_content", file=name), hint))
    if not len(data["signer_infos"]):
        raise RecordError(Message("certificate.no_signer", file=name))
    return data


def _no_signature(name: str) -> RecordError:
    return RecordError(with_hint(Message("certificate.no_cms", file=name), Message("certificate.detached_hint")))


def certificates_in(path: Path) -> list[x509.Certificate]:
    """Read the certificates of a file that was named on the command line.

    Raises
    ------
    UsageError
        If the file does not exist or holds something else.
    """
    content, wrong = _content_of(path, "roots", LARGEST)
    try:
        found = [x509.Certificate.load(part, strict=True) for part in _parts(content)]
        is_read = bool(found) and all(each.subject.native and each.issuer.native for each in found)
    except MALFORMED as error:
        raise wrong from error
    if not is_read:
        raise wrong
    return found


def revocations_in(path: Path) -> list[crl.CertificateList]:
    """Read the lists of revoked certificates (CRL, RFC 5280) of a file that was named on the command line.

    Raises
    ------
    UsageError
        If the file does not exist or holds something else.
    """
    content, wrong = _content_of(path, "crl", LARGEST_LIST)
    try:
        found = [crl.CertificateList.load(part, strict=True) for part in _parts(content)]
        is_read = bool(found) and all(each.issuer.native for each in found)
    except MALFORMED as error:
        raise wrong from error
    if not is_read:
        raise wrong
    return found


def _content_of(path: Path, what: str, largest: int) -> tuple[bytes, UsageError]:
    """What stands in a file, and what is to be said where that is something else."""
    if not path.is_file():
        raise UsageError(Message(f"certificate.no_{what}_file", file=path))
    wrong = UsageError(with_hint(Message(f"certificate.no_{what}", file=path), Message(f"certificate.no_{what}_hint")))
    if path.stat().st_size > largest:
        raise wrong
    return path.read_bytes(), wrong


def _parts(content: bytes) -> Iterator[bytes]:
    """The DER of each block of a PEM file, or the content itself."""
    if not pem.detect(content):
        yield content
        return
    for _, _, part in pem.unarmor(content, multiple=True):
        yield part
