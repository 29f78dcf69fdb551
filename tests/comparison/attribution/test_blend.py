"""Blended lists against full assessments: every coalition that somebody could have written down is decided alike."""

# Holds: comparison/attribution/within_group.py.

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pairs import candidate_goes, minds_change, mine_closes, record

from criticality.assess import Decider
from criticality.comparison.attribution.blend import UNSCORED, Blend, Blended
from criticality.comparison.attribution.standings import ABSENT, Standings, decided_standings
from criticality.model.results import Inputs
from criticality.ranking.kernels import METHODS
from criticality.records.restore import inputs_from
from criticality.records.store import read_record
from longer import sampled
from workspace_builder import PROPERTIES, WEIGHTS, atlantis, edit, run_folder

TIERS = ["critical", "strategic", "watch", "not_listed", "insufficient"]


def blended(found: Blended, row: int, minerals: list[str]) -> dict[str, tuple[object, ...]]:
    rows = zip(minerals, found.score[row], found.rank[row], found.listed[row], found.tier[row], strict=True)
    return {
        mineral: (
            None if score == UNSCORED else int(score),
            None if rank == UNSCORED else int(rank),
            int(listed),
            None if tier == UNSCORED else TIERS[tier],
        )
        for mineral, score, rank, listed, tier in rows
    }


def decided(found: Standings, minerals: list[str]) -> dict[str, tuple[object, ...]]:
    sides = {mineral: found.get(mineral, ABSENT) for mineral in minerals}
    return {mineral: (side.score, side.rank, side.listed, side.tier) for mineral, side in sides.items()}


def assert_alike(one: dict[str, tuple[object, ...]], other: dict[str, tuple[object, ...]]) -> None:
    """Ranks, lists and tiers the same; scores the same but for the last of twelve decimals."""
    assert one.keys() == other.keys()
    for mineral, (score, *rest) in one.items():
        expected, *others = other[mineral]
        assert rest == others, mineral
        assert (score is None) == (expected is None), mineral
        assert score is None or abs(int(str(score)) - int(str(expected))) <= 1, mineral


def by_method(inputs: Inputs, method: str) -> Inputs:
    plan = inputs.assessment.model_copy(update={"method": method})
    return replace(inputs, assessment=plan)


def blend_of(first: Inputs, second: Inputs) -> tuple[Blend, Standings, Standings]:
    decide = Decider()
    one, other = decide(first), decide(second)
    minerals = sorted({*first.candidates, *second.candidates})
    return Blend((first, one), (second, other), minerals, TIERS), decided_standings(one), decided_standings(other)


@pytest.mark.parametrize("method", sampled(METHODS, 3))
def test_nobody_switched_is_the_first_list_and_everybody_the_second(method: str) -> None:
    first = by_method(inputs_from(record()), method)
    for changes in ((mine_closes,), (candidate_goes,), (mine_closes, candidate_goes)):
        second = by_method(inputs_from(record(*changes)), method)
        blend, before, after = blend_of(first, second)
        players = blend.evidence_players
        assert players
        found = blend.with_evidence(players, np.array([[False] * len(players), [True] * len(players)]))
        assert_alike(blended(found, 0, blend.minerals), decided(before, blend.minerals))
        assert_alike(blended(found, 1, blend.minerals), decided(after, blend.minerals))


@pytest.mark.parametrize("method", sampled(METHODS, 3))
def test_weights_switched_all_at_once_are_the_other_weights(method: str) -> None:
    blend, before, after = blend_of(
        by_method(inputs_from(record()), method), by_method(inputs_from(record(minds_change)), method)
    )
    players = blend.weight_players
    assert {"economic_importance", "supply_risk"} <= set(players)
    found = blend.with_weights(players, np.array([[False] * len(players), [True] * len(players)]))
    assert_alike(blended(found, 0, blend.minerals), decided(before, blend.minerals))
    assert_alike(blended(found, 1, blend.minerals), decided(after, blend.minerals))


def two_criteria_change(root: Path, *, climate: bool, companionality: bool) -> None:
    if companionality:
        mine_closes(root)
    if climate:
        text = (root / PROPERTIES).read_text("utf-8").splitlines()
        moved = [re.sub(r"^(ilmenium,gwp100,[^,]*),[^,]+,", r"\1,77,", row) for row in text]
        assert moved != text
        (root / PROPERTIES).write_text("\n".join(moved) + "\n", "utf-8")


@pytest.mark.slow
def test_one_of_two_criteria_switched_is_the_list_with_one_of_two_edits(tmp_path: Path) -> None:
    found = {}
    for climate in (False, True):
        for companionality in (False, True):
            root = atlantis(tmp_path / f"{climate}{companionality}")
            two_criteria_change(root, climate=climate, companionality=companionality)
            found[climate, companionality] = inputs_from(read_record(run_folder(root)))
    blend, _, _ = blend_of(found[False, False], found[True, True])
    assert sorted(blend.evidence_players) == ["climate_burden", "companionality"]
    switched = np.array([[name == "climate_burden" for name in blend.evidence_players]])
    single = blend.with_evidence(blend.evidence_players, switched)
    expected = decided_standings(Decider()(found[True, False]))
    assert_alike(blended(single, 0, blend.minerals), decided(expected, blend.minerals))


def test_a_dimension_left_out_stays_printed(tmp_path: Path) -> None:
    """No environment: its weight goes to 0, its criteria keep theirs, and the blends stay defined."""
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "incomplete: refuse", "incomplete: refuse\nleave_out: [environmental_impact]")
    blend, before, after = blend_of(inputs_from(record()), inputs_from(read_record(run_folder(root))))
    players = blend.weight_players
    assert set(players) == {"economic_importance", "supply_risk", "environmental_impact"}
    found = blend.with_weights(players, np.array([[False] * 3, [True] * 3]))
    assert_alike(blended(found, 0, blend.minerals), decided(before, blend.minerals))
    assert_alike(blended(found, 1, blend.minerals), decided(after, blend.minerals))
