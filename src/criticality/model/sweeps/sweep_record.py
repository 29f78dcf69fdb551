"""The shape of summary.json: what a sweep found, as plain values. A class here is one JSON object."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from criticality.model.input_record import Scalar


class CaseFailed(TypedDict):
    """Why a case could not be decided; the message is encoded (`criticality.text.message.encoded`)."""

    file: str
    line: int
    where: str
    message: object


class CaseFound(TypedDict):
    """What one case gives, the candidates in their order; or why it could not be decided."""

    case: int
    failed: NotRequired[CaseFailed]
    assessment: NotRequired[str]
    tiers: NotRequired[list[str]]
    listed: NotRequired[list[int]]
    scores: NotRequired[list[float | None]]
    ranks: NotRequired[list[int | None]]
    p: NotRequired[list[float | None]]


class AxisFound(TypedDict):
    """What one thing that varies moves.

    `first` is its share of the variance of membership by itself and `total` with all that it shares with others, over
    all minerals; `error` is the standard error of `first` in a sample. All three are None where one thing varies at a
    time. `moved` counts the minerals that some value of it lists and another does not, the rest being equal.
    """

    code: str
    title: Mapping[str, str]
    levels: list[Scalar]
    first: float | None
    total: float | None
    error: float | None
    moved: int


class MineralFound(TypedDict):
    """In how many of the cases in which a mineral is a candidate it is listed, and what that hangs on.

    `decides` holds the axes by their share in the variance of its membership, the largest first, until half is passed.
    """

    mineral: str
    names: Mapping[str, str]
    cases: int
    listed: int
    best_rank: int | None
    worst_rank: int | None
    decides: list[str]


class CountryFound(TypedDict):
    """Who is on the list of a country in the latest reference year.

    `always` in every of its `cases`, `sometimes` in some of them; `judged` counts the minerals that are ranked at all.
    """

    country: str
    names: Mapping[str, str]
    cases: int
    judged: int
    always: list[str]
    sometimes: list[str]


class CountriesFound(TypedDict):
    """Every country with a case that could be decided, and the reference year that is told of."""

    year: int
    rows: list[CountryFound]


class SweepRecord(TypedDict):
    """The whole answer; `countries` only where the country varies.

    `together` is the share of the variance that no axis has by itself; None where one thing varies at a time.
    `confidential` is true where an assessment rests on confidential figures, so that nothing here is for publication.
    """

    format: int
    id: str
    file: str
    title: Mapping[str, str]
    software: str
    kind: str
    cases: int
    decided: int
    failed: int
    combinations: int
    draws: int
    axes: list[AxisFound]
    together: float | None
    minerals: list[MineralFound]
    smallest: int
    largest: int
    failures: list[str]
    countries: NotRequired[CountriesFound]
    confidential: NotRequired[bool]
