"""Scenarios: shocks (what the world does) and levers (what the government does)."""

from typing import Annotated, Literal

from pydantic import Field

from criticality.model.document import BilingualText, Code, Date, Document, Number, Whole

Stage = Literal["extraction", "processing", "product"]
Share = Annotated[Number, Field(ge=0, le=1)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Days = Annotated[Number, Field(ge=0)]
Minerals = Annotated[tuple[Code, ...], Field(min_length=1)]


class ExportRestriction(Document):
    """A country withholds a share of its exports of some minerals for some days."""

    kind: Literal["export_restriction"]
    country: Country
    minerals: Minerals
    stage: Stage | None = None
    share_lost: Share = 1.0
    days: Days = 365.0
    because: BilingualText


class Suspension(Document):
    """A country's measures on some minerals are suspended until a date, or permanently if no date is stated.

    `source` names one act by its id in data/sources.yaml. Without it, all measures of the country on these minerals are
    suspended.
    """

    kind: Literal["suspension"]
    country: Country
    minerals: Minerals
    source: Code | None = None
    until: Date | None = None
    because: BilingualText


class ProductionLoss(Document):
    """A country loses a share of its production of some minerals for some days."""

    kind: Literal["production_loss"]
    country: Country
    minerals: Minerals
    stage: Stage
    share_lost: Share
    days: Days = 365.0
    because: BilingualText


class PriceShock(Document):
    """The price of some minerals is multiplied for some days."""

    kind: Literal["price_shock"]
    minerals: Minerals
    factor: Annotated[Number, Field(gt=0)]
    days: Days = 365.0
    because: BilingualText


class NewSupply(Document):
    """A country adds supply, growing evenly over a ramp from the start of a year; part may be promised to others."""

    kind: Literal["new_supply"]
    country: Country
    minerals: Minerals
    stage: Stage
    tonnes: Annotated[Number, Field(gt=0)]
    offtake_elsewhere: Share = 0.0
    from_year: Annotated[Whole, Field(ge=1900, le=2200)] | None = None
    ramp_years: Annotated[Number, Field(ge=0)] = 0.0
    because: BilingualText


class Diversify(Document):
    """A share of the supply of the country assessed moves from one country to another."""

    kind: Literal["diversify"]
    minerals: Minerals
    from_: Country = Field(alias="from")
    to: Country
    share: Share
    because: BilingualText


class Stockpile(Document):
    """A stock of some days of use. It changes the supply gap and the days covered, but no criterion."""

    kind: Literal["stockpile"]
    minerals: Minerals
    days: Days
    because: BilingualText


class Recycle(Document):
    """The end-of-life recycling input rate is raised to a stated rate."""

    kind: Literal["recycle"]
    minerals: Minerals
    input_rate: Share
    because: BilingualText


class Substitute(Document):
    """Another material replaces the mineral in a share of its use."""

    kind: Literal["substitute"]
    minerals: Minerals
    share_of_use: Share
    because: BilingualText


class Reduce(Document):
    """A share of the use is saved."""

    kind: Literal["reduce"]
    minerals: Minerals
    share_of_use: Share
    because: BilingualText


Shock = Annotated[ExportRestriction | Suspension | ProductionLoss | PriceShock | NewSupply, Field(discriminator="kind")]
Lever = Annotated[Diversify | Stockpile | Recycle | Substitute | Reduce, Field(discriminator="kind")]


class Redirection(Document):
    """Supply that others redirect in a shortage: it rises evenly over `days` to a `share` of yearly use."""

    share: Share
    days: Days
    because: BilingualText


class Scenario(Document):
    """Shocks, then levers, applied to the same data. `redirection` affects the supply gap only."""

    title: BilingualText
    shocks: tuple[Shock, ...] = ()
    levers: tuple[Lever, ...] = ()
    redirection: Redirection | None = None
    note: BilingualText | None = None
