"""The list that an assessment states is the list that a run with draws records."""

from pathlib import Path

from pairs import record

from criticality.api.life.stated import without_draws
from criticality.checking.check import load_inputs
from criticality.comparison.since_adopted import other_standings
from criticality.files.workspace import Workspace
from workspace_builder import ASSESSMENT, atlantis


def test_it_is_decided_without_draws_and_is_the_same_list(tmp_path: Path) -> None:
    inputs = load_inputs(Workspace(atlantis(tmp_path)), ASSESSMENT, {"draws": 20})
    stated = without_draws(inputs)
    assert inputs.assessment.robustness.draws > 0
    assert stated["result"]["robustness"] is None
    assert other_standings(record(), stated) == []
