"""Ras Laffan in March 2026 beside helium of 2024: what holds on the as-of date and is not in the figures yet."""

from datetime import date

import pytest

from criticality.model.dataset import PRODUCTION_LOSSES
from criticality.scenarios import events_in_force, with_losses
from indicators.cases import dataset, governance, production
from scenarios.cases import GOVERNANCE, RISK, S1, after, figure

AS_OF, YEAR = date(2026, 11, 23), 2024


def world(*events, year=2024.0):
    made = production({"AAA": 60.0, "BBB": 30.0, "CCC": 10.0, "WLD": 100.0}, year=year)
    return dataset(production=made, governance=governance(GOVERNANCE), events=list(events))


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (date(2026, 3, 2), None, True),
        (date(2026, 3, 2), date(2026, 11, 23), True),
        (date(2026, 3, 2), date(2026, 11, 22), False),
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 24), None, False),
        (date(2024, 1, 1), None, True),
        (date(2023, 12, 31), None, False),
    ],
    ids=["still", "to this day", "over", "since today", "to come", "in the year of the figures", "in the figures"],
)
def test_an_event_counts_while_it_holds_and_the_figures_are_older(since, until, holds):
    assert len(events_in_force(world({"from": since, "until": until}), AS_OF, YEAR)) == holds


def test_neon_of_2020_does_not_know_the_war_of_2022():
    war = {"from": date(2022, 2, 24)}
    assert len(events_in_force(world(war, year=2020.0), AS_OF, YEAR)) == 1
    assert events_in_force(world(war), AS_OF, YEAR).empty


def test_an_event_at_a_stage_without_production_counts_for_nothing():
    assert events_in_force(world({"stage": "extraction"}), AS_OF, YEAR).empty


def test_a_workspace_without_events_has_none():
    assert events_in_force(world(), AS_OF, YEAR).empty


def test_a_loss_by_event_raises_the_risk_as_the_same_loss_in_a_scenario():
    data = world({"share_lost": 0.5})
    loss = {"kind": "production_loss", "country": "AAA", "minerals": ["x"], "stage": "processing", "share_lost": 0.5}
    by_event, by_scenario = (
        figure(one, S1) for one in (with_losses(data, events_in_force(data, AS_OF, YEAR)), after(data, loss))
    )
    raised = RISK["AAA"] + 0.5 * (1 - RISK["AAA"])
    assert by_event == by_scenario == pytest.approx(0.36 * raised + 0.09 * RISK["BBB"] + 0.01 * RISK["CCC"])


def test_two_events_at_one_producer_take_away_no_more_than_all():
    data = world(
        {"share_lost": 0.7}, {"from": date(2026, 5, 1), "share_lost": 0.6}, {"country": "BBB", "share_lost": 0.1}
    )
    lost = with_losses(data, events_in_force(data, AS_OF, YEAR)).tables[PRODUCTION_LOSSES]
    assert dict(zip(lost["country"], lost["share_lost"], strict=True)) == {"AAA": 1.0, "BBB": pytest.approx(0.1)}
