"""What a certificate says of its owner, and whether it was made for signing (X.509, RFC 5280)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from asn1crypto import x509

from criticality.text.message import Message
from criticality.text.visible import one_line

_SHORT = {
    "common_name": "CN",
    "country_name": "C",
    "locality_name": "L",
    "organization_name": "O",
    "organizational_unit_name": "OU",
    "serial_number": "SERIALNUMBER",
    "state_or_province_name": "ST",
}
"""Names of the parts of a name, as RFC 4514 and OpenSSL write them."""
_LONGEST_NAME = 200
_SIGNING = {"digital_signature", "non_repudiation"}
_PURPOSES = {
    "any_extended_key_usage",
    "client_auth",
    "email_protection",
    "microsoft_document_signing",
    "1.3.6.1.5.5.7.3.36",  # document signing, RFC 9336
}
"""Purposes under which offices and citizens get certificates for signing; those of servers and of code are others."""


def owner(name: x509.Name) -> str:
    """A name on one line, from its most general part to the person: ``C=TW, O=Ministry, CN=Chair``."""
    parts = [part for several in name.chosen for part in several]
    words = [f"{_SHORT.get(part['type'].native, part['type'].native)}={part.native['value']}" for part in parts]
    said = one_line(", ".join(words))
    return said if len(said) <= _LONGEST_NAME else f"{said[:_LONGEST_NAME]}…"


def serial(certificate: x509.Certificate) -> str:
    """The serial number in hexadecimal digits, as OpenSSL and Windows show it."""
    digits = f"{certificate.serial_number:X}"
    return digits.zfill(len(digits) + len(digits) % 2)


def time_said(time: datetime) -> str:
    """A time as pages and messages have it: 2026-12-01 09:30 UTC."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def not_in_force(certificate: x509.Certificate, at: datetime) -> Iterator[Message]:
    """A message where a certificate was not yet, or no longer, in force at a time."""
    begin, end = certificate.not_valid_before, certificate.not_valid_after
    if not begin <= at <= end:
        yield Message("certificate.not_in_force", begin=time_said(begin), end=time_said(end), time=time_said(at))


def run_out_since(certificate: x509.Certificate, now: datetime) -> Iterator[Message]:
    """A message where a certificate is no longer in force, so that the signer's clock alone says that it was."""
    if certificate.not_valid_after < now:
        yield Message("certificate.run_out_since", end=time_said(certificate.not_valid_after))


def unfit_for_signing(certificate: x509.Certificate) -> Iterator[Message]:
    """A message where a certificate does not say that its key signs, or says that it serves another purpose."""
    usage, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    if usage is None or not _SIGNING & usage.native:
        yield Message("certificate.unfit")
    elif purposes is not None and not _PURPOSES & set(purposes.native):
        yield Message("certificate.other_purpose", purposes=", ".join(sorted(purposes.native)))
