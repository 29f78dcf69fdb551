"""Use shares of one economy adapted to another by location quotients.

Shares of use that were measured in a donor economy are carried over by how much each sector weighs in the country
beside the donor: LQ_s = (share of s in the country's value added) / (share of s in the donor's), A'_s ∝ A_s·LQ_s. That
takes every sector of the two economies to use as much of the mineral for a dollar of value added.

References
----------
Flegg, A. T., Webber, C. D., & Elliott, M. V. (1995). On the appropriate use of location quotients in generating
regional input-output tables. Regional Studies 29, 547–561: the simple location quotient, from which they start.
"""

from collections.abc import Iterator, Sequence

import pandas as pd

from criticality.errors import InputError, Problem
from criticality.model.dataset import DONOR_SECTORS, TABLES
from criticality.model.publishers import publishers_of
from criticality.model.rows.ownership import rows_for
from criticality.text.message import Message

VALUE_ADDED = "value_added_usd_m"


def adapt_uses(
    end_uses: pd.DataFrame,
    sectors: pd.DataFrame,
    donor: pd.DataFrame,
    *,
    country: str,
    sources: Sequence[str],
    file: str = DONOR_SECTORS.path,
) -> pd.DataFrame:
    """Return the use shares with those of some publishers adapted to the country's sectors.

    The adapted rows of a mineral add up to what they added up to before. The frames given are not altered.

    Parameters
    ----------
    end_uses, sectors
        Tables of data/; of both the rows that count for the country are used (its own, else any country's).
    donor
        Value added of the economy in which the shares were measured (`DONOR_SECTORS`).
    country
        ISO 3166 alpha-3 code of the country assessed.
    sources
        Publishers whose shares are the donor's: the first id of a row's source cell.
    file
        Path of the donor's table, for messages.

    Raises
    ------
    InputError
        If a use's sector is absent from the donor's table or the country's, if the donor has none of its value added,
        or if a mineral would be left without any use.
    """
    counting = rows_for("end_uses", end_uses, country)
    chosen = publishers_of(counting).isin(list(sources)) & counting["share"].gt(0.0)
    own = _value_added(rows_for("sectors", sectors, country))
    quotients = (own / own.sum()) / (_value_added(donor) / donor[VALUE_ADDED].sum())
    uses = counting[chosen]
    problems = [*_unmatched(uses, own, donor, file)]
    weighed = uses["share"] * uses["sector"].map(quotients)
    left = weighed.groupby(uses["mineral"]).transform("sum")
    problems += [] if problems else _left_without(uses[left == 0.0], country)
    if problems:
        raise InputError(problems)
    whole = uses["share"].groupby(uses["mineral"]).transform("sum")
    shares = counting["share"].astype("float64").copy()
    shares[chosen] = weighed / left * whole
    return counting.assign(share=shares)


def _value_added(sectors: pd.DataFrame) -> "pd.Series[float]":
    found: pd.Series[float] = sectors.drop_duplicates("sector").set_index("sector")[VALUE_ADDED].astype("float64")
    return found


def _unmatched(uses: pd.DataFrame, own: "pd.Series[float]", donor: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Sectors of use that one of the two economies does not state; one problem for each sector."""
    for sector, rows in uses.groupby("sector", sort=True):
        first, count = int(rows["line"].min()), len(rows)
        stated = donor[donor["sector"] == sector]
        what = Message("scenarios.adapted_sector", n=count, sector=sector)
        if not len(stated):
            message = Message("scenarios.no_quotient", what=what, file=file)
            yield Problem(
                TABLES["end_uses"].path, first, None, "sector", message, Message("scenarios.add_sector", file=file)
            )
        elif not float(stated[VALUE_ADDED].iloc[0]) > 0.0:
            message = Message("scenarios.donor_worth_nothing", what=what)
            hint = Message("scenarios.state_value")
            yield Problem(file, int(stated["line"].iloc[0]), None, VALUE_ADDED, message, hint)
        if sector not in own.index:
            message = Message("scenarios.sector_lacking", what=what)
            yield Problem(TABLES["end_uses"].path, first, None, "sector", message, Message("scenarios.add_to_sectors"))


def _left_without(uses: pd.DataFrame, country: str) -> list[Problem]:
    """Minerals all of whose adapted uses are in sectors that the country does not have."""
    return [
        Problem(
            TABLES["end_uses"].path,
            int(rows["line"].min()),
            None,
            "share",
            Message("scenarios.no_use_left", mineral=mineral, country=country),
            Message("scenarios.correct_sectors"),
        )
        for mineral, rows in uses.groupby("mineral", sort=True)
    ]
