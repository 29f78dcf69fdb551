"""The consistency of minerals compared in pairs, beside that of the weights: of a weights file, or of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from criticality.model.criteria import Criterion
from criticality.model.judgements import AhpWeights
from criticality.model.results import AnyWeights, WeightSet
from criticality.weighting.ahp import LARGEST_GROUP, completed, consistency
from criticality.weighting.indices import Floats
from criticality.weighting.minerals.in_pairs import judged_codes, judged_minerals
from criticality.weighting.panel import Checked, check_consistency, consistency_table
from criticality.weighting.procedure import Procedure, procedure_of
from criticality.weighting.subgroups import panel_rows

LIMIT = 0.10
"""Consistency ratio that matrices are held against where the weights state no limit (Saaty 1980)."""
OfTable = Mapping[str, Sequence[tuple[str, Floats]]]
"""Criterion → whose matrix, and the matrix, NaN for pairs left open; judge ``group`` for the joined one."""


def with_minerals(found: WeightSet, weights: AnyWeights, criteria: Sequence[Criterion], table: OfTable) -> WeightSet:
    """Add the consistency of the matrices of minerals, and how far the judges of a weights file agree on them."""
    ahp = isinstance(weights, AhpWeights)
    groups = judged_minerals(weights, judged_codes(criteria)) if isinstance(weights, AhpWeights) else ()
    procedure = procedure_of(weights) if isinstance(weights, AhpWeights) else Procedure()
    limit = weights.consistency_limit if isinstance(weights, AhpWeights) else LIMIT
    checked = [*check_consistency(groups, limit), *_of_table(table, procedure, limit)]
    if not checked:
        return found
    rows = consistency_table(checked, geometric=procedure.geometric)
    agreed = pd.DataFrame(list(panel_rows("", groups, limit)), columns=found.panel.columns) if ahp and groups else None
    return replace(
        found,
        consistency=_joined(found.consistency, rows),
        panel=found.panel if agreed is None else _joined(found.panel, agreed),
        hints=(*found.hints, *(entry.hint for entry in checked if entry.hint is not None)),
    )


def _of_table(table: OfTable, procedure: Procedure, limit: float) -> Iterator[Checked]:
    """The matrices of a table, pairs left open completed at least λmax; the random index ends at 15 minerals."""
    for code, matrices in table.items():
        for judge, stated in matrices if len(matrices) > 0 and len(matrices[0][1]) <= LARGEST_GROUP else ():
            whole = completed(stated)
            measured, gci = consistency(whole, procedure.random_index), procedure.gci(whole)
            figure, most = measured.consistency_ratio if gci is None else gci, procedure.limit(len(whole), limit)
            yield Checked(judge, code, measured, gci, most, figure > most, None)


def _joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([first, second], ignore_index=True) if len(first) else second
