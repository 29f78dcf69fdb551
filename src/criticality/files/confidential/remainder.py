"""Confidential rows that follow from public ones: a total minus the other rows gives the one that is left."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from criticality.errors import Problem
from criticality.model.dataset import TABLES, WORLD
from criticality.model.rows.confidential_rows import FAR, FOLDER, keys_of_rows
from criticality.text.message import Message

if TYPE_CHECKING:
    import pandas as pd

_ADDED_UP: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "production": ("country", ("mineral", "stage", "year")),
    "trade": ("partner", ("reporter", "mineral", "stage", "code_system", "code", "flow", "year")),
}
"""Table → the column in which its totals say the world, and the columns that rows of one total share."""


def rows_that_remain(name: str, public: "pd.DataFrame", hidden: "pd.DataFrame") -> Iterator[Problem]:
    """Warn at each confidential row that is alone under a public total.

    Whether the public rows are complete is not known, nor whether the total is of the same publisher: where they are,
    the figure is known exactly, else within what is lacking.

    Parameters
    ----------
    name
        The table.
    public, hidden
        The rows of data/ and those of the confidential folder, whose lines are raised by `FAR`.
    """
    if name not in _ADDED_UP:
        return
    place, shared = _ADDED_UP[name]
    totals = public[public[place] == WORLD]
    line_of = dict(zip(keys_of_rows(totals, shared), totals["line"].tolist(), strict=True))
    parts = hidden[hidden[place] != WORLD]
    keys = list(keys_of_rows(parts, shared))
    alone = Counter(keys)
    for key, (_, row) in zip(keys, parts.iterrows(), strict=True):
        if alone[key] == 1 and key in line_of:
            slots = {"file": TABLES[name].path, "line": line_of[key]}
            message, hint = Message("confidential.remains", **slots), Message("confidential.remains_hint")
            file, line = f"{FOLDER}/{name}.csv", int(row["line"]) - FAR
            yield Problem(file, line, None, place, message, hint, "warning")
