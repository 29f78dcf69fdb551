"""Checks of the data behind a score: coverage, proxies, spread, correlation, clipping, effective weights.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 4 to 7.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from criticality.model.criteria import Criterion
from criticality.model.results import DecisionMatrix, WeightSet

Check = Mapping[str, object]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
CORRELATED, INFLATED, SKEWED, FLAT = 0.8, 5.0, 2.0, 1e-9
"""What is reported: |r|, variance inflation factor and |skewness| above these, a standard deviation below FLAT."""

_DECIMALS = 9


def diagnose(matrix: DecisionMatrix, weights: WeightSet, criteria: Sequence[Criterion]) -> tuple[Check, ...]:
    """Return every check of a run that has something to report, in a fixed order.

    Each is a mapping with ``check`` (its kind), ``subject`` (criterion, pair or mineral), ``figure`` and ``text`` in
    both languages.
    """
    cells = matrix.cells
    checks = [*_coverage(cells, weights), *_evidence(cells, weights), *_clipped(cells)]
    if matrix.scaled is not None and len(matrix.scaled) > 2:
        checks += [*_spread(matrix.scaled), *_skewed(matrix.scaled, criteria), *_correlated(matrix.scaled)]
        checks += [*_inflated(matrix.scaled), *_effective(matrix.scaled, weights)]
    return tuple(checks)


def _check(kind: str, subject: str, figure: float | None, en: str, zh: str) -> Check:
    rounded = None if figure is None else round(float(figure), _DECIMALS)
    return {"check": kind, "subject": subject, "figure": rounded, "text": {"en": en, "zh-Hant": zh}}


def _weighted(cells: pd.DataFrame, weights: WeightSet) -> pd.DataFrame:
    """Return the cells of weighted criteria, with the global weight of the criterion in the column ``weight``."""
    share = weights.table.set_index("criterion")["global_weight"]
    weighted = cells[cells["criterion"].isin(share.index)]
    return weighted.assign(weight=weighted["criterion"].map(share).astype(float))


def _coverage(cells: pd.DataFrame, weights: WeightSet) -> Iterator[Check]:
    """Report the share of minerals with evidence by criterion, and the share of weight with evidence by mineral."""
    weighted = _weighted(cells, weights)
    for criterion, rows in weighted.groupby("criterion"):
        share = float(rows["present"].astype(float).mean())
        count = int((~rows["present"].astype(bool)).sum())
        if count:
            yield _check(
                "coverage_of_criterion",
                str(criterion),
                share,
                f"{criterion}: {count} of {len(rows)} minerals have no evidence",
                f"{criterion}：{len(rows)} 項礦產中 {count} 項查無資料",
            )
    present = weighted["present"].to_numpy(dtype=bool)
    lacks = ~present & (weighted["weight"] > 0).to_numpy()
    for mineral, share, criteria in _by_mineral(weighted, present, lacks):
        if criteria:
            missing = ", ".join(criteria)
            yield _check(
                "coverage_of_mineral",
                mineral,
                share,
                f"{mineral}: evidence for {share:.1%} of the weight; missing: {missing}",
                f"{mineral}：證據涵蓋權重之 {share:.1%}；缺：{missing}",
            )


def _by_mineral(weighted: pd.DataFrame, counting: Bools, told: Bools) -> Iterator[tuple[str, float, list[str]]]:
    """Every mineral with the share of its weight in the cells that count, and the criteria of those to be told.

    The sums are those of the cells in their order. They are formed outside of pandas, which takes a thousandth of a
    second for each.
    """
    weight, criteria = weighted["weight"].to_numpy(dtype=float), weighted["criterion"].to_numpy()
    counted = counting.astype(float) * weight
    for mineral, rows in sorted(weighted.groupby("mineral").indices.items(), key=lambda entry: str(entry[0])):
        yield str(mineral), float(counted[rows].sum() / weight[rows].sum()), sorted(criteria[rows[told[rows]]])


def _evidence(cells: pd.DataFrame, weights: WeightSet) -> Iterator[Check]:
    """Report the share of cells by grade, and the share of each mineral's weight that rests on proxies or grade D."""
    weighted = _weighted(cells, weights)
    for grade, count in weighted["grade"].replace("", "–").value_counts().sort_index().items():
        share = count / len(weighted)
        name = "missing" if grade == "–" else f"grade {grade}"
        zh = "缺" if grade == "–" else f"證據等級 {grade}"
        yield _check("grade", str(grade), share, f"{name}: {share:.1%} of all cells", f"{zh}：占全部儲存格 {share:.1%}")
    weak = (_flagged(weighted, "proxy") | (weighted["grade"] == "D")).to_numpy()
    for mineral, share, criteria in _by_mineral(weighted, weak, weak):
        if share > 0:
            names = ", ".join(criteria)
            yield _check(
                "proxied",
                mineral,
                share,
                f"{mineral}: {share:.1%} of the weight is proxy or grade D: {names}",
                f"{mineral}：權重之 {share:.1%} 為替代值或 D 級：{names}",
            )


def _flagged(cells: pd.DataFrame, word: str) -> "pd.Series[bool]":
    """Tell of every cell whether this is one of its flags."""
    return cells["flag"].isin([flag for flag in cells["flag"].unique() if word in flag.split(";")])


def _clipped(cells: pd.DataFrame) -> Iterator[Check]:
    """Report values beyond an anchor of their scale."""
    clipped = cells[_flagged(cells, "clipped")]
    for criterion, rows in clipped.groupby("criterion"):
        names = ", ".join(sorted(rows["mineral"]))
        yield _check(
            "clipped",
            str(criterion),
            float(len(rows)),
            f"{criterion}: {len(rows)} values lie beyond an anchor and are clipped: {names}",
            f"{criterion}：{len(rows)} 個數值超出尺度上下限，以端點值計：{names}",
        )


def _spread(scaled: pd.DataFrame) -> Iterator[Check]:
    """Report criteria with the same value for all minerals."""
    for criterion in scaled.columns:
        deviation = float(scaled[criterion].std(ddof=0))
        if deviation < FLAT:
            yield _check(
                "no_spread",
                str(criterion),
                deviation,
                f"{criterion} has the same value for every mineral and tells none apart",
                f"{criterion} 對所有礦產數值相同，無鑑別力",
            )


def _skewed(scaled: pd.DataFrame, criteria: Sequence[Criterion]) -> Iterator[Check]:
    """Report skewed criteria on linear scales; a log scale is the usual correction."""
    linear = {entry.code for entry in criteria if entry.scale is not None and entry.scale.kind == "linear"}
    for criterion in scaled.columns:
        if criterion in linear and float(scaled[criterion].std(ddof=0)) >= FLAT:
            skewness = float(scaled[criterion].astype("float64").skew())  # type: ignore[arg-type]
            if abs(skewness) > SKEWED:
                yield _check(
                    "skewed",
                    str(criterion),
                    skewness,
                    f"{criterion} is skewed ({skewness:.2f}) on a linear scale: few minerals carry its variance",
                    f"{criterion} 於線性尺度上偏態（{skewness:.2f}）：變異集中於少數礦產",
                )


def _varying(scaled: pd.DataFrame) -> pd.DataFrame:
    return scaled.loc[:, scaled.std(ddof=0) >= FLAT]


def _correlated(scaled: pd.DataFrame) -> Iterator[Check]:
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
                pair = f"{names[first]} × {names[second]}"
                en = f"{pair} correlate at {r:.2f}: nearly the same information twice"
                yield _check("correlated", pair, r, en, f"{pair} 相關係數 {r:.2f}：資訊近乎重複")


def _inflated(scaled: pd.DataFrame) -> Iterator[Check]:
    """Report variance inflation factors: the diagonal of the inverse correlation matrix (Marquardt 1970)."""
    varying = _varying(scaled)
    # With as many criteria as minerals, or more, every criterion is explained exactly by the others.
    if varying.shape[1] < 2 or varying.shape[0] <= varying.shape[1] + 1:
        return
    factors = np.diag(np.linalg.pinv(np.corrcoef(varying.to_numpy(dtype=float), rowvar=False), hermitian=True))
    for criterion, factor in zip(varying.columns, factors, strict=True):
        if factor > INFLATED:
            yield _check(
                "variance_inflation",
                str(criterion),
                float(factor),
                f"{criterion} is nearly explained by the others (variance inflation {factor:.1f})",
                f"{criterion} 幾可由其他準則解釋（變異數膨脹因子 {factor:.1f}）",
            )


def _effective(scaled: pd.DataFrame, weights: WeightSet) -> Iterator[Check]:
    """Effective weight of each criterion beside its nominal one."""
    for criterion, (stated, share) in effective_weights(scaled, weights).items():
        yield _check(
            "effective_weight",
            str(criterion),
            float(share),
            f"{criterion}: nominal weight {stated:.1%}, effective {share:.1%} of the variance",
            f"{criterion}：名目權重 {stated:.1%}，實際影響占變異 {share:.1%}",
        )


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
