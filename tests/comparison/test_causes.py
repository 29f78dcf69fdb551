"""How a cause names a weight: in per cent, and of what."""

import copy
from typing import Any

from pairs import record

from criticality.comparison.causes import Causes
from criticality.comparison.names import Wording


def test_a_weight_is_told_in_per_cent_and_whether_it_is_inside_a_dimension() -> None:
    a: Any = copy.deepcopy(record())
    b: Any = copy.deepcopy(record())
    (code, *_), dimension = [row["criterion"] for row in a["result"]["weights"]], a["inputs"]["dimensions"][0]["code"]
    for side, local, whole in ((a, 0.1, 0.5), (b, 0.25, 0.1)):
        side["result"]["weights"][0] |= {"local_weight": local, "global_weight": local * whole}
        side["result"]["dimension_weights"][dimension] = whole
    causes = Causes(Wording(a), Wording(b), [])
    inside, overall = (str(causes._weight(name)) for name in (code, dimension))
    assert inside.endswith("inside its dimension rose from 10 to 25 % (over all from 5 to 2.5 %)"), (
        "as it fell over all"
    )
    assert overall.endswith("fell from 50 to 10 %")
    assert "inside" not in overall
