"""The tables of data/: what is not there is empty, with the columns and kinds of its schema."""

import pandas as pd
import pytest

from criticality.model.dataset import TABLES, Dataset


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_not_there_is_empty_and_has_its_columns(name: str) -> None:
    frame = Dataset().table(name)
    assert frame.empty
    assert list(frame.columns) == [*(column.name for column in TABLES[name].columns), "line"]
    kinds = {column.name: column.kind for column in TABLES[name].columns}
    assert all(frame[name].dtype == "float64" for name, kind in kinds.items() if kind in ("number", "share", "year"))


OPTIONAL_KEYS = ("country",)
"""Whose rows these are; where the column or the cell is missing, any country's."""


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_key_of_a_table_is_made_of_columns_that_must_be_there(table) -> None:
    needed = {column.name for column in table.columns if column.needed or column.name in OPTIONAL_KEYS}
    assert table.key
    assert set(table.key) <= needed
    assert table.path == f"data/{table.name}.csv"


def test_replacing_a_table_leaves_the_data_set_given_as_it_was() -> None:
    first = Dataset({"minerals": pd.DataFrame({"mineral": ["gallium"]})})
    second = first.with_table("minerals", pd.DataFrame({"mineral": ["indium"]}))
    assert first.table("minerals")["mineral"].tolist() == ["gallium"]
    assert second.table("minerals")["mineral"].tolist() == ["indium"]
