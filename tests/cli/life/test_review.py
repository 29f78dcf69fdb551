"""`criticality review` and what `verify` and `compare` say of it."""

# Holds: cli/life/review_options.py.

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from pairs import bar_rises, workspace_of_both

from lacking import lacking
from workspace_builder import Outcome, criticality

BY = ("--by", "林, 經濟部")


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Path, str, str]:
    root, (first, second) = workspace_of_both(tmp_path, (), (bar_rises,))
    return root, first, second


def review(root: Path, run: str, *words: object) -> Outcome:
    return criticality("review", run, *words, "--workspace", root)


def test_an_entry_is_written_and_the_command_to_sign_it_is_said(shelf: tuple[Path, str, str]) -> None:
    root, run, _ = shelf
    outcome = review(root, run, "--object", *BY, "--about", "鈦鐵素", "--text", "太高。", "--on", "2026-01-02")
    assert outcome.code == 0, outcome.said
    path, standing, signing, certificate = outcome.out.splitlines()
    assert path == str(root / "output" / "runs" / run / "review" / "0001.json")
    assert standing == "one objection, open; not signed off"
    assert signing.endswith(f"ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n criticality {path}")
    assert certificate.endswith(f": criticality sign {run} --entry 1 --certificate FILE")
    assert json.loads(Path(path).read_text("utf-8"))["about"] == "ilmenium"
    outcome = review(root, run, "--agree", "--by", "B. Wu, Bureau", "--quiet")
    assert outcome.out == f"{root / 'output' / 'runs' / run / 'review' / '0002.json'}\n"
    assert json.loads(Path(outcome.out.strip()).read_text("utf-8"))["on"] == date.today().isoformat()


def test_the_review_is_shown_in_both_languages(shelf: tuple[Path, str, str]) -> None:
    root, run, _ = shelf
    assert review(root, run).out == "nobody has said anything of this run yet\n"
    review(root, run, "--object", *BY, "--about", "Il", "--text", "太高。", "--on", "2026-01-02")
    review(root, run, "--sign-off", "--by", "Chair", "--text", "Heard.", "--on", "2026-01-03")
    english, chinese = review(root, run).out, review(root, run, "--lang", "zh-Hant").out
    assert "1  2026-01-02  林, 經濟部  objects (on Ilmenium): 太高。" in english
    assert "signed off by Chair on 2026-01-03 (review/0002.json)" in english
    assert "1  2026-01-02  林, 經濟部  異議（鈦鐵素）：太高。" in chinese
    assert "已簽核：Chair，2026-01-03" in chinese


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--comment", "--agree", *BY), 2, "an entry says one thing"),
        (("--comment", "--text", "x"), 2, "a review says by whom"),
        (BY, 2, "write also what is to be said"),
        (("--comment", *BY), 1, "a comment needs its text"),
        (("--agree", *BY, "--on", "2 January"), 2, "is no day"),
        (("--agree", *BY, "--on", "115-01-02"), 2, "write 2026-01-02"),
        (("--agree", *BY, "--on", "2099-01-01"), 1, "this day has not come yet"),
        (("--agree", *BY, "--about", "unobtainium"), 1, "unobtainium"),
        (("--withdraw", "1", *BY, "--text", "x"), 1, "no open objection of the number 1"),
    ],
)
def test_a_slip_is_told_and_writes_nothing(
    shelf: tuple[Path, str, str], words: tuple[str, ...], code: int, says: str
) -> None:
    root, run, _ = shelf
    outcome = review(root, run, *words)
    assert (outcome.code, says in outcome.err) == (code, True), outcome.said
    assert not (root / "output" / "runs" / run / "review").exists()


def test_what_was_copied_beside_another_run_is_signed_for_another_run(shelf: tuple[Path, str, str]) -> None:
    root, run, other = shelf
    review(root, run, "--sign-off", *BY)
    runs = root / "output" / "runs"
    shutil.copytree(runs / run / "review", runs / other / "review")
    outcome = review(root, other)
    assert outcome.code == 1
    assert f"review/0001.json: signed for another run ({run})" in outcome.err
    outcome = criticality("verify", other, "--workspace", root)
    assert outcome.code == 1
    assert f"{other}: review/0001.json: signed for another run ({run})" in outcome.err
    assert "The record holds; its review or a signature does not." in outcome.err


def test_verify_holds_review_and_signature(shelf: tuple[Path, str, str], tmp_path: Path) -> None:
    if not shutil.which("ssh-keygen"):
        lacking("ssh-keygen is not installed: sudo apt-get install openssh-client")
    root, run, _ = shelf
    path = review(root, run, "--sign-off", *BY, "--quiet").out.strip()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    (tmp_path / "allowed").write_text(f"chair@example.org {(tmp_path / 'key.pub').read_text()}")
    verify = ("verify", run, "--workspace", root)
    outcome = criticality(*verify, "--allowed-signers", tmp_path / "allowed")
    assert (outcome.code, "nobody has signed this run" in outcome.err) == (1, True), outcome.said
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-f", tmp_path / "key", "-n", "criticality", path]
    subprocess.run(sign, check=True, capture_output=True)
    outcome = criticality(*verify)
    assert outcome.code == 0, outcome.said
    assert "review (one entry)" in outcome.out
    assert "the signatures of review/0001.json were not checked" in outcome.out
    outcome = criticality(*verify, "--allowed-signers", tmp_path / "allowed")
    assert outcome.code == 0, outcome.said
    assert "review/0001.json, signed by chair@example.org" in outcome.out
    outcome = criticality(*verify, "--allowed-signers", tmp_path / "nowhere")
    assert (outcome.code, "this file does not exist" in outcome.err) == (2, True)


def test_the_comparison_has_a_line_for_each_run_that_was_reviewed(shelf: tuple[Path, str, str]) -> None:
    root, run, other = shelf
    review(root, run, "--sign-off", "--by", "Chair", "--on", "2026-01-03")
    outcome = criticality("compare", run, other, "--html", "--quiet", "--workspace", root)
    assert outcome.code == 0, outcome.said
    content = json.loads((Path(outcome.out.strip()) / "comparison.json").read_text("utf-8"))
    assert content["review"].keys() == {"a"}
    page = (Path(outcome.out.strip()) / "comparison.html").read_text("utf-8")
    assert "A: Review of this run: signed off by Chair on 3 January 2026." in page
    assert "日簽核。" in page
