"""Which objections of a review are open."""

from typing import Any

from criticality.model.rows.review_record import open_objections, saying


def entry(number: int, says: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "says": says, "by": "Lee", "on": "2026-01-02", **more}


def test_an_objection_is_open_until_an_entry_withdraws_it() -> None:
    said = [entry(1, "object"), entry(2, "comment"), entry(3, "object"), entry(4, "withdraw", withdraws=1)]
    assert [one["number"] for one in open_objections(said[:3])] == [1, 3]
    assert [one["number"] for one in open_objections(said)] == [3]
    assert [one["number"] for one in saying(said, "comment")] == [2]
    assert open_objections([]) == []
