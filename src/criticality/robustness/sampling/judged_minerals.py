"""Redraws of minerals judged in pairs: what the panel would have said, with its judgements varied and solved again.

A sentence "a exceeds b x times" is the median of its draws: ln x varies normally with the spread of the judgements of
the weights, within Saaty's 1/9…9; a stated interval is drawn uniformly in the logarithm. Judges are resampled with
replacement where the assessment says so and every judge alone ties all minerals together. Each draw is solved as the
list itself, in ideal mode: the largest priority is 1. The 4,096 panels of a criterion are drawn once an assessment, and
a draw of the figures takes one of them for all of its minerals: they move together.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from criticality.indicators.judged.in_pairs import Sentence, sentences_of, solved
from criticality.model.criteria import Criterion
from criticality.model.judgements import AhpWeights
from criticality.model.results import Inputs
from criticality.robustness.kernels.products import Floats
from criticality.robustness.sampling.draws import BLOCK
from criticality.robustness.sampling.judgements import panel_priorities
from criticality.robustness.sampling.normal_table import SLICES
from criticality.weighting.minerals.in_pairs import judged_codes, judged_minerals

_SEED = 20_261_130
_SCALE_END = np.log(9.0)
_DRAWS_AT_ONCE = 256
"""Panels of resampled judges that are solved at once: their matrices must fit into memory."""


def judged_redraws(inputs: Inputs, minerals: Sequence[str], criteria: Sequence[Criterion]) -> dict[str, Floats]:
    """Return the values (M, 4096) of each judged criterion by code; NaN for minerals that nobody compares.

    Nothing where neither the figures nor the judgements vary.
    """
    plan, found = inputs.assessment.robustness, dict[str, Floats]()
    spread, codes = plan.judgement_spread * plan.data_spread, judged_codes(criteria)
    if plan.data_spread <= 0 or not codes:
        return found
    if isinstance(inputs.weights, AhpWeights):
        for group in judged_minerals(inputs.weights, codes):
            blocks = panel_priorities(
                group, spread, SLICES // BLOCK, _stream(group.code), resample=plan.resample_judges
            )
            found[group.code] = _placed(blocks, group.items, minerals)
    said = {code: sentences_of(inputs.dataset.table("judgements"), code) for code in codes}
    for code, sentences in said.items():
        if sentences and solved(sentences).tied:
            values, items = table_redraws(sentences, spread, _stream(code), resample=plan.resample_judges)
            found[code] = _placed(values, items, minerals)
    return found


def _stream(code: str) -> np.random.Generator:
    """A stream of its own for each criterion, whatever others there are."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(_SEED, spawn_key=(crc32(code.encode()),))))


def _placed(values: Floats, items: Sequence[str], minerals: Sequence[str]) -> Floats:
    """Priorities (4096, n) in ideal mode, as rows of the minerals wanted."""
    ideal = dict(zip(items, (values / values.max(axis=1, keepdims=True)).T, strict=True))
    nobody = np.full(len(values), np.nan)
    return np.array([ideal.get(mineral, nobody) for mineral in minerals])


def table_redraws(
    sentences: Sequence[Sentence], spread: float, rng: np.random.Generator, *, resample: bool
) -> tuple[Floats, list[str]]:
    """Return priorities (4096, n) of the minerals of a table of sentences, and their codes in order."""
    items = sorted({item for each in sentences for item in (each.more, each.than)})
    judges = sorted({each.judge for each in sentences})
    place = {item: number for number, item in enumerate(items)}
    sides = np.array([(place[each.more], place[each.than]) for each in sentences])
    logs = np.log([each.by for each in sentences])[:, None] + spread * rng.standard_normal((len(sentences), SLICES))
    logs = np.clip(logs, -_SCALE_END, _SCALE_END)
    weights = np.array([each.weight for each in sentences])[:, None] * np.ones((1, SLICES))
    if resample and _each_alone(sentences, judges):
        asked = rng.integers(len(judges), size=(len(judges), SLICES))
        times = {judge: (asked == number).sum(axis=0) for number, judge in enumerate(judges)}
        weights = weights * np.array([times[each.judge] for each in sentences])
    parts = [
        _solved(sides, logs[:, start : start + _DRAWS_AT_ONCE], weights[:, start : start + _DRAWS_AT_ONCE], len(items))
        for start in range(0, SLICES, _DRAWS_AT_ONCE)
    ]
    return np.exp(np.concatenate(parts)), items


def _each_alone(sentences: Sequence[Sentence], judges: Sequence[str]) -> bool:
    """Whether there are several judges and each of them alone ties all minerals together."""
    whole = solved(sentences).parts
    alone = (solved([each for each in sentences if each.judge == judge]).parts for judge in judges)
    return len(judges) > 1 and all(parts == whole for parts in alone)


def _solved(sides: np.ndarray[tuple[int, int], np.dtype[np.intp]], logs: Floats, weights: Floats, n: int) -> Floats:
    """Logarithms of the priorities (L, n), the largest 0: weighted logarithmic least squares of each draw."""
    count = logs.shape[1]
    matrix, right = np.full((count, n, n), 1.0 / n), np.zeros((count, n))
    for (more, than), own, weight in zip(sides, logs, weights, strict=True):
        matrix[:, [more, than], [more, than]] += weight[:, None]
        matrix[:, [more, than], [than, more]] -= weight[:, None]
        right[:, more] += weight * own
        right[:, than] -= weight * own
    found = np.linalg.solve(matrix, right[..., None])[..., 0]
    return np.asarray(found - found.max(axis=1, keepdims=True), dtype=np.float64)
