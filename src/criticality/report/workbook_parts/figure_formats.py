"""Formats of single figures whose column has no format that fits them all: raw values, and very small shares."""

import math
from collections.abc import Sequence

from criticality.spreadsheets.book import Place
from criticality.spreadsheets.table_book import Value

SHARE = "0.0 %"
_TINY, _NEARLY_ALL = 0.0005, 0.9995
"""Shares below the first and above the second, which are not 0 or 1, would be shown as 0.0 % or 100.0 %."""
_DIGITS, _MOST_PLACES, _LONG = 4, 12, 7


def by_size(value: float) -> str:
    """Return a format with four significant digits at least, and every digit before the point.

    >>> by_size(808727096.3333334), by_size(76.651856), by_size(0.0001045811)
    ('0', '0.00', '0.0000000')
    """
    size = math.floor(math.log10(abs(value))) if value else 0
    places = min(_MOST_PLACES, max(0, _DIGITS - 1 - size))
    return f"0.{'0' * places}" if places else "0"


def formats_of_figures(rows: Sequence[Sequence[Value]], formats: Sequence[str | None]) -> dict[Place, str]:
    """Return the formats of single cells: of long figures in columns without one, and of shares near 0 and 1."""
    found: dict[Place, str] = {}
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if not isinstance(value, float) or not math.isfinite(value):
                continue
            form = formats[column - 1] if column <= len(formats) else None
            if form is None and len(repr(value)) > _LONG:
                found[number, column] = by_size(value)
            elif form == SHARE and 0 < value < _TINY:
                found[number, column] = f'[<{_TINY}]"< 0.1 %";{SHARE}'
            elif form == SHARE and _NEARLY_ALL < value < 1:
                found[number, column] = f'[>{_NEARLY_ALL}]"> 99.9 %";{SHARE}'
    return found
