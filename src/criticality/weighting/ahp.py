"""The analytic hierarchy process: from pairwise judgements to priorities (Saaty 1980).

Pure functions on arrays. A *comparison matrix* A is square and reciprocal: a_ij states how many times as much item i
matters as item j, a_ji = 1/a_ij, a_ii = 1. NaN stands for a pair that was not judged.

References
----------
Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
Aczél, J., & Saaty, T. L. (1983). Procedures for synthesizing ratio judgements. J. Math. Psychol. 27, 93–102.
Bozóki, S., Fülöp, J., & Rónyai, L. (2010). On optimal completion of incomplete pairwise comparison matrices.
Math. Comput. Modelling 52, 318–333.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from criticality.weighting.indices import SAATY_1980, Floats, RandomIndex

Pair = tuple[int, int]

LARGEST_GROUP = len(SAATY_1980.values)
LARGEST_BY = 9.0

_EIGEN_TOLERANCE = 2e-15
_EIGEN_STEPS = 2_000
_NEWTON_TOLERANCE = 1e-13
_NEWTON_STEPS = 100


@dataclass(frozen=True)
class Consistency:
    """Consistency of a comparison matrix.

    Attributes
    ----------
    n
        Number of items.
    lambda_max
        Principal eigenvalue; n for a consistent matrix, more otherwise.
    consistency_index
        CI = (λmax − n) / (n − 1).
    consistency_ratio
        CR = CI / RI; 0 for n ≤ 2.
    random_index
        Name of the random index.
    """

    n: int
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    random_index: str = SAATY_1980.title


@dataclass(frozen=True)
class Correction:
    """The judgement that contributes most to the inconsistency, and a value that lowers CR.

    Attributes
    ----------
    pair
        Positions of the two items.
    value, better
        The entry of the matrix as judged, and the corrected one.
    ratio_now, ratio_then
        CR, or the GCI, with each of the two values.
    """

    pair: Pair
    value: float
    better: float
    ratio_now: float
    ratio_then: float


def comparison_matrix(items: Sequence[str], judgements: Iterable[tuple[str, str, float]]) -> Floats:
    """Build a reciprocal matrix from judgements.

    Parameters
    ----------
    items
        The items compared, in the order of rows and columns.
    judgements
        ``(more, than, by)``: `more` matters `by` times as much as `than`.

    Returns
    -------
    ndarray
        Shape (n, n), NaN for pairs not judged.
    """
    position = {item: index for index, item in enumerate(items)}
    matrix = np.full((len(items), len(items)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for more, than, by in judgements:
        row, column = position[more], position[than]
        matrix[row, column], matrix[column, row] = by, 1.0 / by
    return matrix


def missing_pairs(matrix: Floats) -> list[Pair]:
    """Pairs (i < j) that were not judged."""
    rows, columns = np.nonzero(np.isnan(matrix))
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if row < column]


def connected_parts(matrix: Floats) -> list[list[int]]:
    """Connected components of the graph of judgements; weights exist if there is exactly one.

    Two items are in the same part if they are compared directly or through other items.
    """
    judged = ~np.isnan(matrix)
    left, parts = set(range(len(matrix))), list[list[int]]()
    while left:
        part = {min(left)}
        while (reached := set(np.flatnonzero(judged[sorted(part)].any(axis=0)).tolist())) != part:
            part = reached
        parts.append(sorted(part))
        left -= part
    return parts


def priorities(matrix: Floats) -> Floats:
    """Principal right eigenvector of complete comparison matrices, scaled to the sum 1.

    Parameters
    ----------
    matrix
        Shape (…, n, n), positive; any number of leading axes, so that one call handles many drawn matrices.

    Returns
    -------
    ndarray
        Shape (…, n).

    Notes
    -----
    LAPACK's eigenvector is refined by power iteration, which for a positive matrix converges to the Perron vector from
    any starting point. The result does not depend on the sign or the scale that LAPACK chooses.
    """
    if matrix.shape[-1] == 0:
        raise ValueError("a comparison matrix needs at least one item")
    values, vectors = np.linalg.eig(matrix)
    principal = np.argmax(values.real, axis=-1)
    start = np.take_along_axis(vectors, principal[..., None, None], axis=-1)[..., 0]
    weights = np.abs(start.real) + np.finfo(np.float64).tiny
    weights /= weights.sum(axis=-1, keepdims=True)
    for _ in range(_EIGEN_STEPS):
        following = (matrix * weights[..., None, :]).sum(axis=-1)
        following /= following.sum(axis=-1, keepdims=True)
        change = float(np.max(np.abs(following / weights - 1.0), initial=0.0))
        weights = following
        if change <= _EIGEN_TOLERANCE:
            break
    return np.asarray(weights, dtype=np.float64)


def principal_eigenvalue(matrix: Floats, weights: Floats) -> float:
    """λmax of one complete matrix, from its principal eigenvector."""
    return float((matrix @ weights).sum() / weights.sum())


def consistency(matrix: Floats, random_index: RandomIndex = SAATY_1980) -> Consistency:
    """λmax, consistency index and ratio of one complete comparison matrix (Saaty 1980, ch. 3).

    Raises
    ------
    ValueError
        For more than 15 items, where the tables of the random index end.
    """
    n = len(matrix)
    if n > LARGEST_GROUP:
        raise ValueError(f"the random index of {random_index.title} ends at {LARGEST_GROUP} items, here are {n}")
    if n <= 2:
        return Consistency(n, float(n), 0.0, 0.0, random_index.title)
    lambda_max = principal_eigenvalue(matrix, priorities(matrix))
    index = max(0.0, (lambda_max - n) / (n - 1))
    return Consistency(n, lambda_max, index, index / random_index.values[n - 1], random_index.title)


def group_matrix(matrices: Floats, judge_weights: Floats) -> Floats:
    """Aggregate the judges' complete matrices by the weighted geometric mean of judgements (AIJ; Aczél & Saaty 1983).

    Parameters
    ----------
    matrices
        Shape (judges, n, n).
    judge_weights
        Shape (judges,), above zero; only their proportions matter.

    Returns
    -------
    ndarray
        Shape (n, n), exactly reciprocal, and exactly the same for every order of the judges.
    """
    # Sums are taken over sorted terms: floating-point addition depends on the order, the sorted terms do not.
    shares = judge_weights / np.sort(judge_weights).sum()
    terms = np.log(matrices) * shares[:, None, None]
    upper = np.triu(np.exp(np.sort(terms, axis=0).sum(axis=0)), 1)
    joined = np.where(upper > 0, upper, 1.0)
    return np.where(upper.T > 0, 1.0 / joined.T, joined)


def completed(matrix: Floats) -> Floats:
    """Fill the missing pairs so that λmax is minimal (Bozóki, Fülöp & Rónyai 2010).

    λmax is a convex function of the logarithms of the missing entries, and strictly convex if the judgements connect
    all items. Newton's method with exact first and second derivatives of the Perron root finds the unique minimum.

    Raises
    ------
    ValueError
        If the judgements do not connect all items; then the minimum is not unique.
    """
    pairs = missing_pairs(matrix)
    if not pairs:
        return matrix.copy()
    if len(connected_parts(matrix)) > 1:
        raise ValueError("the judgements do not connect all items")
    logs = _least_squares_start(matrix, pairs)
    value, gradient, hessian = _perron_derivatives(_filled(matrix, pairs, logs), pairs)
    for _ in range(_NEWTON_STEPS):
        # The small ridge keeps the system solvable where the Hessian is singular to working precision.
        step = -np.linalg.solve(hessian + np.eye(len(pairs)) * 1e-14 * np.trace(hessian), gradient)
        length = _backtracked(matrix, pairs, logs, step, value, float(gradient @ step))
        logs = logs + length * step
        value, gradient, hessian = _perron_derivatives(_filled(matrix, pairs, logs), pairs)
        if float(np.max(np.abs(length * step))) <= _NEWTON_TOLERANCE:
            break
    return _filled(matrix, pairs, logs)


def _filled(matrix: Floats, pairs: Sequence[Pair], logs: Floats) -> Floats:
    """Write exp(`logs`) and its reciprocal into the entries of `pairs`."""
    filled = matrix.copy()
    for (row, column), log in zip(pairs, logs, strict=True):
        filled[row, column], filled[column, row] = np.exp(log), np.exp(-log)
    return filled


def _least_squares_start(matrix: Floats, pairs: Sequence[Pair]) -> Floats:
    """Starting point: log(w_i/w_j) of the logarithmic least squares weights of the judged pairs."""
    known = ~np.isnan(matrix) & ~np.eye(len(matrix), dtype=np.bool_)
    laplacian = np.diag(known.sum(axis=1).astype(np.float64)) - known
    targets = np.where(known, np.log(np.where(known, matrix, 1.0)), 0.0).sum(axis=1)
    logs = np.linalg.lstsq(laplacian, targets, rcond=None)[0]
    return np.array([logs[row] - logs[column] for row, column in pairs])


def _perron_derivatives(matrix: Floats, pairs: Sequence[Pair]) -> tuple[float, Floats, Floats]:
    """Perron root of a complete matrix, with gradient and Hessian by the logarithms of the entries of `pairs`.

    With right and left eigenvectors x, y scaled to y·x = 1, the derivative of the root in the direction D of the matrix
    is y·D·x; the second derivative needs the derivative of x, which solves the bordered system.
    """
    n = len(matrix)
    right, left = priorities(matrix), priorities(matrix.T)
    left = left / (left @ right)
    value = principal_eigenvalue(matrix, right)
    rows, columns = np.array(pairs).T
    above, below = matrix[rows, columns], matrix[columns, rows]
    gradient = left[rows] * above * right[columns] - left[columns] * below * right[rows]
    order = np.arange(len(pairs))
    moved = np.zeros((len(pairs), n))
    moved[order, rows], moved[order, columns] = above * right[columns], -below * right[rows]
    pulled = np.zeros((len(pairs), n))
    pulled[order, columns], pulled[order, rows] = left[rows] * above, -left[columns] * below
    bordered = np.block([[value * np.eye(n) - matrix, right[:, None]], [left[None, :], np.zeros((1, 1))]])
    targets = moved - gradient[:, None] * right[None, :]
    response = np.linalg.solve(bordered, np.vstack([targets.T, np.zeros(len(pairs))]))[:n]
    mixed = pulled @ response
    own = left[rows] * above * right[columns] + left[columns] * below * right[rows]
    return value, gradient, mixed + mixed.T + np.diag(own)


def _backtracked(
    matrix: Floats, pairs: Sequence[Pair], logs: Floats, step: Floats, value: float, slope: float
) -> float:
    """Length of a Newton step, halved until λmax decreases sufficiently (Armijo's rule)."""
    length = 1.0
    for _ in range(40):
        trial = _filled(matrix, pairs, logs + length * step)
        if principal_eigenvalue(trial, priorities(trial)) <= value + 1e-4 * length * slope + 1e-13 * value:
            break
        length /= 2.0
    return length


def saaty_ratio(matrix: Floats) -> float:
    """The consistency ratio of a complete matrix with Saaty's random index."""
    return consistency(matrix).consistency_ratio


def most_inconsistent(matrix: Floats, measure: Callable[[Floats], float] = saaty_ratio) -> Correction | None:
    """Find the judgement whose correction lowers a measure of inconsistency most, and the corrected value.

    The corrected value minimises λmax with all other judgements kept. It is limited to 1/9…9 and rounded as a planner
    would write it (``by`` to two decimals). If several corrections are equally good, the judgement farthest from
    w_i/w_j is chosen.

    Parameters
    ----------
    matrix
        Shape (n, n), n ≥ 3; NaN for missing pairs, which are completed before and after the correction.
    measure
        Of a complete matrix, larger where it contradicts itself more: the consistency ratio, or the GCI.

    Returns
    -------
    Correction or None
        None where no correction of a single judgement improves the ratio.
    """
    complete = completed(matrix)
    weights, now = priorities(complete), measure(complete)
    candidates: list[tuple[float, float, Correction]] = []
    for pair in combinations(range(len(matrix)), 2):
        better = None if np.isnan(matrix[pair]) else _better_value(matrix, pair)
        if better is None:
            continue
        then = measure(completed(_filled(matrix, [pair], np.log([better]))))
        distance = abs(float(np.log(matrix[pair] * weights[pair[1]] / weights[pair[0]])))
        # Rounded, so that differences of the last bits do not decide between equally good corrections.
        candidates.append(
            (round(then, 9), -round(distance, 9), Correction(pair, float(matrix[pair]), better, now, then))
        )
    best = min(candidates, key=lambda entry: (*entry[:2], entry[2].pair), default=None)
    return best[2] if best is not None and best[2].ratio_then < now else None


def _better_value(matrix: Floats, pair: Pair) -> float | None:
    """The value of one pair that minimises λmax, as a planner would state it: ``by`` from 1 to 9 with two decimals.

    None for a pair that is the only connection between two parts: such a judgement cannot contradict others.
    """
    without = matrix.copy()
    without[pair], without[pair[1], pair[0]] = np.nan, np.nan
    if len(connected_parts(without)) > 1:
        return None
    value = float(completed(without)[pair])
    by = min(LARGEST_BY, round(max(value, 1.0 / value), 2))
    return by if value >= 1.0 else 1.0 / by
