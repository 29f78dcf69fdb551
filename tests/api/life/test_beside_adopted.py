"""What `check` says beside the adopted list: nothing where no list was adopted, or where the files have an error.

What it says where there is one stands in test_adopting.py; here, where its public form was published.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from confidential_workspace import confidential
from criticality import Workspace as Opened
from criticality.api.life.beside_adopted import since_problems
from criticality.errors import Problem
from criticality.files.workspace import Workspace
from criticality.records.life.adopted_runs import adopted_runs
from criticality.text.message import Message
from workspace_builder import ASSESSMENT, atlantis, edit

ADOPTED = "status: adopted\nadopted: {by: Ministry, on: 2025-04-01, act: Order 1}\n"
BAR, HIGHER, MOVING_NOBODY = (f"{{of: score, at_least: {bar}}}" for bar in ("0.50", "0.65", "0.505"))


def test_nothing_is_decided_without_an_adopted_run(tmp_path: Path) -> None:
    assert list(since_problems(Workspace(atlantis(tmp_path)), ())) == []


def test_a_record_whose_summary_is_gone_is_told_unless_the_files_have_an_error(tmp_path: Path) -> None:
    files = Workspace(atlantis(tmp_path))
    (files.runs / "2025-03-01-00000000").mkdir(parents=True)
    (files.runs / "2025-03-01-00000000" / "record.json").write_text("{}", "utf-8")
    (told,) = since_problems(files, ())
    assert (told.code, told.severity) == ("adopting.unreadable", "warning")
    wrong = Problem("weights/equal.yaml", 1, None, "", Message("cli.aborted"))
    assert list(since_problems(files, [wrong])) == []


def test_an_adoption_of_a_day_that_has_not_come_is_warned_of(tmp_path: Path) -> None:
    root, tomorrow = atlantis(tmp_path), date.today() + timedelta(days=1)
    for day, expected in ((tomorrow, ["adopting.later_day"]), (date.today(), [])):
        edit(root, ASSESSMENT, "country: ATL", f"{ADOPTED.replace('2025-04-01', str(day))}country: ATL")
        told = list(since_problems(Workspace(root), ()))
        assert [each.code for each in told] == expected
        assert all((each.severity, each.where) == ("warning", "adopted.on") for each in told)
        edit(root, ASSESSMENT, f"{ADOPTED.replace('2025-04-01', str(day))}country: ATL", "country: ATL")


# ── after the public form of the adopted list was published ──────────────────


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A workspace with confidential rows: the id of the adopted run, and of its public form, which was made later."""
    root = confidential(tmp_path_factory.mktemp("published"))
    edit(root, ASSESSMENT, "country: ATL", f"{ADOPTED}country: ATL")
    run = Opened(root).assess(draws=0)
    full, public = (each.save("none").name for each in (run, run.public()))
    return root, full, public


def codes(root: Path) -> list[str]:
    return [problem.code for problem in since_problems(Workspace(root), ())]


def test_publishing_an_adopted_list_does_not_lock_its_own_files_out(published: tuple[Path, str, str]) -> None:
    root, full, _ = published
    assert codes(root) == []
    Opened(root).assess(draws=0, seed=7)
    base = adopted_runs(root / "output/runs").base_of({"country": "ATL"})
    assert base is not None and base.folder.name == full, "what comes later is held against all the figures"


def test_a_run_says_that_its_act_has_other_words_than_that_of_its_body_and_day(
    published: tuple[Path, str, str], tmp_path: Path
) -> None:
    root, said = Path(shutil.copytree(published[0], tmp_path / "copy")), list[str]()
    edit(root, ASSESSMENT, "by: Ministry", "by: MINISTRY")
    edit(root, ASSESSMENT, "act: Order 1}", "act: Order 2}")
    Opened(root).assess(draws=0, notify=said.append)
    assert any("states an adoption on 2025-04-01 in other words" in each for each in said)


def test_where_only_the_public_form_is_there_its_rounded_scores_are_held(
    published: tuple[Path, str, str], tmp_path: Path
) -> None:
    root = Path(shutil.copytree(published[0], tmp_path / "copy"))
    shutil.rmtree(root / "output/runs" / published[1])
    assert codes(root) == []
    edit(root, ASSESSMENT, BAR, MOVING_NOBODY)
    assert codes(root) == ["adopting.another_rule"]
    edit(root, ASSESSMENT, MOVING_NOBODY, HIGHER)
    assert codes(root) == ["adopting.another_list"]
    edit(root, ASSESSMENT, ADOPTED, "")
    (told,) = since_problems(Workspace(root), ())
    assert isinstance(told.hint, Message) and told.hint.code == "adopting.public_base_hint"


def test_a_public_form_that_the_adoption_names_stands_for_the_run_it_was_made_of(
    published: tuple[Path, str, str], tmp_path: Path
) -> None:
    root = Path(shutil.copytree(published[0], tmp_path / "copy"))
    edit(root, ASSESSMENT, "act: Order 1}", f"act: Order 1, run: {published[2]}}}")
    (root / "output/runs" / published[1] / "tables/ranking.csv").write_text("mineral\n", "utf-8")
    (told,) = since_problems(Workspace(root), ())
    assert f"{published[1]}: the record was altered" in str(told.message)
