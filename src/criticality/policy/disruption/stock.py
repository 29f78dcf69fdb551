"""The supply gap of one mineral and the stock that covers it, as plain values for the record."""

import numpy as np

from criticality.model.policy_record import DisruptionRow, StockRow
from criticality.model.scenario import Shock
from criticality.policy.bench import Bench
from criticality.policy.disruption.gap import Gap, finite_days, stock_tonnes, value_added_exposed
from criticality.policy.disruption.held import held_days
from criticality.policy.disruption.practice import practices_of
from criticality.policy.disruption.shock import CONFIDENCE, confident_gap, effect_of_shocks, shocks_on, value_added_of
from criticality.policy.disruption.sweep import sweep_of
from criticality.policy.sourcing import Sourcing, sourcing_of
from criticality.text.kept import in_both_languages
from criticality.text.message import Message
from criticality.text.named import Named
from criticality.text.phrases import Phrase

CURVE_POINTS = 13


def disruption_of(bench: Bench, mineral: str) -> DisruptionRow | None:
    """Return the gap, the stock that covers it and the value added exposed; None if no supply is lost."""
    shocks, stated = shocks_on(bench, mineral)
    effect, sourcing = effect_of_shocks(bench, mineral, shocks), sourcing_of(bench, mineral)
    if effect is None or sourcing is None:
        return None
    gap, confident = effect.gap, confident_gap(effect)
    exposed = value_added_of(bench, mineral)
    return {
        "mineral": mineral,
        "what": _what(bench, shocks, stated=stated),
        "of_the_scenario": stated,
        "stage": effect.stage,
        "share_lost": effect.lost,
        "days": gap.days,
        "peak_gap": gap.peak,
        "curve": [{"day": day, "gap": gap.at(day)} for day in np.linspace(0, gap.days, CURVE_POINTS).tolist()],
        "corners": [{"day": day, "gap": height} for day, height in gap.corners],
        "days_needed": gap.integral(),
        "days_needed_confident": confident.integral(),
        "confidence": CONFIDENCE,
        **_stock(bench, mineral, sourcing, gap, confident),
        "value_added_usd_m": sum(exposed),
        "value_added_exposed_usd_m": value_added_exposed(exposed, gap),
        "bound": "upper",
        "sweep": sweep_of(bench, mineral),
    }


def _what(bench: Bench, shocks: tuple[Shock, ...], *, stated: bool) -> Phrase:
    if stated:
        return {code: " / ".join(dict.fromkeys(s.because.to(code) for s in shocks)) for code in ("en", "zh-Hant")}
    code = getattr(shocks[0], "country", "")
    return in_both_languages(Message("lever.reference", origin=Named(code, bench.country(code))))


def _stock(bench: Bench, mineral: str, sourcing: Sourcing, gap: Gap, confident: Gap) -> StockRow:
    tonnes = None if sourcing.tonnes is None else stock_tonnes(confident.integral(), sourcing.tonnes)
    price = sourcing.price
    held = held_days(bench, mineral)
    return {
        "yearly_use_t": sourcing.tonnes,
        "stock_t": tonnes,
        "price_usd_t": price,
        "stock_usd": None if tonnes is None or price is None else tonnes * price,
        "held_days": held,
        "held_lasts_days": finite_days(gap.lasts(held)),
        "practice": {
            each.code: {"nominal_days": each.days, "lasts_days": finite_days(gap.lasts(each.days)), "who": each.who}
            for each in practices_of(bench.data)
        },
    }
