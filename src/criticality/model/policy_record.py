"""The shape of ``policy.json``: what every lever would change for the list of one run.

A class here is one JSON object. A key that is not required stands in some rows only, or is missing from records of
earlier versions.
"""

from typing import NotRequired, TypedDict

from criticality.model.input_record import Text
from criticality.text.kept import Said


class Quantity(TypedDict):
    """An amount of a lever and its unit."""

    value: float
    unit: str


class Limit(TypedDict):
    """How far a lever can go as the evidence states it; `low` and `high` are the ends of a stated range."""

    value: float | None
    low: NotRequired[float | None]
    high: NotRequired[float | None]
    stated: bool
    sources: list[str]
    because: Text
    said: NotRequired[list[Said]]


class Remaining(TypedDict):
    """A distance to the line in the unit of what decides: ``source``, of the figures of `of`, or ``place``, places."""

    amount: float
    of: str
    unit: str


class BeyondLimit(TypedDict):
    """What would be needed beyond a stated limit, or what remains even with all of the use."""

    needed: Quantity | None
    remaining: float


# The functional form, for `from` is a word of Python.
Move = TypedDict(
    "Move",
    {
        "from": NotRequired[str],
        "to": NotRequired[str],
        "stage": NotRequired[str],
        "optimum_of_concentration": NotRequired[float],
    },
)
"""Where a diversification goes; nothing of it for the other levers."""


class StandingRow(TypedDict):
    """Where a mineral stands at some amount of a lever; a dimension has no rating where a criterion has no scale."""

    score: float
    dimensions: dict[str, float | None]
    tier: str
    listed: bool


class LeverPart(Move):
    """One lever of a combination, with its amount."""

    lever: str
    value: float
    unit: NotRequired[str]
    now: NotRequired[float | None]


class LeverAnswer(Move):
    """What one lever would take to bring one mineral off the list.

    `best` is the amount that helps most, `remaining` the distance to the line that is left there, as a part of the
    span of what decides, and `remaining_in` the same in its own unit where it has one; `parts` and what follows stand
    in rows of combinations, `rides_out` in those of stockpiles.
    """

    mineral: str
    lever: str
    possible: NotRequired[bool | None]
    needed: Quantity | None
    because: Text
    said: NotRequired[list[Said]]
    now: NotRequired[float | None]
    most: NotRequired[float]
    most_because: NotRequired[str]
    best: NotRequired[float]
    remaining: NotRequired[float]
    remaining_in: NotRequired[Remaining]
    at_best: NotRequired[StandingRow]
    ten_points: NotRequired[StandingRow]
    limit: NotRequired[Limit]
    beyond_limit: NotRequired[BeyondLimit | None]
    lists_the_rest: NotRequired[bool]
    parts: NotRequired[list[LeverPart]]
    limits_stated: NotRequired[bool]
    certified_within: NotRequired[float]
    remaining_within_limits: NotRequired[float | None]
    rides_out: NotRequired[Quantity]
    tonnes: NotRequired[float | None]
    cost_usd: NotRequired[float | None]


class LeverRow(LeverAnswer):
    """The answer, whether a whole assessment confirms it, and P(listed) with the lever; None where not assessed."""

    verified: bool | None
    p_listed: float | None


class GapPoint(TypedDict):
    """The share of use that is lacking on one day."""

    day: float
    gap: float


class StockInPractice(TypedDict):
    """A stock that a government aims to hold: its days of use, and how long it would last in this disruption."""

    nominal_days: float
    lasts_days: float | None
    who: NotRequired[Text]


class HeldStock(TypedDict):
    """A stock that the scenario of the run holds; without a lasting time it outlasts the gap, or nothing is lost."""

    mineral: str
    listed: bool
    days: float
    of_the_scenario: bool
    days_needed: float
    lasts_days: float | None
    lasts_days_confident: float | None


class SweepStep(TypedDict):
    """The list where the largest source holds back a share of its exports."""

    origin: str
    restricted: float
    gap: float
    days_needed: float
    value_added_exposed_usd_m: float | None
    score: float
    dimensions: NotRequired[dict[str, float | None]]
    tier: str


class StockRow(TypedDict):
    """The stock that bridges a gap, and how long the stocks last that a scenario or a government holds."""

    yearly_use_t: NotRequired[float | None]
    stock_t: float | None
    price_usd_t: NotRequired[float | None]
    stock_usd: float | None
    held_days: NotRequired[float]
    held_lasts_days: NotRequired[float | None]
    practice: dict[str, StockInPractice]


class DisruptionRow(StockRow):
    """The disruption of one mineral: the gap over time, and the stock that would bridge it."""

    mineral: str
    what: Text
    of_the_scenario: bool
    stage: str
    share_lost: NotRequired[float]
    days: NotRequired[float]
    peak_gap: float
    curve: NotRequired[list[GapPoint]]
    corners: NotRequired[list[GapPoint]]
    days_needed: float
    days_needed_confident: float
    confidence: float
    value_added_usd_m: NotRequired[float]
    value_added_exposed_usd_m: float | None
    bound: NotRequired[str]
    sweep: NotRequired[list[SweepStep]]


class Entrant(TypedDict):
    """A mineral that would enter the list if its largest source held back a share of its exports."""

    mineral: str
    origin: str
    held: float
    at: float
    gap: float
    score_now: float
    score_at: float
    score_in_full: float
    tier_now: str
    tier_at: str
    sweep: NotRequired[list[SweepStep]]


class Optimum(TypedDict):
    """How much is moved, and the concentration and score that follow."""

    what: NotRequired[str]
    move: float
    level: float
    score: float


# The functional form, for `from` is a word of Python.
OptimaRow = TypedDict(
    "OptimaRow",
    {
        "mineral": str,
        "from": str,
        "to": str,
        "stage": NotRequired[str],
        "share_now": NotRequired[float],
        "of": str,
        "limit": Limit,
        "optima": list[Optimum],
    },
)


class Offer(TypedDict):
    """What one partner could supply of one listed mineral."""

    mineral: str
    partner: NotRequired[str]
    origin: str
    stage: NotRequired[str]
    share_now: NotRequired[float]
    governance_risk: float | None
    restriction: float | None
    produced_t: NotRequired[float | None]
    spare_t: float | None
    most: float
    most_because: str
    limit: NotRequired[Limit]
    optimum_of_concentration: NotRequired[float]
    optimum_of_score: NotRequired[float]
    score_taken_off: float


class MinedElsewhere(TypedDict):
    """The share of a partner in the world's supply of a listed mineral at another stage."""

    mineral: str
    stage: str
    world_share: float | None


class PartnerPage(TypedDict):
    """What one partner country could supply to the list."""

    country: str
    named: bool
    score_taken_off: float
    minerals: list[Offer]
    also_mines: list[MinedElsewhere]


class SharedFate(TypedDict):
    """Minerals of the list that depend on the same country, host metal or act."""

    country: NotRequired[str]
    host: NotRequired[str]
    act: NotRequired[str]
    minerals: list[str]
    shares: NotRequired[dict[str, float]]


class Intervention(TypedDict):
    """One step of the same size for several minerals at once, and how much score it takes off."""

    lever: str
    partner: str | None
    dose: float
    minerals: list[str]
    score_taken_off: float
    leaves_the_list: list[str]
    limits_stated: NotRequired[bool]


class Portfolio(TypedDict, total=False):
    """The list as a whole; `fates` by ``country``, ``host_metal`` and ``restriction``."""

    fates: dict[str, list[SharedFate]]
    interventions: list[Intervention]


class OpeningYear(TypedDict):
    """Tonnes of new supply that are open to the country in a year, and where the mineral then stands."""

    year: int
    open_t: float
    score: NotRequired[float | None]
    tier: NotRequired[str | None]
    listed: NotRequired[bool | None]


class NewSupplyRow(TypedDict):
    """New supply of a scenario, year by year."""

    mineral: str
    country: str
    stage: NotRequired[str]
    tonnes: float
    offtake_elsewhere: float
    by_year: list[OpeningYear]


class PriceRow(TypedDict):
    """What a price shock adds to the yearly bill."""

    mineral: str
    factor: float
    days: float
    bill_usd: float | None
    bill_with_shock_usd: float | None
    added_usd: float | None
    bound: NotRequired[str]
    flag: NotRequired[str]
    because: NotRequired[Text]


class PolicyRecord(TypedDict, total=False):
    """The whole of ``policy.json``; `levers` and `disruption` by mineral."""

    levers: dict[str, list[LeverRow]]
    disruption: dict[str, DisruptionRow | None]
    held: list[HeldStock]
    entrants: list[Entrant]
    optima: list[OptimaRow]
    partners: list[PartnerPage]
    portfolio: Portfolio
    new_supply: list[NewSupplyRow]
    price_shocks: list[PriceRow]
    settings: dict[str, bool | int | float]
