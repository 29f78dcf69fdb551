"""One mineral decided again at other values of its own, by every method and however the method can do it."""

from dataclasses import replace

import numpy as np
import pytest

from criticality.policy import redecision
from criticality.policy.bench import Bench
from criticality.policy.cells import stacked
from criticality.policy.redecision import Redecision
from criticality.ranking.kernels import METHODS
from policy.cases import inputs_of
from workspace_builder import ASSESSMENT, atlantis, edit


def bench_of(root, method: str) -> Bench:
    edit(root, ASSESSMENT, "method: topsis ", f"method: {method} ")
    return Bench(inputs_of(root))


@pytest.mark.parametrize("method", METHODS)
def test_the_values_as_decided_give_the_score_as_decided(tmp_path, method):
    bench = bench_of(atlantis(tmp_path), method)
    for mineral, score in bench.decision.ranking.scores.items():
        values = stacked([bench.cells.as_decided(mineral)])
        assert bench.redecision.standings(mineral, values).score[0] == pytest.approx(score, abs=1e-11)


@pytest.mark.parametrize("method", [name for name, entry in METHODS.items() if entry.depends_on_others])
def test_a_method_that_scores_no_single_row_ranks_the_whole_list_again(tmp_path, monkeypatch, method):
    """As a new method does whose file has no `score_row`: slower, and the same standings."""
    bench = bench_of(atlantis(tmp_path), method)
    mineral = bench.listed[0]
    scaled, raw = stacked([bench.cells.as_decided(mineral)] * 3)
    values = type(bench.cells.as_decided(mineral))(scaled, raw * np.array([[1.0], [0.9], [0.5]]))
    by_row = bench.redecision.standings(mineral, values)
    monkeypatch.setattr(redecision, "METHODS", {method: replace(METHODS[method], score_row=None)})
    slow = Redecision(bench.inputs, bench.decision)
    assert bench.redecision.own_row_decides(mineral)
    assert not slow.own_row_decides(mineral)
    whole = slow.standings(mineral, values)
    assert whole.score == pytest.approx(by_row.score, abs=1e-11)
    assert (whole.tier == by_row.tier).all()
