"""Rows changed, added and flagged: a table keeps its columns, and what is withheld stays withheld."""

import pandas as pd

from criticality.model.dataset import PRODUCTION_LOSSES
from criticality.scenarios.rows import appended, marked, overlaid, scaled_imports, scaled_properties, withheld
from indicators.cases import dataset, imports


def test_a_row_that_leaves_columns_open_gets_empty_texts_and_no_numbers() -> None:
    restriction = {"country": "AAA", "mineral": "x", "severity": 0.5, "flag": "scenario"}
    rows = appended(dataset(), "export_restrictions", [restriction]).table("export_restrictions")
    added = rows.iloc[-1]
    assert added["severity"] == 0.5
    assert added["act"] == ""
    assert added["line"] == 1


def test_the_flag_of_a_scenario_stands_once_and_after_the_others() -> None:
    frame = pd.DataFrame({"flag": ["", "estimated", "estimated;scenario", "proxy"]})
    rows = pd.Series([True, True, True, False])
    assert marked(frame, rows)["flag"].tolist() == ["scenario", "estimated;scenario", "estimated;scenario", "proxy"]


def test_a_table_without_flags_gets_them() -> None:
    assert marked(pd.DataFrame({"value": [1.0, 2.0]}), pd.Series([False, True]))["flag"].tolist() == ["", "scenario"]


def test_only_the_countrys_own_imports_are_scaled() -> None:
    data = dataset(trade=[*imports({"AAA": 4.0}), *imports({"AAA": 6.0}, reporter="JPN")])
    halved = scaled_imports(data, ["x"], "TWN", ("value_usd",), 0.5).table("trade")
    before = data.table("trade")
    assert (halved["value_usd"] / before["value_usd"]).tolist() == [0.5, 1.0]
    assert halved["flag"].str.contains("scenario").tolist() == [True, False]


def test_a_figure_that_is_withheld_is_not_scaled() -> None:
    stated = {"mineral": "x", "property": "price", "value": 8.0, "unit": "usd_per_t"}
    data = dataset(mineral_properties=[stated, {**stated, "flag": "withheld"}])
    assert withheld(data.table("mineral_properties")).tolist() == [False, True]
    doubled = scaled_properties(data, ["x"], lambda name: name == "price", 2.0).table("mineral_properties")
    assert doubled["value"].tolist() == [16.0, 8.0]
    assert doubled["flag"].tolist()[1] == "withheld"


def test_a_table_that_only_scenarios_write_keeps_what_an_earlier_scenario_wrote() -> None:
    columns = ("mineral", "stage", "country", "share_lost")
    once = overlaid(dataset(), PRODUCTION_LOSSES, columns, [("x", "extraction", "AAA", 0.5)])
    twice = overlaid(once, PRODUCTION_LOSSES, columns, [("x", "extraction", "BBB", 0.1)])
    assert twice.tables[PRODUCTION_LOSSES]["country"].tolist() == ["AAA", "BBB"]
