"""Names in a table that look like slips of others: a property no criterion reads, an indicator few countries have."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from criticality.errors import Problem
from criticality.indicators.registry import INDICATORS
from criticality.model.criteria import Criterion
from criticality.model.dataset import TABLES, Dataset
from criticality.text.message import Message
from criticality.text.spelling import nearest

FEW = 0.2
"""Share of the rows of the name most likely meant, below which a name counts as a slip of it."""

TYPED = 2
"""Rows that somebody may have typed under a slip of the name of a property that is read, however few rows that has."""

FEW_COUNTRIES = 0.34
"""Share of the countries of another governance indicator below which one is told."""

ALIKE = 0.8
"""Likeness of two names from which one may be a slip of the other."""

_DIGITS = re.compile(r"\d+")


def odd_names(dataset: Dataset, criteria: Sequence[Criterion]) -> Iterator[Problem]:
    """Warn of properties that nobody reads and of governance indicators that few countries have.

    Parameters
    ----------
    dataset
        The tables of data/.
    criteria
        Those of the assessment.
    """
    yield from _properties(dataset, criteria)
    yield from _indicators(dataset)


def _properties(dataset: Dataset, criteria: Sequence[Criterion]) -> Iterator[Problem]:
    """Properties with few rows that are spelt nearly like one with many, or like one that is read."""
    read = {str(criterion.parameters["property"]) for criterion in criteria if "property" in criterion.parameters}
    read |= {name for indicator in INDICATORS.values() for name in indicator.properties}
    counts = Counter(dataset.table("mineral_properties")["property"])
    for name in sorted(counts.keys() - read):
        many = [other for other, count in counts.items() if counts[name] < FEW * count and not _numbered(name, other)]
        if counts[name] <= TYPED:
            many += [other for other in read if counts[name] < counts[other] and not _numbered(name, other)]
        meant = nearest(name, many, least_similarity=ALIKE)
        if meant is not None:
            message = Message("indicators.property_unread", name=name, n=counts[name])
            yield _problem(
                dataset, "mineral_properties", "property", name, message, Message("files.did_you_mean", meant=meant)
            )


def _indicators(dataset: Dataset) -> Iterator[Problem]:
    """Governance indicators of few countries: all of them count alike, so every other country would lack one."""
    governance = dataset.table("governance")
    counts = {str(name): len(set(rows["country"])) for name, rows in governance.groupby("indicator", sort=True)}
    for name, count in counts.items():
        others = [other for other, its in counts.items() if count < FEW_COUNTRIES * its]
        if not others:
            alike = nearest(name, [other for other, its in counts.items() if count < its], least_similarity=ALIKE)
            others = [] if alike is None else [alike]
        if others:
            message = Message("indicators.few_countries", name=name, count=count, most=max(counts.values()))
            meant = nearest(name, others)
            spelt = Message("files.did_you_mean", meant=meant)
            hint = spelt if meant else Message("files.known", names=others)
            yield _problem(dataset, "governance", "indicator", name, message, hint)


def _numbered(name: str, other: str) -> bool:
    """Whether two names differ in their numbers alone, as those of two years do."""
    return _DIGITS.sub("#", name) == _DIGITS.sub("#", other)


def _problem(dataset: Dataset, table: str, column: str, name: str, message: str, hint: str) -> Problem:
    frame = dataset.table(table)
    line = int(frame.loc[frame[column] == name, "line"].min())
    return Problem(TABLES[table].path, line, None, column, message, hint, "warning")
