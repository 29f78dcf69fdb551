"""Alternatives of a tier: one of them is enough, and what a mineral lacks is said of the nearest one."""

from criticality.model.rows.alternatives import unmet, ways_of


def condition(of: str, holds: bool, alternative: int | None = None) -> dict[str, object]:
    found: dict[str, object] = {"of": of, "holds": holds}
    return found if alternative is None else {**found, "alternative": alternative}


def test_without_alternatives_there_is_one_way_and_none_without_conditions() -> None:
    conditions = [condition("score", True), condition("sr", False)]
    assert ways_of(conditions) == [conditions]
    assert ways_of([]) == []
    assert unmet(conditions) == conditions[1:]


def test_conditions_of_all_stand_in_every_way() -> None:
    conditions = [
        condition("score", True),
        condition("sr", False, 1),
        condition("ei", False, 1),
        condition("spof", False, 2),
    ]
    assert [[entry["of"] for entry in way] for way in ways_of(conditions)] == [["score", "sr", "ei"], ["score", "spof"]]
    assert [entry["of"] for entry in unmet(conditions)] == ["spof"]


def test_where_one_alternative_holds_the_other_lacks_nothing() -> None:
    assert unmet([condition("sr", False, 1), condition("spof", True, 2)]) == []
