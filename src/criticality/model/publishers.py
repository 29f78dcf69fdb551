"""Several publishers' figures of one thing: the whole block of one of them counts, never a mixture.

A publisher is the first id of a row's ``source`` cell; rows without a source belong to every publisher's block. Which
block counts is said by ``sources`` of the assessment; publishers that it does not name come after those that it names,
in the order of their first rows in the file.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

BLOCKS: Mapping[str, tuple[str, ...]] = {"production": ("mineral", "stage", "year")}
"""Tables that may hold several publishers' figures, and the columns of a block."""

USGS, BACI, WGI = "usgs_mcs_", "cepii_baci_", "wb_wgi_"
"""What the ids of sources begin with that `data import` gives to the rows of a publisher's file."""


def is_released(source: str) -> bool:
    """Whether a source cell names a publisher's file that `data import` reads: such rows are its, not a planner's."""
    return publisher_of(source).startswith((USGS, BACI, WGI))


def publisher_of(source: str) -> str:
    """Return the first id of a source cell."""
    return source.split(";", maxsplit=1)[0].strip()


def publishers_of(frame: pd.DataFrame) -> "pd.Series[str]":
    """Return the publisher of every row, ``""`` where no source is stated."""
    places, cells = pd.factorize(frame["source"])  # a source that is not stated has the place -1
    names = np.array([*(publisher_of(str(cell)) for cell in cells), ""], dtype=object)
    return pd.Series(names[places], frame.index, name="source", dtype=object)


def completed_order(frame: pd.DataFrame, name: str, order: Sequence[str]) -> tuple[str, ...]:
    """Return the order of a table's publishers: those named, then the others of contested blocks as in the file."""
    publishers = publishers_of(frame)
    competing = set(publishers[_contested(frame, name, publishers)]) - {""}
    first = frame["line"].groupby(publishers).min().sort_values(kind="stable")
    first = first[first.index.isin(competing)]
    return (*order, *(str(publisher) for publisher in first.index if publisher not in order))


def winners(frame: pd.DataFrame, name: str, order: Sequence[str]) -> "pd.Series[str]":
    """Return for every row the publisher whose figures count in its block, ``""`` where no two publishers state it."""
    publishers, found = publishers_of(frame), pd.Series("", frame.index, dtype=object)
    contested = _contested(frame, name, publishers)
    if not contested.any():
        return found
    whole = completed_order(frame, name, order)
    places = publishers[contested].map({publisher: place for place, publisher in enumerate(whole)})
    first = places.groupby(_blocks(frame[contested], name)).transform("min")
    return found.mask(contested, first.map(dict(enumerate(whole))))


def counting_rows(frame: pd.DataFrame, name: str, order: Sequence[str]) -> "pd.Series[bool]":
    """Return which rows count: of each block those of one publisher, the first in order, and those without a source.

    A row without a source does not count beside one of the publisher's for the same country.
    """
    publishers, winner = publishers_of(frame), winners(frame, name, order)
    whole = winner == ""
    if whole.all():
        return whole
    bare = publishers == ""
    own = whole | (publishers == winner)
    stated = pd.MultiIndex.from_arrays([_blocks(frame, name), frame["country"]])
    return own | (bare & ~stated.isin(stated[own & ~bare]))


def _contested(frame: pd.DataFrame, name: str, publishers: "pd.Series[str]") -> "pd.Series[bool]":
    named = publishers.where(publishers != "")
    if named.nunique() < 2:
        return pd.Series(False, frame.index)
    return named.groupby(_blocks(frame, name)).transform("nunique") > 1


def _blocks(frame: pd.DataFrame, name: str) -> "pd.Series[int]":
    """The number of every row's block; years that are not stated are one year."""
    keys = [frame[column].fillna(-1 if frame[column].dtype.kind == "f" else "") for column in BLOCKS[name]]
    numbers, _ = pd.factorize(pd.MultiIndex.from_arrays(keys))
    return pd.Series(np.asarray(numbers), frame.index, dtype="int64")
