"""What can be moved: judgements, weights, thresholds, dimensions, answers; each with its word in the address.

A control has a key, under which a form and an address name it. An address holds only what was moved, so that a link
says what differs from the files, and shows the same list for as long as these stay.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from criticality.listing.rule import quantity_of
from criticality.model.assessment import Condition
from criticality.model.document import Text
from criticality.model.judgements import Judge, Judgement
from criticality.text.numbers import plain

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
    position: float
    now: float

    @property
    def group(self) -> str:
        """The code of the group that it belongs to."""
        return self.key.split(".")[2]

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than in the file."""
        return self.now != self.position

    @property
    def word(self) -> str:
        """What stands for it in an address."""
        return f"{self.now:.12g}"

    @property
    def step(self) -> str:
        """Whole steps; none where the file has a judgement between them, which a browser would round."""
        return "1" if self.position == int(self.position) else "any"

    @property
    def by(self) -> str:
        """How many times as much the larger counts; "1" where both count the same."""
        return plain(abs(self.now) + 1) if self.moved else plain(self.ratio)

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
        """Whether it has another value than in the file, beyond the digits of an address."""
        return not math.isclose(self.now, self.stated, rel_tol=1e-11)

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


def threshold_key(condition: Condition) -> str:
    """The key of the threshold parameter of a condition: conditions with one number on one quantity share it."""
    return f"t.{quantity_of(condition)}@{condition.threshold:.12g}"
