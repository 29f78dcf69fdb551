"""A slip of the keyboard gets the word that was meant; a word that resembles nothing gets none."""

from itertools import permutations

from criticality.text.spelling import nearest

CRITERIA = ("supply_concentration", "import_concentration", "price_volatility")


def test_a_letter_left_out_still_finds_the_criterion() -> None:
    assert nearest("suply_concentration", CRITERIA) == "supply_concentration"


def test_a_word_unlike_all_others_gets_no_suggestion() -> None:
    assert nearest("gdp", CRITERIA) is None
    assert nearest("gallium", []) is None


def test_the_date_of_a_run_is_enough_where_less_similarity_is_asked() -> None:
    runs = ("2024-12-31-0a1b2c3d", "2026-06-30-9f8e7d6c")
    assert nearest("2026-06", runs) is None
    assert nearest("2026-06", runs, least_similarity=0.3) == "2026-06-30-9f8e7d6c"


def test_the_order_of_the_known_words_does_not_count() -> None:
    assert {nearest("cat", known) for known in permutations(("cab", "can", "car"))} == {"car"}


def test_a_word_in_capitals_means_the_same_word() -> None:
    assert nearest("TOPSIS", ["topsis", "topsis_flat"]) == "topsis"
    assert nearest("YES", ["no", "yes"]) == "yes"
