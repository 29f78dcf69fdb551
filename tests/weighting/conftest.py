"""A small workspace of three dimensions, and sentences in the planners' own shape."""

import pytest

from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights, DirectWeights

SHAPE = {
    "economy": ("value_added", "strategic_use"),
    "supply": ("concentration", "imports", "restrictions"),
    "environment": ("climate",),
}


def criterion(code, dimension, **more):
    stated = {"title": code, "direction": "raises_criticality", "indicator": "observed", "missing": "refuse"}
    return Criterion(code=code, dimension=dimension, **{**stated, **more})


@pytest.fixture
def dimensions():
    return tuple(Dimension(code=code, title=code) for code in SHAPE)


@pytest.fixture
def criteria():
    return tuple(criterion(code, dimension) for dimension, codes in SHAPE.items() for code in codes)


@pytest.fixture
def make_criterion():
    return criterion


SENTENCES = {
    "dimensions": ["supply > economy 2", "supply > environment 4", "economy > environment 2"],
    "economy": ["value_added > strategic_use 3"],
    "supply": ["concentration > imports 2", "concentration > restrictions 4", "imports > restrictions 2"],
}


def comparisons(groups):
    """``"a > b 3"`` as the planners' sentence: a matters 3 times as much as b."""
    said = {}
    for group, sentences in groups.items():
        words = [sentence.split() for sentence in sentences]
        said[group] = [
            {"more": more, "than": than, "by": float(by), "because": "So they say."} for more, _, than, by in words
        ]
    return said


@pytest.fixture
def panel():
    """Build an AHP document: each judge is the standard set of sentences with some groups replaced."""

    def build(*judges, weights=None, **more):
        return AhpWeights.model_validate(
            {
                "title": "Panel",
                "method": "ahp",
                "judges": [
                    {
                        "name": f"Judge {'ABCDEFGH'[position]}",
                        "weight": weights[position] if weights else 1,
                        "comparisons": comparisons({**SENTENCES, **changed}),
                    }
                    for position, changed in enumerate(judges or ({},))
                ],
                **more,
            }
        )

    return build


@pytest.fixture
def direct():
    def build(weights, **more):
        document = {"title": "Stated", "method": "direct", "because": "Agreed.", "weights": weights, **more}
        return DirectWeights.model_validate(document)

    return build
