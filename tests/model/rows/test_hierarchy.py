"""The tree of dimensions: levels, branches, criteria beside further dimensions, and parents that hold nothing."""

from criticality.model.criteria import Criterion, Dimension
from criticality.model.rows.hierarchy import hierarchy_of, in_circle

PARENTS = {"risk": None, "need": None, "trade": "risk", "supply": "risk", "deep": "supply", "empty": "supply"}
HELD = {"c1": "supply", "c2": "deep", "c3": "deep", "c4": "trade", "c5": "trade", "c6": "risk", "c7": "need"}


def dimensions(**changes: str) -> tuple[Dimension, ...]:
    return tuple(Dimension(code=code, title=code, parent=up) for code, up in {**PARENTS, **changes}.items())


def criterion(code: str, dimension: str, **more: str) -> Criterion:
    stated = {"title": code, "direction": "raises_criticality", "indicator": "observed", "missing": "refuse"}
    return Criterion.model_validate({"code": code, "dimension": dimension, **stated, **more})


CRITERIA = tuple(criterion(code, dimension) for code, dimension in HELD.items())


def test_every_level_holds_dimensions_first_and_criteria_after_them() -> None:
    tree = hierarchy_of(CRITERIA, dimensions())
    assert tree.roots == ("risk", "need")
    assert tree.groups["risk"] == ("trade", "supply", "c6")
    assert tree.groups["supply"] == ("deep", "c1")
    assert tree.inner == ("trade", "supply", "deep")
    assert tree.criteria_of("risk") == ("c4", "c5", "c2", "c3", "c1", "c6")
    assert tree.path_to("c3") == ("risk", "supply", "deep")
    assert "empty" not in tree.groups


def test_screening_criteria_hold_up_no_dimension() -> None:
    screened = (*CRITERIA, criterion("c8", "empty", role="screening"))
    assert hierarchy_of(screened, dimensions()) == hierarchy_of(CRITERIA, dimensions())


def test_a_circle_or_an_unknown_parent_counts_as_none() -> None:
    tree = hierarchy_of(CRITERIA, dimensions(supply="deep", trade="elsewhere"))
    assert {"supply", "deep", "trade"} <= set(tree.roots)
    assert in_circle("deep", {"deep": "supply", "supply": "deep"})
    assert not in_circle("leaf", {"leaf": "deep", "deep": "supply", "supply": "deep"})


def test_a_dimension_without_a_parent_is_written_as_before() -> None:
    assert Dimension(code="risk", title="Risk").model_dump(mode="json", by_alias=True).keys() == {"code", "title"}
