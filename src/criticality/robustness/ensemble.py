"""The ensemble: the decided case in arrays, and the factors that vary from draw to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from criticality.errors import InputError, Problem
from criticality.listing.rule import CompiledRule, compile_rule
from criticality.model.assessment import Robustness
from criticality.model.criteria import Criterion, Scale
from criticality.model.judgements import AhpWeights
from criticality.model.results import DecisionMatrix, Inputs, WeightSet
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.ranking.kernels import METHODS
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.kernels.methods import SharedValues, shared_values
from criticality.robustness.kernels.products import Floats
from criticality.robustness.kernels.rank_classes import RankClasses
from criticality.robustness.sampling.cell_draws import DataDraw
from criticality.robustness.sampling.draws import DirichletDraw, MethodDraw, StatedWeights, ThresholdDraw, WeightDraw
from criticality.robustness.sampling.figures import data_draw, grade_spreads, rescaled
from criticality.robustness.sampling.judged_minerals import judged_redraws
from criticality.robustness.sampling.judgements import judgement_draw
from criticality.robustness.sampling.normal_table import Bits
from criticality.robustness.sampling.shared_tables import Correlations, correlations_of
from criticality.text.kept import note
from criticality.text.message import Message
from criticality.weighting.panel import judged_groups

DRAWN_METHODS = tuple(name for name, method in METHODS.items() if method.is_drawn)
"""The methods that are drawn where the method varies; the deciding method is added if it is not among them."""


@dataclass(frozen=True)
class Values:
    """Values of a block of draws, shared by all draws (N, M) or drawn (N, L, M).

    Attributes
    ----------
    scaled, raw
        Of the weighted criteria; None where they do not exist or are not needed.
    screening
        Code of a screening criterion → its scaled values, (M,) or (L, M).
    figures
        Code of a criterion that the rule compares in its own unit → its figures, (M,) or (L, M).
    """

    scaled: SharedValues | Floats | None
    raw: SharedValues | Floats | None
    screening: Mapping[str, Floats]
    figures: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Ensemble:
    """The decided case and the factors that vary.

    Attributes
    ----------
    minerals, criteria, dimensions
        Their codes in the order of the arrays; the criteria are sorted by dimension.
    members, dimension_of
        For each dimension the slice of its criteria; for each criterion the position of its dimension. These are the
        dimensions of the first level.
    inner
        Dimension below the first level → the slice of its criteria, and their shares in its rating as decided.
    lowers
        (N,) which criteria lower criticality; needed by methods on raw values.
    scaled, raw
        (N, M); scaled is None where a criterion has no scale.
    screened, screening
        The screening criteria that the rule names, and their scaled values (M,).
    figures
        Code of a criterion that the rule compares in its own unit → its figures (M,).
    method, rule, stated
        The method, the rule and the weights that decide the list of the run.
    weights, data, thresholds, methods
        How each factor is drawn; None for a factor that does not vary.
    collect_central_weights
        True: also sum the weights of the draws in which a mineral ranks first, and of those in which it is listed.
    classes
        Which ranks are counted together; None where each is counted.
    """

    minerals: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    dimensions: tuple[str, ...]
    members: tuple[slice, ...]
    dimension_of: NDArray[np.intp]
    lowers: NDArray[np.bool_]
    scaled: Floats | None
    raw: Floats
    screened: tuple[Criterion, ...]
    screening: Mapping[str, Floats]
    method: str
    rule: CompiledRule
    stated: StatedWeights
    figures: Mapping[str, Floats] = field(default_factory=dict)
    inner: Mapping[str, tuple[slice, Floats]] = field(default_factory=dict)
    seed: int = 0
    weights: WeightDraw | None = None
    data: DataDraw | None = None
    thresholds: ThresholdDraw | None = None
    methods: MethodDraw | None = None
    collect_central_weights: bool = True
    classes: RankClasses | None = None

    @property
    def varied(self) -> tuple[str, ...]:
        """The factors that vary."""
        parts = {"weights": self.weights, "data": self.data, "thresholds": self.thresholds, "method": self.methods}
        return tuple(name for name, part in parts.items() if part is not None)

    @property
    def cells(self) -> int:
        """How many figures a draw has."""
        return len(self.minerals) * (len(self.criteria) + len(self.screened))

    @property
    def on_raw_values(self) -> bool:
        """Whether the method works on raw values."""
        return not METHODS[self.method].needs_scale

    @property
    def rule_thresholds(self) -> Floats:
        """The rule's own threshold of every threshold parameter, (parameters,)."""
        result: Floats = self.rule.thresholds[list(self.rule.parameters)]
        return result

    def shared(self) -> Values:
        """The values as decided, which all draws share."""
        table = shared_values(self.scaled, self.raw if self.on_raw_values else None, self.lowers)
        return Values(None if self.scaled is None else table, table, self.screening, self.figures)

    def drawn(self, rng: np.random.Generator, buffers: WorkBuffers) -> Values:
        """Draw the values of one block."""
        if self.data is None:
            raise ValueError("the data do not vary")
        return self.values_of(self.data.bits([rng], buffers), buffers)

    def values_of(self, bits: Bits, buffers: WorkBuffers) -> Values:
        """Compute the values of a block from their random bits, (N·M, L)."""
        if self.data is None:
            raise ValueError("the data do not vary")
        planes, count, drawn = self.data.values(bits, buffers), len(self.criteria), (*self.criteria, *self.screened)
        figures = {entry.code: planes[at].copy() for at, entry in enumerate(drawn) if entry.code in self.figures}
        if self.on_raw_values:
            scaled = rescaled(planes, drawn)
        else:
            scaled = planes
            for at, column in enumerate(self.data.columns):
                if column.criterion is not None:
                    scaled[at] = rescaled(planes[at : at + 1], [column.criterion])[0]
        return Values(
            scaled=None if self.scaled is None else scaled[:count],
            raw=planes[:count] if self.on_raw_values else None,
            screening={entry.code: scaled[count + place] for place, entry in enumerate(self.screened)},
            figures=figures,
        )


def build_ensemble(
    inputs: Inputs,
    matrix: DecisionMatrix,
    weights: WeightSet,
    method: str,
    group_of: Mapping[str, str],
    *,
    correlations: Correlations | None = None,
) -> tuple[Ensemble, dict[str, str]]:
    """Put the decided case into arrays, and prepare the draws of every factor that the assessment varies.

    Parameters
    ----------
    inputs, matrix, weights, method, group_of
        As decided.
    correlations
        Of the minerals of the matrix in order, between the figures that rest on one table; measured here if not given.

    Returns
    -------
    Ensemble, dict
        The ensemble, and for each factor that cannot be varied the reason.

    Raises
    ------
    InputError
        If judgements are to be drawn and the weights have none.
    """
    plan, known = inputs.assessment.robustness, {criterion.code: criterion for criterion in inputs.criteria}
    dimensions, grouped, order = _dimensions_of(weights)
    minerals = tuple(str(mineral) for mineral in matrix.raw.index)
    rule = compile_rule(inputs.assessment.rule, minerals, group_of, inputs.criteria)
    screened = tuple(known[name] for name in dict.fromkeys(rule.of) if name in known and name not in order)
    stated = _stated_weights(weights, order)
    cells = _cells_of(matrix.cells, [*order, *(entry.code for entry in screened)], minerals)
    criteria = tuple(known[code] for code in order)
    dimension_of, not_done = np.repeat(np.arange(len(dimensions)), [*map(len, grouped)]), dict[str, str]()
    ensemble = Ensemble(
        minerals=minerals,
        criteria=criteria,
        dimensions=dimensions,
        members=_slices(grouped),
        dimension_of=dimension_of,
        lowers=np.array([entry.direction == "lowers_criticality" for entry in criteria], dtype=np.bool_),
        scaled=None if matrix.scaled is None else _transposed(matrix.scaled, minerals, order),
        raw=_transposed(matrix.raw, minerals, order),
        screened=screened,
        screening=_screening(screened, cells[len(order) :]),
        method=method,
        rule=rule,
        stated=stated,
        figures={code: matrix.figures(code, minerals) for code in rule.figures},
        inner=_inner_of(weights, order),
        seed=plan.seed,
        weights=_weight_draw(inputs, order, dimensions, dimension_of, stated) if "weights" in plan.vary else None,
        data=_data_draw(inputs, cells, (*criteria, *screened), matrix, method, rule, correlations),
        thresholds=_threshold_draw(plan, rule),
        methods=_method_draw(plan, method, matrix, not_done),
    )
    return ensemble, not_done


def _dimensions_of(weights: WeightSet) -> tuple[tuple[str, ...], list[list[str]], list[str]]:
    """The dimensions, the criteria of each, and all criteria in that order."""
    table, dimensions = weights.top.set_index("criterion"), tuple(str(code) for code in weights.dimensions.index)
    grouped = [[str(code) for code in table.index[table["dimension"] == name]] for name in dimensions]
    return dimensions, grouped, [code for codes in grouped for code in codes]


def _inner_of(weights: WeightSet, order: Sequence[str]) -> dict[str, tuple[slice, Floats]]:
    """Dimension below the first level → the slice of its criteria, which stand side by side, and their shares."""
    found: dict[str, tuple[slice, Floats]] = {}
    for code, shares in weights.inner.items():
        first = min(order.index(criterion) for criterion in shares.index)
        rows = slice(first, first + len(shares))
        found[code] = rows, np.array(shares.loc[list(order[rows])], dtype=np.float64)
    return found


def _stated_weights(weights: WeightSet, order: Sequence[str]) -> StatedWeights:
    local = weights.top.set_index("criterion").loc[list(order), "local_weight"]
    return StatedWeights(np.array(local, dtype=np.float64), np.array(weights.dimensions, dtype=np.float64))


def _screening(screened: Sequence[Criterion], columns: Sequence[pd.DataFrame]) -> dict[str, Floats]:
    """Scaled values of the criteria that the rule names beside the weighted ones."""
    return {
        entry.code: column["scaled"].to_numpy(dtype=np.float64) for entry, column in zip(screened, columns, strict=True)
    }


def with_rule(ensemble: Ensemble, inputs: Inputs, group_of: Mapping[str, str]) -> Ensemble | None:
    """The same case under the rule of other inputs; None where that names other screening criteria or figures."""
    plan, codes = inputs.assessment, {entry.code for entry in ensemble.criteria}
    rule = compile_rule(plan.rule, ensemble.minerals, group_of, inputs.criteria)
    known = {criterion.code for criterion in inputs.criteria}
    screened = tuple(name for name in dict.fromkeys(rule.of) if name in known and name not in codes)
    if screened != tuple(entry.code for entry in ensemble.screened) or {*rule.figures} != {*ensemble.figures}:
        return None
    return replace(ensemble, rule=rule, thresholds=_threshold_draw(plan.robustness, rule))


def with_weights(ensemble: Ensemble, inputs: Inputs, weights: WeightSet) -> Ensemble | None:
    """The same case under other weights of the same criteria; None where criteria or dimensions are others."""
    table = weights.table.set_index("criterion")
    codes = [entry.code for entry in ensemble.criteria]
    dimensions = tuple(str(code) for code in weights.dimensions.index)
    if dimensions != ensemble.dimensions or sorted(codes) != sorted(table.index):
        return None
    stated, inner = _stated_weights(weights, codes), _inner_of(weights, codes)
    if {code: rows for code, (rows, _) in inner.items()} != {code: rows for code, (rows, _) in ensemble.inner.items()}:
        return None
    varied = "weights" in inputs.assessment.robustness.vary
    draw = _weight_draw(inputs, codes, dimensions, ensemble.dimension_of, stated) if varied else None
    return replace(ensemble, stated=stated, weights=draw, inner=inner)


def _cells_of(cells: pd.DataFrame, criteria: Sequence[str], minerals: Sequence[str]) -> list[pd.DataFrame]:
    """The cells of each criterion, one row a mineral, in order."""
    by_criterion = {str(code): rows for code, rows in cells.set_index("mineral").groupby("criterion", sort=False)}
    return [by_criterion[code].reindex(list(minerals)) for code in criteria]


def _transposed(table: pd.DataFrame, minerals: Sequence[str], order: Sequence[str]) -> Floats:
    return np.ascontiguousarray(table.loc[list(minerals), list(order)].to_numpy(dtype=np.float64).T)


def _slices(grouped: Sequence[Sequence[str]]) -> tuple[slice, ...]:
    ends = np.cumsum([0, *(len(codes) for codes in grouped)])
    return tuple(slice(int(start), int(end)) for start, end in pairwise(ends))


# ── what varies ──────────────────────────────────────────────────────────────


def _weight_draw(
    inputs: Inputs,
    order: Sequence[str],
    dimensions: Sequence[str],
    dimension_of: NDArray[np.intp],
    stated: StatedWeights,
) -> WeightDraw:
    plan = inputs.assessment.robustness
    left_out = inputs.weights.leave_out
    if plan.weight_draw == "judgements":
        if not isinstance(inputs.weights, AhpWeights):
            raise InputError([_judgements_needed(inputs)])
        return judgement_draw(
            judged_groups(inputs.weights, inputs.weighted, inputs.dimensions),
            order,
            dimensions,
            stated,
            spread=plan.judgement_spread,
            resample=plan.resample_judges,
            leave_out=left_out,
            tree=hierarchy_of(inputs.weighted, inputs.dimensions),
        )
    if plan.weight_draw == "uniform":
        tree = hierarchy_of(inputs.weighted, inputs.dimensions)
        counts = np.array([not set(tree.path_to(code)) & {*left_out} for code in order], dtype=np.float64)
        return DirichletDraw(counts, dimension_of, stated)
    overall = stated.local * stated.across[dimension_of]
    return DirichletDraw(plan.concentration * overall, dimension_of, stated)


def _judgements_needed(inputs: Inputs) -> Problem:
    file = inputs.paths.get("assessment", "assessments")
    message = Message("checking.judgements_need_ahp_not", method=inputs.weights.method)
    hint = Message("checking.without_judgements_hint")
    return Problem(file, 1, None, "robustness.weight_draw", message, hint)


def _threshold_draw(plan: Robustness, rule: CompiledRule) -> ThresholdDraw | None:
    if "thresholds" not in plan.vary or not rule.parameters:
        return None
    return ThresholdDraw(rule.thresholds[list(rule.parameters)], plan.threshold_spread, rule.parameter_spans)


def _method_draw(plan: Robustness, method: str, matrix: DecisionMatrix, not_done: dict[str, str]) -> MethodDraw | None:
    if "method" not in plan.vary:
        return None
    if matrix.scaled is None:
        not_done[note("said.step_method_drawn")] = note("said.methods_need_scale")
        return None
    return MethodDraw(methods_beside(method))


def methods_beside(method: str) -> tuple[str, ...]:
    """The methods that are drawn where the method varies: `DRAWN_METHODS` and the deciding one."""
    return DRAWN_METHODS if method in DRAWN_METHODS else (*DRAWN_METHODS, method)


def _data_draw(
    inputs: Inputs,
    cells: Sequence[pd.DataFrame],
    criteria: Sequence[Criterion],
    matrix: DecisionMatrix,
    method: str,
    rule: CompiledRule,
    correlations: Correlations | None,
) -> DataDraw | None:
    """Prepare the draws of the figures: on the scales, or in the unit that the method or the rule needs."""
    plan = inputs.assessment.robustness
    if "data" not in plan.vary:
        return None
    if correlations is None and plan.draws and plan.data_spread:
        minerals = [str(mineral) for mineral in matrix.raw.index]
        correlations = correlations_of(inputs, minerals, criteria, grade_spreads())
    every = not METHODS[method].needs_scale
    # figures under a scale of another kind are drawn as they are, and each draw is put on the scale
    own = {*rule.figures, *(entry.code for entry in criteria if not isinstance(entry.scale, Scale | None))}
    raw = [
        matrix.figures(entry.code, list(column.index)) if every or entry.code in own else None
        for entry, column in zip(criteria, cells, strict=True)
    ]
    redraws = judged_redraws(inputs, [str(mineral) for mineral in matrix.raw.index], criteria) if plan.draws else {}
    return data_draw(cells, criteria, plan.data_spread, raw=raw, correlations=correlations, redraws=redraws)
