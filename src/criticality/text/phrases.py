"""Phrases in both languages of the list, and the joining of phrases into sentences."""

from collections.abc import Iterable, Mapping, Sequence

Phrase = dict[str, str]
"""``{"en": …, "zh-Hant": …}``, as it is stored in records and shown on pages."""

ILLUSTRATIVE: Phrase = {
    "en": "Illustrative: not the view of any office or person.",
    "zh-Hant": "示範用：非任何機關或個人之意見。",
}
"""Stands beside every judgement of a weight set whose status is ``illustrative``; no catalogue can change it."""

INPUT_GROUPS = ("criteria", "data", "weights", "method", "scenario", "choices")
"""The groups of inputs to which the shares of a change are attributed."""

PLAYERS = (*INPUT_GROUPS, "software")
"""The groups, and the software; their names are ``name.group_…`` of ``text/messages/name.json``."""
_ENDS = ("before", "after", "residual")
"""Keys of a change that hold its two values and what no player explains."""


def both(text: object, otherwise: str = "") -> Phrase:
    """A text of a document in both languages.

    A missing language falls back to the other one; a plain string, such as a name, stands for both. `otherwise` stands
    where there is no text at all.
    """
    if not isinstance(text, Mapping):
        return {"en": str(text or otherwise), "zh-Hant": str(text or otherwise)}
    english, chinese = text.get("en"), text.get("zh-Hant")
    return {"en": english or chinese or otherwise, "zh-Hant": chinese or english or otherwise}


def in_both(text: Mapping[str, str | None], between: str = " ") -> str:
    """Chinese and English on one line; a text that is the same in both stands once."""
    return between.join(dict.fromkeys(part for part in (text.get("zh-Hant"), text.get("en")) if part))


def enumerated(words: Sequence[str]) -> str:
    """English words as an enumeration: ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def uncapped(title: str) -> str:
    """A title for use inside an English sentence: in lower case at the start, unless it starts with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def capped(words: str) -> str:
    """Words for the start of an English line: the first letter in upper case, the others unchanged."""
    return words[:1].upper() + words[1:]


def told_apart(before: object, after: object) -> tuple[object, object]:
    """Two values of an input, reduced to what differs: of two mappings, only the keys whose values differ."""
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return before, after
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    first, second = ({key: side[key] for key in keys if key in side} for side in (before, after))
    return first, second


def players_in(changes: Iterable[Mapping[str, object]]) -> list[str]:
    """Players with a share in at least one change of a comparison, in the order of `in_order`."""
    named = {name for change in changes for name, share in change.items() if name not in _ENDS and share}
    return sorted(named, key=in_order)


def in_order(player: str) -> tuple[int, str]:
    """Sort key of a player: first the groups of `PLAYERS` in their order, then groups merged from several."""
    return PLAYERS.index(player) if player in PLAYERS else len(PLAYERS), player
