"""What can be moved: judgements, weights, thresholds, dimensions, answers; each with its word in the address.

A control has a key, under which a form and an address name it. An address holds only what was moved, so that a link
says what differs from the files, and shows the same list for as long as these stay.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from criticality.desk.trying.live import Base
from criticality.listing.quantities import is_figure, is_place
from criticality.listing.rule import quantity_of
from criticality.model.assessment import Condition
from criticality.model.criteria import Criterion
from criticality.model.document import Text
from criticality.model.judgements import AhpWeights, DirectWeights, Judge, Judgement
from criticality.model.results import Inputs
from criticality.text.kept import in_both_languages, own_name
from criticality.text.message import Message
from criticality.text.numbers import plain
from criticality.text.phrases import capped

ENDS = 8
"""The slider of a judgement runs from −8 (the first counts 9 times as much) over 0 (the same) to 8 (the second)."""


@dataclass(frozen=True)
class JudgementControl:
    """One judgement of a judge as a slider between its two items, in the order of their codes."""

    key: str
    first: Text
    second: Text
    codes: tuple[str, str]
    judge: str
    judgement: Judgement
    ratio: float
    states_first: bool
    position: int
    now: int

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than in the file."""
        return self.now != self.position

    @property
    def word(self) -> str:
        """What stands for it in an address."""
        return str(self.now)

    @property
    def by(self) -> str:
        """How many times as much the larger counts; "1" where both count the same."""
        return str(abs(self.now) + 1) if self.moved else plain(self.ratio)

    @property
    def more(self) -> Text:
        """The item that counts more."""
        is_first = self.now < 0 if self.moved else self.states_first
        return self.first if is_first else self.second

    @property
    def than(self) -> Text:
        """The other item."""
        return self.second if self.more is self.first else self.first

    @property
    def stated_by(self) -> str:
        """What the file says, with the direction of what is moved: 2, or 1/2 where it says the opposite."""
        number = plain(self.ratio)
        return number if self.states_first == (self.now <= 0) or number == "1" else f"1/{number}"

    def changed(self, because: Text | None = None) -> Judgement:
        """The judgement as moved; its reason stays where no other is given."""
        if not self.moved:
            return self.judgement
        more, than = self.codes if self.now <= 0 else self.codes[::-1]
        update: dict[str, object] = {"more": more, "than": than, "by": float(abs(self.now) + 1)}
        return self.judgement.model_copy(update=update if because is None else {**update, "because": because})


@dataclass(frozen=True)
class NumberControl:
    """A threshold of the rule, or a stated weight of a criterion."""

    key: str
    title: Text
    unit: str
    stated: float
    now: float
    least: float
    most: float
    step: str
    tiers: tuple[Text, ...] = ()
    kind: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Where a stated weight stands under `weights`: its criterion, or its group and item."""
        return tuple(self.key[2:].split("~"))

    @property
    def moved(self) -> bool:
        """Whether it has another value than in the file."""
        return self.now != self.stated

    @property
    def word(self) -> str:
        """What stands for it in an address."""
        return f"{self.now:.12g}"

    @property
    def shown(self) -> str:
        """The number as it is written on pages."""
        return plain(self.now)


@dataclass(frozen=True)
class DimensionControl:
    """Whether a dimension counts."""

    key: str
    code: str
    title: Text
    stated: bool
    now: bool

    @property
    def moved(self) -> bool:
        """Whether it counts otherwise than in the file."""
        return self.now != self.stated

    @property
    def word(self) -> str:
        """What stands for it in an address."""
        return "in" if self.now else "out"


@dataclass(frozen=True)
class AnswerControl:
    """The answer to a choice."""

    key: str
    code: str
    question: Text
    options: tuple[tuple[str, Text], ...]
    stated: str
    now: str

    @property
    def moved(self) -> bool:
        """Whether another answer is taken than the stated one."""
        return self.now != self.stated

    @property
    def word(self) -> str:
        """What stands for it in an address."""
        return self.now

    @property
    def title(self) -> Text:
        """The title of the answer."""
        return dict(self.options)[self.now]


AnyControl = JudgementControl | NumberControl | DimensionControl | AnswerControl


@dataclass(frozen=True)
class JudgeControls:
    """The judgements of one judge, by group."""

    judge: Judge
    groups: tuple[tuple[Text, tuple[JudgementControl, ...]], ...]

    @property
    def moved(self) -> int:
        """How many were moved."""
        return sum(control.moved for _, some in self.groups for control in some)


@dataclass(frozen=True)
class Controls:
    """Everything that can be moved.

    Attributes
    ----------
    place
        Words of the address that choose what is looked at: the assessment, the file of weights.
    ignored
        Keys of the address that name nothing here, or a value that is not possible.
    """

    place: Mapping[str, str]
    judges: tuple[JudgeControls, ...] = ()
    shares: tuple[NumberControl, ...] = ()
    thresholds: tuple[NumberControl, ...] = ()
    dimensions: tuple[DimensionControl, ...] = ()
    answers: tuple[AnswerControl, ...] = ()
    ignored: tuple[str, ...] = field(default=())

    @property
    def judgements(self) -> tuple[JudgementControl, ...]:
        """The judgements of all judges."""
        return tuple(control for judge in self.judges for _, some in judge.groups for control in some)

    @property
    def all(self) -> tuple[AnyControl, ...]:
        """Every control."""
        return (*self.answers, *self.dimensions, *self.thresholds, *self.shares, *self.judgements)

    @property
    def moved(self) -> tuple[AnyControl, ...]:
        """Those that stand elsewhere than in the files."""
        return tuple(control for control in self.all if control.moved)

    def address(self, without: str = "") -> str:
        """What was moved as the words of an address; `without`: one of them put back."""
        words = {control.key: control.word for control in self.moved if control.key != without}
        return urlencode({**self.place, **words}, safe="~@:")


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


def _judges(inputs: Inputs, words: _Words) -> Iterator[JudgeControls]:
    weights = inputs.weights
    if not isinstance(weights, AhpWeights):
        return
    for number, judge in enumerate(weights.judges, 1):
        groups = []
        for group, judgements in judge.comparisons.items():
            some = [_judgement(inputs, weights, judge, f"j.{number}.{group}", entry, words) for entry in judgements]
            groups.append((_group_title(inputs, group), tuple(some)))
        yield JudgeControls(judge, tuple(groups))


def _group_title(inputs: Inputs, group: str) -> Text:
    return (
        Text.model_validate(in_both_languages(Message("questionnaire.dimensions")))
        if group == "dimensions"
        else title_of(inputs, group)
    )


def _judgement(
    inputs: Inputs, weights: AhpWeights, judge: Judge, start: str, entry: Judgement, words: _Words
) -> JudgementControl:
    first, second = sorted((entry.more, entry.than))
    ratio, more = weights.ratio(entry), entry.more
    if ratio < 1:
        ratio, more = 1 / ratio, entry.than
    steps = min(ENDS, round(ratio) - 1)
    position = -steps if more == first else steps
    key = f"{start}.{first}~{second}"
    now = int(words.number(key, position, -ENDS, ENDS, whole=True))
    titles = title_of(inputs, first), title_of(inputs, second)
    return JudgementControl(key, *titles, (first, second), judge.name, entry, ratio, more == first, position, now)


def _shares(inputs: Inputs, words: _Words) -> Iterator[NumberControl]:
    if isinstance(inputs.weights, DirectWeights):
        stated: dict[tuple[str, ...], float] = {(code,): number for code, number in inputs.weights.of_criteria.items()}
        for group, items in inputs.weights.by_group.items():
            stated |= {(group, code): number for code, number in items.items()}
        for path, number in stated.items():
            key, most = f"v.{'~'.join(path)}", max(1.0, 2 * number)
            now, title = words.number(key, number, 0, most), title_of(inputs, path[-1])
            yield NumberControl(key, title, "", number, now, 0, most, "0.01")


def threshold_key(condition: Condition) -> str:
    """The key of the threshold parameter of a condition: conditions with one number on one quantity share it."""
    return f"t.{quantity_of(condition)}@{condition.threshold:.12g}"


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
    step = "0.01" if round(stated * 100, 9) == round(stated * 100) else "0.001"
    return NumberControl(key, title, "", stated, words.number(key, stated, 0, 1), 0, 1, step, tiers, "share")


def _dimensions(inputs: Inputs, words: _Words) -> Iterator[DimensionControl]:
    weighted = {criterion.dimension for criterion in inputs.weighted}
    for dimension in inputs.dimensions:
        if dimension.code in weighted:
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
