"""Signing with a PKCS#12 file: what is written, and what is refused."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from authority import DAY, NOW, PHRASE, Authority, Owner, usage
from criticality.errors import RecordError
from criticality.records.life.certified import authorities_in, certified
from criticality.records.life.signing_key import SigningKey, sign_file, signing_key_in
from criticality.text.message import said
from lacking import lacking


@pytest.fixture
def seal(tmp_path: Path) -> Path:
    (tmp_path / "SHA256SUMS.record").write_bytes(b"0123  record.json\n")
    return tmp_path / "SHA256SUMS.record"


def opened(owner: Owner, folder: Path, phrase: str = PHRASE) -> SigningKey:
    return signing_key_in(owner.p12(folder / "office.p12"), lambda: phrase, NOW)


def test_what_is_signed_here_holds_here_and_for_openssl(seal: Path, tmp_path: Path) -> None:
    root = Authority.root()
    chair = root.authority("Certificates of offices").issue()
    key = opened(chair, tmp_path)
    assert said(key.said, "en").startswith("C=TW, O=經濟部, CN=Chair 主任委員 (certificate ")
    path = sign_file(seal, key, NOW)
    assert (path.name, sorted(each.name for each in tmp_path.iterdir())) == (
        "SHA256SUMS.record.p7s",
        ["SHA256SUMS.record", "SHA256SUMS.record.p7s", "office.p12"],
    )
    roots = root.pem(tmp_path / "roots.pem")
    (found,) = certified(tmp_path, seal.name, authorities_in(roots, ()), NOW)
    assert found.wrong == []
    assert f"at {NOW:%Y-%m-%d %H:%M} UTC" in said(found.by, "en")
    if not shutil.which("openssl"):
        lacking("openssl is not installed: sudo apt-get install openssl")
    words = ["openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", path, "-content", seal]
    done = subprocess.run([*words, "-CAfile", roots, "-purpose", "any"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, seal.read_bytes()), done.stderr


def test_a_file_is_signed_once_and_a_link_never(seal: Path, tmp_path: Path) -> None:
    key = opened(Authority.root().issue(), tmp_path)
    before = sign_file(seal, key, NOW).read_bytes()
    with pytest.raises(RecordError, match="it is signed with a certificate already"):
        sign_file(seal, key, NOW)
    assert seal.with_name(f"{seal.name}.p7s").read_bytes() == before
    (tmp_path / "link").symlink_to(seal)
    with pytest.raises(RecordError, match="is a link"):
        sign_file(tmp_path / "link", key, NOW)


def test_a_wrong_pass_phrase_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"(?s)office.p12 cannot be opened with this pass phrase.*Type it again"):
        opened(Authority.root().issue(), tmp_path, "keep it")


def test_a_file_that_is_none_is_told_before_anybody_is_asked(tmp_path: Path) -> None:
    def nobody() -> str:
        raise AssertionError("the pass phrase of what is no PKCS#12 file was asked for")

    with pytest.raises(RecordError, match="this file does not exist"):
        signing_key_in(tmp_path / "nowhere.p12", nobody, NOW)
    for content in (b"", b"a letter", Authority.root().pem(tmp_path / "x").read_bytes()):
        (tmp_path / "office.p12").write_bytes(content)
        with pytest.raises(RecordError, match=r"office\.p12 is no file of a certificate with its key"):
            signing_key_in(tmp_path / "office.p12", nobody, NOW)


@pytest.mark.parametrize("has_key", [True, False])
def test_a_certificate_without_its_key_and_a_key_without_its_certificate_are_told(
    tmp_path: Path, has_key: bool
) -> None:
    owner, locked = Authority.root().issue(), BestAvailableEncryption(PHRASE.encode())
    key, certificate = (owner.key, None) if has_key else (None, owner.certificate)
    (tmp_path / "office.p12").write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, None, locked))
    with pytest.raises(RecordError, match="does not hold a certificate together with its key"):
        signing_key_in(tmp_path / "office.p12", lambda: PHRASE, NOW)


def test_a_certificate_that_cannot_sign_now_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as told:
        opened(Authority.root().issue(use=usage("key_agreement"), end=NOW - DAY), tmp_path)
    first, second = str(told.value).splitlines()
    assert "office.p12" in first and "was in force from" in first
    assert "office.p12" in second and "is not one for signing" in second
