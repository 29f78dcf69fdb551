"""A scenario changes data, never a formula, and not the data that it is given."""

import json

import pytest
from pandas.testing import assert_frame_equal

from criticality.scenarios.apply import apply_scenario
from scenarios.cases import after, diversify, restriction, scenario, world
from workspace_builder import ASSESSMENT, atlantis, by_mineral, cell, edit, run_folder, write_json


def test_without_changes_the_data_are_the_same_object():
    data = world()
    assert apply_scenario(data, None, "TWN") is data
    assert apply_scenario(data, scenario(), "TWN") is data


def test_the_data_given_are_not_altered():
    data, same = world(), world()
    after(data, restriction(), levers=[diversify(0.3), {"kind": "reduce", "minerals": ["x"], "share_of_use": 0.5}])
    for name, frame in same.tables.items():
        assert_frame_equal(data.tables[name], frame)


TABLES = ("ranking", "weights", "consistency", "indicators", "methods", "acceptability")


def with_scenario(root, **said):
    write_json(root, "scenarios/what-if.yaml", {"title": "What if", **said})
    return run_folder(root, "--scenario", "scenarios/what-if.yaml")


def test_an_empty_scenario_changes_nothing_byte_for_byte(tmp_path):
    root = atlantis(tmp_path)
    plain = run_folder(root)
    empty = with_scenario(root, shocks=[], levers=[])
    assert plain != empty
    for name in TABLES:
        assert (plain / "tables" / f"{name}.csv").read_bytes() == (empty / "tables" / f"{name}.csv").read_bytes()


def test_a_scenario_is_recorded_and_its_cells_are_flagged(tmp_path):
    root = atlantis(tmp_path)
    loss = {"kind": "production_loss", "country": "LEM", "minerals": ["austrium"], "stage": "extraction"}
    folder = with_scenario(root, shocks=[{**loss, "share_lost": 0.5, "because": "A storm."}])
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert record["inputs"]["scenario"]["shocks"][0]["country"] == "LEM"
    changed = cell(folder, "austrium", "supply_concentration")
    assert float(changed["value"]) == pytest.approx(0.8**2 * (0.7 + 0.5 * 0.3) + 0.2**2 * 0.3)
    assert "scenario" in changed["flag"].split(";")
    assert "scenario" not in cell(folder, "ilmenium", "supply_concentration")["flag"].split(";")


def test_an_assessment_may_name_its_scenario(tmp_path):
    root = atlantis(tmp_path)
    saving = {"kind": "substitute", "minerals": ["austrium"], "share_of_use": 1.0, "because": "Bronze does it."}
    write_json(root, "scenarios/bronze.yaml", {"title": "Bronze", "levers": [saving]})
    edit(root, ASSESSMENT, "country: ATL", "country: ATL\nscenario: scenarios/bronze.yaml")
    assert by_mineral(run_folder(root))["austrium"]["tier"] != "critical"
    assert by_mineral(run_folder(root, "--scenario", "none"))["austrium"]["tier"] == "critical"
