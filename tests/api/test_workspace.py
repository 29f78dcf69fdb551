"""A workspace in Python: what it finds, what it refuses, and that it writes nothing by itself."""

# Holds: api/paths.py, api/steps.py.

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import criticality as crit
from slips import EQUAL
from workspace_builder import ASSESSMENT, atlantis, by_mineral, edit, run_folder


def everything_under(root: Path) -> list[Path]:
    return sorted(root.rglob("*"))


def test_assessing_and_comparing_write_nothing(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = everything_under(root)
    workspace = crit.Workspace(root)
    run = workspace.assess(draws=0)
    run.compare(workspace.assess(weights="equal", draws=0)).text()
    run.levers("ilmenium")
    workspace.check()
    workspace.runs()
    assert run.folder is None
    assert everything_under(root) == before


def test_the_command_line_and_python_make_the_same_run(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    words = ("--weights", "equal", "--draws", 0, "--seed", 7)
    folder = run_folder(root, *words)
    run = crit.Workspace(root).assess("atlantis-2024", weights=root / EQUAL, draws=0, seed=7)
    assert run.run_id == folder.name
    assert run.is_recorded
    assert run.save() == folder
    rows = by_mineral(folder)
    assert {mineral: str(score) for mineral, score in run.ranking["score"].dropna().items()} == {
        mineral: row["score"] for mineral, row in rows.items() if row["score"]
    }


def test_the_nearest_workspace_upwards_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = atlantis(tmp_path)
    monkeypatch.chdir(root / "data")
    assert crit.Workspace().path == root
    monkeypatch.chdir(tmp_path)
    with pytest.raises(crit.InputError, match="no workspace"):
        crit.Workspace()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"weights": "eqal"}, "Did you mean 'weights/equal.yaml'"),
        ({"weights": ""}, "does not exist"),
        ({"scenario": "war"}, "does not exist"),
        ({"name": "atlantis-2025"}, "Did you mean 'assessments/atlantis-2024.yaml'"),
        ({"draws": -1}, "Give a whole number from 0 to"),
        ({"draws": "many"}, "'many' is not possible here"),
        ({"seed": 1.5}, "Give a whole number from 0 up"),
        ({"workers": 0}, "Give a whole number from 1 up"),
    ],
    ids=lambda value: "".join(map(str, value)) if isinstance(value, dict) else "",
)
def test_a_word_that_makes_no_sense_is_an_input_error(words: dict[str, object], says: str, tmp_path: Path) -> None:
    workspace = crit.Workspace(atlantis(tmp_path))
    with pytest.raises(crit.InputError, match=says) as refused:
        workspace.assess(**words)
    assert [problem.severity for problem in refused.value.problems] == ["error"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda it: it.assess(weights={"supply_risk": 1.0}), "weights must be a file of weights or its name, not dict"),
        (lambda it: it.assess(scenario=3), "scenario must be a scenario or its name, not int"),
        (lambda it: it.assess(["atlantis-2024"]), "name must be an assessment or its file, not list"),
        (lambda it: it.assess(draws=0).compare(None), "other must be a run, its id or its folder, not None"),
        (lambda it: it.read_run(b"latest"), "name must be a run's id or its folder, not bytes"),
        (lambda it: it.check(None), "paths must be files or folders, not None"),
        (lambda it: it.compare_with_revision(None), "revision must be a commit, a branch or a tag, not None"),
        (lambda _: crit.read_run(None), "name must be a run's id or its folder, not None"),
        (lambda _: crit.Workspace(7), "path must be a folder, not int"),
    ],
)
def test_a_value_that_is_no_name_and_no_path_is_a_type_error(
    call: Callable[[crit.Workspace], object], says: str, tmp_path: Path
) -> None:
    workspace = crit.Workspace(atlantis(tmp_path))
    with pytest.raises(TypeError, match=f"^{says}$"):
        call(workspace)


def test_other_weights_without_judgements_are_refused_by_their_own_name(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with pytest.raises(crit.InputError) as refused:
        crit.Workspace(root).assess(weights="equal", draws=1024)
    (problem,) = refused.value.problems
    assert (problem.file, problem.where) == (EQUAL, "method")
    assert problem.message == f"these weights have no judgements, but {ASSESSMENT} draws judgements (weight_draw)"
    edit(root, ASSESSMENT, "weights/two-offices.yaml", EQUAL)
    with pytest.raises(crit.InputError) as refused:
        crit.Workspace(root).assess(draws=1024)
    (problem,) = refused.value.problems
    assert (problem.file, problem.where) == (ASSESSMENT, "robustness.weight_draw")


def test_a_mistake_in_a_file_is_told_with_its_line_by_check_and_by_assess(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "reference_year: 2024 ", "reference_year: soon ")
    workspace = crit.Workspace(root)
    (problem,) = workspace.check()
    assert (problem.file, problem.line, problem.where) == (ASSESSMENT, 3, "reference_year")
    assert workspace.check(root / ASSESSMENT) == (problem,)
    assert workspace.check("weights") == ()
    with pytest.raises(crit.InputError) as refused:
        workspace.assess()
    assert refused.value.problems == (problem,)
    assert list(pd.DataFrame(workspace.check())["line"]) == [3]
    with pytest.raises(crit.InputError, match="does not exist"):
        workspace.check("weihgts")


def test_what_is_done_and_how_far_it_is_can_be_followed(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "title: {en: Watch, zh-Hant: 觀察名單}", "title: {en: Watch}")
    heard: list[str] = []
    steps: list[tuple[int, int]] = []
    run = crit.Workspace(root).assess(
        draws=1024, progress=lambda done, total: steps.append((done, total)), notify=heard.append
    )
    assert heard[-1] == "assessing 8 minerals by 7 weighted criteria"
    assert "no zh-Hant version" in heard[0]
    assert heard[0] in run.warnings
    assert steps[-1] == (1024, 1024)


def test_runs_are_a_table_by_id(tmp_path: Path) -> None:
    workspace = crit.Workspace(atlantis(tmp_path))
    assert workspace.runs().empty
    saved = {workspace.assess(draws=0).save().name, workspace.assess(weights="equal", draws=0).save().name}
    table = workspace.runs()
    assert set(table.index) == saved
    assert set(table["weights"]) == {"兩機關 · Two offices", "等權 · Equal weights"}
    assert list(table["listed"]) == [5, 5]
    assert "saved runs: 2" in workspace._repr_html_()


def test_a_run_is_read_by_id_or_by_folder_and_not_when_it_was_altered(tmp_path: Path) -> None:
    workspace = crit.Workspace(atlantis(tmp_path))
    run = workspace.assess(draws=0)
    folder = run.save()
    for again in (workspace.read_run(run.run_id), crit.read_run(folder), crit.read_run(run.run_id, workspace)):
        assert again.folder == folder
        pd.testing.assert_frame_equal(again.ranking, run.ranking)
    with pytest.raises(crit.RecordError, match="no such run"):
        workspace.read_run("2025-03-01-00000000")
    (folder / "record.json").write_text("{}", "utf-8")
    with pytest.raises(crit.RecordError, match="was altered"):
        crit.read_run(folder)
