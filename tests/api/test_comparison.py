"""A comparison in Python: the figures of `criticality compare --json` as DataFrames, and its sentences."""

import json
import math
import shutil
import subprocess
from pathlib import Path

import pytest
from pairs import bar_rises, minds_change, mine_closes, workspace_of_both

import criticality as crit
from lacking import lacking
from workspace_builder import ASSESSMENT, atlantis, criticality, edit

CAUSES = ("criteria", "data", "weights", "method", "scenario", "choices", "software", "residual")


def test_the_tables_hold_what_the_command_line_prints_as_json(tmp_path: Path) -> None:
    root, (a, b) = workspace_of_both(tmp_path, (), (mine_closes, minds_change, bar_rises))
    said = json.loads(criticality("compare", a, b, "--json", "--workspace", root).out)
    workspace = crit.Workspace(root)
    found = workspace.read_run(a).compare(b)
    assert found.content == said
    assert not found.same
    for key in ("entered", "left", "moved_tier"):
        frame = getattr(found, key)
        assert [*frame.index] == [entry["mineral"] for entry in said[key]]
        assert [*frame["because_en"]] == [entry["because"]["en"] for entry in said[key]]
        assert [*frame["because_zh"]] == [entry["because"]["zh-Hant"] for entry in said[key]]
    assert [*found.inputs["place"]] == [entry["place"] for entry in said["inputs"]]
    assert list(found.left.index) == ["coronium"]


def test_the_changes_add_up_over_their_causes(tmp_path: Path) -> None:
    root, (a, b) = workspace_of_both(tmp_path, (), (mine_closes, minds_change))
    changes = crit.Workspace(root).read_run(a).compare(b).changes
    assert set(changes["quantity"]) == {"score", "rank", "membership"}
    assert changes["weights"].abs().max() > 0
    assert changes["data"].abs().max() > 0
    for _, row in changes.iterrows():
        if not math.isnan(row["residual"]):
            assert row["before"] + sum(row[cause] for cause in CAUSES) == pytest.approx(row["after"], abs=1e-9)


def test_its_sentences_say_who_left_and_why_in_either_language(tmp_path: Path) -> None:
    root, (a, b) = workspace_of_both(tmp_path, (), (bar_rises,))
    found = crit.Workspace(root).read_run(a).compare(b)
    english, chinese = found.text(), found.text("zh-Hant")
    assert f"Compared with run {a}: 5 minerals were on the list" in english
    assert "Left:\n  Coronium left: its designation by Council of the Harbour" in english
    assert "退出:" in chinese
    assert "Coronium" not in chinese
    assert "Coronium left" in found._repr_html_()
    assert "1 left" in repr(found)
    with pytest.raises(crit.InputError, match="'both' is no language"):
        found.text("both")


def test_a_run_beside_itself_says_that_nothing_differs(tmp_path: Path) -> None:
    run = crit.Workspace(atlantis(tmp_path)).assess(draws=0)
    found = run.compare(run)
    assert found.same
    assert found.text() == f"Nothing differs from run {run.run_id}."
    assert found.changes.empty
    assert found.entered.empty
    assert found.inputs.empty


def test_the_assessment_now_against_a_revision(tmp_path: Path) -> None:
    if not shutil.which("git"):
        lacking("git is not installed: sudo apt-get install git")
    root = atlantis(tmp_path)
    git = ("git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "As it was")):
        subprocess.run([*git, *words], check=True)
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.62}")
    found = crit.Workspace(root).compare_with_revision("HEAD")
    assert set(found.left.index) == {"decipium", "mosandrium"}
    assert [*found.inputs["file"]] == [ASSESSMENT]
    with pytest.raises(crit.InputError, match="no such revision"):
        crit.Workspace(root).compare_with_revision("yesterday")
