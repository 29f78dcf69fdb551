"""Detached signatures by OpenSSH over an entry of a review and over the seal: real keys, real ssh-keygen."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from pairs import record, recorded

from criticality.errors import MachineError
from criticality.records.life.review_files import Statement, add_entry
from criticality.records.life.signatures import signed_files, signer_of, signing_command
from lacking import lacking

ENTRY, SEAL = "review/0001.json", "SHA256SUMS.record"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two keys, and a file that allows the first of them."""
    if not shutil.which("ssh-keygen"):
        lacking("ssh-keygen is not installed: sudo apt-get install openssh-client")
    room = tmp_path_factory.mktemp("keys")
    for name in ("chair", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(room / name)]
        subprocess.run(command, check=True)
    (room / "allowed").write_text(f"chair@example.org {(room / 'chair.pub').read_text()}")
    return room


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = Path(shutil.copytree(recorded(), tmp_path / "runs" / recorded().name))
    add_entry(found, record(), Statement("sign_off", "Chair, Committee", date(2026, 1, 2)), date(2026, 1, 2))
    return found


def sign(file: Path, key: Path, namespace: str = "criticality") -> None:
    words = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace, str(file)]
    subprocess.run(words, check=True, capture_output=True)


def test_what_an_allowed_signer_signed_holds(folder: Path, keys: Path) -> None:
    for name in (ENTRY, SEAL):
        sign(folder / name, keys / "chair")
    assert list(signed_files(folder)) == [SEAL, ENTRY]
    for name in (ENTRY, SEAL):
        assert signer_of(folder, name, keys / "allowed") == ("chair@example.org", None)


def test_a_signature_over_anything_else_in_the_folder_of_the_review_counts_for_nothing(folder: Path) -> None:
    """A note beside the entries was signed, and `verify` said that the record was."""
    for name in ("note.txt", "0003-sign-off.json", ".hidden.json"):
        (folder / "review" / name).write_text("signed elsewhere", "utf-8")
        (folder / "review" / f"{name}.sig").write_text("any", "utf-8")
    assert list(signed_files(folder)) == []


def test_an_entry_altered_after_it_was_signed_does_not_hold(folder: Path, keys: Path) -> None:
    sign(folder / ENTRY, keys / "chair")
    text = (folder / ENTRY).read_text("utf-8")
    (folder / ENTRY).write_text(text.replace("Chair", "Chief"), "utf-8")
    signer, wrong = signer_of(folder, ENTRY, keys / "allowed")
    assert signer is None and "does not hold" in str(wrong)


def test_a_stranger_and_a_signature_for_another_purpose_do_not_hold(folder: Path, keys: Path) -> None:
    sign(folder / ENTRY, keys / "stranger")
    assert "nobody whose key is in allowed" in str(signer_of(folder, ENTRY, keys / "allowed")[1])
    (folder / f"{ENTRY}.sig").unlink()
    sign(folder / ENTRY, keys / "chair", "git")
    assert "another purpose than criticality" in str(signer_of(folder, ENTRY, keys / "allowed")[1])


def test_rubbish_for_a_signature_is_told(folder: Path, keys: Path) -> None:
    (folder / f"{ENTRY}.sig").write_text("signed, honestly")
    assert signer_of(folder, ENTRY, keys / "allowed")[0] is None


def test_a_machine_without_the_program_says_so(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (folder / f"{ENTRY}.sig").write_text("?")
    with pytest.raises(MachineError, match="ssh-keygen is not on this machine"):
        signer_of(folder, ENTRY, tmp_path / "allowed")


def test_the_command_to_type_names_the_purpose_and_quotes_the_path() -> None:
    command = signing_command(Path("output/a run/review/0001.json"))
    assert command.startswith("ssh-keygen -Y sign -f ")
    assert command.endswith(" -n criticality 'output/a run/review/0001.json'")
