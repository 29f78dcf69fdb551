"""Checks of the data behind a score: coverage, proxies, spread, correlation, clipping, effective weights.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 4 to 7.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, WeightSet
from criticality.text.found import Found, found

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
CORRELATED, INFLATED, SKEWED, FLAT = 0.8, 5.0, 2.0, 1e-9
"""What is reported: |r|, variance inflation factor and |skewness| above these, a standard deviation below FLAT."""


def diagnose(matrix: DecisionMatrix, weights: WeightSet, criteria: Sequence[Criterion]) -> tuple[Found, ...]:
    """Return every check of a run that has something to report, in a fixed order.

    Each has ``check`` (its kind), ``subject`` (criterion, pair or mineral), ``figure``, ``text`` in both languages, and
    ``said``, the code of that text with its slots.
    """
    cells = matrix.cells
    checks = [*_coverage(cells, weights), *_evidence(cells, weights), *_clipped(cells)]
    if matrix.scaled is not None and len(matrix.scaled) > 2:
        checks += [*_spread(matrix.scaled), *_skewed(matrix.scaled, criteria), *_correlated(matrix.scaled)]
        checks += [*_inflated(matrix.scaled), *_effective(matrix.scaled, weights)]
    return tuple(checks)


def _weighted(cells: pd.DataFrame, weights: WeightSet) -> pd.DataFrame:
    """Return the cells of weighted criteria, with the global weight of the criterion in the column ``weight``."""
    share = weights.table.set_index("criterion")["global_weight"]
    weighted = cells[cells["criterion"].isin(share.index)]
    return weighted.assign(weight=weighted["criterion"].map(share).astype(float))


def _coverage(cells: pd.DataFrame, weights: WeightSet) -> Iterator[Found]:
    """Report the share of minerals with evidence by criterion, and the share of weight with evidence by mineral."""
    weighted = _weighted(cells, weights)
    for criterion, rows in weighted.groupby("criterion"):
        share = float(rows["present"].astype(float).mean())
        count = int((~rows["present"].astype(bool)).sum())
        if count:
            name = str(criterion)
            yield found("coverage_of_criterion", name, share, criterion=name, n=count, all=len(rows))
    present = weighted["present"].to_numpy(dtype=bool)
    lacks = ~present & (weighted["weight"] > 0).to_numpy()
    for mineral, share, criteria in _by_mineral(weighted, present, lacks):
        if criteria:
            yield found("coverage_of_mineral", mineral, share, mineral=mineral, part=share, criteria=criteria)


def _by_mineral(weighted: pd.DataFrame, counting: Bools, told: Bools) -> Iterator[tuple[str, float, list[str]]]:
    """Every mineral with the share of its weight in the cells that count, and the criteria of those to be told.

    The sums are those of the cells in their order. They are formed outside of pandas, which takes a thousandth of a
    second for each.
    """
    weight, criteria = weighted["weight"].to_numpy(dtype=float), weighted["criterion"].to_numpy()
    counted = counting.astype(float) * weight
    for mineral, rows in sorted(weighted.groupby("mineral").indices.items(), key=lambda entry: str(entry[0])):
        yield str(mineral), float(counted[rows].sum() / weight[rows].sum()), sorted(criteria[rows[told[rows]]])


def _evidence(cells: pd.DataFrame, weights: WeightSet) -> Iterator[Found]:
    """Report the share of cells by grade, and the share of each mineral's weight that rests on proxies or grade D."""
    weighted = _weighted(cells, weights)
    for grade, count in weighted["grade"].replace("", "–").value_counts().sort_index().items():
        share = count / len(weighted)
        if grade == "–":
            yield found("grade", "–", share, "grade_missing", part=share)
        else:
            yield found("grade", str(grade), share, grade=str(grade), part=share)
    weak = (_flagged(weighted, "proxy") | (weighted["grade"] == "D")).to_numpy()
    for mineral, share, criteria in _by_mineral(weighted, weak, weak):
        if share > 0:
            yield found("proxied", mineral, share, mineral=mineral, part=share, criteria=criteria)


def _flagged(cells: pd.DataFrame, word: str) -> "pd.Series[bool]":
    """Tell of every cell whether this is one of its flags."""
    return cells["flag"].isin([flag for flag in cells["flag"].unique() if word in flag.split(";")])


def _clipped(cells: pd.DataFrame) -> Iterator[Found]:
    """Report values beyond an anchor of their scale."""
    clipped = cells[_flagged(cells, "clipped")]
    for criterion, rows in clipped.groupby("criterion"):
        name, minerals = str(criterion), sorted(rows["mineral"])
        yield found("clipped", name, float(len(rows)), criterion=name, n=len(rows), minerals=minerals)


def _spread(scaled: pd.DataFrame) -> Iterator[Found]:
    """Report criteria with the same value for all minerals."""
    for criterion in scaled.columns:
        deviation = float(scaled[criterion].std(ddof=0))
        if deviation < FLAT:
            yield found("no_spread", str(criterion), deviation, criterion=str(criterion))


def _skewed(scaled: pd.DataFrame, criteria: Sequence[Criterion]) -> Iterator[Found]:
    """Report skewed criteria on linear scales; a log scale is the usual correction."""
    linear = {entry.code for entry in criteria if entry.scale is not None and entry.scale.kind == "linear"}
    for criterion in scaled.columns:
        if criterion in linear and float(scaled[criterion].std(ddof=0)) >= FLAT:
            skewness = float(scaled[criterion].astype("float64").skew())  # type: ignore[arg-type]
            if abs(skewness) > SKEWED:
                yield found("skewed", str(criterion), skewness, criterion=str(criterion), skewness=skewness)


def _varying(scaled: pd.DataFrame) -> pd.DataFrame:
    return scaled.loc[:, scaled.std(ddof=0) >= FLAT]


def _correlated(scaled: pd.DataFrame) -> Iterator[Found]:
    """Report pairs of criteria with a Pearson correlation above CORRELATED."""
    varying = _varying(scaled)
    names = list(varying.columns)
    if len(names) < 2:
        return
    correlation = np.corrcoef(varying.to_numpy(dtype=float), rowvar=False)
    for first in range(len(names)):
        for second in range(first + 1, len(names)):
            r = float(correlation[first, second])
            if abs(r) > CORRELATED:
                pair = str(names[first]), str(names[second])
                yield found("correlated", " × ".join(pair), r, first=pair[0], second=pair[1], correlation=r)


def _inflated(scaled: pd.DataFrame) -> Iterator[Found]:
    """Report variance inflation factors: the diagonal of the inverse correlation matrix (Marquardt 1970)."""
    varying = _varying(scaled)
    # With as many criteria as minerals, or more, every criterion is explained exactly by the others.
    if varying.shape[1] < 2 or varying.shape[0] <= varying.shape[1] + 1:
        return
    factors = np.diag(np.linalg.pinv(np.corrcoef(varying.to_numpy(dtype=float), rowvar=False), hermitian=True))
    for criterion, factor in zip(varying.columns, factors, strict=True):
        if factor > INFLATED:
            name = str(criterion)
            yield found("variance_inflation", name, float(factor), criterion=name, factor=float(factor))


def _effective(scaled: pd.DataFrame, weights: WeightSet) -> Iterator[Found]:
    """Effective weight of each criterion beside its nominal one."""
    for criterion, (stated, share) in effective_weights(scaled, weights).items():
        yield found("effective_weight", criterion, share, criterion=criterion, nominal=stated, effective=share)


def effective_weights(scaled: pd.DataFrame, weights: WeightSet) -> dict[str, tuple[float, float]]:
    """Return criterion → (nominal weight, share of the variance of Σ w·v that it brings); empty without any variance.

    Paruolo, Saisana & Saltelli (2013), J. R. Stat. Soc. A 176:609-634, in its linear form: w_j·cov(v_j, S) / var(S).
    """
    nominal = weights.table.set_index("criterion")["global_weight"].reindex(scaled.columns).to_numpy(dtype=float)
    values = scaled.to_numpy(dtype=float)
    centred = values - values.mean(axis=0)
    total = centred @ nominal
    variance = float(total @ total)
    if variance < FLAT:
        return {}
    effective = nominal * (centred.T @ total) / variance
    return {
        str(criterion): (float(stated), float(share))
        for criterion, stated, share in zip(scaled.columns, nominal, effective, strict=True)
    }
