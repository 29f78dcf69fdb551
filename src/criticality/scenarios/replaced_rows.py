"""Rows of a file put into a table of data/: rows of the same key are replaced, new ones added, some taken out."""

from collections.abc import Sequence

import pandas as pd

from criticality.model.choice import DROP
from criticality.model.dataset import TABLES, WORD, Dataset
from criticality.model.results import ChoiceTable

Key = tuple[str, ...]


def key_of(frame: pd.DataFrame, columns: Sequence[str]) -> list[Key]:
    """The key of every row; missing parts, such as an empty year, are equal to one another."""
    return list(zip(*(frame[name].astype(str) for name in columns), strict=True))


def with_rows(dataset: Dataset, changes: ChoiceTable) -> Dataset:
    """Return the data with the rows of a file put in.

    A row whose key the table has gets the cells that the file states and keeps the others; a row with `drop` is taken
    out; a row with another key is added where the file has every column that the table needs. The order of rows and of
    columns stays that of the table, rows that are new come last.
    """
    table = TABLES[changes.table]
    frame = dataset.tables.get(changes.table, dataset.table(changes.table))
    if WORD in changes.frame and WORD not in frame:
        frame = frame.assign(**{WORD: ""})
    rows, stated = changes.frame, [name for name in changes.frame.columns if name in frame and name not in table.key]
    places = {key: place for place, key in enumerate(key_of(frame, table.key))}
    keys = key_of(rows, table.key)
    dropped = rows[DROP.name].to_numpy(dtype=bool) if DROP.name in rows else [False] * len(rows)
    out = {places[key] for key, gone in zip(keys, dropped, strict=True) if gone and key in places}
    known = [place for place, (key, gone) in enumerate(zip(keys, dropped, strict=True)) if key in places and not gone]
    new = [place for place, (key, gone) in enumerate(zip(keys, dropped, strict=True)) if key not in places and not gone]
    changed = frame.copy()
    at = [places[keys[place]] for place in known]
    for name in stated:
        column = changed[name].to_numpy(copy=True)
        column[at] = rows[name].to_numpy()[known]
        changed[name] = pd.Series(column, changed.index, dtype=frame[name].dtype)
    kept = changed[pd.Series([place not in out for place in range(len(changed))], changed.index, dtype=bool)]
    return dataset.with_table(changes.table, _joined(kept, rows.iloc[new] if complete(changes) else rows.iloc[:0]))


def complete(changes: ChoiceTable) -> bool:
    """Whether a file has every column that its table needs, so that it can add rows."""
    return all(not column.needed or column.name in changes.frame for column in TABLES[changes.table].columns)


def _joined(kept: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    if added.empty:
        return kept.reset_index(drop=True)
    full = added.reindex(columns=kept.columns)
    for name in kept.columns:
        if kept[name].dtype == object and name not in added:
            full[name] = ""
        elif kept[name].dtype != full[name].dtype:
            full[name] = full[name].astype(kept[name].dtype)
    return pd.concat([kept, full], ignore_index=True)
