"""What took supply away since the figures were counted: the rows of ``events`` that hold on the as-of date."""

from datetime import date

import pandas as pd

from criticality.model.dataset import PRODUCTION_LOSSES, Dataset
from criticality.scenarios.rows import overlaid


def events_in_force(dataset: Dataset, as_of: date, reference_year: int) -> pd.DataFrame:
    """Return the rows of ``events`` that hold on a date and that the production figures do not show yet.

    A row holds from its first to its last day; without a last day it still holds. It counts where it began in the year
    of the newest production figures of its mineral and stage that an assessment of `reference_year` reads, or later:
    what happened before those figures were counted is in them.
    """
    frame = dataset.table("events")
    if frame.empty:
        return frame
    production = dataset.table("production")
    counted = production[~(production["year"] > reference_year)].groupby(["mineral", "stage"])["year"].max().to_dict()
    newest = [counted.get(key) for key in zip(frame["mineral"], frame["stage"], strict=True)]
    counts = [
        begun <= as_of and (pd.isna(ended) or ended >= as_of) and year is not None and begun.year >= year
        for begun, ended, year in zip(frame["from"], frame["until"], newest, strict=True)
    ]
    return frame[counts].reset_index(drop=True)


def with_losses(dataset: Dataset, events: pd.DataFrame) -> Dataset:
    """Return the data with the losses of some events, as a production loss of a scenario records them.

    Shares of supply stay as they are, and the risk of the producer becomes g + p·(1 − g). Of several events at one
    producer the shares lost add up, to 1 at most.
    """
    keys = ["mineral", "stage", "country"]
    lost = events.groupby(keys, sort=True)["share_lost"].sum().clip(upper=1.0).reset_index()
    columns = (*keys, "share_lost")
    rows = list(lost[list(columns)].itertuples(index=False, name=None))
    return overlaid(dataset, PRODUCTION_LOSSES, columns, rows)
