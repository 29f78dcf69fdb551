"""Rows put in order, or told apart, by several columns at once, as whole numbers.

A place is the number ≥ 0 of a cell among the different cells of its column, in the order that counts there.
"""

from collections.abc import Iterable

import numpy as np

Places = np.ndarray[tuple[int], np.dtype[np.int64]]

_LARGEST = 1 << 62
"""Above every number that a row may get."""


def joined(columns: Iterable[Places]) -> Places:
    """Return a number for every row, by which rows compare as by their places in the first column, then in the second.

    Rows have the same number where they have the same place in every column. There must be a column.
    """
    first, *others = columns
    numbers = first.astype(np.int64)
    for places in others:
        most = int(places.max(initial=0)) + 1
        if (int(numbers.max(initial=0)) + 1) * most >= _LARGEST:  # too large: number anew what there is
            numbers = np.unique(numbers, return_inverse=True)[1].astype(np.int64)
        numbers = numbers * most + places
    return numbers
