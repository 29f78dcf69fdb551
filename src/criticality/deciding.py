"""Decides lists: indicators, weights, ranking and rule, without method panel and robustness.

Inputs that share documents or tables, such as the mixed assessments of a comparison or the combinations of answers to
choices, share intermediate results: the cells of a criterion are computed once for each content of what they read.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar, cast

import pandas as pd

from criticality.indicators.evidence import RowMemory
from criticality.indicators.judged.in_pairs import Floats, matrices_of, sentences_of
from criticality.indicators.table import COLUMNS, INDICATORS, Row, assembled, cells_by_criterion, words_of
from criticality.listing.classify import classify, coverage_of, insufficient_evidence
from criticality.model.criteria import Criterion
from criticality.model.dataset import DIVERSIFICATIONS, JUDGED_PRIORITIES, PRODUCTION_LOSSES, Dataset
from criticality.model.judgements import ObjectiveWeights
from criticality.model.results import Decision, DecisionMatrix, IndicatorTable, Inputs, Ranking, WeightSet
from criticality.ranking.matrix import MatrixColumn, joined_columns, matrix_column
from criticality.ranking.methods import rank
from criticality.scenarios import apply_scenario
from criticality.weighting.minerals.consistency import with_minerals
from criticality.weighting.minerals.in_pairs import judged_codes, priorities_of_minerals
from criticality.weighting.weights import derive_weights

Made = TypeVar("Made")
_ALWAYS = ("minerals", PRODUCTION_LOSSES, DIVERSIFICATIONS)
"""Tables that every indicator may read beside those that it declares."""


@dataclass(frozen=True)
class Ranked:
    """A decision before the rule: all that `Decision` holds, and the minerals that are not scored, with the reason."""

    indicators: IndicatorTable
    complete: DecisionMatrix
    matrix: DecisionMatrix
    weights: WeightSet
    coverage: pd.DataFrame
    left_out: Mapping[str, str]
    ranking: Ranking


class Decider:
    """Decides lists; keeps the intermediate results that the next inputs may share."""

    def __init__(self) -> None:
        self._memory: dict[Hashable, object] = {}
        # The memory is keyed by id(); an id stays unique only while its object exists.
        self._kept_alive: list[object] = []
        self.rows = RowMemory()

    def __call__(self, inputs: Inputs) -> Decision:
        """Decide one list.

        Raises
        ------
        InputError
            If evidence is missing that a missing-data policy requires, or the weights do not fit the criteria.
        """
        found = self.ranked(inputs)
        rule = inputs.assessment.rule
        critical_list = classify(
            found.ranking, found.matrix, rule, found.coverage, found.left_out, groups_of(inputs), inputs.criteria
        )
        return Decision(found.indicators, found.complete, found.matrix, found.weights, found.ranking, critical_list)

    def ranked(self, inputs: Inputs) -> Ranked:
        """Decide one list up to its ranking; errors are those of a call."""
        self._kept_alive.append(inputs)
        plan = inputs.assessment
        indicators = self._indicators(inputs)
        complete = self._matrix(inputs, indicators, inputs.candidates)
        weights = self._weights(inputs, complete)
        # Which cells are present, not their values, says how much evidence there is.
        present = (id(inputs.criteria), inputs.candidates, complete.cells["present"].to_numpy(dtype=bool).tobytes())
        coverage = self._remembered(("coverage", present, id(weights)), lambda: coverage_of(complete.cells, weights))
        tested = plan.rule.tested(of_the_list=True)
        thin: dict[str, str] = self._remembered(
            ("thin", present, tuple(complete.left_out.items()), id(coverage), plan.rule.coverage, tested),
            lambda: {**insufficient_evidence(plan.rule, complete.cells, coverage), **complete.left_out},
        )
        scored = tuple(mineral for mineral in inputs.candidates if mineral not in thin)
        matrix = self._remembered(("scored", id(complete), scored), lambda: _of_minerals(complete, scored))
        ranking = self._remembered(
            ("ranking", id(matrix), id(weights), id(inputs.criteria), plan.method),
            lambda: rank(matrix, weights, inputs.weighted, plan.method),
        )
        return Ranked(indicators, complete, matrix, weights, coverage, thin, ranking)

    def fork(self) -> "Decider":
        """Another one that shares what is known so far, and keeps what it learns to itself.

        Who decides thousands of lists around one asks a fork for each: what only that list needs goes with the fork.
        """
        other = Decider()
        other._memory, other._kept_alive, other.rows = dict(self._memory), list(self._kept_alive), RowMemory(self.rows)
        return other

    def content_of(self, inputs: Inputs, criterion: Criterion) -> Hashable:
        """What determines the cells of a criterion: equal where they are, for as long as this object exists."""
        return _content(criterion, self._dataset(inputs), inputs)

    def only_read(self, inputs: Inputs, criteria: Sequence[Criterion]) -> Inputs:
        """The inputs with the tables that some criteria read, as the scenario has changed them, and no scenario."""
        dataset = self._dataset(inputs)
        return replace(inputs, dataset=_reduced(dataset, criteria), scenario=None)

    def _remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        if key not in self._memory:
            self._memory[key] = make()
        return cast(Made, self._memory[key])

    def _indicators(self, inputs: Inputs) -> IndicatorTable:
        plan = inputs.assessment
        dataset = self._dataset(inputs)
        keys = [_content(criterion, dataset, inputs) for criterion in inputs.criteria]
        missing = [
            entry for key, entry in zip(keys, inputs.criteria, strict=True) if ("cells", *key) not in self._memory
        ]
        if missing:
            found = cells_by_criterion(
                _reduced(dataset, missing),
                missing,
                country=plan.country,
                reference_year=plan.reference_year,
                as_of=plan.date,
                memory=self.rows,
            )
            for key, entry in zip(keys, inputs.criteria, strict=True):
                if entry.code in found:
                    self._memory["cells", *key] = found[entry.code]
        columns = [cast(list[Row], self._memory["cells", *key]) for key in keys]
        return self._remembered(("table", *keys), lambda: assembled(columns))

    def _dataset(self, inputs: Inputs) -> Dataset:
        """The data as the scenario changes them; tables of equal content are one and the same object."""
        plan = inputs.assessment
        key = ("scenario", id(inputs.dataset), id(inputs.scenario), plan.country, plan.date)
        changed: Dataset = self._remembered(
            key,
            lambda: self._interned(apply_scenario(inputs.dataset, inputs.scenario, plan.country, plan.date), inputs),
        )
        frame: pd.DataFrame | None = self._remembered(
            ("judged", id(inputs.weights), id(inputs.criteria)), lambda: self._of_judges(inputs)
        )
        if frame is None:
            return changed
        return self._remembered(
            ("judged", id(changed), id(frame), "data"),
            lambda: replace(changed, tables={**changed.tables, JUDGED_PRIORITIES: frame}),
        )

    def _of_judges(self, inputs: Inputs) -> pd.DataFrame | None:
        """Priorities of the minerals that judges of the weights compare; equal ones are one and the same object."""
        frame = priorities_of_minerals(inputs.weights, inputs.criteria)
        return None if frame is None else self._first_like(JUDGED_PRIORITIES, frame)

    def _interned(self, dataset: Dataset, inputs: Inputs) -> Dataset:
        if dataset is inputs.dataset:
            return dataset
        tables = {
            name: frame if frame is inputs.dataset.tables.get(name) else self._first_like(name, frame)
            for name, frame in dataset.tables.items()
        }
        return replace(dataset, tables=tables)

    def _first_like(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        frames: list[pd.DataFrame] = self._remembered(("frames", name), list)
        same = next((other for other in frames if other.equals(frame)), None)
        if same is None:
            frames.append(frame)
            return frame
        return same

    def _matrix(self, inputs: Inputs, indicators: IndicatorTable, minerals: tuple[str, ...]) -> DecisionMatrix:
        key = ("matrix", id(indicators), id(inputs.criteria), id(inputs.dataset.table("minerals")), minerals)
        if "minerals" not in inputs.dataset.tables:
            key = ("matrix", id(indicators), id(inputs.criteria), id(inputs.dataset), minerals)
        return self._remembered(key, lambda: joined_columns([*self._columns(inputs, key[3], minerals)]))

    def _columns(self, inputs: Inputs, groups: int, minerals: tuple[str, ...]) -> Iterator[MatrixColumn]:
        """The columns of the matrix, made once for each content of what they read and each definition."""
        dataset = self._dataset(inputs)
        for criterion in inputs.criteria:
            content = _content(criterion, dataset, inputs)
            yield self._remembered(
                ("column", *content, id(criterion), groups, minerals),
                partial(self._column, inputs, ("cells", *content), criterion, minerals),
            )

    def _column(self, inputs: Inputs, cells: Hashable, criterion: Criterion, minerals: tuple[str, ...]) -> MatrixColumn:
        rows = pd.DataFrame(cast(list[Row], self._memory[cells]), columns=list(COLUMNS))
        return matrix_column(rows, criterion, groups_of(inputs), minerals)

    def _weights(self, inputs: Inputs, complete: DecisionMatrix) -> WeightSet:
        values = id(complete) if isinstance(inputs.weights, ObjectiveWeights) else 0
        said = inputs.dataset.tables.get("judgements")
        return self._remembered(
            ("weights", id(inputs.weights), id(inputs.criteria), id(inputs.dimensions), values, id(said)),
            lambda: with_minerals(
                derive_weights(inputs.weights, inputs.weighted, inputs.dimensions, complete.scaled, raw=complete.raw),
                inputs.weights,
                inputs.criteria,
                {} if said is None else _matrices(said, inputs.criteria),
            ),
        )


def _matrices(said: pd.DataFrame, criteria: Sequence[Criterion]) -> dict[str, list[tuple[str, Floats]]]:
    """Judged criterion → the matrices of those who compare minerals under it in the table of judgements."""
    found = {code: sentences_of(said, code) for code in judged_codes(criteria)}
    return {code: matrices_of(sentences) for code, sentences in found.items() if sentences}


def _of_minerals(complete: DecisionMatrix, minerals: tuple[str, ...]) -> DecisionMatrix:
    """The rows of some minerals: a mineral's row does not depend on who else is assessed."""
    cells = complete.cells[complete.cells["mineral"].isin(minerals)].reset_index(drop=True)
    index = pd.Index(sorted(minerals), name="mineral")
    scaled = None if complete.scaled is None else complete.scaled.loc[index]
    return DecisionMatrix(cells, scaled, complete.raw.loc[index], {}, complete.screening.loc[index])


def _tables_of(criterion: Criterion) -> tuple[str, ...]:
    own = (JUDGED_PRIORITIES,) if criterion.indicator == "judged" else ()
    return (*_ALWAYS, *INDICATORS[criterion.indicator].tables, *own)


def _reduced(dataset: Dataset, criteria: Sequence[Criterion]) -> Dataset:
    """The data with the tables alone that some criteria read."""
    read = {name for entry in criteria for name in _tables_of(entry)}
    return replace(dataset, tables={name: frame for name, frame in dataset.tables.items() if name in read})


def _content(criterion: Criterion, dataset: Dataset, inputs: Inputs) -> tuple[Hashable, ...]:
    """What determines the cells of a criterion: its own definition, the tables that it reads, country and dates."""
    plan = inputs.assessment
    definition: Hashable = (
        criterion.code,
        criterion.indicator,
        criterion.unit,
        *sorted(map(str, criterion.parameters.items())),
        *sorted(words_of(criterion).items()),
    )
    tables = tuple(id(dataset.tables[name]) if name in dataset.tables else 0 for name in _tables_of(criterion))
    order = tuple(sorted(dataset.order.items()))
    return (definition, tables, order, plan.country, plan.reference_year, plan.date)


def groups_of(inputs: Inputs) -> Mapping[str, str]:
    """Map every mineral of data/minerals.csv to its group."""
    minerals = inputs.dataset.table("minerals")
    return dict(zip(minerals["mineral"], minerals["group"], strict=True))
