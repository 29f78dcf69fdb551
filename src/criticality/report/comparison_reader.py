"""Read a comparison for a page: written numbers, ordered rows, names; nothing is computed again."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from criticality.model.comparison_record import (
    ComparisonRecord,
    InputDifference,
    Mover,
    RankRow,
    Reason,
    RunSummary,
    Shares,
)
from criticality.model.document import LANGUAGES, Language
from criticality.report.catalogue import pick
from criticality.text.kept import own_name, reworded
from criticality.text.message import Message
from criticality.text.numbers import chance, fixed
from criticality.text.phrases import ILLUSTRATIVE, PLAYERS, Phrase, both, capped, players_in, told_apart

LONGEST = 160
"""Characters of a value in print; comparison.json has the full value, the page for the browser every text whole."""
LONGEST_LINE = 60
"""Characters of a list or document that is written in one line."""

_CONDITION = re.compile(r"rule\.tiers\[(\w+)\]\.when\[(\w+) (at_least|below|top)\](?:\.\w+)?")
"""A condition of the rule, as a comparison names its place."""
MOVES = ("entered", "left", "moved_tier")
"""The lists of movers; their titles are ``name.move_…``."""
_OTHER_GROUPS = ("sureness", "presentation", "candidates")
"""Groups of inputs that differ without a share in any change."""


class MoverText(TypedDict):
    """A mineral that entered, left or moved, in words and written numbers."""

    mineral: str
    names: Phrase
    because: Phrase
    before: Phrase
    after: Phrase
    p_before: str
    p_after: str
    noise: bool | None
    undone: list[Phrase]


class MoverList(TypedDict):
    """One of the three lists of movers."""

    key: str
    title: Phrase
    rows: list[MoverText]


class RankText(TypedDict):
    """Where a mineral stands in both runs, in words and written numbers; `step` counts places up."""

    mineral: str
    names: Phrase
    rank_a: int | None
    rank_b: int | None
    step: int | None
    score_a: str
    score_b: str
    tier_a: Phrase
    tier_b: Phrase
    listed_a: bool
    listed_b: bool
    p_a: str
    p_b: str
    move: str
    shares: list[str]
    changed: bool


class View:
    """What a page shows of one comparison; sentences with codes in the words of this process."""

    def __init__(self, content: ComparisonRecord) -> None:
        self.content = content
        self._lists = {"entered": content["entered"], "left": content["left"], "moved_tier": content["moved_tier"]}
        self.moves = {entry["mineral"]: key for key, movers in self._lists.items() for entry in movers}
        self.because = {
            entry["mineral"]: reworded(entry.get("said") or (), entry["because"])
            for movers in self._lists.values()
            for entry in movers
        }

    @property
    def players(self) -> list[str]:
        """The players that have a share in some score, rank or membership."""
        changes = self.content["changes"].values()
        return players_in(share for entry in changes for share in (entry["score"], entry["rank"], entry["membership"]))

    def player(self, name: str) -> Phrase:
        """A player's name in both languages: a group, a criterion or dimension, or several that act as one."""
        parts = [group_name(part) or self.content["titles"].get(part) or both(part) for part in name.split("+")]
        return {
            "en": " + ".join(part["en"] for part in parts),
            "zh-Hant": "＋".join(part["zh-Hant"] for part in parts),
        }

    def tier(self, code: str | None) -> Phrase:
        """A tier's title; a dash for a mineral that is no candidate."""
        return both("–") if code is None else self.content["titles"].get(code) or both(code)

    @property
    def mark(self) -> Phrase | None:
        """What must stand beside the judgements among the inputs that differ; None where both runs' are adopted."""
        runs = self.content["runs"]
        mark, whose = illustrative(runs.values()), [key for key, run in runs.items() if run.get("illustrative")]
        if mark is None or len(whose) == len(runs):
            return mark
        of_one = own_name(f"illustrative_in_{whose[0]}")
        return {"en": f"{mark['en']} {of_one['en']}", "zh-Hant": mark["zh-Hant"] + of_one["zh-Hant"]}

    @property
    def reasons(self) -> list[Phrase]:
        """Why the runs compare with care alone."""
        return [reason_text(entry) for entry in self.content["comparable"]["reasons"]]

    @property
    def merged(self) -> list[dict[str, Phrase]]:
        """The groups that act as one: their names, and the reason."""
        return [
            {"names": self.player(entry["player"]), "reason": reworded(entry.get("said") or (), both(entry["reason"]))}
            for entry in self.content["merged"]
        ]

    def movers(self) -> list[MoverList]:
        """The three lists with their sentences, empty ones too."""
        return [{"key": key, "title": own_name(f"move_{key}"), "rows": self._moved(key)} for key in MOVES]

    def _chance(self, share: float | None, run: str) -> str:
        return chance(share, 0, self.content["runs"][run]["draws"])

    def _moved(self, key: str) -> list[MoverText]:
        return [
            {
                "mineral": entry["mineral"],
                "names": self.content["minerals"][entry["mineral"]],
                "because": self.because[entry["mineral"]],
                "before": self.tier(entry["before"]),
                "after": self.tier(entry["after"]),
                "p_before": self._chance(entry["p_before"], "a"),
                "p_after": self._chance(entry["p_after"], "b"),
                "noise": entry["within_noise"],
                "undone": self._undone(entry),
            }
            for entry in self._lists[key]
        ]

    def _undone(self, entry: Mover) -> list[Phrase]:
        """The smallest sets of changes that undo a move, as texts; groups first, then what lies inside one."""
        sets = [
            *entry.get("undone_by", ()),
            *(one for inner in entry.get("undone_within", {}).values() for one in inner),
        ]
        named = [[self.player(name) for name in one] for one in sets[:6]]
        texts = [{code: " + ".join(part[code] for part in one) for code in ("en", "zh-Hant")} for one in named]
        return [*texts, *(both(one["place"]) for one in entry.get("undone_alone", ())[:6])]

    def ranks(self) -> list[RankText]:
        """One row a mineral, in the order of the later ranks."""
        return [self._rank(row) for row in self.content["ranks"]]

    def _rank(self, row: RankRow) -> RankText:
        mineral, first, second = row["mineral"], row["a"], row["b"]
        rank_a, rank_b = (side["rank"] if side else None for side in (first, second))
        change = self.content["changes"].get(mineral)
        return {
            "mineral": mineral,
            "names": self.content["minerals"][mineral],
            "rank_a": rank_a,
            "rank_b": rank_b,
            "step": None if rank_a is None or rank_b is None else rank_a - rank_b,
            "score_a": fixed(first["score"] if first else None),
            "score_b": fixed(second["score"] if second else None),
            "tier_a": self.tier(first["tier"] if first else None),
            "tier_b": self.tier(second["tier"] if second else None),
            "listed_a": bool(first and first["listed"]),
            "listed_b": bool(second and second["listed"]),
            "p_a": self._chance(first.get("p_listed") if first else None, "a"),
            "p_b": self._chance(second.get("p_listed") if second else None, "b"),
            "move": self.moves.get(mineral, ""),
            "shares": [places_up(change["rank"].get(player)) if change else "" for player in self.players],
            "changed": change is not None,
        }

    def inputs(self, most: int | None = None) -> list[dict[str, object]]:
        """Differences of inputs as texts."""
        return [_input(entry, self.content["titles"]) for entry in self.content["inputs"][:most]]

    def printed_inputs(self, language: Language, most: int) -> list[dict[str, object]]:
        """Differences of inputs as the columns of a printed table hold them."""
        return [_printed(entry, language) for entry in self.content["inputs"][:most]]


def illustrative(runs: Iterable[RunSummary]) -> Phrase | None:
    """What must stand on a page of runs of which one has weights that nobody adopted."""
    return ILLUSTRATIVE if any(run.get("illustrative") for run in runs) else None


def reason_text(reason: Reason) -> Phrase:
    """Why runs compare with care alone, in the words of this process."""
    return reworded(reason.get("said") or (), {"en": reason["en"], "zh-Hant": reason["zh-Hant"]})


def group_name(code: str) -> Phrase | None:
    """Return the name of a group of inputs as a heading, in the words of this process; None for another code."""
    if code not in PLAYERS and code not in _OTHER_GROUPS:
        return None
    name = own_name(f"group_{code}")
    return {**name, "en": capped(name["en"])}


def _group(entry: InputDifference) -> Phrase:
    return group_name(entry["group"]) or both(entry["group"])


def condition_in_words(place: str, titles: Mapping[str, Phrase]) -> Phrase | None:
    """Say which condition of the rule a place in the assessment is; None for another place."""
    found = _CONDITION.fullmatch(place)
    if found is None:
        return None
    tier, of, kind = found.groups()
    named = {"tier": titles.get(tier) or both(tier), "of": titles.get(of) or both(of)}
    code = f"comparing.condition_{kind}"
    return {
        language: Message(code, **{slot: name[language] for slot, name in named.items()}).said(language)
        for language in LANGUAGES
    }


def _input(entry: InputDifference, titles: Mapping[str, Phrase]) -> dict[str, object]:
    before, after = told_apart(entry["before"], entry["after"])
    return {
        "group": _group(entry),
        "file": entry["file"],
        "place": entry["place"],
        "in_words": condition_in_words(entry["place"], titles),
        "before": _told(before),
        "after": _told(after),
    }


def _printed(entry: InputDifference, language: Language) -> dict[str, object]:
    before, after = told_apart(entry["before"], entry["after"])
    return {
        **entry,
        "group": _group(entry)[language],
        "before": brief(before, language),
        "after": brief(after, language),
    }


def input_text(value: object) -> str:
    """A plain value of an input as text; a dash for a missing one."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _told(value: object) -> Phrase:
    """A value as the page for the browser has it: texts whole, a list or document as `counted` has it."""
    if isinstance(value, Mapping | list):
        return {"en": counted(value, "en"), "zh-Hant": counted(value, "zh-Hant")}
    return own_name("none") if value == "none" else both(input_text(value))


def counted(value: Mapping[str, object] | list[object], language: Language) -> str:
    """A document in one line, as a planner writes it (``more: supply_risk, than: …``); a long or deep one counted."""
    if isinstance(value, Mapping) and value and value.keys() <= {"en", "zh-Hant"}:
        return brief(value, language, len(input_text(value)))
    parts = list(value.values()) if isinstance(value, Mapping) else value
    if not any(isinstance(part, Mapping | list) for part in parts):
        pairs = [f"{key}: {part}" for key, part in value.items()] if isinstance(value, Mapping) else map(str, value)
        text = ", ".join(pairs) or "[]"
        if len(text) <= LONGEST_LINE:
            return text
    return brief(value, language, 0)


def brief(value: object, language: Language, longest: int = LONGEST) -> str:
    """A plain value of an input in few words: a long text is cut, a long list or document counted."""
    if isinstance(value, Mapping) and value.keys() <= {"en", "zh-Hant"}:
        value = pick(value, language)
    if isinstance(value, Mapping | list) and len(input_text(value)) > longest:
        return Message("name.count_entries", n=len(value)).said(language)
    text = Message("name.none").said(language) if value == "none" else input_text(value)
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def signed(share: float | None, places: int | None = None) -> str:
    """A share with its sign; nothing where there is none."""
    if not share:
        return ""
    text = f"{share:+.3g}" if places is None else f"{share:+.{places}f}"
    return text.replace("-", "−")


def places_up(share: float | None) -> str:
    """A share in a change of rank, counted in places up, as the column beside it counts them."""
    return signed(None if share is None else -share)


def largest_first(shares: Shares, most: int) -> Sequence[tuple[str, float]]:
    """The shares that count most."""
    named = [(name, share) for name, share in shares.items() if share is not None]
    return sorted(named, key=lambda entry: (-abs(entry[1]), entry[0]))[:most]
