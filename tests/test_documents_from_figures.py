"""Documents made from the figures say what the figures say: none is edited by hand or left behind."""

import math
import sys
from pathlib import Path
from statistics import NormalDist

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from figures import spreads  # noqa: E402
from figures.__main__ import DOCUMENTS  # noqa: E402

from criticality.robustness.sampling.figures import grade_spreads  # noqa: E402


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_document_is_the_one_that_the_figures_make(name):
    said = (ROOT / name).read_text(encoding="utf-8")
    assert said == DOCUMENTS[name](), "run: python docs/figures"


def test_grade_a_spreads_as_far_as_two_publishers_of_production_are_apart():
    """The robust spreads of the two quantities stand on either side of the convention."""
    robust = [
        found.robust for (table, _, _, grade), found in spreads.spreads() if (table, grade) == ("production", "A")
    ]
    assert len(robust) == 2
    assert min(robust) < grade_spreads()["A"] < max(robust)


def test_the_spread_of_one_publisher_is_that_of_the_ratio_over_root_two():
    """Two publishers who err by .1 each: the logarithm of the ratio has the standard deviation .1·√2."""
    deviates = [NormalDist().inv_cdf((place + 0.5) / 999) for place in range(999)]
    pairs = [spreads.Pair("t", "q", "p", "A", str(z), 1.0, math.exp(0.1 * math.sqrt(2) * z)) for z in deviates]
    found = spreads.measured(pairs)
    assert found.robust == pytest.approx(0.1, rel=0.01)
    assert found.root_mean_square == pytest.approx(0.1, rel=0.01)
    strange = spreads.measured([*pairs, *(pairs[0]._replace(second=9.0) for _ in range(20))])
    assert strange.robust == pytest.approx(0.1, rel=0.05)
    assert strange.root_mean_square > 0.2
