"""Which criteria a set of weights asks about, and which weights cannot be asked for."""

from pathlib import Path

import pytest

from criticality.errors import InputError
from criticality.files.workspace import Workspace
from criticality.questionnaires.panel_file import PanelFile, read_panel
from questionnaires.filling import ATLANTIS_WEIGHTS
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, edit


def read(root: Path, weights: str = ATLANTIS_WEIGHTS, assessment: str | None = None) -> PanelFile:
    return read_panel(Workspace(root), weights, root, assessment)


def refusal(root: Path, weights: str = ATLANTIS_WEIGHTS, assessment: str | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(root, weights, assessment)
    assert all(problem.hint for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


def empty_panel(root: Path, judges: str = "judges: []") -> str:
    head = (root / WEIGHTS).read_text("utf-8").partition("judges:")[0]
    (root / "weights/new.yaml").write_text(f"{head}{judges}\n", "utf-8")
    return "weights/new.yaml"


def test_a_panel_without_a_judge_yet_can_be_asked(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    panel = read(root, empty_panel(root))
    assert panel.weights.judges == ()
    assert panel.questions().digest == read(root).questions().digest


def test_weights_that_nobody_judges_are_refused(tmp_path: Path) -> None:
    assert refusal(atlantis(tmp_path).resolve(), "equal") == ["asking.not_judged"]


def test_a_mistake_in_the_weights_is_told_as_check_tells_it(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    edit(root, WEIGHTS, "environmental_impact, by: 4,", "environmental_impact, by: 40,")
    assert refusal(root) == ["files.must_be_at_most"]
    assert refusal(root, empty_panel(root, "judges: []\nconsistency: 1")) == ["files.key_unknown"]


def test_words_that_no_answer_could_tell_apart_are_not_asked_for(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    edit(root, WEIGHTS, "judges:", "words: {Clearly: 5, clearly: 3}\njudges:")
    assert refusal(root) == ["weighting.words_alike"]


def test_assessments_that_ask_otherwise_must_be_named(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    other = (root / ASSESSMENT).read_text("utf-8").replace("criteria: all", "criteria: [climate_burden, water_burden]")
    assert "criteria: [" in other
    (root / "assessments/small.yaml").write_text(other, "utf-8")
    assert refusal(root) == ["asking.differ"]
    assert len(read(root, assessment="small").questions().pairs) == 1
    assert len(read(root, assessment=ASSESSMENT).questions().pairs) == 8


def test_the_assessment_that_uses_the_weights_goes_before_others(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    other = (root / ASSESSMENT).read_text("utf-8").replace("criteria: all", "criteria: [climate_burden, water_burden]")
    (root / "assessments/small.yaml").write_text(other.replace(ATLANTIS_WEIGHTS, "weights/equal.yaml"), "utf-8")
    assert len(read(root).questions().pairs) == 8


def test_one_criterion_alone_asks_nothing(tmp_path: Path) -> None:
    root = atlantis(tmp_path).resolve()
    edit(root, ASSESSMENT, "criteria: all", "criteria: [climate_burden]")
    assert refusal(root) == ["asking.nothing_to_ask"]
