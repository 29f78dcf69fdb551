"""Files that are no certificates, no lists and no signatures are refused in a sentence."""

from pathlib import Path

import pytest

from authority import Authority
from criticality.errors import RecordError, UsageError
from criticality.records.life.cms_files import certificates_in, revocations_in, signed_data_in

NO_CMS = [
    b"",
    b"signed, honestly",
    b"\x30\x80",
    b"\x30\x03\x02\x01\x01",
    b"-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n",
]


@pytest.mark.parametrize("content", NO_CMS)
def test_what_is_no_signature_is_told_with_what_to_type(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.p7s").write_bytes(content)
    with pytest.raises(RecordError, match=r"(?s)x.p7s is no signature in the form CMS.*openssl cms -sign -binary"):
        signed_data_in(tmp_path / "x.p7s", "x.p7s")


def test_a_certificate_is_no_signature_and_a_file_that_never_ends_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no signature"):
        signed_data_in(Authority.root().pem(tmp_path / "x"), "x")
    (tmp_path / "long").write_bytes(b"0" * 1_000_001)
    with pytest.raises(RecordError, match="long is too large"):
        signed_data_in(tmp_path / "long", "long")


def test_several_certificates_stand_in_one_file(tmp_path: Path) -> None:
    root = Authority.root()
    both = root.pem(tmp_path / "both").read_bytes() + root.authority("Below").pem(tmp_path / "one").read_bytes()
    (tmp_path / "both").write_bytes(both)
    assert [each.subject.native["common_name"] for each in certificates_in(tmp_path / "both")] == [
        "Root of Government",
        "Below",
    ]


@pytest.mark.parametrize("content", NO_CMS)
def test_what_is_no_certificate_and_no_list_is_told_by_its_option(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(UsageError, match=r"--trust-roots .*x: this file holds no certificates"):
        certificates_in(tmp_path / "x")
    with pytest.raises(UsageError, match=r"--crl .*x: this file holds no list of revoked certificates"):
        revocations_in(tmp_path / "x")


def test_a_file_that_is_not_there_is_told_by_its_option(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--trust-roots .*this file does not exist"):
        certificates_in(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"--crl .*this file does not exist"):
        revocations_in(tmp_path / "nowhere")
