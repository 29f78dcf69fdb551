"""Phrases in both languages of the list, and how sentences are put together from them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Phrase = dict[str, str]
"""``{"en": …, "zh-Hant": …}``, as records and pages hold it."""

INPUT_GROUPS = ("criteria", "data", "weights", "method", "scenario")
"""The groups of inputs among which a change is shared out."""

PLAYERS = (*INPUT_GROUPS, "software")
GROUP_NAMES: Mapping[str, Phrase] = {
    "criteria": {"en": "criteria", "zh-Hant": "準則"},
    "data": {"en": "data", "zh-Hant": "資料"},
    "weights": {"en": "weights", "zh-Hant": "權重"},
    "method": {"en": "method and rule", "zh-Hant": "方法與規則"},
    "scenario": {"en": "scenario", "zh-Hant": "情境"},
    "software": {"en": "software", "zh-Hant": "軟體"},
}
_ENDS = ("before", "after", "residual")


def both(text: Any, otherwise: str = "") -> Phrase:
    """A text of a document in both languages; a missing one falls back to the other, a name is the same in both."""
    if not isinstance(text, Mapping):
        return {"en": str(text or otherwise), "zh-Hant": str(text or otherwise)}
    english, chinese = text.get("en"), text.get("zh-Hant")
    return {"en": english or chinese or otherwise, "zh-Hant": chinese or english or otherwise}


def in_both(text: Mapping[str, str | None], between: str = " ") -> str:
    """Chinese and English on one line, once where they are the same."""
    return between.join(dict.fromkeys(part for part in (text.get("zh-Hant"), text.get("en")) if part))


def enumerated(words: Sequence[str]) -> str:
    """English words as a series: ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def uncapped(title: str) -> str:
    """A title inside an English sentence: its first letter small, unless it begins an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def capped(words: str) -> str:
    """Words at the head of an English line: the first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def told_apart(before: Any, after: Any) -> tuple[Any, Any]:
    """Two values of an input as a line of text tells them: of two mappings, only the keys in which they differ."""
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return before, after
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    first, second = ({key: side[key] for key in keys if key in side} for side in (before, after))
    return first, second


def players_in(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """The players that have a share in some change of a comparison: groups in their order, merged ones after them."""
    named = {name for change in changes for name, share in change.items() if name not in _ENDS and share}
    return sorted(named, key=in_order)


def in_order(player: str) -> tuple[int, str]:
    """Sorts players: groups of inputs in the order of the contract, then those merged from several."""
    return PLAYERS.index(player) if player in PLAYERS else len(PLAYERS), player
