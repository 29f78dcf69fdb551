"""Signatures with a certificate over the files of a record: of this software, and of openssl over the same bytes."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from authority import DAY, NOW, Authority, Owner, usage
from criticality.errors import RecordError, UsageError
from criticality.records.life.certified import Certified, authorities_in, certified
from criticality.records.life.own_loop import waited_for
from criticality.text.message import said
from lacking import lacking

SEAL = "SHA256SUMS.record"


class Office:
    """A root, an authority below it, and a record's folder in which files are signed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file, self.signature = folder, folder / SEAL, folder / f"{SEAL}.p7s"
        self.file.write_bytes(b"0123456789abcdef  record.json\n")
        self.root = Authority.root()
        self.issuer = self.root.authority("Certificates of offices")
        self.roots = self.root.pem(folder / "roots.pem")
        self.chair = self.issuer.issue()

    def openssl(self, owner: Owner, *words: object) -> None:
        """Sign as the documents say."""
        if not shutil.which("openssl"):
            lacking("openssl is not installed: sudo apt-get install openssl")
        own, key = owner.pem(self.folder / "own.pem"), owner.key_file(self.folder / "own.key")
        chain, above = self.folder / "chain.pem", {self.issuer.certificate, *owner.above}
        chain.write_bytes(b"".join(each.public_bytes(serialization.Encoding.PEM) for each in above))
        command = [
            "openssl",
            "cms",
            "-sign",
            "-binary",
            "-md",
            "sha256",
            "-signer",
            own,
            "-inkey",
            key,
            "-certfile",
            chain,
        ]
        command += ["-in", self.file, "-outform", "DER", "-out", self.signature, *words]
        subprocess.run(command, check=True, capture_output=True)

    def check(self, *revoked: Path, now: datetime = NOW, roots: Path | None = None) -> list[Certified]:
        return certified(self.folder, SEAL, authorities_in(roots or self.roots, revoked), now)

    def wrong(self, *revoked: Path, now: datetime = NOW, roots: Path | None = None) -> list[str]:
        (only,) = self.check(*revoked, now=now, roots=roots)
        return [each.code for each in only.wrong]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.parametrize("words", [(), ("-outform", "PEM"), ("-cades",), ("-keyid",)])
def test_what_openssl_signed_over_the_same_bytes_holds(office: Office, words: tuple[str, ...]) -> None:
    office.openssl(office.chair, *words)
    (found,) = office.check()
    assert (found.wrong, found.remarks) == ([], [])
    number = f"{office.chair.certificate.serial_number:X}"
    by = said(found.by, "en")
    assert by.startswith("C=TW, O=經濟部, CN=Chair 主任委員 (certificate ") and number in by
    assert "of C=TW, O=經濟部, CN=Certificates of offices), at 20" in by
    assert by.endswith("by the signer's own clock, which nothing else proves")


@pytest.mark.parametrize("words", [(), ("-keyopt", "rsa_padding_mode:pss")])
def test_keys_of_rsa_hold_with_either_padding(office: Office, words: tuple[str, ...]) -> None:
    office.openssl(office.issuer.issue(key=rsa.generate_private_key(65537, 2048)), *words)
    assert office.wrong() == []


def test_a_signature_without_a_time_is_checked_as_of_now(office: Office) -> None:
    office.openssl(office.chair, "-noattr")
    (found,) = office.check()
    assert (found.wrong, said(found.by, "en").endswith("at no stated time")) == ([], True)
    assert office.wrong(now=NOW + 400 * DAY) == ["certificate.not_in_force"]


def test_one_byte_changed_and_the_signature_of_another_record_do_not_hold(office: Office) -> None:
    office.openssl(office.chair)
    office.file.write_bytes(office.file.read_bytes().replace(b"0", b"1", 1))
    assert office.wrong() == ["certificate.other_bytes"]


def test_a_signature_altered_after_it_was_made_does_not_hold(office: Office) -> None:
    office.openssl(office.chair)
    content = bytearray(office.signature.read_bytes())
    content[-1] ^= 1
    office.signature.write_bytes(content)
    assert office.wrong() == ["certificate.other_key"]


def test_two_who_signed_in_one_file_are_both_checked(office: Office) -> None:
    office.openssl(office.chair)
    second = office.issuer.issue("Deputy", end=NOW - DAY)
    own, key = second.pem(office.folder / "second.pem"), second.key_file(office.folder / "second.key")
    command = ["openssl", "cms", "-resign", "-binary", "-inform", "DER", "-in", office.signature, "-signer", own]
    command += ["-inkey", key, "-content", office.file, "-outform", "DER", "-out", office.folder / "both"]
    subprocess.run(command, check=True, capture_output=True)
    shutil.move(office.folder / "both", office.signature)
    found = {"Deputy" in said(each.by): [wrong.code for wrong in each.wrong] for each in office.check()}
    assert found == {False: [], True: ["certificate.not_in_force"]}


def made_of(change: Callable[[Office], Owner]) -> Callable[[Office], None]:
    return lambda office: office.openssl(change(office))


@pytest.mark.parametrize(
    ("sign", "wrong"),
    [
        (made_of(lambda o: o.issuer.issue(end=NOW - DAY)), ["certificate.not_in_force"]),
        (made_of(lambda o: o.issuer.issue(begin=NOW + DAY)), ["certificate.not_in_force"]),
        (made_of(lambda o: Authority.root("Else").issue()), ["certificate.unknown_authority"]),
        (made_of(lambda o: o.issuer.issue(use=usage("key_encipherment"))), ["certificate.unfit"]),
        (made_of(lambda o: o.issuer.issue(use=usage("content_commitment"))), []),
        (made_of(lambda o: o.issuer.issue(purpose=ExtendedKeyUsageOID.SERVER_AUTH)), ["certificate.other_purpose"]),
        (made_of(lambda o: o.issuer.issue(purpose=ExtendedKeyUsageOID.EMAIL_PROTECTION)), []),
        (made_of(lambda o: Authority(o.chair.certificate, o.chair.key).issue("Forged")), ["certificate.chain"]),
        (lambda o: o.openssl(o.chair, "-md", "sha1"), ["certificate.weak"]),
        (made_of(lambda o: o.issuer.issue(key=rsa.generate_private_key(65537, 1024))), ["certificate.weak"]),
        (
            made_of(lambda o: Authority.root("Else").issue(use=usage("key_agreement"), end=NOW - DAY)),
            ["certificate.not_in_force", "certificate.unfit", "certificate.unknown_authority"],
        ),
    ],
)
def test_what_is_wrong_with_a_certificate_is_told_all_at_once(
    office: Office, sign: Callable[[Office], None], wrong: list[str]
) -> None:
    sign(office)
    assert office.wrong() == wrong


def test_a_certificate_that_ran_out_since_holds_on_the_word_of_the_signer(office: Office) -> None:
    office.openssl(office.chair)
    (found,) = office.check(now=NOW + 400 * DAY)
    assert (found.wrong, [each.code for each in found.remarks]) == ([], ["certificate.run_out_since"])


def test_a_time_that_has_not_come_yet_does_not_hold(office: Office) -> None:
    office.openssl(office.chair)
    assert office.wrong(now=NOW - 2 * DAY) == ["certificate.in_future"]


def stamped(office: Office, stamper: Owner, at: datetime) -> None:
    """Sign with a token of a time stamping authority."""
    own = [
        x509.Certificate.load(each.certificate.public_bytes(serialization.Encoding.DER))
        for each in (stamper, office.chair)
    ]
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secrets = [keys.PrivateKeyInfo.load(each.key.private_bytes(*form)) for each in (stamper, office.chair)]
    issuer = x509.Certificate.load(office.issuer.certificate.public_bytes(serialization.Encoding.DER))
    clock = DummyTimeStamper(own[0], secrets[0], SimpleCertificateStore.from_certs([issuer]), fixed_dt=at)
    signer = SimpleSigner(own[1], secrets[1], SimpleCertificateStore.from_certs([issuer]))
    content = office.file.read_bytes()
    made = waited_for(signer.async_sign_general_data(content, "sha256", use_cades=True, timestamper=clock))
    office.signature.write_bytes(made.dump())


def test_the_time_of_a_token_counts_and_is_said(office: Office) -> None:
    stamped(office, office.issuer.stamper(), NOW - 3 * DAY)
    (found,) = office.check(now=NOW + 400 * DAY)
    assert (found.wrong, found.remarks) == ([], [])
    assert said(found.by, "en").endswith(f"at {NOW - 3 * DAY:%Y-%m-%d %H:%M} UTC by a time stamp token")


def test_the_token_of_a_stranger_does_not_count(office: Office) -> None:
    stamped(office, Authority.root("Else").stamper(), NOW - 3 * DAY)
    (found,) = office.check()
    assert [each.code for each in found.remarks] == ["certificate.token_unknown"]
    assert said(found.by, "en").endswith("by the signer's own clock, which nothing else proves")


def lists(office: Office, *revoked: tuple[Owner, datetime]) -> tuple[Path, Path]:
    return office.root.revocations(office.folder / "a.crl"), office.issuer.revocations(
        office.folder / "b.crl", *revoked
    )


def test_lists_of_revocations_are_asked(office: Office) -> None:
    office.openssl(office.chair)
    above, own = lists(office)
    assert office.wrong(above, own) == []
    assert office.wrong(own) == ["certificate.chain_or_list"], "nothing is known of the authority in between"
    assert office.wrong(*lists(office, (office.chair, NOW - DAY))) == ["certificate.revoked"]
    assert office.wrong(*lists(office, (office.chair, NOW + DAY))) == ["certificate.revoked_since"]
    office.root.revocations(above, (office.issuer, NOW - DAY))
    assert office.wrong(above, own) == ["certificate.revoked"]
    above, own = lists(office)
    office.root.revocations(above, (office.issuer, NOW + DAY))
    assert office.wrong(above, own) == ["certificate.revoked_since"], "whoever has its key may have dated back"


def test_an_authority_of_the_file_that_had_run_out_is_told(office: Office) -> None:
    old = Authority.root(end=NOW - DAY)
    office.openssl(old.issue())
    assert office.wrong(roots=old.pem(office.folder / "old.pem")) == ["certificate.of_authority"]


def test_a_token_proves_that_a_signature_is_older_than_the_revocation(office: Office) -> None:
    stamped(office, office.issuer.stamper(), NOW - 3 * DAY)
    assert office.wrong(*lists(office, (office.chair, NOW - DAY))) == []
    assert office.wrong(*lists(office, (office.chair, NOW - 4 * DAY))) == ["certificate.revoked"]


def test_where_certificates_of_persons_are_named_they_alone_count(office: Office) -> None:
    office.openssl(office.chair)
    both = office.folder / "both.pem"
    both.write_bytes(office.roots.read_bytes() + office.chair.pem(office.folder / "one.pem").read_bytes())
    assert office.wrong(roots=both) == []
    other = office.issuer.issue("Somebody else").pem(office.folder / "one.pem")
    both.write_bytes(office.roots.read_bytes() + other.read_bytes())
    assert office.wrong(roots=both) == ["certificate.not_named"]


def test_roots_without_an_authority_are_refused(office: Office) -> None:
    with pytest.raises(UsageError, match="no certificate of this file is an authority's"):
        authorities_in(office.chair.pem(office.folder / "chair.pem"), ())


def test_a_signature_without_its_certificate_or_of_a_link_is_refused(office: Office) -> None:
    office.openssl(office.chair, "-nocerts")
    with pytest.raises(RecordError, match="does not hold the certificate of its signer"):
        office.check()
    office.signature.rename(office.folder / "elsewhere")
    office.signature.symlink_to(office.folder / "elsewhere")
    with pytest.raises(RecordError, match="is a link"):
        office.check()


def test_no_byte_that_is_spoilt_ends_in_an_error_of_a_library(office: Office) -> None:
    office.openssl(office.chair)
    good = office.signature.read_bytes()
    for place in range(0, len(good), 7):
        office.signature.write_bytes(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])
        try:
            office.check()
        except RecordError:
            continue
