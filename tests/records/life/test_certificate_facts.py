"""What a certificate says of its owner, in words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding

from authority import Authority, named, usage
from criticality.records.life.certificate_facts import owner, serial, time_said, unfit_for_signing


def test_a_name_is_said_on_one_line_and_not_at_any_length() -> None:
    name = x509.Name.load(named("Chair\nroot: all is well").public_bytes())
    assert owner(name) == "C=TW, O=經濟部, CN=Chair root: all is well"
    long = x509.Name.build(
        {f"{kind}_name": "x" * 60 for kind in ("organization", "organizational_unit", "common", "locality")}
    )
    assert len(owner(long)) == 201 and owner(long).endswith("…")


@pytest.mark.parametrize(("number", "digits"), [(1, "01"), (255, "FF"), (4096, "1000")])
def test_a_serial_number_is_said_as_openssl_shows_it(number: int, digits: str) -> None:
    made = x509.Certificate.load(Authority.root().issue().certificate.public_bytes(Encoding.DER))
    made["tbs_certificate"]["serial_number"] = number
    assert serial(x509.Certificate.load(made.dump(force=True))) == digits


def test_times_are_said_in_utc() -> None:
    taipei = timezone(timedelta(hours=8))
    assert time_said(datetime(2026, 12, 1, 7, 5, tzinfo=taipei)) == "2026-11-30 23:05 UTC"
    assert time_said(datetime(2026, 12, 1, 7, 5, tzinfo=UTC)) == "2026-12-01 07:05 UTC"


def test_a_certificate_that_says_nothing_of_its_usage_is_unfit() -> None:
    made = Authority.root().issue(use=usage("digital_signature")).certificate
    stated = x509.Certificate.load(made.public_bytes(Encoding.DER))
    assert [*unfit_for_signing(stated)] == []
    kept = [each for each in stated["tbs_certificate"]["extensions"] if each["extn_id"].native != "key_usage"]
    stated["tbs_certificate"]["extensions"] = kept
    assert [each.code for each in unfit_for_signing(x509.Certificate.load(stated.dump(force=True)))] == [
        "certificate.unfit"
    ]
