"""Years and dates as Taiwan's offices write them: counted from 1912, the first year of the Republic of China."""

import re
from datetime import date

_BEFORE_FIRST = 1911
_EARLIEST, _LATEST = 60, 200
"""Of smaller numbers nobody can tell the calendar: 24 may be short for 2024."""
_DATE = re.compile(r"(?:民國|中華民國)?\s*(\d{2,3})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR = re.compile(r"(?:民國|中華民國)?\s*(\d{2,3})\s*年?")


def western_year(text: str) -> int | None:
    """Return the year of the Common Era that a year of the Republic is; None for a text that is no such year.

    >>> western_year("113"), western_year("2024")
    (2024, None)
    """
    found = _YEAR.fullmatch(text.strip())
    year = int(found[1]) if found else 0
    return _BEFORE_FIRST + year if _EARLIEST <= year <= _LATEST else None


def western_date(text: str) -> date | None:
    """Return the date that a date of the Republic is; None for a text that is no such date.

    >>> western_date("114/1/31"), western_date("114-13-01")
    (datetime.date(2025, 1, 31), None)
    """
    found = _DATE.fullmatch(text.strip())
    year = western_year(found[1]) if found else None
    if found is None or year is None:
        return None
    try:
        return date(year, int(found[2]), int(found[3]))
    except ValueError:
        return None
