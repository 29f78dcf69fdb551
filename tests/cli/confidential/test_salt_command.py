"""`criticality confidential salt`, and `run --public` with and without it."""

# Holds: cli/confidential/salt_options.py.

import stat
from pathlib import Path

import pytest

from confidential_workspace import FOLDER, confidential, found_in
from workspace_builder import atlantis, criticality, edit, run

PUBLIC = ("--public", "--draws", 0)


def test_a_salt_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    root = confidential(tmp_path, salt="")
    made = criticality("confidential", "salt", "--workspace", root)
    assert made.code == 0, made.said
    place = root / FOLDER / "salt"
    text = place.read_text("ascii")
    assert len(bytes.fromhex(text)) == 32
    assert text.strip() not in made.said
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert (root / FOLDER / ".gitignore").read_text("utf-8").splitlines()[-1] == "*"
    again = criticality("confidential", "salt", "--workspace", root)
    assert again.code == 1
    assert "there is a salt already" in again.said
    assert place.read_text("ascii") == text


def test_two_salts_differ(tmp_path: Path) -> None:
    texts = set()
    for name in ("a", "b"):
        root = atlantis(tmp_path / name)
        assert criticality("confidential", "salt", "--workspace", root).code == 0
        texts.add((root / FOLDER / "salt").read_text("ascii"))
    assert len(texts) == 2


def test_a_public_run_without_a_salt_names_the_command_and_writes_nothing(tmp_path: Path) -> None:
    root = confidential(tmp_path, salt="")
    refused = run(root, *PUBLIC)
    assert refused.code == 1
    assert "criticality confidential salt" in refused.said
    assert not (root / "output" / "runs").exists()
    assert run(root, "--draws", 0).code == 0, "a run for the office itself needs none"


def test_a_public_run_writes_the_public_record_alone(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    made = run(root, *PUBLIC)
    assert made.code == 0, made.said
    (folder,) = (root / "output" / "runs").iterdir()
    texts = [path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()]
    assert found_in("\n".join(texts)) == []
    assert "policy.json" in {path.name for path in folder.iterdir()}, "what nobody can compute from it later"
    shown = criticality("show", folder.name, "austrium", "--workspace", root)
    assert "withheld –" in shown.out
    assert "missing" not in shown.out
    assert "public form of run" in criticality("show", folder.name, "--workspace", root).out


@pytest.mark.parametrize("words", [("levers",), ("compare",)], ids=["levers", "compare"])
def test_what_would_decide_the_list_again_says_that_figures_are_withheld(words: tuple[str], tmp_path: Path) -> None:
    root = confidential(tmp_path)
    for spoilt in (False, True):
        if spoilt:
            edit(root, f"{FOLDER}/production.csv", "73419.2187", "3419.2187")
        assert run(root, *PUBLIC).code == 0
    runs = ("latest~1", "latest") if words == ("compare",) else ("latest",)
    refused = criticality(*words, *runs, "--workspace", root)
    assert refused.code == 1, refused.said
    assert "it withholds confidential figures" in refused.said


def test_a_public_run_without_confidential_rows_is_an_ordinary_one(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    told = criticality("run", *PUBLIC, "--workspace", root, "--language", "none")
    assert told.code == 0, told.said
    assert "holds no confidential figure" in told.said
