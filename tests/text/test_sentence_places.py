"""Another sentence may stand for a shipped one where that can fill its places."""

import pytest

from criticality.text.sentence_places import completed, odd_places, places_of, usable, written_places

SHIPPED = "{share:.1%} of {what!r}"


def test_a_place_may_leave_out_how_its_value_is_written() -> None:
    assert completed("{what}: {share}", SHIPPED) == "{what}: {share:.1%}"
    assert completed("{share:.1%} {{of}}", SHIPPED) == "{share:.1%} {{of}}"


@pytest.mark.parametrize(
    "sentence", ["{shrae}", "{share:.9f}", "{what.__class__}", "{what[0]}", "{0}", "{}", "{what!a}", "{share", "share}"]
)
def test_a_sentence_with_another_place_cannot_stand_for_it(sentence: str) -> None:
    assert completed(sentence, SHIPPED) is None
    assert usable({"en": sentence, "zh-Hant": "{what}"}, SHIPPED) == {"zh-Hant": "{what}"}


def test_the_places_are_told_as_one_writes_them() -> None:
    assert places_of(SHIPPED) == {"share": ".1%", "what": ""}
    assert odd_places("{whatever!r} {share:.2f} {what}", SHIPPED) == ["{whatever!r}", "{share:.2f}"]
    assert written_places(SHIPPED) == ["{share}", "{what}"]
