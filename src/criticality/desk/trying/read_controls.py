"""The controls of an assessment, read from its documents and set as the words of an address or a form say."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from criticality.desk.trying.controls import (
    ENDS,
    AnswerControl,
    Controls,
    DimensionControl,
    JudgeControls,
    JudgementControl,
    NumberControl,
    threshold_key,
)
from criticality.desk.trying.live import Base
from criticality.listing.quantities import is_figure, is_place
from criticality.listing.rule import quantity_of
from criticality.model.assessment import Condition
from criticality.model.criteria import Criterion
from criticality.model.document import Text
from criticality.model.judgements import AhpWeights, DirectWeights, Judge, Judgement
from criticality.model.results import Inputs
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.text.kept import in_both_languages, own_name
from criticality.text.message import Message
from criticality.text.phrases import capped
from criticality.weighting.panel import DIMENSIONS


def controls_of(base: Base, place: Mapping[str, str], words: Mapping[str, str]) -> Controls:
    """Return the controls of an assessment, set as the words of an address or a form say.

    Parameters
    ----------
    base
        The assessment under the answers of these words.
    place
        Words that choose what is looked at.
    words
        Key of a control → value.
    """
    inputs, read = base.inputs, _Words(words)
    controls = Controls(
        place,
        judges=tuple(_judges(inputs, read)),
        shares=tuple(_shares(inputs, read)),
        thresholds=tuple(_thresholds(inputs, read)),
        dimensions=tuple(_dimensions(inputs, read)),
        answers=tuple(_answers(base, read)),
        ignored=(),
    )
    return Controls(**{**vars(controls), "ignored": read.left_over})


def answers_in(base: Base, words: Mapping[str, str]) -> dict[str, str]:
    """Choice → option, of the words that adopt another answer than the stated one."""
    return {control.code: control.now for control in _answers(base, _Words(words)) if control.moved}


class _Words:
    """The words of an address, of which each is used up by the control that understands it."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)

    def number(self, key: str, otherwise: float, least: float, most: float, *, whole: bool = False) -> float:
        """The number of a key, or another one where there is none between two bounds."""
        try:
            found = float(self._words[key])
        except (KeyError, ValueError):
            return otherwise
        if not (math.isfinite(found) and least <= found <= most) or (whole and found != int(found)):
            return otherwise
        del self._words[key]
        return found

    def one_of(self, key: str, otherwise: str, known: Sequence[str]) -> str:
        """The word of a key, or another one where it is none of those known."""
        if self._words.get(key) not in known:
            return otherwise
        return self._words.pop(key)

    @property
    def left_over(self) -> tuple[str, ...]:
        return tuple(sorted(f"{key}={word}" for key, word in self._words.items()))


# ── the controls of each kind ────────────────────────────────────────────────


def title_of(inputs: Inputs, code: str) -> Text:
    """The title of the score, a dimension or a criterion."""
    known = {dimension.code: dimension.title for dimension in inputs.dimensions}
    known |= {criterion.code: criterion.title for criterion in inputs.criteria}
    if code == "score":
        score = own_name("score")
        return Text.model_validate({**score, "en": capped(score["en"])})
    return known.get(code) or Text.model_validate({"en": code})


def names_of(inputs: Inputs) -> dict[str, Text]:
    """Mineral → its name in both languages; its code where a language has none."""
    table = inputs.dataset.table("minerals")
    named = zip(*(table[column].tolist() for column in ("mineral", "name_en", "name_zh")), strict=True)
    return {
        str(code): Text.model_validate({"en": english or code, "zh-Hant": chinese or english or code})
        for code, english, chinese in named
    }


def items_of(inputs: Inputs, group: str) -> Callable[[str], Text]:
    """How the items of a group are called: criteria and dimensions, or minerals where a criterion is judged."""
    if group == DIMENSIONS or group in {dimension.code for dimension in inputs.dimensions}:
        return lambda code: title_of(inputs, code)
    names = names_of(inputs)
    return lambda code: names.get(code) or title_of(inputs, code)


def _judges(inputs: Inputs, words: _Words) -> Iterator[JudgeControls]:
    weights = inputs.weights
    if not isinstance(weights, AhpWeights):
        return
    for number, judge in enumerate(weights.judges, 1):
        groups = []
        for group, judgements in judge.comparisons.items():
            start, title = f"j.{number}.{group}", items_of(inputs, group)
            some = [_judgement(weights, judge, start, entry, title, words) for entry in judgements]
            groups.append((group_title(inputs, group), tuple(some)))
        yield JudgeControls(judge, tuple(groups))


def group_title(inputs: Inputs, group: str) -> Text:
    """The title of a group of comparisons."""
    return (
        Text.model_validate(in_both_languages(Message("questionnaire.dimensions")))
        if group == DIMENSIONS
        else title_of(inputs, group)
    )


def _judgement(
    weights: AhpWeights, judge: Judge, start: str, entry: Judgement, title: Callable[[str], Text], words: _Words
) -> JudgementControl:
    first, second = sorted((entry.more, entry.than))
    ratio, more = weights.ratio(entry), entry.more
    if ratio < 1:
        ratio, more = 1 / ratio, entry.than
    steps = round(min(float(ENDS), ratio - 1), 9)
    position = -steps if more == first else steps
    key = f"{start}.{first}~{second}"
    now = words.number(key, position, -ENDS, ENDS, whole=position == int(position))
    now = position if math.isclose(now, position, rel_tol=1e-11) else float(round(now))
    return JudgementControl(
        key, title(first), title(second), (first, second), judge.name, entry, ratio, more == first, position, now
    )


def _shares(inputs: Inputs, words: _Words) -> Iterator[NumberControl]:
    if isinstance(inputs.weights, DirectWeights):
        stated: dict[tuple[str, ...], float] = {(code,): number for code, number in inputs.weights.of_criteria.items()}
        for group, items in inputs.weights.by_group.items():
            stated |= {(group, code): number for code, number in items.items()}
        for path, number in stated.items():
            key, most = f"v.{'~'.join(path)}", max(1.0, 2 * number)
            now, title = words.number(key, number, 0, most), title_of(inputs, path[-1])
            yield NumberControl(key, title, "", number, now, 0, most, _step(number))


def _step(stated: float) -> str:
    """Hundredths, or smaller steps where the file has a number between: a browser moves what lies between steps."""
    return next((f"{10.0**-places:g}" for places in (2, 3, 4) if round(stated, places) == stated), "any")


def _thresholds(inputs: Inputs, words: _Words) -> Iterator[NumberControl]:
    tiers: dict[str, list[Text]] = {}
    conditions: dict[str, Condition] = {}
    for tier in inputs.assessment.rule.tiers:
        for condition in tier.conditions:
            key = threshold_key(condition)
            conditions.setdefault(key, condition)
            titles = tiers.setdefault(key, [])
            title = tier.title or Text.model_validate({"en": tier.name})
            if title not in titles:
                titles.append(title)
    units = {entry.code: entry for entry in inputs.criteria}
    for key, condition in conditions.items():
        yield _threshold(inputs, key, condition, tuple(tiers[key]), units.get(condition.of), words)


def _threshold(
    inputs: Inputs, key: str, condition: Condition, tiers: tuple[Text, ...], criterion: Criterion | None, words: _Words
) -> NumberControl:
    quantity, stated, title = quantity_of(condition), condition.threshold, title_of(inputs, condition.of)
    if is_place(quantity):
        most = float(len(inputs.candidates))
        now = words.number(key, stated, 1, most, whole=True)
        return NumberControl(key, title, "", stated, now, 1, most, "1", tiers, "place")
    if is_figure(quantity):
        unit = "" if criterion is None else criterion.unit
        now = words.number(key, stated, -math.inf, math.inf)
        return NumberControl(key, title, unit, stated, now, -math.inf, math.inf, "any", tiers, "figure")
    now = words.number(key, stated, 0, 1)
    return NumberControl(key, title, "", stated, now, 0, 1, _step(stated), tiers, "share")


def _dimensions(inputs: Inputs, words: _Words) -> Iterator[DimensionControl]:
    """Those of every level that hold a weighted criterion, on their own or through others."""
    held = hierarchy_of(inputs.criteria, inputs.dimensions).groups
    for dimension in inputs.dimensions:
        if dimension.code in held:
            stated, key = dimension.code not in inputs.weights.leave_out, f"d.{dimension.code}"
            now = words.one_of(key, "in" if stated else "out", ("in", "out")) == "in"
            yield DimensionControl(key, dimension.code, dimension.title, stated, now)


def _answers(base: Base, words: _Words) -> Iterator[AnswerControl]:
    if base.chosen is None:
        return
    adopted = base.inputs.assessment.answers
    for choice in base.chosen.documents:
        stated, key = choice.option(adopted.get(choice.code)).code, f"c.{choice.code}"
        options = tuple((option.code, option.title) for option in choice.options)
        now = words.one_of(key, stated, [code for code, _ in options])
        yield AnswerControl(key, choice.code, choice.question, options, stated, now)
