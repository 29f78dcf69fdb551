"""How cells that rest on one table move together, measured once for each content of what they read."""

from collections.abc import Hashable, Sequence

import numpy as np

from criticality.deciding import Decider
from criticality.indicators.redraws import TABLE_OF
from criticality.model.criteria import Criterion
from criticality.model.results import Inputs
from criticality.robustness.sampling.figures import grade_spreads
from criticality.robustness.sampling.shared_tables import Correlations, Floats, correlations_of


class MeasuredCorrelations:
    """Correlations of the candidates' cells under combinations of answers."""

    def __init__(self, decide: Decider) -> None:
        self._decide = decide
        self._measured: dict[Hashable, Floats] = {}

    def of(self, inputs: Inputs, minerals: Sequence[str], criteria: Sequence[Criterion]) -> Correlations | None:
        """Correlations of some minerals, in order; None where no figure is drawn.

        Criteria stand in the order of their codes, so that a criterion more or less leaves the draws of the others.
        """
        plan = inputs.assessment.robustness
        if "data" not in plan.vary or not plan.data_spread:
            return None
        places = [inputs.candidates.index(mineral) for mineral in minerals]
        found = {}
        for table in dict.fromkeys(TABLE_OF.values()):
            own = sorted((entry for entry in criteria if TABLE_OF.get(entry.indicator) == table), key=_code)
            if len(own) > 1:
                measured = self._of_table(table, inputs, own)
                found[table] = tuple(map(_code, own)), np.ascontiguousarray(measured[places])
        return found

    def _of_table(self, table: str, inputs: Inputs, criteria: Sequence[Criterion]) -> Floats:
        key = (table, *(self._decide.content_of(inputs, entry) for entry in criteria))
        if key not in self._measured:
            found = correlations_of(
                self._decide.only_read(inputs, criteria),
                inputs.candidates,
                criteria,
                grade_spreads(),
                self._decide.rows,
            )
            self._measured[key] = found[table][1]
        return self._measured[key]


def _code(criterion: Criterion) -> str:
    return criterion.code
