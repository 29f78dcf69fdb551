"""`criticality sign`, and what `verify` says of the signature."""

# Holds: cli/life/sign_options.py.

import os
import pty
import sys
from pathlib import Path

import pytest
from pairs import bar_rises, workspace_of_both

from authority import NOW, PHRASE, Authority, Owner
from criticality.cli.life.sign import PASS_PHRASE
from workspace_builder import Outcome, criticality


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Path, str, str]:
    root, (first, second) = workspace_of_both(tmp_path, (), (bar_rises,))
    return root, first, second


@pytest.fixture
def chair(tmp_path: Path) -> Owner:
    """Their certificate stands in office.p12, their authority in roots.pem, the pass phrase in phrase.txt."""
    authority = Authority.root()
    owner = authority.issue()
    authority.pem(tmp_path / "roots.pem")
    owner.p12(tmp_path / "office.p12")
    (tmp_path / "phrase.txt").write_text(f"{PHRASE}\n", "utf-8")
    return owner


def sign(root: Path, run: str, room: Path, *words: object) -> Outcome:
    return criticality("sign", run, "--certificate", room / "office.p12", *words, "--workspace", root)


def verify(root: Path, run: str, room: Path, *words: object) -> Outcome:
    return criticality("verify", run, "--workspace", root, "--trust-roots", room / "roots.pem", *words)


def test_seal_and_entry_are_signed_and_verify_says_by_whom(
    shelf: tuple[Path, str, str], chair: Owner, tmp_path: Path
) -> None:
    root, run, _ = shelf
    phrase = ("--pass-phrase-file", tmp_path / "phrase.txt")
    outcome = verify(root, run, tmp_path)
    assert (outcome.code, "nobody has signed this run" in outcome.err) == (1, True), outcome.said
    outcome = sign(root, run, tmp_path, *phrase)
    assert outcome.code == 0, outcome.said
    path, by, how = outcome.out.splitlines()
    assert path == str(root / "output" / "runs" / run / "SHA256SUMS.record.p7s")
    assert by.startswith("signed by C=TW, O=經濟部, CN=Chair 主任委員 (certificate ")
    assert how == f"to check it: criticality verify {run} --trust-roots FILE"
    outcome = sign(root, run, tmp_path, *phrase, "--entry", "1")
    assert (outcome.code, "has no entry of the number 1: it has 0" in outcome.err) == (1, True)
    criticality("review", run, "--sign-off", "--by", "Chair", "--workspace", root)
    outcome = sign(root, run, tmp_path, *phrase, "--entry", "1", "--quiet")
    assert outcome.out == f"{root / 'output' / 'runs' / run / 'review' / '0001.json.p7s'}\n"
    english, chinese = verify(root, run, tmp_path), verify(root, run, tmp_path, "--lang", "zh-Hant")
    assert english.code == 0, english.said
    assert "note: SHA256SUMS.record was signed by C=TW, O=經濟部, CN=Chair 主任委員 (certificate " in english.out
    assert "review/0001.json was signed by C=TW" in english.out
    assert "the signature of SHA256SUMS.record, the signature of review/0001.json\n" in english.out
    assert f"at {NOW:%Y-%m-%d}" in english.out and "by the signer's own clock, which nothing else proves" in english.out
    assert "whether a certificate was revoked was not checked" in english.out
    assert "係簽章者自身時鐘所載" in chinese.out and "未查驗憑證是否已廢止" in chinese.out
    outcome = criticality("verify", run, "--workspace", root)
    assert (outcome.code, "name the authorities that count with --trust-roots FILE" in outcome.out) == (0, True)


def test_the_signature_of_another_record_does_not_hold(
    shelf: tuple[Path, str, str], chair: Owner, tmp_path: Path
) -> None:
    root, run, other = shelf
    outcome = sign(root, run, tmp_path, "--pass-phrase-file", tmp_path / "phrase.txt", "--quiet")
    signature, name = Path(outcome.out.strip()), "SHA256SUMS.record.p7s"
    (root / "output" / "runs" / other / name).write_bytes(signature.read_bytes())
    outcome = verify(root, other, tmp_path)
    assert outcome.code == 1
    assert f"{other}: SHA256SUMS.record: the signature of C=TW" in outcome.err
    assert "the file was altered, or another file was signed" in outcome.err
    assert "The record holds; its review or a signature does not." in outcome.err


def test_the_pass_phrase_stands_in_a_variable_or_nobody_says_it(
    shelf: tuple[Path, str, str], chair: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, run, _ = shelf
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        outcome = sign(root, run, tmp_path)
        assert (outcome.code, "nobody is there to type the pass phrase of office.p12" in outcome.err) == (2, True)
        assert "CRITICALITY_PASS_PHRASE" in outcome.err
        monkeypatch.setenv(PASS_PHRASE, PHRASE)
        assert sign(root, run, tmp_path).code == 0


def test_the_pass_phrase_is_asked_for_and_not_shown(shelf: tuple[Path, str, str], chair: Owner, tmp_path: Path) -> None:
    root, run, _ = shelf
    words = ["sign", run, "--certificate", str(tmp_path / "office.p12"), "--workspace", str(root), "--lang", "en"]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop(PASS_PHRASE, None)
        os.execv(sys.executable, [sys.executable, "-P", "-m", "criticality", *words])
    shown = b""
    while not shown.endswith(b"(it is not shown): "):
        shown += os.read(terminal, 1000)
    os.write(terminal, PHRASE.encode() + b"\n")
    try:
        while more := os.read(terminal, 1000):
            shown += more
    except OSError:
        pass  # how the end of a terminal is told on Linux
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, shown.decode()
    assert b"signed by C=TW" in shown and PHRASE.encode() not in shown


def test_a_slip_is_told_and_writes_nothing(shelf: tuple[Path, str, str], chair: Owner, tmp_path: Path) -> None:
    root, run, _ = shelf
    (tmp_path / "wrong.txt").write_text("sesame", "utf-8")
    (tmp_path / "letter.p12").write_text("Dear Sir", "utf-8")
    outcome = sign(root, run, tmp_path, "--pass-phrase-file", tmp_path / "wrong.txt")
    assert (outcome.code, "office.p12 cannot be opened with this pass phrase" in outcome.err) == (1, True)
    outcome = sign(root, run, tmp_path, "--pass-phrase-file", tmp_path / "nowhere")
    assert (outcome.code, "--pass-phrase-file" in outcome.err) == (2, True)
    outcome = criticality("sign", run, "--certificate", tmp_path / "letter.p12", "--workspace", root)
    assert (outcome.code, "letter.p12 is no file of a certificate with its key" in outcome.err) == (1, True)
    outcome = criticality("verify", run, "--workspace", root, "--crl", tmp_path / "roots.pem")
    assert (outcome.code, "name the authorities that count" in outcome.err) == (2, True)
    assert [*(root / "output").rglob("*.p7s")] == []


def test_without_the_extra_how_to_install_it_is_said(
    shelf: tuple[Path, str, str], chair: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, run, _ = shelf
    monkeypatch.delitem(sys.modules, "criticality.records.life.signing_key", raising=False)
    monkeypatch.setitem(sys.modules, "pyhanko.sign.signers.pdf_cms", None)
    outcome = sign(root, run, tmp_path)
    assert outcome.code == 3
    assert "--certificate needs pyHanko, which is not installed" in outcome.err
    assert "pip install 'criticality[signing]'" in outcome.err
