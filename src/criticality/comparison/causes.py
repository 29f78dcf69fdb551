"""The cause of every entry, exit and move as one sentence in both languages, composed from the attribution."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from criticality.comparison.attribution.blend import CANDIDATES, WEIGHTS
from criticality.comparison.differences import Difference, thresholds_of
from criticality.comparison.names import Wording
from criticality.model.record import IndicatorCell, RankingRow, Record, known
from criticality.text.kept import again
from criticality.text.message import joined
from criticality.text.message import said as said_in
from criticality.text.numbers import figure, two_figures
from criticality.text.own_words import shipped_words
from criticality.text.phrases import GROUP_NAMES, Phrase, both, enumerated, uncapped

_MOST = 2


class Causes:
    """Composes the sentences.

    Parameters
    ----------
    a, b
        Names of both records.
    differences
        What differs between their inputs.
    """

    def __init__(self, a: Wording, b: Wording, differences: Sequence[Difference]) -> None:
        self.a, self.b, self.differences = a, b, differences

    def sentence(
        self, mineral: str, move: str, driver: str, inner: Sequence[str], alone: Sequence[str], together: bool
    ) -> Phrase:
        """One sentence.

        Parameters
        ----------
        mineral
            Its code.
        move
            ``entered``, ``left`` or ``moved``.
        driver
            The player with the largest share in the move.
        inner
            Its criteria or dimensions, those with the largest share first.
        alone
            Players whose change alone would have left the mineral where it was.
        together
            Whether the driver alone would not have done it either.
        """
        head, clause = self._head(mineral, move), self._clause(mineral, driver, inner)
        tail = self._tail(move, driver, alone, together)
        return {
            "en": f"{head['en']}: {clause['en']}{tail['en']}.",
            "zh-Hant": f"{head['zh-Hant']}：{clause['zh-Hant']}{tail['zh-Hant']}。",
        }

    def _head(self, mineral: str, move: str) -> Phrase:
        name = self.b.minerals.get(mineral) or self.a.minerals.get(mineral) or both(mineral)
        if move == "entered":
            return {"en": f"{name['en']} entered", "zh-Hant": f"{name['zh-Hant']}列入清單"}
        if move == "left":
            return {"en": f"{name['en']} left", "zh-Hant": f"{name['zh-Hant']}退出清單"}
        before, after = self._tier(self.a, mineral), self._tier(self.b, mineral)
        return {
            "en": f"{name['en']} moved from {before['en']} to {after['en']}",
            "zh-Hant": f"{name['zh-Hant']}由{before['zh-Hant']}移至{after['zh-Hant']}",
        }

    @staticmethod
    def _tier(side: Wording, mineral: str) -> Phrase:
        code = side.ranking[mineral]["tier"]
        return side.titles.get(code) or both(code)

    # ── the driver ───────────────────────────────────────────────────────────

    def _clause(self, mineral: str, driver: str, inner: Sequence[str]) -> Phrase:
        before, after = self.a.ranking.get(mineral), self.b.ranking.get(mineral)
        if before is None:
            return {"en": "it is a new candidate", "zh-Hant": "為新增候選礦產"}
        if after is None:
            return {"en": "it is no candidate any more", "zh-Hant": "已非候選礦產"}
        if driver != "method" and "insufficient" in (before["tier"], after["tier"]):
            return self._sufficiency(before, after)
        by_group: Mapping[str, Callable[[], Phrase]] = {
            "data": lambda: self._data(mineral, inner),
            "weights": lambda: self._weights(inner),
            "method": lambda: self._method(mineral),
            "scenario": self._scenario,
            "choices": self._choices,
            "software": self._software,
        }
        return by_group.get(driver, lambda: self._groups(driver.split("+")))()

    def _software(self) -> Phrase:
        first, second = (side.record["software"]["criticality"] for side in (self.a, self.b))
        return {
            "en": f"the software changed from version {first} to {second}",
            "zh-Hant": f"軟體版本由 {first} 改為 {second}",
        }

    def _sufficiency(self, before: RankingRow, after: RankingRow) -> Phrase:
        if after["tier"] == "insufficient":
            reason = _reason(self.b, after)
            return {
                "en": f"its evidence no longer suffices ({reason['en']})",
                "zh-Hant": f"證據已不足（{reason['zh-Hant']}）",
            }
        reason = _reason(self.a, before)
        return {
            "en": f"its evidence now suffices (before: {reason['en']})",
            "zh-Hant": f"證據現已充足（先前：{reason['zh-Hant']}）",
        }

    def _data(self, mineral: str, inner: Sequence[str]) -> Phrase:
        named = [name for name in inner if (mineral, name) in self.b.cells or (mineral, name) in self.a.cells]
        if named:
            return _series([self._cell(mineral, name) for name in named[:_MOST]])
        if CANDIDATES in inner:
            return {"en": "the candidates or their groups changed", "zh-Hant": "候選礦產或其類組有變動"}
        if WEIGHTS in inner:
            return {"en": "the weights drawn from the figures changed", "zh-Hant": "由資料導出之權重改變"}
        return {"en": "the evidence changed", "zh-Hant": "證據改變"}

    def _cell(self, mineral: str, criterion: str) -> Phrase:
        """``its supply concentration fell from 0.41 to 0.28 (USGS 2026)``."""
        first, second = self.a.cells.get((mineral, criterion)), self.b.cells.get((mineral, criterion))
        title = self.b.titles.get(criterion) or self.a.titles.get(criterion) or both(criterion)
        source = self.b.source(second) or self.a.source(first)
        cited = {"en": f" ({source})" if source else "", "zh-Hant": f"（{source}）" if source else ""}
        before, after = _value(first), _value(second)
        name = uncapped(title["en"])
        if before is None or after is None:
            verb = ("is missing now", "現已缺漏") if after is None else ("is known now", "現有資料")
            if before is None and after is None:
                verb = ("is treated otherwise", "之處理方式改變")
            value = figure(before if after is None else after)
            return {
                "en": f"its {name} {verb[0]} ({value}){cited['en']}",
                "zh-Hant": f"其{title['zh-Hant']}{verb[1]}（{value}）{cited['zh-Hant']}",
            }
        return _change(f"its {name}", f"其{title['zh-Hant']}", before, after, cited)

    def _weights(self, inner: Sequence[str]) -> Phrase:
        codes = [code for name in inner for code in name.split("+")]
        weighted = [code for code in codes if code in self.a.weights and code in self.b.weights]
        if not weighted:
            return {"en": "the weights changed", "zh-Hant": "權重改變"}
        return _series([self._weight(code) for code in weighted[:_MOST]])

    def _weight(self, code: str) -> Phrase:
        title = self.b.titles.get(code) or both(code)
        nothing = both("")
        english = f"the weight of {uncapped(title['en'])}"
        return _change(english, f"{title['zh-Hant']}之權重", self.a.weights[code], self.b.weights[code], nothing)

    def _method(self, mineral: str) -> Phrase:
        rule = [entry for entry in self.differences if entry.group == "method" and entry.place != "also_rank_by"]
        own = [entry for entry in rule if entry.place.startswith(f"rule.designations[{mineral}]")]
        if own:
            given = own[0].after is not None
            designation = own[0].after or own[0].before
            who = designation.get("by", "") if isinstance(designation, Mapping) else ""
            return {
                "en": f"its designation by {who} was {'made' if given else 'withdrawn'}",
                "zh-Hant": f"{who}{'指定列入' if given else '撤回指定'}",
            }
        telling = [entry for entry in rule if "because" not in entry.place and "title" not in entry.place] or rule
        return _series([self._threshold(entry) or _difference(entry) for entry in telling[:_MOST]])

    def _threshold(self, entry: Difference) -> Phrase | None:
        """``the threshold of Critical on the score rose from 0.5 to 0.55``; None for other changes of the rule."""
        before, after = entry.before, entry.after
        found = {**thresholds_of(self.a.record), **thresholds_of(self.b.record)}.get(entry.place)
        if found is None or not isinstance(before, float | int) or not isinstance(after, float | int):
            return None
        tier, of = (self.b.titles.get(code) or both(code) for code in (found.tier, found.of))
        english = f"the threshold of {tier['en']} on {'the ' if found.of == 'score' else ''}{uncapped(of['en'])}"
        unit = self.b.units.get(found.of, "") if found.of_figures else ""
        cited = both(f" {unit}" if unit not in ("", "1") else "")
        if found.places:
            english = f"the number of places of {tier['en']} in the order of {uncapped(of['en'])}"
            return _change(english, f"{tier['zh-Hant']}依{of['zh-Hant']}取前若干名之名額", before, after, cited)
        return _change(english, f"{tier['zh-Hant']}之{of['zh-Hant']}門檻", before, after, cited)

    def _scenario(self) -> Phrase:
        first, second = (side.record["inputs"]["scenario"] for side in (self.a, self.b))
        if second is None:
            title = both(known(first)["title"])
            return {
                "en": f"the scenario “{title['en']}” is no longer assumed",
                "zh-Hant": f"不再假設情境「{title['zh-Hant']}」",
            }
        title = both(second["title"])
        return {"en": f"the scenario “{title['en']}” is assumed", "zh-Hant": f"假設情境「{title['zh-Hant']}」"}

    def _choices(self) -> Phrase:
        """``the answer to “…” changed from A to B``."""
        first, second = (_answers_of(side.record) for side in (self.a, self.b))
        changed = [code for code in sorted({*first, *second}) if _answer(first, code) != _answer(second, code)]
        if not changed:
            return {"en": "an option that is the stated answer changed", "zh-Hant": "所採答案之內容改變"}
        return _series([_answer_changed(first, second, code) for code in changed[:_MOST]])

    def _groups(self, groups: Sequence[str]) -> Phrase:
        if list(groups) == ["criteria"]:
            changed = [entry for entry in self.differences if entry.group == "criteria"]
            return _series([_difference(entry) for entry in changed[:_MOST]])
        return {
            "en": f"{enumerated([GROUP_NAMES[group]['en'] for group in groups])} changed together",
            "zh-Hant": f"{'、'.join(GROUP_NAMES[group]['zh-Hant'] for group in groups)}同時改變",
        }

    # ── what would have happened otherwise ───────────────────────────────────

    @staticmethod
    def _tail(move: str, driver: str, alone: Sequence[str], together: bool) -> Phrase:
        if together:
            return {
                "en": "; not by itself, but together with the other changes",
                "zh-Hant": "；非其單獨所致，係與其他變動共同造成",
            }
        others = [player for player in alone if player != driver]
        if not others:
            return both("")
        english = enumerated([f"the {_group_name(player, 'en')} alone" for player in others])
        chinese = "、".join(_group_name(player, "zh-Hant") for player in others)
        would = {
            "entered": ("would not have brought it in", "不致使其列入"),
            "left": ("would have kept it", "仍會保留"),
            "moved": ("would not have moved it", "不致使其移動"),
        }[move]
        each = "單獨變動各" if len(others) > 1 else "單獨變動"
        return {"en": f"; {english} {would[0]}", "zh-Hant": f"；{chinese}{each}{would[1]}"}


def _reason(side: Wording, row: RankingRow) -> Phrase:
    """Why a mineral is not scored: in English as the record has it, in Chinese by its codes, with titles."""

    def named(_: str, value: object) -> object:
        title = side.titles.get(value) if isinstance(value, str) else None
        return title["zh-Hant"] if title else value

    said = [again(entry, named) for entry in row.get("said") or ()]
    chinese = joined(said, "semicolon") if said else row["reason"]
    with shipped_words():  # a record has no words of a workspace
        return {"en": row["reason"], "zh-Hant": said_in(chinese, "zh-Hant")}


def _answers_of(record: Record) -> dict[str, tuple[Mapping[str, object], str | None]]:
    """Choice → its document, and the option adopted; None: the first."""
    entry = record["inputs"].get("choices")
    if entry is None:
        return {}
    return {str(choice["code"]): (choice, entry["answers"].get(str(choice["code"]))) for choice in entry["documents"]}


def _answer(answers: Mapping[str, tuple[Mapping[str, object], str | None]], code: str) -> str | None:
    return answers[code][1] if code in answers else None


def _answer_changed(
    first: Mapping[str, tuple[Mapping[str, object], str | None]],
    second: Mapping[str, tuple[Mapping[str, object], str | None]],
    code: str,
) -> Phrase:
    document = (second.get(code) or first[code])[0]
    question, options = both(document["question"]), cast(list[Mapping[str, object]], document["options"])
    titles = {str(option["code"]): both(option["title"]) for option in options}
    before, after = (titles.get(_answer(side, code) or "", titles[str(options[0]["code"])]) for side in (first, second))
    return {
        "en": f"the answer to “{question['en']}” changed from {before['en']} to {after['en']}",
        "zh-Hant": f"「{question['zh-Hant']}」之答案由「{before['zh-Hant']}」改為「{after['zh-Hant']}」",
    }


def _value(cell: IndicatorCell | None) -> float | None:
    return cell["value"] if cell is not None and cell["present"] else None


def _group_name(player: str, language: str) -> str:
    words = [GROUP_NAMES[group][language] for group in player.split("+")]
    return enumerated(words) if language == "en" else "與".join(words)


def _change(english: str, chinese: str, before: float, after: float, cited: Phrase) -> Phrase:
    first, second = two_figures(before, after)
    rose = after > before
    verb = ("rose", "升") if rose else ("fell", "降")
    if after == before:
        return {
            "en": f"{english} counts otherwise at {first}{cited['en']}",
            "zh-Hant": f"{chinese}（{first}）之計法改變{cited['zh-Hant']}",
        }
    return {
        "en": f"{english} {verb[0]} from {first} to {second}{cited['en']}",
        "zh-Hant": f"{chinese}由 {first} {verb[1]}至 {second}{cited['zh-Hant']}",
    }


def _difference(entry: Difference) -> Phrase:
    """A difference in the terms of the planner's files: ``weights changed from A to B``."""
    place = entry.place.removeprefix("rule.") or entry.file
    place = f"{entry.file}: {entry.place}" if entry.group == "criteria" and entry.place else place
    if entry.before is None or entry.after is None:
        new = entry.before is None
        return {"en": f"{place} is {'new' if new else 'gone'}", "zh-Hant": f"{'新增' if new else '刪除'} {place}"}
    before, after = (_short(value) for value in (entry.before, entry.after))
    return {"en": f"{place} changed from {before} to {after}", "zh-Hant": f"{place} 由 {before} 改為 {after}"}


def _short(value: object) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _series(parts: Sequence[Phrase]) -> Phrase:
    if not parts:
        return {"en": "the inputs changed", "zh-Hant": "輸入改變"}
    return {"en": enumerated([part["en"] for part in parts]), "zh-Hant": "，且".join(part["zh-Hant"] for part in parts)}
