"""What may be kept of a run's intermediate results when one mineral's rows change."""

from criticality.indicators.evidence import Intermediate
from criticality.policy.bench import Bench


def test_every_intermediate_result_is_known_by_a_name_that_the_indicators_use(taiwan):
    """A key written by an indicator under another name would be computed again at every step, or kept when stale."""
    bench = Bench(*taiwan)
    for mineral in bench.listed[:3]:
        bench.cells.values(mineral, bench.evidence, bench.cells.all_positions)
    assert {key[0] for key in bench.evidence.memory} == set(Intermediate)


def test_only_what_a_change_leaves_true_is_kept(taiwan):
    bench = Bench(*taiwan)
    mineral = bench.listed[0]
    afresh = bench.cells.evidence_for(mineral)
    assert {key[0] for key in afresh.memory} == {Intermediate.GOVERNANCE_RISKS}
    kept = bench.cells.evidence_for(mineral, Intermediate.WORLD_SUPPLY)
    assert {key[0] for key in kept.memory} == {Intermediate.GOVERNANCE_RISKS, Intermediate.WORLD_SUPPLY}
    assert {key[1] for key in kept.memory if len(key) > 1} == {mineral}
    assert kept.memory is not bench.evidence.memory
