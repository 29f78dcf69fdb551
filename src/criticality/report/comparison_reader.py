"""A comparison read for a page: written numbers, ordered rows, names; nothing is computed anew."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from criticality.model.document import Language
from criticality.report.catalogue import fixed, percent, pick
from criticality.text.phrases import GROUP_NAMES, Phrase, both, capped, players_in, told_apart

LONGEST = 160
"""Characters of a value in print; whole, it stands in comparison.json and on the page for the browser."""

PLAYER_WORDS: Mapping[str, Phrase] = {
    **{code: {**name, "en": capped(name["en"])} for code, name in GROUP_NAMES.items()},
    "sureness": {"en": "Draws", "zh-Hant": "抽樣設定"},
    "presentation": {"en": "Presentation", "zh-Hant": "呈現"},
    "candidates": {"en": "Candidates and groups", "zh-Hant": "候選與群組"},
}
MOVES: Mapping[str, Mapping[str, str]] = {
    "entered": {"en": "Entered", "zh-Hant": "列入"},
    "left": {"en": "Left", "zh-Hant": "退出"},
    "moved_tier": {"en": "Moved to another tier", "zh-Hant": "類別變動"},
}


class View:
    """What a page shows of one comparison."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.moves = {entry["mineral"]: key for key in MOVES for entry in content[key]}
        self.because = {entry["mineral"]: entry for key in MOVES for entry in content[key]}

    @property
    def players(self) -> list[str]:
        """The players that have a share in some score, rank or membership."""
        changes = self.content["changes"].values()
        return players_in(entry[name] for entry in changes for name in ("score", "rank", "membership"))

    def player(self, name: str) -> Phrase:
        """A player's name in both languages: a group, a criterion or dimension, or several that act as one."""
        parts = [PLAYER_WORDS.get(part) or self.content["titles"].get(part) or both(part) for part in name.split("+")]
        return {
            "en": " + ".join(part["en"] for part in parts),
            "zh-Hant": "＋".join(part["zh-Hant"] for part in parts),
        }

    def tier(self, code: str | None) -> Phrase:
        """A tier's title; a dash for who is no candidate."""
        return both("–") if code is None else self.content["titles"].get(code) or both(code)

    def movers(self) -> list[dict[str, Any]]:
        """The three lists with their sentences, empty ones too."""
        return [{"key": key, "title": title, "rows": self._moved(key)} for key, title in MOVES.items()]

    def _moved(self, key: str) -> list[dict[str, Any]]:
        return [
            {
                "mineral": entry["mineral"],
                "names": self.content["minerals"][entry["mineral"]],
                "because": entry["because"],
                "before": self.tier(entry["before"]),
                "after": self.tier(entry["after"]),
                "p_before": percent(entry["p_before"]),
                "p_after": percent(entry["p_after"]),
                "noise": entry["within_noise"],
                "undone": self._undone(entry),
            }
            for entry in self.content[key]
        ]

    def _undone(self, entry: Mapping[str, Any]) -> list[Phrase]:
        """The smallest sets of changes that undo a move, as texts; groups first, then what lies inside one."""
        sets = [
            *entry.get("undone_by", ()),
            *(one for inner in entry.get("undone_within", {}).values() for one in inner),
        ]
        named = [[self.player(name) for name in one] for one in sets[:6]]
        texts = [{code: " + ".join(part[code] for part in one) for code in ("en", "zh-Hant")} for one in named]
        return [*texts, *(both(one["place"]) for one in entry.get("undone_alone", ())[:6])]

    def ranks(self) -> list[dict[str, Any]]:
        """One row a mineral, in the order of the later ranks."""
        return [self._rank(row) for row in self.content["ranks"]]

    def _rank(self, row: Mapping[str, Any]) -> dict[str, Any]:
        mineral = row["mineral"]
        first, second = row["a"] or {}, row["b"] or {}
        change = self.content["changes"].get(mineral)
        return {
            "mineral": mineral,
            "names": self.content["minerals"][mineral],
            "rank_a": first.get("rank"),
            "rank_b": second.get("rank"),
            "step": _step(first.get("rank"), second.get("rank")),
            "score_a": fixed(first.get("score")),
            "score_b": fixed(second.get("score")),
            "tier_a": self.tier(first.get("tier")),
            "tier_b": self.tier(second.get("tier")),
            "listed_a": bool(first.get("listed")),
            "listed_b": bool(second.get("listed")),
            "p_a": percent(first.get("p_listed")),
            "p_b": percent(second.get("p_listed")),
            "move": self.moves.get(mineral, ""),
            "shares": [signed(change["rank"].get(player)) if change else "" for player in self.players],
            "changed": change is not None,
        }

    def inputs(self, most: int | None = None) -> list[dict[str, Any]]:
        """Differences of inputs as texts."""
        return [_input(entry) for entry in self.content["inputs"][:most]]

    def printed_inputs(self, language: Language, most: int) -> list[dict[str, Any]]:
        """Differences of inputs as the columns of a printed table hold them."""
        return [_printed(entry, language) for entry in self.content["inputs"][:most]]


def _input(entry: Mapping[str, Any]) -> dict[str, Any]:
    before, after = told_apart(entry["before"], entry["after"])
    return {
        "group": PLAYER_WORDS[entry["group"]],
        "file": entry["file"],
        "place": entry["place"],
        "before": said(before),
        "after": said(after),
    }


def _printed(entry: Mapping[str, Any], language: Language) -> dict[str, Any]:
    before, after = told_apart(entry["before"], entry["after"])
    return {
        **entry,
        "group": PLAYER_WORDS[entry["group"]][language],
        "before": brief(before, language),
        "after": brief(after, language),
    }


def _step(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else before - after


def said(value: Any) -> str:
    """A plain value of an input as text; a dash where there is none."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def brief(value: Any, language: Language) -> str:
    """A plain value of an input in few words: a long text is cut, a long list or document counted."""
    if isinstance(value, Mapping) and value.keys() <= {"en", "zh-Hant"}:
        value = pick(value, language)
    if isinstance(value, Mapping | list) and len(said(value)) > LONGEST:
        return f"（{len(value)} 項）" if language == "zh-Hant" else f"({len(value)} entries)"
    text = "無" if value == "none" and language == "zh-Hant" else said(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def signed(share: float | None, places: int | None = None) -> str:
    """A share with its sign; nothing where there is none."""
    if not share:
        return ""
    text = f"{share:+.3g}" if places is None else f"{share:+.{places}f}"
    return text.replace("-", "−")


def largest_first(shares: Mapping[str, float], most: int) -> Sequence[tuple[str, float]]:
    """The shares that count most."""
    return sorted(shares.items(), key=lambda entry: (-abs(entry[1]), entry[0]))[:most]
