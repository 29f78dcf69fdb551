"""The steps in one place: the light half decides as the whole does, and shared documents are computed once."""

from dataclasses import replace

import pytest

from criticality.assess import Decider, assess, groups_of
from policy.cases import inputs_of
from workspace_builder import atlantis


@pytest.fixture
def inputs(tmp_path):
    return inputs_of(atlantis(tmp_path), draws=200)


def test_the_list_is_decided_alike_with_and_without_the_measure_of_robustness(inputs) -> None:
    whole, light = assess(inputs), Decider()(inputs)
    assert whole.critical_list.table.equals(light.critical_list.table)
    assert whole.ranking.scores.equals(light.ranking.scores)
    assert whole.acceptability is not None


def test_the_same_evidence_and_criteria_are_computed_once(inputs) -> None:
    decide = Decider()
    other_weights = replace(inputs, weights=inputs.weights.model_copy(update={"leave_out": ()}))
    first, second = decide(inputs), decide(other_weights)
    assert second.indicators is first.indicators
    other_year = inputs.assessment.model_copy(update={"reference_year": inputs.assessment.reference_year - 1})
    assert decide(replace(inputs, assessment=other_year)).indicators is not first.indicators


EVENTS = "mineral,stage,country,from,until,share_lost,what,act,source,grade,flag\n"


def happened(root, *rows):
    (root / "data" / "events.csv").write_text(EVENTS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return inputs_of(root, draws=0)


def test_the_list_stays_that_of_the_figures_and_the_loss_since_is_said_beside_it(tmp_path) -> None:
    root = atlantis(tmp_path)
    before = assess(inputs_of(root, draws=0))
    row = "austrium,extraction,LEM,2024-12-01,,1,The ferry sank,,world_mines_2025,B,reported"
    after = assess(happened(root, row))
    assert after.critical_list.table.equals(before.critical_list.table)
    assert before.events == ()
    (outcome,) = after.events
    assert outcome["mineral"] == "austrium"
    assert [event["what"] for event in outcome["events"]] == ["The ferry sank"]
    assert outcome["by_figures"]["score"] == pytest.approx(float(before.ranking.scores["austrium"]))
    assert outcome["with_events"]["score"] > outcome["by_figures"]["score"]


def test_an_event_that_is_over_is_not_said(tmp_path) -> None:
    row = "austrium,extraction,LEM,2024-06-01,2024-06-30,1,The ferry sank,,world_mines_2025,B,reported"
    assert assess(happened(atlantis(tmp_path), row)).events == ()


def test_progress_reaches_the_number_of_draws(inputs) -> None:
    seen: list[tuple[int, int]] = []
    assess(inputs, progress=lambda done, asked: seen.append((done, asked)))
    assert seen[-1] == (200, 200)


def test_every_mineral_of_the_table_has_its_group(inputs) -> None:
    groups = groups_of(inputs)
    assert set(inputs.candidates) <= set(groups)
    assert len(set(groups.values())) > 1
