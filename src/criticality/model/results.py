"""Values that one step passes to the next, and the result of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.errors import Problem
from criticality.model.assessment import Assessment, SourceOrder
from criticality.model.choice import Choice, Option
from criticality.model.criteria import Criterion, Dimension
from criticality.model.dataset import Dataset
from criticality.model.input_record import AdoptedRunEntry
from criticality.model.judgements import AhpWeights, DirectWeights, EqualWeights, ObjectiveWeights
from criticality.model.publishers import completed_order
from criticality.model.record import EventOutcome
from criticality.model.robustness_record import ChoicesRecord
from criticality.model.rows.confidential_rows import Confidential
from criticality.model.scenario import Scenario

AnyWeights = AhpWeights | DirectWeights | EqualWeights | ObjectiveWeights


@dataclass(frozen=True)
class ChoiceTable:
    """Rows of a file that an option names: only the columns that the file has, and ``line``.

    Attributes
    ----------
    table
        The table of data/ that they change, or ``donor``.
    frame
        The key columns of the table, the columns of the file, and ``drop`` (True takes the row out).
    """

    table: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Choices:
    """The choices that a run uses.

    Attributes
    ----------
    documents
        In the order in which they apply.
    considered
        Codes of the choices whose other options are evaluated; the others only give their answer.
    answers
        Choice → the option adopted in place of the first.
    tables, weights
        The files that options name, by path.
    original
        The inputs before any answer is applied; None where every answer is the first option.
    """

    documents: tuple[Choice, ...]
    considered: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, ChoiceTable] = field(default_factory=dict)
    weights: Mapping[str, AnyWeights] = field(default_factory=dict)
    original: "Inputs | None" = None

    def stated(self, choice: Choice) -> Option:
        """The stated answer to a choice."""
        return choice.option(self.answers.get(choice.code))


@dataclass(frozen=True)
class Inputs:
    """Everything that a run depends on, read and checked.

    Attributes
    ----------
    assessment, dimensions, criteria, weights, scenario, dataset
        The documents; `criteria` are those of the assessment, in the order of their dimensions and codes.
    candidates
        Codes of the minerals assessed, sorted.
    templates
        Texts of the planner's own page templates by name; empty where the packaged templates are used.
    paths
        Path of each document relative to the workspace; keys: assessment, weights, scenario.
    warnings
        Problems that do not stop a run.
    choices
        The choices that the run uses; the documents above are those under the stated answers.
    adopted_run
        The run of the adopted list that this one is held against; None where there is none.
    confidential
        The rows of the tables that are not for publication; None where there are none.
    """

    assessment: Assessment
    dimensions: tuple[Dimension, ...]
    criteria: tuple[Criterion, ...]
    weights: AnyWeights
    scenario: Scenario | None
    dataset: Dataset
    candidates: tuple[str, ...]
    templates: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    choices: Choices | None = None
    adopted_run: AdoptedRunEntry | None = None
    confidential: Confidential | None = None

    @property
    def weighted(self) -> tuple[Criterion, ...]:
        """The criteria with the role ``weighted``."""
        return tuple(criterion for criterion in self.criteria if criterion.role == "weighted")

    def with_sources(self, order: SourceOrder) -> "Inputs":
        """Return the inputs with another order of the publishers, completed by those that it does not name.

        The assessment states the whole order, so that a record decides the same list without the order of the file.
        """
        stated: dict[str, list[str]] = order.model_dump()
        frames = {name: self.dataset.tables[name] for name in stated if name in self.dataset.tables}
        whole = {name: completed_order(frame, name, stated[name]) for name, frame in frames.items()}
        plan = self.assessment.model_copy(update={"sources": order.model_copy(update=whole)})
        return replace(self, assessment=plan, dataset=replace(self.dataset, order=whole))


@dataclass(frozen=True)
class IndicatorTable:
    """Value and evidence of every mineral under every criterion.

    `cells` has one row for each mineral and criterion: ``mineral, criterion, value, low, high, unit, present, grade,
    flag, sources, note``. ``value`` is NaN where evidence is missing. ``low`` and ``high`` are its bounds where the
    evidence states them. ``flag`` and ``sources`` join several entries with ``;``. ``present`` is False where the
    mineral has no evidence of its own.
    """

    cells: pd.DataFrame


def candidates_of(assessment: Assessment, dataset: Dataset) -> tuple[str, ...]:
    """Codes of the minerals that an assessment considers, sorted: those it lists, or all that minerals.csv offers."""
    minerals = dataset.table("minerals")
    offered = minerals.loc[minerals["candidate"], "mineral"]
    return tuple(sorted(str(code) for code in (offered if assessment.candidates == "all" else assessment.candidates)))


@dataclass(frozen=True)
class DecisionMatrix:
    """The minerals that can be scored × the weighted criteria, complete.

    Attributes
    ----------
    cells
        The cells of the indicator table with ``scaled, scaled_low, scaled_high`` (0…1, 1 = most critical; NaN without a
        scale) and the flags ``clipped`` and ``group_median`` added.
    scaled
        minerals × criteria on 0…1, no NaN; None where a criterion has no scale.
    raw
        minerals × criteria in their own units, no NaN.
    left_out
        Minerals that a missing-data policy leaves out, with the reason.
    screening
        minerals × criteria for screening, in their own units; NaN where there is no figure and no scale.
    """

    cells: pd.DataFrame
    scaled: pd.DataFrame | None
    raw: pd.DataFrame
    left_out: Mapping[str, str]
    screening: pd.DataFrame = field(default_factory=pd.DataFrame)

    def figures(self, criterion: str, minerals: Sequence[str]) -> NDArray[np.float64]:
        """The figures of a criterion of some minerals, in its own unit, gaps filled as the criterion says."""
        table = self.raw if criterion in self.raw else self.screening
        return np.array(table[criterion].reindex(list(minerals)), dtype=np.float64)


@dataclass(frozen=True)
class ConsistencyHint:
    """The judgement that contributes most to the inconsistency of a matrix, and the value that would correct it."""

    judge: str
    group: str
    more: str
    than: str
    by: float
    better_more: str
    better_than: str
    better_by: float
    ratio_now: float
    ratio_then: float


@dataclass(frozen=True)
class WeightSet:
    """Weights of the criteria and how they were derived.

    Attributes
    ----------
    table
        ``criterion, dimension, local_weight, global_weight``; local weights add up to 1 over the items of a dimension,
        global ones over all criteria; a dimension left out keeps its local weights and has global weight 0.
    dimensions
        Weight of each dimension of the first level (index: dimension code), adding up to 1.
    consistency
        ``judge, group, n, lambda_max, consistency_index, consistency_ratio, random_index``; judge ``group`` for the
        joined matrix; ``gci, gci_limit`` where the geometric consistency index is the measure. Empty unless AHP.
    by_judge
        ``judge, group, item, weight``: the weights from each judge alone.
    hints
        One for every inconsistent matrix.
    notes
        Sentences for the record: judgements ignored, dimensions left out, missing pairs completed.
    consensus
        Group → AHP consensus indicator among the judges, 0…1 (Goepel 2013). Empty unless AHP.
    by_subgroup
        ``subgroup, group, item, weight``: the weights from each part of the panel alone.
    panel
        ``subgroup, group, judges, consensus, consistency`` of the whole panel (empty subgroup) and of its parts.
    levels
        ``dimension, parent, local_weight, global_weight`` of every dimension, those of the first level first, each
        below the one that holds it. Empty where no dimension has a parent.
    """

    table: pd.DataFrame
    dimensions: "pd.Series[float]"
    consistency: pd.DataFrame
    by_judge: pd.DataFrame
    hints: tuple[ConsistencyHint, ...] = ()
    notes: tuple[str, ...] = ()
    consensus: Mapping[str, float] = field(default_factory=dict)
    by_subgroup: pd.DataFrame = field(default_factory=pd.DataFrame)
    panel: pd.DataFrame = field(default_factory=pd.DataFrame)
    levels: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def top(self) -> pd.DataFrame:
        """The `table` with the dimension of the first level in place of each criterion's own, and the weight in it.

        This is what methods and draws work on: they know two levels, and those between only divide the weights.
        """
        if self.levels.empty:
            return self.table
        local = self.table["local_weight"].to_numpy(dtype=np.float64, copy=True)
        roots = self.table["dimension"].to_list()
        for place in range(len(roots)):
            while above := self._above[roots[place]]:
                local[place] *= self._inside[roots[place]]
                roots[place] = above
        return self.table.assign(dimension=roots, local_weight=local)

    @cached_property
    def inner(self) -> "Mapping[str, pd.Series[float]]":
        """Every dimension below the first level → share of each criterion in its rating, adding up to 1."""
        found: dict[str, pd.Series[float]] = {}
        for below in (code for code, parent in self._above.items() if parent):
            shares = {}
            rows = zip(self.table["criterion"], self.table["dimension"], self.table["local_weight"], strict=True)
            for criterion, held_by, weight in rows:
                code, share = str(held_by), float(weight)
                while code not in ("", below):
                    share, code = share * self._inside[code], self._above[code]
                if code == below:
                    shares[str(criterion)] = share
            found[below] = pd.Series(shares, dtype="float64")
        return found

    @cached_property
    def _above(self) -> Mapping[str, str]:
        return {} if self.levels.empty else dict(zip(self.levels["dimension"], self.levels["parent"], strict=True))

    @cached_property
    def _inside(self) -> Mapping[str, float]:
        return dict(zip(self.levels["dimension"], self.levels["local_weight"], strict=True))


@dataclass(frozen=True)
class Ranking:
    """Scores and ranks of one method.

    Attributes
    ----------
    method
        Its name.
    scores
        Index: mineral; 0…1 and rounded to 12 decimals for the deciding methods, native for the others.
    ranks
        Index: mineral; ties share the better rank (1, 2, 2, 4).
    dimensions
        minerals × dimensions of every level, the AHP rating inside each dimension; None without scales.
    """

    method: str
    scores: "pd.Series[float]"
    ranks: "pd.Series[int]"
    dimensions: pd.DataFrame | None = None


@dataclass(frozen=True)
class MethodPanel:
    """The same matrix under other methods.

    `table`: ``mineral, method, score, rank``; `agreement`: ``method, kendall_tau_b, weighted_spearman`` with the
    deciding method; `not_done`: method → reason.
    """

    table: pd.DataFrame
    agreement: pd.DataFrame
    not_done: Mapping[str, str]


@dataclass(frozen=True)
class CriticalList:
    """The list.

    `table`: one row a candidate: ``mineral, tier, listed, designated, rule_tier, entered_with_group, reason, margin,
    margin_of, margin_threshold, margin_value, because``; `coverage`: minerals × dimensions, share of weight with
    evidence of its own.
    """

    table: pd.DataFrame
    coverage: pd.DataFrame


@dataclass(frozen=True)
class Acceptability:
    """How robust the list is; see `criticality.robustness`.

    `table`: ``mineral, p_listed, rank_low, rank_high, confidence`` and further columns; `ranks`: ``mineral, rank,
    share``; `details`: everything else for the record, plain values only.
    """

    table: pd.DataFrame
    ranks: pd.DataFrame
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """A decided list without method panel and robustness, as a comparison recomputes it.

    `complete` holds the cells of every candidate, `matrix` those of the minerals with enough evidence to be scored.
    """

    indicators: IndicatorTable
    complete: DecisionMatrix
    matrix: DecisionMatrix
    weights: WeightSet
    ranking: Ranking
    critical_list: CriticalList


@dataclass(frozen=True)
class Result:
    """The complete result of one assessment."""

    indicators: IndicatorTable
    matrix: DecisionMatrix
    weights: WeightSet
    ranking: Ranking
    panel: MethodPanel
    critical_list: CriticalList
    acceptability: Acceptability | None
    checks: tuple[Mapping[str, Any], ...] = ()
    choices: ChoicesRecord | None = None
    events: tuple[EventOutcome, ...] = ()
