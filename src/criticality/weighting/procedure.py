"""How the judgements of a panel become priorities: prioritisation, aggregation, and the measure of consistency."""

from dataclasses import dataclass

import numpy as np

from criticality.model.judgements import Aggregate, AhpWeights, Prioritisation
from criticality.weighting.ahp import consistency, priorities
from criticality.weighting.indices import (
    RANDOM_INDICES,
    SAATY_1980,
    Floats,
    RandomIndex,
    gci_limit,
    geometric_consistency_index,
    row_geometric_means,
)


@dataclass(frozen=True)
class Procedure:
    """The choices that a document of judgements makes.

    Attributes
    ----------
    aggregate
        ``judgements``: the judges' matrices are joined (AIJ); ``priorities``: their priorities (AIP).
    prioritisation
        ``eigenvector`` (Saaty 1980), or ``row_geometric_mean`` (Crawford & Williams 1985).
    random_index
        Of the consistency ratio.
    """

    aggregate: Aggregate = "judgements"
    prioritisation: Prioritisation = "eigenvector"
    random_index: RandomIndex = SAATY_1980

    @property
    def joins_matrices(self) -> bool:
        """Whether there is a joined matrix, whose consistency can be measured."""
        return self.aggregate == "judgements"

    @property
    def geometric(self) -> bool:
        """Whether the geometric means of the rows are the priorities, and the GCI measures consistency."""
        return self.prioritisation == "row_geometric_mean"

    @property
    def measure(self) -> str:
        """The abbreviation of the measure of consistency that is held against the limit."""
        return "GCI" if self.geometric else "CR"

    def priorities(self, matrix: Floats) -> Floats:
        """Priorities of complete comparison matrices, (…, n, n) → (…, n)."""
        return row_geometric_means(matrix) if self.geometric else priorities(matrix)

    def limit(self, n: int, consistency_limit: float) -> float:
        """The limit of the measure for n items, where the document states the limit of the consistency ratio."""
        return gci_limit(n, consistency_limit) if self.geometric else consistency_limit

    def inconsistency(self, matrix: Floats) -> float:
        """The measure of a complete matrix: its consistency ratio, or its GCI."""
        gci = self.gci(matrix)
        return consistency(matrix, self.random_index).consistency_ratio if gci is None else gci

    def gci(self, matrix: Floats) -> float | None:
        """The GCI of a complete matrix; None where the consistency ratio is the measure."""
        return geometric_consistency_index(matrix) if self.geometric else None


def procedure_of(weights: AhpWeights) -> Procedure:
    """The choices that a document makes."""
    return Procedure(weights.aggregate, weights.prioritisation, RANDOM_INDICES[weights.random_index])


def joined_priorities(vectors: Floats, judge_weights: Floats) -> Floats:
    """Weighted arithmetic mean of the judges' priorities (AIP; Forman & Peniwati 1998, Ramanathan & Ganesh 1994).

    Parameters
    ----------
    vectors
        Shape (judges, n), each adding up to 1.
    judge_weights
        Shape (judges,), above zero; only their proportions matter.

    Returns
    -------
    ndarray
        Shape (n,), the same for every order of the judges.
    """
    # Sums are taken over sorted terms: floating-point addition depends on the order, the sorted terms do not.
    shares = judge_weights / np.sort(judge_weights).sum()
    mean = np.sort(vectors * shares[:, None], axis=0).sum(axis=0)
    return np.asarray(mean / mean.sum(), dtype=np.float64)
