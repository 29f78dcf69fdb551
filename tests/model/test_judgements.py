"""Weights as planners write them: Saaty's scale from 1 to 9, and one method for each document."""

import pytest
from pydantic import TypeAdapter, ValidationError

from criticality.model.judgements import AhpWeights, DirectWeights, EqualWeights, Judgement, ObjectiveWeights, Weights


@pytest.mark.parametrize("by", [0.5, 0, 10, -3])
def test_saaty_1980_a_judgement_lies_between_one_and_nine(by: float) -> None:
    with pytest.raises(ValidationError):
        Judgement(more="use", than="climate", by=by, because="For a test.")


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ({"method": "ahp", "judges": [{"name": "A", "comparisons": {}}]}, AhpWeights),
        ({"method": "direct", "weights": {"use": 1.0}, "because": "Agreed."}, DirectWeights),
        ({"method": "equal"}, EqualWeights),
        ({"method": "critic"}, ObjectiveWeights),
    ],
)
def test_the_method_decides_what_the_document_holds(stated: dict[str, object], kind: type) -> None:
    assert type(TypeAdapter(Weights).validate_python({"title": "Test", **stated})) is kind
    with pytest.raises(ValidationError):
        TypeAdapter(Weights).validate_python({"title": "Test", **stated, "method": "guess"})


def test_a_panel_without_a_judge_is_refused() -> None:
    with pytest.raises(ValidationError):
        AhpWeights.model_validate({"title": "Test", "method": "ahp", "judges": []})
