"""Rows compared by several columns at once."""

import numpy as np
import pytest

from criticality.model.rows import places


@pytest.mark.parametrize("largest", [places._LARGEST, 1], ids=["as they are", "numbered anew after every column"])
def test_rows_compare_as_by_their_places_in_the_first_column_then_in_the_next(largest, monkeypatch):
    monkeypatch.setattr(places, "_LARGEST", largest)
    columns = np.random.default_rng(1).integers(0, 5, (4, 300))
    numbers = places.joined(columns)
    rows = list(map(tuple, columns.T.tolist()))
    assert [rows[place] for place in np.argsort(numbers, kind="stable")] == sorted(rows)
    assert len(set(numbers.tolist())) == len(set(rows))


def test_no_row_has_no_number():
    assert not len(places.joined([np.empty(0, dtype=np.int64)] * 2))
