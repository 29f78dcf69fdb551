"""Sentences about levers, in both languages of the list."""

from collections.abc import Mapping

from criticality.model.policy_record import DisruptionRow, StockInPractice
from criticality.policy.levers.axes import Answer, Axis
from criticality.policy.levers.combination import Combination
from criticality.text.phrases import Phrase, both, uncapped

UNITS: Mapping[str, Phrase] = {
    "diversify": {"en": "share of supply", "zh-Hant": "占供應比例"},
    "recycle": {"en": "recycling input rate", "zh-Hant": "回收投入率"},
    "substitute": {"en": "share of use", "zh-Hant": "占用量比例"},
    "reduce": {"en": "share of use", "zh-Hant": "占用量比例"},
    "stockpile": {"en": "days of use", "zh-Hant": "用量日數"},
    "combination": {"en": "sum of lever ÷ limit", "zh-Hant": "各手段占其上限比例之和"},
}


def percent(share: float) -> str:
    """A share as text, in per cent."""
    return f"{100 * share:.4g} %"


def by_itself(answer: Answer) -> Phrase:
    """The effect of one lever alone on one mineral."""
    axis, amount = answer.axis, answer.needed
    if amount is None:
        return _cannot(answer)
    doing, limit = _doing(axis, amount), axis.limit
    if limit.stated:
        return {
            "en": f"{doing['en']} takes it off the list, within the limit of {percent(axis.most)} "
            f"({limit.because['en']}).",
            "zh-Hant": f"{doing['zh-Hant']}，即可移出清單；"
            f"未逾上限 {percent(axis.most)}（{limit.because['zh-Hant']}）。",
        }
    return {
        "en": f"{doing['en']} would take it off the list; whether that can be done is open: {limit.because['en']}.",
        "zh-Hant": f"{doing['zh-Hant']}，始能移出清單；能否做到尚無依據：{limit.because['zh-Hant']}。",
    }


def _cannot(answer: Answer) -> Phrase:
    """That a lever cannot take a mineral off: the margin at its best amount, and what is needed beyond its limit."""
    axis, limit = answer.axis, answer.axis.limit
    left, beyond = f"{max(0.0, answer.remaining):.3f}", _beyond(answer)
    named = {"en": f" ({limit.because['en']})", "zh-Hant": f"（{limit.because['zh-Hant']}）"}
    if not axis.open:
        return {
            "en": f"Cannot: it stands at its limit of {percent(axis.most)}{named['en']}, {left} above the line."
            + beyond["en"],
            "zh-Hant": f"無法達成：已達上限 {percent(axis.most)}{named['zh-Hant']}，高於門檻 {left}。"
            + beyond["zh-Hant"],
        }
    doing = _doing(axis, answer.best)
    return {
        "en": f"Cannot: up to {'its limit of' if limit.stated else 'all of it,'} {percent(axis.most)}{named['en']}, it "
        f"stays on the list; least remains at {percent(answer.best)} ({uncapped(doing['en'])}): {left} above the line."
        + beyond["en"],
        "zh-Hant": f"無法達成：直至{'上限' if limit.stated else '全部'} {percent(axis.most)}{named['zh-Hant']}"
        "仍在清單上；"
        f"最接近者為{doing['zh-Hant']}，尚高於門檻 {left}。" + beyond["zh-Hant"],
    }


def _beyond(answer: Answer) -> Phrase:
    result = answer.beyond
    if result is None:
        return both("")
    if result.needed is None:
        left = f"{max(0.0, result.remaining):.3f}"
        return {
            "en": f" Not even all of it would do: {left} would remain.",
            "zh-Hant": f"即使達 100 % 亦不足，尚差 {left}。",
        }
    needed, limit = percent(result.needed), answer.axis.limit
    if limit.high is not None and result.needed <= limit.high:
        return {
            "en": f" {needed} would be needed, beyond that limit, which is known within {percent(limit.low or 0.0)} to "
            f"{percent(limit.high)} only.",
            "zh-Hant": f"須達 {needed}，逾上述上限；"
            f"惟該上限僅知介於 {percent(limit.low or 0.0)} 至 {percent(limit.high)}。",
        }
    return {
        "en": f" {needed} would be needed, which is beyond that limit.",
        "zh-Hant": f"須達 {needed}，已逾上述上限。",
    }


def _doing(axis: Axis, amount: float) -> Phrase:
    share = percent(amount)
    if axis.kind == "diversify" and axis.partner is not None:
        origin, partner = (axis.bench.country(code) for code in (axis.origin, axis.partner.country))
        return {
            "en": f"Moving {share} of the supply from {origin['en']} to {partner['en']}",
            "zh-Hant": f"將供應之 {share} 自{origin['zh-Hant']}移至{partner['zh-Hant']}",
        }
    if axis.kind == "recycle":
        return {
            "en": f"Raising the recycling input rate from {percent(axis.least)} to {share}",
            "zh-Hant": f"將回收投入率自 {percent(axis.least)} 提高至 {share}",
        }
    if axis.kind == "substitute":
        return {"en": f"Replacing {share} of its use", "zh-Hant": f"以他種材料替代 {share} 之用量"}
    return {"en": f"Saving {share} of its use", "zh-Hant": f"節省 {share} 之用量"}


def no_partner() -> Phrase:
    """Why diversification is no lever here."""
    return {
        "en": "Cannot: no partner other than the largest source is known to produce at the stage at which the country "
        "buys.",
        "zh-Hant": "無法達成：所採購之環節，除最大來源外查無其他生產之夥伴國。",
    }


def no_lever() -> Phrase:
    """Why there is no combination."""
    return {
        "en": "Cannot: no lever can move anything.",
        "zh-Hant": "無法達成：各手段均無可動用之量。",
    }


def decided_otherwise(*, designated: bool) -> Phrase:
    """Why no lever helps a mineral that is listed by designation or with its group."""
    if designated:
        return {
            "en": "Cannot: it is listed by designation, and only a decision takes it off.",
            "zh-Hant": "無法達成：該礦產係經指定列入，須由決定移出。",
        }
    return {
        "en": "Cannot by its own figures: it is on the list with its group.",
        "zh-Hant": "無法以其自身資料達成：該礦產隨類組列入。",
    }


def lists_the_rest() -> Phrase:
    """Why no lever helps where a tier of the list has no condition."""
    return {
        "en": "Cannot within its limits: a tier of the list has no condition and takes whatever no earlier one does.",
        "zh-Hant": "於上限內無法達成：清單中有一類別未設條件，凡未歸入前列類別者一律列入。",
    }


def combined(amounts: Mapping[str, Phrase], result: Combination) -> Phrase:
    """The effect of a combination of levers."""
    en, zh = ("; ".join(text[code] for text in amounts.values()) for code in ("en", "zh-Hant"))
    cost, left = f"{result.cost:.4f}", f"{max(0.0, result.remaining):.3f}"
    if not result.possible:
        return {
            "en": f"Cannot: with every lever at its most it stays {left} above the line.",
            "zh-Hant": f"無法達成：各手段皆達上限，仍高於門檻 {left}。",
        }
    if not result.limits_stated:
        return {
            "en": f"{en}: would take it off the list, with a lever of which no published limit is known."
            f"{_within(result)}",
            "zh-Hant": f"{zh}：始能移出清單，惟其中手段未見已發表之上限。{_within(result, chinese=True)}",
        }
    if len(amounts) == 1:
        return {
            "en": f"{en} alone is the cheapest way off the list: {cost} of its limit.",
            "zh-Hant": f"單以「{zh}」即為成本最低之移出方式：占其上限 {cost}。",
        }
    return {
        "en": f"{en}: together they take it off the list, at a cost of {cost} (sum of lever ÷ limit).",
        "zh-Hant": f"{zh}：合計可移出清單，成本 {cost}（各手段占其上限比例之和）。",
    }


def _within(result: Combination, *, chinese: bool = False) -> str:
    if result.remaining_within is None:
        return ""
    left = f"{max(0.0, result.remaining_within):.3f}"
    if chinese:
        return f"僅以有上限者皆達上限，仍高於門檻 {left}。"
    return f" With those that have one at their limits, {left} remains."


def doing(axis: Axis, amount: float) -> Phrase:
    """The action of a lever, as part of a sentence."""
    return _doing(axis, amount)


def stock(row: DisruptionRow | None) -> Phrase:
    """That a stock changes no criterion, and how many days it covers."""
    en = "Cannot: a stock changes no criterion; it buys days."
    zh = "無法達成：儲備不改變任何準則，僅換取時間。"
    if row is None:
        return {"en": f"{en} No share of its supply is lost.", "zh-Hant": f"{zh}其供應未受衝擊。"}
    days, sure = row["days_needed_confident"], row["confidence"]
    held, held_zh = _held(row["practice"])
    own, own_zh = _own(row)
    return {
        "en": f"{en} Riding out the gap ({row['what']['en']}) takes {days:.0f} days of total use with "
        f"{percent(sure)} confidence{held}{own}.",
        "zh-Hant": f"{zh}度過缺口（{row['what']['zh-Hant']}）需 {days:.0f} 日之總用量（信心水準 {percent(sure)}）"
        f"{held_zh}{own_zh}。",
    }


def _own(row: DisruptionRow) -> tuple[str, str]:
    """How long the stock of the run's scenario lasts, if the scenario holds one."""
    if not row["held_days"]:
        return "", ""
    en, zh = _lasting(row["held_lasts_days"])
    return (
        f"; the {row['held_days']:.4g} days that the scenario holds last {en}",
        f"；情境所持有之 {row['held_days']:.4g} 日儲備可維持{zh}",
    )


def _lasting(days: float | None) -> tuple[str, str]:
    return ("to the end of it", "至衝擊結束") if days is None else (f"{days:.0f} days", f" {days:.0f} 日")


def _held(practice: Mapping[str, StockInPractice]) -> tuple[str, str]:
    """How long the smallest stock that a government aims to hold lasts, if the data state one."""
    if not practice:
        return "", ""
    least = min(practice.values(), key=lambda each: float(each["nominal_days"]))
    days, lasts = least["nominal_days"], least["lasts_days"]
    en, zh = _lasting(lasts)
    return f"; {days:.0f} nominal days last {en}", f"；{days:.0f} 日名目儲備可維持{zh}"
