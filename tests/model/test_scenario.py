"""Scenarios: shocks and levers are different kinds, with the defaults that the documentation states."""

import pytest
from pydantic import ValidationError

from criticality.model.scenario import Diversify, ExportRestriction, Scenario

BAN = {"kind": "export_restriction", "country": "CHN", "minerals": ["gallium"], "because": "Announced."}
MOVE = {"kind": "diversify", "minerals": ["gallium"], "from": "CHN", "to": "JPN", "share": 0.2, "because": "Plan."}


def test_a_restriction_without_figures_is_a_full_one_for_a_year() -> None:
    (shock,) = Scenario.model_validate({"title": "Ban", "shocks": [BAN]}).shocks
    assert isinstance(shock, ExportRestriction)
    assert (shock.share_lost, shock.days, shock.stage) == (1.0, 365.0, None)


def test_a_move_goes_from_one_country_to_another() -> None:
    (lever,) = Scenario.model_validate({"title": "Move", "levers": [MOVE]}).levers
    assert isinstance(lever, Diversify)
    assert (lever.from_, lever.to) == ("CHN", "JPN")


@pytest.mark.parametrize("wrong", [{"levers": [BAN]}, {"shocks": [MOVE]}, {"shocks": [{**BAN, "minerals": []}]}])
def test_a_shock_is_no_lever_and_changes_some_mineral(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Scenario.model_validate({"title": "Wrong", **wrong})
