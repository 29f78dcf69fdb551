"""A table and its confidential rows as one table."""

from collections.abc import Sequence

import pandas as pd

from criticality.model.rows.confidential_rows import keys_of_rows

WORD = "word"
"""The column that a table has where words stand among its figures."""


def joined_rows(public: pd.DataFrame, hidden: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a table and its confidential rows as one table, in the order of their keys."""
    whole = pd.concat([public, hidden], ignore_index=True)
    if WORD in whole:
        whole[WORD] = whole[WORD].fillna("")
        whole = whole[[*(name for name in whole if name != "line"), "line"]]
    keys = list(keys_of_rows(whole, key))
    return whole.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)
