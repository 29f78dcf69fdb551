"""The cost of a price shock: the value of a year's imports at unchanged quantities."""

from criticality.indicators.evidence import Evidence
from criticality.indicators.registry import INDICATORS
from criticality.model.dataset import SCENARIO
from criticality.model.policy_record import PriceRow
from criticality.model.scenario import PriceShock, Scenario
from criticality.scenarios import bill_factor

BILL = "import_value"


def price_shocks(evidence: Evidence, scenario: Scenario | None, years: int = 3) -> list[PriceRow]:
    """Return, for every mineral whose price a scenario changes, the yearly import bill before and with it.

    Buyers are assumed not to reduce their purchases at a higher price, so the added cost is an upper bound. The price
    volatility (a standard deviation over at least ten years) is not computed again, because the data do not contain
    the yearly prices.

    Parameters
    ----------
    evidence
        The evidence with the scenario applied.
    scenario
        The scenario with the price shocks.
    years
        Number of years over which the bill is averaged.
    """
    shocks = [shock for shock in (scenario.shocks if scenario is not None else ()) if isinstance(shock, PriceShock)]
    indicator = INDICATORS[BILL]
    rows: list[PriceRow] = []
    for shock in shocks:
        for mineral in shock.minerals:
            cell = indicator.compute(evidence, mineral, indicator.settings({"years": years}))
            paid = cell.value if cell.present else None
            before = None if paid is None else paid / bill_factor(shock)
            rows.append(
                {
                    "mineral": mineral,
                    "factor": shock.factor,
                    "days": shock.days,
                    "bill_usd": before,
                    "bill_with_shock_usd": paid,
                    "added_usd": None if paid is None or before is None else paid - before,
                    "bound": "upper" if shock.factor >= 1 else "lower",
                    "flag": SCENARIO,
                    "because": shock.because.model_dump(by_alias=True),
                }
            )
    return rows
