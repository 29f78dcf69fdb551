"""Pairs that a judge left open are told in one sentence, and the judgements to fill in stand below it."""

from criticality.weighting.open_pairs import OpenPair, lacking_pairs

PLACE = ("judges", 0, "comparisons", "risk")


def pair(number: int, *, group: str = "risk", tied: bool = False) -> OpenPair:
    return OpenPair(PLACE, group, f"a{number}", f"b{number}", tied)


def test_a_few_pairs_are_named() -> None:
    place, message, hint = lacking_pairs("Ann", 0, [pair(1), pair(2)], 6)

    assert place == PLACE
    assert message == "Ann does not compare a1 and b1 in risk; a2 and b2 in risk"
    assert message.said("zh-Hant") == "Ann 未比較：risk 之 a1 與 b1；risk 之 a2 與 b2"
    assert hint.startswith("add these sentences, ")
    assert hint.splitlines()[1:] == [
        "      risk:",
        "        - {more: a1, than: b1, by: 1, because: …}",
        "        - {more: a2, than: b2, by: 1, because: …}",
    ]


def test_many_pairs_of_two_groups_are_counted_at_the_judge() -> None:
    place, message, _ = lacking_pairs("Ann", 1, [*(pair(n) for n in range(3)), pair(3, group="impact")], 9)

    assert place == ("judges", 1, "comparisons")
    assert message == "Ann lacks 4 of 9 pairs, in risk, impact"


def test_where_the_other_judgements_tie_every_item_they_may_be_completed() -> None:
    _, _, hint = lacking_pairs("Ann", 0, [pair(1, tied=True)], 3)

    assert hint.startswith("set incomplete: complete, or add this sentence, ")
    assert hint.said("zh-Hant").startswith("請設 incomplete: complete；否則請補上此判斷")
