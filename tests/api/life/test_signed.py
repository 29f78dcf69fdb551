"""What `verify` finds of signatures of both kinds beside one record."""

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from pairs import record, recorded

from authority import DAY, NOW, PHRASE, Authority
from criticality.api.life.signed import Findings, findings_of
from criticality.errors import MachineError, UsageError
from criticality.records.life.review_files import Statement, add_entry
from criticality.records.life.signatures import Trust
from criticality.records.life.signing_key import sign_file, signing_key_in

SEAL, ENTRY = "SHA256SUMS.record", "review/0001.json"


@pytest.fixture
def root() -> Authority:
    return Authority.root()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = Path(shutil.copytree(recorded(), tmp_path / "runs" / recorded().name))
    add_entry(found, record(), Statement("sign_off", "Chair", date(2026, 1, 2)), date(2026, 1, 2))
    return found


def sign(file: Path, root: Authority, room: Path) -> None:
    sign_file(file, signing_key_in(root.issue().p12(room / "office.p12"), lambda: PHRASE, NOW), NOW)


def codes(found: Findings) -> tuple[list[str], list[str], list[str]]:
    different = [getattr(what, "code", "") for _, what in found.differences]
    return different, *([getattr(each, "code", "") for each in told] for told in (found.proved, found.notes))


def test_signatures_with_a_certificate_are_checked_against_the_roots(
    folder: Path, root: Authority, tmp_path: Path
) -> None:
    for name in (SEAL, ENTRY):
        sign(folder / name, root, tmp_path)
    roots = root.pem(tmp_path / "roots.pem")
    assert codes(findings_of(folder, record(), Trust(roots=roots))) == (
        [],
        ["reviewing.holds", "certificate.holds", "certificate.holds"],
        ["certificate.signed_by", "certificate.signed_by", "certificate.revocation_not_checked"],
    )
    none_revoked = root.revocations(tmp_path / "root.crl")
    found = findings_of(folder, record(), Trust(roots=roots, revoked=(none_revoked,)))
    assert codes(found)[2] == ["certificate.signed_by", "certificate.signed_by"]
    found = findings_of(folder, record(), Trust(roots=Authority.root("Else").pem(tmp_path / "else.pem")))
    assert [file for file, _ in found.differences] == [SEAL, ENTRY]
    assert "does not hold: no chain leads from its certificate to an authority" in str(found.differences[0][1])


def test_what_limits_a_signature_is_noted_at_its_file(folder: Path, root: Authority, tmp_path: Path) -> None:
    office, then = root.issue(end=NOW - DAY).p12(tmp_path / "office.p12"), NOW - 5 * DAY
    sign_file(folder / SEAL, signing_key_in(office, lambda: PHRASE, then), then)
    found = findings_of(folder, record(), Trust(roots=root.pem(tmp_path / "roots.pem")))
    assert (found.differences, codes(found)[2][1]) == ([], "certificate.remark")
    assert str(found.notes[1]).startswith(f"{SEAL}: the certificate ran out at {NOW - DAY:%Y-%m-%d %H:%M} UTC")


def test_what_is_not_asked_for_is_named_and_not_checked(folder: Path, root: Authority, tmp_path: Path) -> None:
    sign(folder / SEAL, root, tmp_path)
    (folder / f"{ENTRY}.sig").write_text("?")
    found = findings_of(folder, record(), Trust())
    assert codes(found) == ([], ["reviewing.holds"], ["signing.not_checked", "certificate.not_checked"])
    found = findings_of(folder, record(), Trust(roots=root.pem(tmp_path / "roots.pem")))
    assert codes(found)[0] == [] and "signing.not_checked" in codes(found)[2]


def test_where_nobody_signed_with_a_certificate_that_is_a_difference(
    folder: Path, root: Authority, tmp_path: Path
) -> None:
    (folder / f"{ENTRY}.sig").write_text("?")
    found = findings_of(folder, record(), Trust(roots=root.pem(tmp_path / "roots.pem")))
    assert codes(found)[0] == ["signing.none"]


def test_what_is_no_signature_is_a_difference_at_its_file(folder: Path, root: Authority, tmp_path: Path) -> None:
    (folder / f"{SEAL}.p7s").write_text("signed, honestly")
    found = findings_of(folder, record(), Trust(roots=root.pem(tmp_path / "roots.pem")))
    ((file, what),) = found.differences
    assert file == SEAL and "SHA256SUMS.record.p7s is no signature in the form CMS" in str(what)


def test_roots_that_are_none_end_the_command(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_text("trust me")
    with pytest.raises(UsageError, match="holds no certificates"):
        findings_of(folder, record(), Trust(roots=tmp_path / "roots.pem"))


def test_without_the_extra_how_to_install_it_is_said(
    folder: Path, root: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "criticality.records.life.certified", raising=False)
    monkeypatch.setitem(sys.modules, "pyhanko.sign.ades.report", None)
    with pytest.raises(MachineError, match=r"(?s)--trust-roots needs pyHanko.*pip install 'criticality\[signing\]'"):
        findings_of(folder, record(), Trust(roots=root.pem(tmp_path / "roots.pem")))
