"""Sentences about what would put a mineral on the list, in both languages."""

from collections.abc import Sequence
from typing import NamedTuple

from criticality.text.message import said
from criticality.text.numbers import plain
from criticality.text.own_words import shipped_words
from criticality.text.phrases import Phrase


def value(title: Phrase, now: float | None, needed: float, unit: str, *, one_way: bool = True) -> Phrase:
    """Another value under one criterion; `one_way` where every value beyond it is as good."""
    of = "" if unit in ("", "1") else f" {unit}"
    less = now is not None and needed < now
    english = "no figure today" if now is None else f"today {plain(_short(now))}"
    chinese = "目前查無資料" if now is None else f"目前為 {plain(_short(now))}"
    beyond = (" or less", " 以下") if less else (" or more", " 以上")
    beyond = beyond if one_way else ("", "")
    return {
        "en": f"{title['en']}: {plain(needed)}{of}{beyond[0]} ({english})",
        "zh-Hant": f"{title['zh-Hant']}：{plain(needed)}{of}{beyond[1]}（{chinese}）",
    }


def weight(title: Phrase, now: float, needed: float, *, dimension: bool) -> Phrase:
    """Another weight of a criterion or a dimension, the others in proportion."""
    less = needed < now
    then, before = (f"{100 * share:.4g} %" for share in (needed, now))
    what = ("the dimension", "構面") if dimension else ("the criterion", "準則")
    return {
        "en": f"weight of {what[0]} {title['en']}: {then} or {'less' if less else 'more'} (today {before}), "
        "the others in proportion",
        "zh-Hant": f"{what[1]}「{title['zh-Hant']}」之權重：{then} {'以下' if less else '以上'}（目前 {before}），"
        "其餘依比例調整",
    }


def threshold(tier: Phrase, of: Phrase, comparison: str, now: float, needed: float, unit: str = "") -> Phrase:
    """Another threshold in one condition of the rule; with a unit where it stands in that of the figures."""
    if comparison == "top":
        return {
            "en": f"tier {tier['en']}: {of['en']} among the first {plain(needed)} (today {plain(now)})",
            "zh-Hant": f"類別「{tier['zh-Hant']}」：{of['zh-Hant']}前 {plain(needed)} 名（目前 {plain(now)} 名）",
        }
    english, chinese = ("at least", "至少") if comparison == "at_least" else ("below", "低於")
    in_unit = "" if unit in ("", "1") else f" {unit}"
    return {
        "en": f"tier {tier['en']}: {of['en']} {english} {plain(needed)}{in_unit} (today {plain(now)})",
        "zh-Hant": f"類別「{tier['zh-Hant']}」：{of['zh-Hant']}{chinese} {plain(needed)}{in_unit}（目前 {plain(now)}）",
    }


def sector(title: Phrase, *, strategic: bool) -> Phrase:
    """The strategic flag of a sector, reversed; `strategic` is today's flag."""
    then, now = ("no", "yes") if strategic else ("yes", "no")
    return {
        "en": f"sector {title['en']}: strategic {then} (today {now})",
        "zh-Hant": f"部門「{title['zh-Hant']}」：{'不' if strategic else ''}列為戰略部門"
        f"（目前{'列' if strategic else '未列'}）",
    }


def scenario(file: str, title: Phrase) -> Phrase:
    """A scenario of the workspace instead of that of the run."""
    return {"en": f"{file}: {title['en']}", "zh-Hant": f"{file}：{title['zh-Hant']}"}


def no_scenario() -> Phrase:
    """The run without its own scenario."""
    return {"en": "without the scenario of this run", "zh-Hant": "不套用本次評估之情境"}


def not_scored(reason: str, missing: Sequence[Phrase]) -> Phrase:
    """Why no single change is looked for: there is too little evidence for a score."""
    english, chinese = ("; ".join(title["en"] for title in missing), "、".join(title["zh-Hant"] for title in missing))
    with shipped_words():  # a record has no words of a workspace
        why = said(reason, "zh-Hant")
    return {
        "en": f"Not scored: {reason}. What is missing is evidence, not a higher figure: add to data/ what there is of "
        f"{english or 'it'}, then ask again.",
        "zh-Hant": f"證據不足，未予評分（{why}）。所缺者為證據而非數值高低："
        f"請於 data/ 補充{chinese or '相關資料'}後再查詢。",
    }


def designated_elsewhere(tier: Phrase) -> Phrase:
    """Why no single change is looked for: a designation decides."""
    return {
        "en": f"A designation puts it into the tier {tier['en']}, whatever its figures are: only a decision under "
        "rule.designations of the assessment changes that.",
        "zh-Hant": f"該礦產係經指定列入「{tier['zh-Hant']}」，不論其數值為何；"
        "僅得以評估檔 rule.designations 之決定變更。",
    }


class Failed(NamedTuple):
    """A condition that a mineral does not meet; `unit` is that of the figures where it compares these."""

    of: Phrase
    comparison: str
    value: float
    threshold: float
    unit: str = ""


def _failed(entry: Failed) -> str:
    unit = "" if entry.unit in ("", "1") else f" {entry.unit}"
    sign = "≥" if entry.comparison == "at_least" else "<"
    return f" {plain(_short(entry.value))} ({sign} {plain(entry.threshold)}{unit})"


def _failed_places(entry: Failed) -> Phrase:
    place, most = plain(entry.value), plain(entry.threshold)
    return {"en": f" at place {place} (the first {most})", "zh-Hant": f"第 {place} 名（須為前 {most} 名）"}


def nothing_single(failed: Sequence[Failed]) -> Phrase:
    """No single change lists it; the conditions of the list that it does not meet, with value and threshold."""
    if not failed:
        return {"en": "Nothing single puts it on the list.", "zh-Hant": "無任何單一變更足以使其列入清單。"}
    english, chinese = (
        "; ".join(
            entry.of[code] + (_failed_places(entry)[code] if entry.comparison == "top" else _failed(entry))
            for entry in failed
        )
        for code in ("en", "zh-Hant")
    )
    return {
        "en": f"Nothing single puts it on the list. Conditions that it does not meet: {english}.",
        "zh-Hant": f"無任何單一變更足以使其列入清單。未符合之條件：{chinese}。",
    }


def number_of_ways(ways: int) -> Phrase:
    """How many single changes list it."""
    return {
        "en": f"Each of these {ways} changes alone puts it on the list; the whole list was decided again with each."
        if ways > 1
        else "This change alone puts it on the list; the whole list was decided again with it.",
        "zh-Hant": f"下列 {ways} 項變更中，任一項單獨即足以使其列入清單；各項均經重新判定整份清單。",
    }


def _short(figure: float) -> float:
    return float(f"{figure:.4g}")
