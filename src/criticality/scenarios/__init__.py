"""A scenario changes data, never a formula. Every value that it changes carries the flag ``scenario``.

Shocks (what the world does) are applied first, then levers (what the government does), to the same tables:

==================  ===================================================================================================
export_restriction  one more row of ``export_restrictions``: r_c becomes max(r_c, share_lost); shares stay as they are
production_loss     the risk of that producer at that stage becomes g + p·(1 − g); shares stay as they are, because
                    removing a producer of 98 % would *lower* the concentration
suspension          the severity of that country's measures on the minerals becomes 0 until the stated date
price_shock         what the country pays (value of its imports) × (1 + (factor − 1)·days/365), the stated ``price`` ×
                    factor; quantities and the volatility of the price stay as they are
new_supply          tonnes that are not promised elsewhere are added to the producer and to the world total: none before
                    its first year, then along its ramp, as they stand on the as-of date
diversify           a share of the country's supply, traced to origin, moves to a partner that produces at that stage
recycle             the end-of-life recycling input rate is raised to the stated rate
substitute          uses, import quantity and value, and the substitution index shrink by the share replaced
reduce              uses, import quantity and value shrink by the share saved
stockpile           changes no table: a stock only covers days of use (`criticality.policy`)
==================  ===================================================================================================
"""

from criticality.scenarios.apply import apply_scenario
from criticality.scenarios.clashes import changed_cells, clashes
from criticality.scenarios.events import events_in_force, with_losses
from criticality.scenarios.shocks import bill_factor, open_tonnes, suspends, year_of
from criticality.scenarios.uses import adapt_uses

__all__ = [
    "adapt_uses",
    "apply_scenario",
    "bill_factor",
    "changed_cells",
    "clashes",
    "events_in_force",
    "open_tonnes",
    "suspends",
    "with_losses",
    "year_of",
]
