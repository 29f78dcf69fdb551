"""The shape of ``result.choices`` in a run's record: the list under the other answers to the choices considered."""

from typing import TypedDict

from criticality.text.phrases import Phrase


class OptionResult(TypedDict):
    """An option: its odds, and the list with it, the other answers as stated; `evaluated`: in combinations too."""

    code: str
    title: Phrase
    odds: float
    stated: bool
    size: int
    entered: list[str]
    left: list[str]


class ChoiceResult(TypedDict):
    """A choice: which memberships it moves, and its share of the variance of the whole list."""

    code: str
    question: Phrase
    crossed: bool
    moved: list[str]
    share_of_variance: float | None
    share_error: float | None
    options: list[OptionResult]


class Combination(TypedDict):
    """One combination of answers, its weight, the size of its list, and whether it counts for lowest and highest."""

    combination: int
    answers: dict[str, str]
    weight: float
    size: int
    counted: bool


class OptionRow(TypedDict):
    """One mineral under one option: the other answers as stated, and the mean over the combinations that hold it."""

    mineral: str
    choice: str
    option: str
    p_listed: float | None
    p_mean: float | None
    tier: str
    score: float | None


class MineralResult(TypedDict):
    """One mineral over all combinations; `shares`: first-order, `only_combined`: what they leave."""

    mineral: str
    p_listed: float | None
    p_all: float | None
    p_lowest: float | None
    p_highest: float | None
    lowest_at: int | None
    highest_at: int | None
    hangs_on: list[str]
    standing: str | None
    shares: dict[str, float]
    share_errors: dict[str, float]
    only_combined: float | None


class FreshEstimate(TypedDict):
    """P of all minerals in one extreme combination, from fresh draws."""

    combination: int
    p: list[float]


class DesignRecord(TypedDict):
    """How the combinations were chosen, and how often each was drawn."""

    kind: str
    full: int
    stated: int
    draws: int
    fresh_draws: int


class ChoicesRecord(TypedDict):
    """The whole of ``result.choices``; rows of `p` are combinations, its columns `scored`, the minerals scored."""

    design: DesignRecord
    choices: list[ChoiceResult]
    combinations: list[Combination]
    options: list[OptionRow]
    minerals: list[MineralResult]
    core: list[str]
    outer: list[str]
    scored: list[str]
    p: list[list[float]]
    fresh: list[FreshEstimate]
