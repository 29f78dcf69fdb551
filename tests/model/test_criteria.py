"""The anchors of a scale: in order, and above zero on a logarithmic one."""

import pytest
from pydantic import ValidationError

from criticality.model.criteria import Criterion, Scale


@pytest.mark.parametrize(("zero_at", "one_at"), [(1.0, 1.0), (2.0, 1.0)])
def test_the_anchor_of_zero_lies_below_the_anchor_of_one(zero_at: float, one_at: float) -> None:
    with pytest.raises(ValidationError, match="must be below one_at"):
        Scale(kind="linear", zero_at=zero_at, one_at=one_at)


def test_a_log_scale_has_no_anchor_at_zero() -> None:
    with pytest.raises(ValidationError, match="needs anchors above 0"):
        Scale(kind="log", zero_at=0.0, one_at=10.0)
    assert Scale(kind="linear", zero_at=0.0, one_at=10.0).zero_at == 0.0


def test_a_criterion_is_weighted_unless_it_is_said_to_screen() -> None:
    stated = {"code": "use", "title": "Use", "dimension": "economy", "direction": "raises_criticality"}
    stated |= {"indicator": "observed", "missing": "refuse"}
    assert Criterion.model_validate(stated).role == "weighted"
    with pytest.raises(ValidationError):
        Criterion.model_validate({**stated, "role": "decorative"})
