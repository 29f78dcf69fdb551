"""The stocks that the scenario of a run holds, for minerals on the list and others, and how long each lasts."""

from criticality.model.policy_record import HeldStock
from criticality.model.scenario import Stockpile
from criticality.policy.bench import Bench
from criticality.policy.disruption.gap import finite_days
from criticality.policy.disruption.shock import confident_gap, effect_of_shocks, shocks_on


def held_days(bench: Bench, mineral: str) -> float:
    """Days of use that the levers of the run's scenario hold of a mineral; 0 where they hold none."""
    return sum(lever.days for lever in _stockpiles(bench) if mineral in lever.minerals)


def _stockpiles(bench: Bench) -> list[Stockpile]:
    scenario = bench.inputs.scenario
    return [lever for lever in (scenario.levers if scenario is not None else ()) if isinstance(lever, Stockpile)]


def held_stocks(bench: Bench) -> list[HeldStock]:
    """Return one row for every mineral of which the scenario holds a stock, in the order of the scenario.

    Returns
    -------
    list of HeldStock
        ``lasts_days`` is None where the stock outlasts the gap, and where nothing is lost (``days_needed`` is then 0).
    """
    minerals = dict.fromkeys(mineral for lever in _stockpiles(bench) for mineral in lever.minerals)
    return [_held(bench, mineral) for mineral in minerals if mineral in bench.table]


def _held(bench: Bench, mineral: str) -> HeldStock:
    days, (shocks, stated) = held_days(bench, mineral), shocks_on(bench, mineral)
    effect = effect_of_shocks(bench, mineral, shocks)
    lasts = confident = None
    if effect is not None:
        lasts, confident = (finite_days(gap.lasts(days)) for gap in (effect.gap, confident_gap(effect)))
    return {
        "mineral": mineral,
        "listed": bench.table[mineral].listed,
        "days": days,
        "of_the_scenario": stated,
        "days_needed": 0.0 if effect is None else effect.gap.integral(),
        "lasts_days": lasts,
        "lasts_days_confident": confident,
    }
