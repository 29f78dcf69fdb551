"""Sentences about levers, in both languages of the list."""

from collections.abc import Mapping
from typing import Any

from criticality.policy.levers import Answer, Axis

Text = dict[str, str]
UNITS: Mapping[str, Text] = {
    "diversify": {"en": "share of supply", "zh-Hant": "占供應比例"},
    "recycle": {"en": "recycling input rate", "zh-Hant": "回收投入率"},
    "substitute": {"en": "share of use", "zh-Hant": "占用量比例"},
    "reduce": {"en": "share of use", "zh-Hant": "占用量比例"},
    "stockpile": {"en": "days of use", "zh-Hant": "用量日數"},
    "combination": {"en": "sum of lever ÷ maximum", "zh-Hant": "各手段占其上限比例之和"},
}
NAMES: Mapping[str, Text] = {
    "diversify": {"en": "diversify", "zh-Hant": "分散來源"},
    "recycle": {"en": "recycle", "zh-Hant": "回收"},
    "substitute": {"en": "substitute", "zh-Hant": "替代"},
    "reduce": {"en": "use less", "zh-Hant": "減用"},
    "stockpile": {"en": "stockpile", "zh-Hant": "儲備"},
    "combination": {"en": "combination", "zh-Hant": "組合"},
}


def percent(share: float) -> str:
    """A share as words."""
    return f"{100 * share:.4g} %"


def by_itself(answer: Answer) -> Text:
    """What one lever alone does for one mineral."""
    axis, amount = answer.axis, answer.needed
    if amount is None:
        return _cannot(answer)
    doing = _doing(axis, amount)
    return {
        "en": f"{doing['en']} takes it off the list.",
        "zh-Hant": f"{doing['zh-Hant']}，即可移出清單。",
    }


def _cannot(answer: Answer) -> Text:
    """The proof: what remains at the lever's best, of all amounts up to its maximum."""
    axis = answer.axis
    doing = _doing(axis, answer.best)
    left = f"{max(0.0, answer.remaining):.3f}"
    return {
        "en": f"Cannot: up to its maximum of {percent(axis.most)} ({axis.limit}) it stays on the list; "
        f"least remains at {percent(answer.best)} ({doing['en']}): {left} above the line.",
        "zh-Hant": f"無法達成：直至上限 {percent(axis.most)} 仍在清單上；最接近者為{doing['zh-Hant']}，"
        f"尚高於門檻 {left}。",
    }


def _doing(axis: Axis, amount: float) -> Text:
    share = percent(amount)
    if axis.kind == "diversify" and axis.partner is not None:
        move = axis.lever(amount)
        origin, partner = getattr(move, "from_", ""), axis.partner.country
        return {
            "en": f"Moving {share} of the supply from {origin} to {partner}",
            "zh-Hant": f"將供應之 {share} 自 {origin} 移至 {partner}",
        }
    if axis.kind == "recycle":
        return {
            "en": f"Raising the recycling input rate from {percent(axis.least)} to {share}",
            "zh-Hant": f"將回收投入率自 {percent(axis.least)} 提高至 {share}",
        }
    if axis.kind == "substitute":
        return {"en": f"Replacing {share} of its use", "zh-Hant": f"以他種材料替代 {share} 之用量"}
    return {"en": f"Saving {share} of its use", "zh-Hant": f"節省 {share} 之用量"}


def no_partner() -> Text:
    """Why diversification is no lever here."""
    return {
        "en": "Cannot: no partner other than the largest source is known to produce at the stage at which the country "
        "buys.",
        "zh-Hant": "無法達成：於採購之階段，除最大來源外未知其他生產之夥伴國。",
    }


def nothing_left(kind: str) -> Text:
    """A lever that stands at its maximum already."""
    return {
        "en": f"Cannot: {NAMES[kind]['en']} stands at its feasible maximum already.",
        "zh-Hant": f"無法達成：{NAMES[kind]['zh-Hant']}已達可行上限。",
    }


def decided_otherwise(*, designated: bool) -> Text:
    """Why no lever helps a mineral that its own figures did not list."""
    if designated:
        return {
            "en": "Cannot: it is listed by designation, and only a decision takes it off.",
            "zh-Hant": "無法達成：該礦產係經指定列入，須由決定移出。",
        }
    return {
        "en": "Cannot by its own figures: it is on the list with its group.",
        "zh-Hant": "無法以其自身數據達成：該礦產隨群組列入。",
    }


def combined(amounts: Mapping[str, Text], cost: float, remaining: float, *, possible: bool) -> Text:
    """What a combination does."""
    en, zh = ("; ".join(text[code] for text in amounts.values()) for code in ("en", "zh-Hant"))
    if possible and len(amounts) == 1:
        return {
            "en": f"{en} alone is the cheapest way off the list: {cost:.4f} of its maximum.",
            "zh-Hant": f"單以「{zh}」即為成本最低之移出方式：占其上限 {cost:.4f}。",
        }
    if possible:
        return {
            "en": f"{en}: together they take it off the list, at a cost of {cost:.4f} (sum of lever ÷ maximum).",
            "zh-Hant": f"{zh}：合計可移出清單，成本 {cost:.4f}（各手段占其上限比例之和）。",
        }
    return {
        "en": f"Cannot: with every lever at its most it stays {max(0.0, remaining):.3f} above the line.",
        "zh-Hant": f"無法達成：各手段皆達上限，仍高於門檻 {max(0.0, remaining):.3f}。",
    }


def doing(axis: Axis, amount: float) -> Text:
    """What is done, as half a sentence."""
    return _doing(axis, amount)


def stock(row: Mapping[str, Any] | None) -> Text:
    """A stock changes no criterion; what it buys."""
    en = "Cannot: a stock changes no criterion; it buys days."
    zh = "無法達成：儲備不改變任何準則，僅換取時間。"
    if row is None:
        return {"en": f"{en} No share of its supply is lost.", "zh-Hant": f"{zh}其供應未受衝擊。"}
    days, sure = row["days_needed_confident"], row["confidence"]
    held, held_zh = _held(row["practice"])
    return {
        "en": f"{en} Riding out the gap ({row['what']['en']}) takes {days:.0f} days of total use with "
        f"{percent(sure)} confidence{held}.",
        "zh-Hant": f"{zh}度過缺口（{row['what']['zh-Hant']}）需 {days:.0f} 日之總用量（信心水準 {percent(sure)}）"
        f"{held_zh}。",
    }


def _held(practice: Mapping[str, Mapping[str, Any]]) -> tuple[str, str]:
    """How long the smallest stock that a government aims at lasts, if the data state one."""
    if not practice:
        return "", ""
    least = min(practice.values(), key=lambda each: float(each["nominal_days"]))
    days, lasts = least["nominal_days"], least["lasts_days"]
    en, zh = ("to the end of it", "至衝擊結束") if lasts is None else (f"{lasts:.0f} days", f"{lasts:.0f} 日")
    return f"; {days:.0f} nominal days last {en}", f"；{days:.0f} 日名目儲備可維持{zh}"
