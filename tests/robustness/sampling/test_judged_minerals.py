"""Redraws of minerals judged in pairs: each is what the steps give for one panel that might have judged."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from criticality.assess import Decider
from criticality.checking.check import load_inputs
from criticality.deciding import groups_of
from criticality.files.workspace import Workspace
from criticality.indicators.judged.in_pairs import Sentence, sentences_of, solved
from criticality.model.judgements import AhpWeights
from criticality.model.results import Inputs
from criticality.robustness.ensemble import Ensemble, build_ensemble
from criticality.robustness.kernels.buffers import WorkBuffers
from criticality.robustness.sampling.draws import BLOCK, stream
from criticality.robustness.sampling.judged_minerals import judged_redraws, table_redraws
from criticality.robustness.sampling.judgements import panel_priorities
from criticality.robustness.sampling.normal_table import SLICES
from criticality.weighting.minerals.in_pairs import judged_minerals
from indicators.judged.test_in_pairs import rows, workspace
from weighting.minerals.test_in_pairs import CONSISTENT, judge
from weighting.minerals.test_in_pairs import workspace as of_a_weights_file

MINERALS = ("alpha", "beta", "gamma", "delta")
OTHER = [("resilience", "Judge B", "alpha", "beta", "1", "Alike.", "adopted", "book")]
OTHER += [("resilience", "Judge B", "beta", "gamma", "3", "Harder.", "adopted", "book")]


def inputs_of(root: Path) -> Inputs:
    place = Workspace(root)
    return load_inputs(place, place.find_assessment(None, root), {})


def in_a_table(folder: Path, **robustness: Any) -> Inputs:
    settings = {"draws": 1024, "seed": 4, "vary": ["data"], "weight_draw": "dirichlet", **robustness}
    return inputs_of(workspace(folder, rows() + OTHER, robustness=settings))


def ensemble_of(inputs: Inputs) -> Ensemble:
    decision = Decider()(inputs)
    return build_ensemble(inputs, decision.matrix, decision.weights, inputs.assessment.method, groups_of(inputs))[0]


@pytest.mark.parametrize("resample", [False, True])
def test_every_redraw_of_a_table_is_the_solution_of_its_sentences(tmp_path: Path, resample: bool) -> None:
    """The scalar path: the same deviates, judgement by judgement, solved one panel after the other."""
    sentences = sentences_of(in_a_table(tmp_path).dataset.table("judgements"), "resilience")
    values, items = table_redraws(sentences, 0.4, np.random.default_rng(7), resample=resample)
    rng = np.random.default_rng(7)
    deviates = rng.standard_normal((len(sentences), SLICES))
    asked = rng.integers(2, size=(2, SLICES)) if resample else np.array([[0], [1]]) * np.ones((1, SLICES), dtype=int)
    for draw in (0, 1, 17, 255, 256, 4095):
        moved: list[Sentence] = []
        for each, deviate in zip(sentences, deviates[:, draw], strict=True):
            times = int((asked[:, draw] == ("Judge A", "Judge B").index(each.judge)).sum())
            by = float(np.exp(np.clip(np.log(each.by) + 0.4 * deviate, -np.log(9), np.log(9))))
            moved += [each._replace(by=by, weight=each.weight * times)] if times else []
        logs = solved(moved).logs
        assert values[draw] == pytest.approx([np.exp(logs[item]) for item in items], abs=1e-12)


def test_judgements_that_do_not_vary_give_the_list_itself(tmp_path: Path) -> None:
    inputs = inputs_of(of_a_weights_file(tmp_path, [judge(CONSISTENT), judge(CONSISTENT, name="Judge B")]))
    assert isinstance(inputs.weights, AhpWeights)
    (group,) = judged_minerals(inputs.weights, ["resilience"])
    drawn = panel_priorities(group, 0.0, 1, np.random.default_rng(1), resample=True)
    assert drawn.shape == (BLOCK, 3)
    assert np.abs(drawn - group.priorities).max() < 1e-12


def test_a_draw_takes_one_redraw_for_all_minerals_and_the_missing_one_stays_open(tmp_path: Path) -> None:
    inputs = in_a_table(tmp_path, judgement_spread=0.6)
    ensemble = ensemble_of(inputs)
    found = judged_redraws(inputs, ensemble.minerals, ensemble.criteria)["resilience"]
    place = [entry.code for entry in ensemble.criteria].index("resilience")
    drawn = np.array(ensemble.drawn(stream(4, 0, "data"), WorkBuffers()).scaled)[place]
    compared = [ensemble.minerals.index(name) for name in MINERALS[:3]]
    redraws = {tuple(column) for column in found[compared].T}
    assert all(tuple(draw) in redraws for draw in drawn[:, compared])
    assert (drawn[:, compared].max(axis=1) == 1).all()
    assert (drawn[:, compared].argmax(axis=1) != 0).any()  # the 1 changes hands
    open_cell = drawn[:, ensemble.minerals.index("delta")]
    assert 0.4 < open_cell.mean() < 0.6 and np.unique(open_cell).size > 900


def test_more_spread_moves_more_and_none_moves_nothing(tmp_path: Path) -> None:
    def of(name: str, **robustness: Any) -> Any:
        inputs = in_a_table(tmp_path / name, resample_judges=False, **robustness)
        found = judged_redraws(inputs, MINERALS, inputs.criteria).get("resilience")
        return None if found is None else np.log(found[1]).std()

    assert of("little", judgement_spread=0.1) < of("much", judgement_spread=0.4)
    assert of("twice", judgement_spread=0.1, data_spread=2) == pytest.approx(of("other", judgement_spread=0.2))
    assert of("off", data_spread=0) is None


def test_an_interval_is_drawn_between_its_ends(tmp_path: Path) -> None:
    said: Any = [("alpha", "beta", [2, 8])]
    inputs = inputs_of(of_a_weights_file(tmp_path, [judge(said)]))
    assert isinstance(inputs.weights, AhpWeights)
    (group,) = judged_minerals(inputs.weights, ["resilience"])
    drawn = panel_priorities(group, 0.2, 1, np.random.default_rng(1), resample=True)
    ratio = drawn[:, 0] / drawn[:, 1]
    assert 2 <= ratio.min() < 2.1 and 7.9 < ratio.max() <= 8
    assert np.median(ratio) == pytest.approx(4, rel=0.1)
