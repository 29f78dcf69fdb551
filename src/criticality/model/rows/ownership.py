"""Whose rows count for a country: its own uses and sectors before any country's, and its own judgements on partners."""

from collections.abc import Mapping

import pandas as pd

OWNED: Mapping[str, tuple[str, ...]] = {"end_uses": ("mineral", "application"), "sectors": ("sector",)}
"""Tables whose rows may be one country's alone, and the columns by which its rows replace those of any country."""

LEAST_WHOLE, MOST_WHOLE = 0.98, 1.02
"""Between these sums the use shares of a mineral are its whole use: publishers round."""

COUNTRIES = "countries"


def rows_for(name: str, frame: pd.DataFrame, country: str) -> pd.DataFrame:
    """Return the rows of a table of `OWNED` that count for a country: its own, and any country's not replaced."""
    if "country" not in frame or not len(frame):
        return frame
    counts = frame["country"].isin([country, ""]) & ~replaced_rows(name, frame, country)
    return frame if bool(counts.all()) else frame[counts].reset_index(drop=True)


def replaced_rows(name: str, frame: pd.DataFrame, country: str) -> "pd.Series[bool]":
    """Tell of every row whether it is any country's and a row of the country stands in its place.

    A country's own row replaces that of any country for the same sector, or for the same application of a mineral.
    Where its own shares of a mineral are the whole use by themselves, they replace every row of that mineral.
    """
    own = frame[frame["country"] == country]
    keys = set(own[list(OWNED[name])].itertuples(index=False, name=None))
    named = pd.Series(
        [key in keys for key in frame[list(OWNED[name])].itertuples(index=False, name=None)],
        index=frame.index,
        dtype=bool,
    )
    if "share" in frame:
        named |= frame["mineral"].isin(wholly_stated(own))
    return (frame["country"] == "") & named


def wholly_stated(uses: pd.DataFrame) -> frozenset[str]:
    """Return the minerals whose use shares add up to a whole."""
    sums = uses.groupby("mineral")["share"].sum().round(9)
    return frozenset(str(mineral) for mineral in sums.index[sums.between(LEAST_WHOLE, MOST_WHOLE)])


def decided_for(countries: pd.DataFrame, country: str) -> pd.DataFrame:
    """Return the table of countries without the partners that were named for another country's list.

    A country that is not to be printed stays so, whoever decided it: to point to nobody is the careful side.
    """
    foreign = foreign_judgements(countries, country)
    if not bool(foreign.any()):
        return countries
    return countries.assign(partner_because=countries["partner_because"].mask(foreign, ""))


def foreign_judgements(countries: pd.DataFrame, country: str) -> "pd.Series[bool]":
    """Tell of every country whether the judgement on it was made for another country's list."""
    judged = (countries["partner_because"] != "") | (countries["print"] == "no")
    return judged & ~countries["decided_for"].isin([country, ""])


def not_later(frame: pd.DataFrame, reference_year: int | None) -> pd.DataFrame:
    """Return the rows of a table that are not dated after the reference year; one without a year is the oldest."""
    if reference_year is None or "year" not in frame:
        return frame
    counts = ~(frame["year"] > reference_year)
    return frame if bool(counts.all()) else frame[counts].reset_index(drop=True)
