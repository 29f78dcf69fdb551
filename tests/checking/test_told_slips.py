"""What a check tells without refusing the run: one sentence for each cause, at its line, with a hint."""

from pathlib import Path

import pytest

from more_slips import WARNED
from slips import Slip
from workspace_builder import atlantis, check, line_of


@pytest.mark.parametrize("slip", WARNED, ids=lambda slip: slip.name)
def test_a_slip_that_stops_nothing_is_told_once_with_its_line_and_a_hint(slip: Slip, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    slip.make(root)
    outcome = check(root)
    place = slip.place or slip.file
    line = line_of(root, place, slip.at, nth=slip.nth) if slip.at else 1
    assert outcome.said.splitlines()[-1] == "0 problems, 1 warning", outcome.said
    head, hint = outcome.said.splitlines()[:2]
    assert head.startswith(f"{place}:{line}:"), outcome.said
    assert "warning: " in head
    assert slip.says in head, outcome.said
    assert slip.hint in hint, outcome.said
