"""From a draft to an adopted list and the next draft: what runs, checks and comparisons say on the way."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from criticality.api.life.beside_adopted import since_problems
from criticality.files.workspace import Workspace
from criticality.records.store import read_record
from criticality.workbooks.putting_in import NewText
from criticality.workbooks.trial import new_problems
from workspace_builder import ASSESSMENT, Outcome, atlantis, check, criticality, edit, line_of, run, run_folder

ACT = "status: adopted\nadopted: {by: {en: Harbour Council, zh-Hant: 港務會議}, on: 2025-04-01, act: Order 7%s}\n"
BAR, HIGHER = "{of: score, at_least: 0.50}", "{of: score, at_least: 0.65}"


def adopt(root: Path, before: str = "") -> None:
    edit(root, ASSESSMENT, "country: ATL", ACT % (f", run: {before}" if before else "") + "country: ATL")


def end_adoption(root: Path) -> None:
    text = (root / ASSESSMENT).read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in text if not line.startswith(("status:", "adopted:", "review_by:"))]
    (root / ASSESSMENT).write_text("".join(kept), "utf-8")


@dataclass(frozen=True)
class Story:
    """A draft, its adoption, and a draft of the next list, in one workspace."""

    root: Path
    draft: Path
    adopted: Path
    later: Path
    said: Outcome


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    root = atlantis(tmp_path_factory.mktemp("story"))
    draft = run_folder(root, "--draws", 0)
    adopt(root, draft.name)
    adopted = run_folder(root, "--draws", 0)
    end_adoption(root)
    edit(root, ASSESSMENT, BAR, HIGHER)
    said = criticality("run", "--draws", 0, "--language", "none", "--workspace", root)
    later = Path(said.out.split("record.json")[0].split()[-1])
    yield Story(root, draft, adopted, later, said)


@pytest.fixture
def copied(story: Story, tmp_path: Path) -> Path:
    """A copy of the workspace of the story, to be changed."""
    return Path(shutil.copytree(story.root, tmp_path / "copy"))


def test_adoption_changes_the_run_and_not_one_byte_of_the_result(story: Story) -> None:
    draft, adopted = (read_record(folder) for folder in (story.draft, story.adopted))
    assert draft["run_id"] != adopted["run_id"]
    assert draft["result_digest"] == adopted["result_digest"]
    assert "status" not in draft["inputs"]["assessment"]
    assert adopted["inputs"]["assessment"]["status"] == "adopted"
    assert "life" not in json.loads((story.draft / "summary.json").read_text("utf-8"))


def test_the_later_run_holds_what_changed_since_the_adopted_list(story: Story) -> None:
    record = read_record(story.later)
    assert record["inputs"]["adopted_run"]["run_id"] == story.adopted.name
    since = record["result"]["since_adopted"]
    assert [entry["mineral"] for entry in since["left"]] == ["decipium", "mosandrium"]
    sentence = f"Changed since the adopted list of 2025-04-01 (run {story.adopted.name}): Decipium and Mosandrium leave"
    assert sentence in story.said.out.splitlines()
    shown = criticality("show", story.later.name, "--workspace", story.root, "--lang", "zh-Hant").out
    assert f"與 2025-04-01 核定之清單（{story.adopted.name}）相比有變更：偽釤及莫桑移出" in shown


def test_check_says_it_too_and_goes_on(story: Story) -> None:
    outcome = check(story.root)
    assert outcome.code == 0
    assert f"{ASSESSMENT}:1: warning: changed since the adopted list of 2025-04-01" in outcome.out
    assert "Decipium and Mosandrium leave" in outcome.out


def test_one_run_is_compared_with_the_adopted_one(story: Story) -> None:
    outcome = criticality("compare", story.later.name, "--quiet", "--workspace", story.root)
    assert outcome.out.strip().endswith(f"{story.adopted.name}--{story.later.name}")
    outcome = criticality("compare", story.adopted.name, "--workspace", story.root)
    assert outcome.code == 2
    assert f"no adopted list with which {story.adopted.name} could be compared" in outcome.err


def test_the_same_adopted_run_made_again_is_the_same_run(story: Story, copied: Path) -> None:
    edit(copied, ASSESSMENT, HIGHER, BAR)
    adopt(copied, story.draft.name)
    assert check(copied).out.splitlines()[-1] == "0 problems, 0 warnings"
    assert run_folder(copied, "--draws", 0).name == story.adopted.name


@pytest.mark.parametrize("named", [True, False], ids=["by the run that was adopted", "by the act alone"])
def test_other_files_may_not_claim_the_act(story: Story, copied: Path, named: bool) -> None:
    if named:
        shutil.rmtree(copied / "output" / "runs" / story.adopted.name)
    adopt(copied, story.draft.name if named else "")
    held = story.draft.name if named else story.adopted.name
    before = sorted(path.name for path in (copied / "output" / "runs").iterdir())
    for outcome in (check(copied), run(copied, "--draws", 0)):
        assert outcome.code == 1
        assert f"{ASSESSMENT}:{line_of(copied, ASSESSMENT, 'status: adopted')}:" in outcome.said
        assert f"the list adopted on 2025-04-01 is that of run {held}; these files give another" in outcome.said
        assert "(decipium, mosandrium)" in outcome.said
    assert sorted(path.name for path in (copied / "output" / "runs").iterdir()) == before


def test_a_threshold_that_moves_nobody_may_not_claim_the_act_either(copied: Path) -> None:
    edit(copied, ASSESSMENT, HIGHER, "{of: score, at_least: 0.505}")
    adopt(copied)
    outcome = check(copied)
    assert outcome.code == 1
    assert "they decide it in another way (method and rule)" in outcome.out


def test_other_weights_on_the_command_line_make_a_draft(story: Story, copied: Path) -> None:
    edit(copied, ASSESSMENT, HIGHER, BAR)
    adopt(copied)
    outcome = criticality(
        "run", "--weights", "weights/equal.yaml", "--draws", 0, "--language", "none", "--workspace", copied
    )
    assert outcome.code == 0, outcome.said
    assert "the list is adopted, but not with other weights" in outcome.err
    record = read_record(Path(outcome.out.split("record.json")[0].split()[-1]))
    assert "status" not in record["inputs"]["assessment"]
    assert record["inputs"]["adopted_run"]["run_id"] == story.adopted.name


def test_verify_makes_the_change_again_and_says_where_it_cannot(story: Story, tmp_path: Path) -> None:
    outcome = criticality("verify", story.later.name, "--workspace", story.root)
    assert outcome.code == 0, outcome.said
    alone = Path(shutil.copytree(story.later, tmp_path / "runs" / story.later.name))
    outcome = criticality("verify", alone)
    assert outcome.code == 0, outcome.said
    assert f"the record of the adopted list ({story.adopted.name}) is not beside this one" in outcome.out


def test_runs_say_where_each_list_stands(story: Story) -> None:
    said = {line.split()[0]: line for line in criticality("runs", "--workspace", story.root).out.splitlines()}
    assert re.search(r"  draft  5 of 8", said[story.draft.name])
    assert "  adopted on 2025-04-01 by Harbour Council (Order 7)  5 of 8" in said[story.adopted.name]


def test_an_adopted_record_that_was_altered_is_told_and_nothing_is_held_against_it(copied: Path, story: Story) -> None:
    (copied / "output" / "runs" / story.adopted.name / "tables" / "ranking.csv").write_text("mineral\n", "utf-8")
    for outcome in (check(copied), run(copied, "--draws", 0)):
        assert outcome.code == 1
        assert f"{story.adopted.name}: the record was altered" in outcome.said


def test_a_summary_that_does_not_hold_is_told_and_not_passed_over(copied: Path, story: Story) -> None:
    (copied / "output" / "runs" / story.adopted.name / "summary.json").write_text("{}", "utf-8")
    outcome = check(copied)
    assert "it cannot be told whether these records are of an adopted list" in outcome.out
    assert story.adopted.name in outcome.out


def test_a_copy_without_the_adopted_record_is_told_so_by_check_and_run(copied: Path, story: Story) -> None:
    for folder in (copied / "output/runs").iterdir():
        shutil.rmtree(folder)
    adopt(copied, story.draft.name)
    told = check(copied)
    assert (told.code, f"run {story.draft.name}, is not in this folder of runs" in told.out + told.err) == (0, True)
    assert f"{ASSESSMENT}:{line_of(copied, ASSESSMENT, 'adopted:')}:" in told.out + told.err
    said = criticality("run", "--draws", 0, "--language", "none", "--workspace", copied)
    assert (said.code, f"run {story.draft.name}, is not in" in said.err) == (0, True), said.said


def test_an_act_of_the_same_list_in_other_words_is_warned_of(copied: Path, story: Story) -> None:
    edit(copied, ASSESSMENT, HIGHER, BAR)
    adopt(copied)
    edit(copied, ASSESSMENT, "act: Order 7}", "act: Order No. 7}")
    told = check(copied)
    warned = f"warning: run {story.adopted.name} states an adoption on 2025-04-01 in other words"
    line = line_of(copied, ASSESSMENT, "Order No. 7")
    assert [each for each in told.out.splitlines() if warned in each and f"{ASSESSMENT}:{line}:" in each], told.said
    assert told.code == 0
    edit(copied, ASSESSMENT, "act: Order No. 7}", "act: Order  7}")
    assert warned not in check(copied).out, "blanks are no words"


OTHER_WORDS = [
    ("act: Order 7}", "act: Order No. 7}"),
    ("by: {en: Harbour Council, zh-Hant: 港務會議}", "by: Council of the Harbour"),
    ("on: 2025-04-01", "on: 2025-04-02"),
    (", on: 2025-04-01, act: Order 7}", ", on: 2025-04-01, act: Order 8}"),
]


@pytest.mark.parametrize(("old", "new"), OTHER_WORDS)
def test_a_second_list_is_not_adopted_by_another_wording_of_the_act(
    copied: Path, story: Story, old: str, new: str
) -> None:
    adopt(copied)
    edit(copied, ASSESSMENT, old, new)
    before = sorted((copied / "output" / "runs").iterdir())
    told, refused = check(copied), run(copied, "--draws", 0)
    line = f"{ASSESSMENT}:{line_of(copied, ASSESSMENT, 'status: adopted')}:"
    for said in (told.out, refused.err):
        assert f"run {story.adopted.name} states that another list of this country was adopted on 2025-04-01" in said
        assert line in said and "stand elsewhere (" in said
    assert "in other words than these files" not in told.out, "told once"
    assert (told.code, refused.code) == (1, 1)
    assert sorted((copied / "output" / "runs").iterdir()) == before
    chinese = criticality("check", "--workspace", copied, "--lang", "zh-Hant").out
    assert "載明該國另一份清單於 2025-04-01 核定" in chinese


def test_the_same_list_by_another_rule_is_a_second_one_too(copied: Path, story: Story) -> None:
    edit(copied, ASSESSMENT, HIGHER, "{of: score, at_least: 0.501}")
    adopt(copied)
    edit(copied, ASSESSMENT, "act: Order 7}", "act: Order No. 7}")
    told = check(copied)
    assert (told.code, "decided it in another way (method and rule)" in told.out) == (1, True), told.said


def test_a_list_of_another_day_and_act_takes_the_place_of_the_one_before(copied: Path, story: Story) -> None:
    adopt(copied)
    edit(copied, ASSESSMENT, "on: 2025-04-01, act: Order 7}", "on: 2026-04-01, act: Order 9}")
    assert check(copied).code == 0
    assert run(copied, "--draws", 0).code == 0


def test_a_list_of_the_same_day_is_adopted_once_the_other_is_superseded(copied: Path, story: Story) -> None:
    edit(copied, ASSESSMENT, HIGHER, BAR)
    adopt(copied)
    edit(copied, ASSESSMENT, "status: adopted", "status: superseded")
    assert run(copied, "--draws", 0).code == 0
    edit(copied, ASSESSMENT, "status: superseded", "status: adopted")
    edit(copied, ASSESSMENT, BAR, HIGHER)
    edit(copied, ASSESSMENT, "act: Order 7}", "act: Order No. 7}")
    told = run(copied, "--draws", 0)
    assert told.code == 0, told.said


def test_two_assessments_are_not_the_adopted_list_of_one_country_and_year(tmp_path: Path) -> None:
    root, second = atlantis(tmp_path), "assessments/second.yaml"
    adopt(root)
    text = (
        (root / ASSESSMENT).read_text("utf-8").replace("on: 2025-04-01, act: Order 7", "on: 2025-09-01, act: Order 9")
    )
    (root / second).write_text(text, "utf-8")
    told = check(root)
    line = f"{second}:{line_of(root, second, 'status: adopted')}:"
    assert f"{ASSESSMENT} is the adopted list of this country and of 2025 too" in told.out and line in told.out
    assert (told.code, f"write status: superseded in {ASSESSMENT}" in told.out) == (1, True)
    edit(root, ASSESSMENT, "status: adopted", "status: superseded")
    assert check(root).code == 0
    edit(root, ASSESSMENT, "status: superseded", "status: adopted")
    edit(root, second, "on: 2025-09-01", "on: 2026-09-01")
    assert check(root).code == 0, "a list of the next year takes its place"


def test_a_run_warns_of_an_adoption_of_a_day_that_has_not_come(copied: Path) -> None:
    edit(copied, ASSESSMENT, HIGHER, BAR)
    adopt(copied)
    edit(copied, ASSESSMENT, "on: 2025-04-01", "on: 2099-01-01")
    said = criticality("run", "--draws", 0, "--language", "none", "--workspace", copied)
    assert (said.code, "2099-01-01 has not come yet" in said.err) == (0, True), said.said


def test_a_workbook_enters_nothing_into_an_adopted_list_that_makes_it_another_one(copied: Path, story: Story) -> None:
    edit(copied, ASSESSMENT, HIGHER, BAR)
    adopt(copied, story.draft.name)
    text = (copied / ASSESSMENT).read_text("utf-8").replace(BAR, HIGHER)
    made = {ASSESSMENT: NewText(text, {})}
    assert new_problems(Workspace(copied), made) == [], "the files by themselves hold"
    told, *_ = (each for each in new_problems(Workspace(copied), made, since_problems) if each.severity == "error")
    assert told.code == "adopting.another_list"
