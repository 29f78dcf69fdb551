"""What a deciding method is made of, and the weights that it is given."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criticality.model.results import WeightSet

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Positions = slice | NDArray[np.intp]


class Weights(NamedTuple):
    """Weights of N criteria in K dimensions.

    Attributes
    ----------
    local
        (…, N), inside each dimension; they add up to 1 there.
    across
        (…, K), of the dimensions; they add up to 1.
    overall
        (…, N), local weight × weight of the dimension.
    members
        For each dimension, the positions of its criteria.
    """

    local: Floats
    across: Floats
    overall: Floats
    members: Sequence[Positions]


def weights_of(weights: WeightSet, codes: Iterable[str]) -> Weights:
    """Put the weights of one list into arrays, in the order of `codes`; a code without a weight has the weight 0.

    Of a hierarchy of more levels, `members` are those of the first level: see `WeightSet.top`.
    """
    table = weights.top.set_index("criterion").reindex(list(codes))
    local, overall = (
        np.array(table[name].fillna(0.0).to_numpy(), dtype=np.float64) for name in ("local_weight", "global_weight")
    )
    members = [np.flatnonzero((table["dimension"] == code).to_numpy()) for code in weights.dimensions.index]
    return Weights(local, np.array(weights.dimensions.to_numpy(), dtype=np.float64), overall, members)


Kernel = Callable[[Floats, Weights, Truths], Floats]
"""(values (…, N, M), weights, which criteria lower criticality (N,)) → scores (…, M), 0…1 but for rounding."""

RowKernel = Callable[[Floats, Floats, Weights, Truths], Floats]
"""(values of one mineral (N, P), values of all others (N, M), weights, lowers (N,)) → P scores of the one mineral."""


@dataclass(frozen=True)
class Method:
    """A method that may decide a list.

    Attributes
    ----------
    needs_scale
        True: it works on scaled values, 0…1 with 1 the most critical. False: on raw values in their own units.
    is_drawn
        True: it is one of the methods that are drawn at random where an assessment varies the method. It then must
        work on scaled values. A change alters P(listed) of such assessments, so it is a change to results.
    depends_on_others
        True: a mineral's score depends on which other minerals are ranked with it.
    score
        The closed form, for any number of lists at once.
    decide
        The form that decides one list: values (N, M), no leading axes. It uses no product of a linear algebra library,
        whose last digit depends on the processor and on the number of minerals.
    score_row
        Of a method that depends on others: the score of one mineral at many values of its own, without ranking the
        others again. Where None, whoever needs that ranks the whole list for each value.
    """

    needs_scale: bool
    is_drawn: bool
    depends_on_others: bool
    score: Kernel
    decide: Kernel
    score_row: RowKernel | None = None
