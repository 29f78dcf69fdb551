"""The cause of every entry, exit and move as one sentence, composed from the attribution.

Its words in both languages stand in ``text/messages/cause.json``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from criticality.comparison.attribution.blend import CANDIDATES, WEIGHTS
from criticality.comparison.differences import Difference, thresholds_of
from criticality.comparison.names import Wording
from criticality.listing.group_average import group_rule_of
from criticality.model.record import IndicatorCell, RankingRow, Record, known
from criticality.text.kept import again, note, shipped_name
from criticality.text.message import Message, joined
from criticality.text.named import Named
from criticality.text.numbers import NO_VALUE
from criticality.text.phrases import both, enumerated, uncapped

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
    ) -> Message:
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
        clause = self._by_group(mineral, move, driver, self._clause(mineral, driver, inner))
        tail = self._tail(move, driver, alone, together)
        slots = {"mineral": self._mineral(mineral), "clause": clause, "tail": tail}
        if move == "moved":
            slots |= {"earlier": self._tier(self.a, mineral), "later": self._tier(self.b, mineral)}
        return Message(f"cause.{move}", **slots)

    def _mineral(self, code: str) -> Named:
        return Named(code, self.b.minerals.get(code) or self.a.minerals.get(code) or both(code))

    @staticmethod
    def _tier(side: Wording, mineral: str) -> Named:
        code = side.ranking[mineral]["tier"]
        return Named(code, side.titles.get(code) or both(code))

    def _titled(self, code: str) -> Named:
        """A criterion or dimension for use inside a sentence."""
        title = self.b.titles.get(code) or self.a.titles.get(code) or both(code)
        return Named(code, {**title, "en": uncapped(title["en"])})

    # ── the driver ───────────────────────────────────────────────────────────

    def _clause(self, mineral: str, driver: str, inner: Sequence[str]) -> str:
        before, after = self.a.ranking.get(mineral), self.b.ranking.get(mineral)
        if before is None:
            return Message("cause.new_candidate")
        if after is None:
            return Message("cause.no_candidate")
        if driver != "method" and "insufficient" in (before["tier"], after["tier"]):
            return self._sufficiency(before, after)
        by_group: Mapping[str, Callable[[], str]] = {
            "data": lambda: self._data(mineral, inner),
            "weights": lambda: self._weights(inner),
            "method": lambda: self._method(mineral),
            "scenario": self._scenario,
            "choices": self._choices,
            "software": self._software,
        }
        return by_group.get(driver, lambda: self._groups(driver.split("+")))()

    def _by_group(self, mineral: str, move: str, driver: str, clause: str) -> str:
        """What a clause says, and that the rule of the group decided where the own conditions did not."""
        before, after = self.a.ranking.get(mineral), self.b.ranking.get(mineral)
        entry = group_rule_of(self.b.record, mineral)
        if entry is None or before is None or after is None or after["designated"] or before["designated"]:
            return clause
        if "insufficient" in (before["tier"], after["tier"]):
            return clause
        if not (before["entered_with_group"] or after["entered_with_group"]):
            return clause
        figures = driver == "data" and not self._own_figures_differ(mineral)
        clause = Message("cause.figures_of_group") if figures else clause
        code = f"cause.average_{move}" if entry["listed_if"] == "average" else "cause.group_decides"
        return Message(code, clause=clause, group=entry["group"])

    def _own_figures_differ(self, mineral: str) -> bool:
        sides = (
            {code: _value(cell) for (own, code), cell in side.cells.items() if own == mineral}
            for side in (self.a, self.b)
        )
        return next(sides) != next(sides)

    def _software(self) -> Message:
        first, second = (side.record["software"]["criticality"] for side in (self.a, self.b))
        return Message("cause.software", earlier=first, later=second)

    def _sufficiency(self, before: RankingRow, after: RankingRow) -> Message:
        if after["tier"] == "insufficient":
            return Message("cause.suffices_no_longer", why=_reason(self.b, after))
        return Message("cause.suffices_now", why=_reason(self.a, before))

    def _data(self, mineral: str, inner: Sequence[str]) -> str:
        named = [name for name in inner if (mineral, name) in self.b.cells or (mineral, name) in self.a.cells]
        if named:
            return _series([self._cell(mineral, name) for name in named[:_MOST]])
        if CANDIDATES in inner:
            return Message("cause.candidates")
        return Message("cause.weights_of_figures" if WEIGHTS in inner else "cause.evidence")

    def _cell(self, mineral: str, criterion: str) -> Message:
        """``its supply concentration fell from 0.41 to 0.28 (USGS 2026)``."""
        first, second = self.a.cells.get((mineral, criterion)), self.b.cells.get((mineral, criterion))
        source = self.b.source(second) or self.a.source(first)
        cited = Message("cause.cited", source=source) if source else ""
        what = Message("cause.its", of=self._titled(criterion))
        before, after = _value(first), _value(second)
        if before is not None and after is not None:
            return _change(what, before, after, cited)
        known = before if after is None else after
        code = "cause.missing_now" if after is None else "cause.known_now"
        code = "cause.treated_otherwise" if known is None else code
        return note(code, what=what, measured=NO_VALUE if known is None else known, cited=cited)

    def _weights(self, inner: Sequence[str]) -> str:
        codes = [code for name in inner for code in name.split("+")]
        weighted = [code for code in codes if code in self.a.weights and code in self.b.weights]
        if not weighted:
            return Message("cause.weights")
        return _series([self._weight(code) for code in weighted[:_MOST]])

    def _weight(self, code: str) -> Message:
        """A weight in per cent: of a dimension of the first level over all, of everything else inside its dimension.

        The one may rise while the other falls, so that the second is told with its share of the whole.
        """
        over_all = code in self.b.record["result"]["dimension_weights"]
        what = Message("cause.weight_of" if over_all else "cause.weight_inside", of=self._titled(code))
        before, after = (100 * side.overall.get(code, 0.0) for side in (self.a, self.b))
        tail = " %" if over_all else note("cause.over_all", before=before, after=after)
        return _change(what, 100 * self.a.weights[code], 100 * self.b.weights[code], tail)

    def _method(self, mineral: str) -> str:
        rule = [entry for entry in self.differences if entry.group == "method" and entry.place != "also_rank_by"]
        own = [entry for entry in rule if entry.place.startswith(f"rule.designations[{mineral}]")]
        if own:
            designation = own[0].after or own[0].before
            who = designation.get("by", "") if isinstance(designation, Mapping) else ""
            code = "cause.designated" if own[0].after is not None else "cause.designation_withdrawn"
            return Message(code, who=str(who))
        telling = [entry for entry in rule if "because" not in entry.place and "title" not in entry.place] or rule
        return _series([self._threshold(entry) or _difference(entry) for entry in telling[:_MOST]])

    def _threshold(self, entry: Difference) -> Message | None:
        """``the threshold of Critical on the score rose from 0.5 to 0.55``; None for other changes of the rule."""
        before, after = entry.before, entry.after
        found = {**thresholds_of(self.a.record), **thresholds_of(self.b.record)}.get(entry.place)
        if found is None or not isinstance(before, float | int) or not isinstance(after, float | int):
            return None
        tier = Named(found.tier, self.b.titles.get(found.tier) or both(found.tier))
        of = self._titled(found.of)
        unit = self.b.units.get(found.of, "") if found.of_figures else ""
        cited = Message("cause.unit", unit=unit) if unit not in ("", "1") else ""
        if found.places:
            return _change(Message("cause.places_in", tier=tier, of=of), before, after, cited)
        if found.of == "score":
            of = Named("score", {**of.names, "en": f"the {of.names['en']}"})
        return _change(Message("cause.threshold_on", tier=tier, of=of), before, after, cited)

    def _scenario(self) -> Message:
        first, second = (side.record["inputs"]["scenario"] for side in (self.a, self.b))
        if second is None:
            return Message("cause.no_scenario", title=Named("", both(known(first)["title"])))
        return Message("cause.scenario", title=Named("", both(second["title"])))

    def _choices(self) -> str:
        """``the answer to “…” changed from A to B``."""
        first, second = (_answers_of(side.record) for side in (self.a, self.b))
        changed = [code for code in sorted({*first, *second}) if _answer(first, code) != _answer(second, code)]
        if not changed:
            return Message("cause.stated_option")
        return _series([_answer_changed(first, second, code) for code in changed[:_MOST]])

    def _groups(self, groups: Sequence[str]) -> str:
        if list(groups) == ["criteria"]:
            changed = [entry for entry in self.differences if entry.group == "criteria"]
            return _series([_difference(entry) for entry in changed[:_MOST]])
        english, chinese = ([_named(group, language) for group in groups] for language in ("en", "zh-Hant"))
        names = {"en": enumerated(english), "zh-Hant": "、".join(chinese)}
        return Message("cause.together", groups=Named("+".join(groups), names))

    # ── what would have happened otherwise ───────────────────────────────────

    @staticmethod
    def _tail(move: str, driver: str, alone: Sequence[str], together: bool) -> str:
        if together:
            return Message("cause.not_by_itself")
        others = [player for player in alone if player != driver]
        if not others:
            return ""
        english = enumerated([f"the {_group_name(player, 'en')} alone" for player in others])
        chinese = "、".join(_group_name(player, "zh-Hant") for player in others)
        players = Named(",".join(others), {"en": english, "zh-Hant": chinese})
        return Message(f"cause.others_{move}", players=players, n=len(others))


def _reason(side: Wording, row: RankingRow) -> str:
    """Why a mineral is not scored, with the titles of criteria and dimensions in place of their codes."""

    def named(_: str, value: object) -> object:
        title = side.titles.get(value) if isinstance(value, str) else None
        return Named(str(value), {**title, "en": uncapped(title["en"])}) if title else value

    said = [again(entry, named) for entry in row.get("said") or ()]
    return joined(said, "semicolon") if said and all(said) else row["reason"]


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
) -> Message:
    document = (second.get(code) or first[code])[0]
    options = cast(list[Mapping[str, object]], document["options"])
    titles = {str(option["code"]): both(option["title"]) for option in options}
    stated = str(options[0]["code"])
    adopted = [_answer(side, code) or stated for side in (first, second)]
    before, after = (Named(option, titles.get(option, titles[stated])) for option in adopted)
    return Message("cause.answer", question=Named(code, both(document["question"])), earlier=before, later=after)


def _value(cell: IndicatorCell | None) -> float | None:
    return cell["value"] if cell is not None and cell["present"] else None


def _group_name(player: str, language: str) -> str:
    words = [_named(group, language) for group in player.split("+")]
    return enumerated(words) if language == "en" else shipped_name("between_groups")["zh-Hant"].join(words)


def _named(group: str, language: str) -> str:
    return shipped_name(f"group_{group}")[language]


def _change(what: Message, before: float, after: float, cited: str) -> Message:
    if after == before:
        return note("cause.counts_otherwise", what=what, measured=before, cited=cited)
    return note("cause.rose" if after > before else "cause.fell", what=what, before=before, after=after, cited=cited)


def _difference(entry: Difference) -> Message:
    """A difference in the terms of the planner's files: ``weights changed from A to B``."""
    place = entry.place.removeprefix("rule.") or entry.file
    place = f"{entry.file}: {entry.place}" if entry.group == "criteria" and entry.place else place
    if entry.before is None or entry.after is None:
        return Message("cause.new" if entry.before is None else "cause.gone", place=place)
    return Message("cause.changed", place=place, earlier=_short(entry.before), later=_short(entry.after))


def _short(value: object) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _series(parts: Sequence[Message]) -> str:
    return joined(parts, "also") if parts else Message("cause.inputs")
