"""How numbers are written: no digit invented, a missing value as a dash, a true minus sign."""

import pytest

from criticality.text.numbers import (
    SURELY,
    agreement,
    apart_from,
    chance,
    closed_up,
    figure,
    fixed,
    percent,
    plain,
    share,
    significant,
    surely,
    two_figures,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "–"), (0.0, "0"), (1234567.0, "1,230,000"), (0.0345678, "0.0346"), (-2.5, "−2.5"), (2.5e-7, "2.5·10^−7")],
)
def test_measured_values_have_three_significant_digits(value: float | None, written: str) -> None:
    assert significant(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.994, "99 %"), (0.995001, "> 99 %"), (0.99999, "> 99 %"), (1.0, "100 %"), (1.0 - 1e-15, "100 %"), (None, "–")],
)
def test_agreement_is_whole_only_where_all_agree(value: float | None, written: str) -> None:
    assert agreement(value) == written


def test_scores_and_thresholds_are_written_as_stated() -> None:
    assert fixed(0.74249) == "0.742"
    assert fixed(-0.0001) == "0.000"
    assert fixed(-0.05, 2) == "−0.05"
    assert plain(0.50) == "0.5"
    assert plain(1e5) == "100000"


@pytest.mark.parametrize(
    ("value", "threshold", "written"),
    [(2.7996, 2.8, "2.7996"), (2.8, 2.8, "2.800"), (0.49996, 0.5, "0.49996"), (0.5 - 1e-15, 0.5, "0.500000000000")],
)
def test_a_value_is_not_written_as_a_threshold_that_it_is_not(value: float, threshold: float, written: str) -> None:
    assert apart_from(value, threshold) == written
    assert apart_from(0.41, threshold, 2) == "0.41"
    assert apart_from(None, threshold) == "–"


def test_chinese_has_no_space_before_the_sign_of_a_percentage() -> None:
    assert closed_up("機率 < 0.1 %、> 99.9\u00a0%；「 %」") == "機率 < 0.1%、> 99.9%；「 %」"


def test_shares_are_percentages_with_as_many_decimals_as_asked_for() -> None:
    assert percent(0.1234) == "12 %"
    assert percent(0.1234, 1) == "12.3 %"
    assert percent(None) == "–"


def test_figures_of_a_comparison_have_three_significant_digits() -> None:
    assert figure(0.41234) == "0.412"
    assert figure(1234567.0) == "1,230,000"
    assert figure(None) == "–"


def test_two_figures_have_the_digits_that_tell_them_apart() -> None:
    assert two_figures(0.41, 0.28) == ("0.41", "0.28")
    assert two_figures(0.41234, 0.41239) == ("0.4123", "0.4124")
    assert two_figures(0.5, 0.5) == ("0.5", "0.5")


@pytest.mark.parametrize(
    ("share", "places", "written"),
    [
        (0.0, 0, "< 0.1 %"),
        (0.0, 1, "< 0.1 %"),
        (0.0009, 1, "< 0.1 %"),
        (0.001, 1, "0.1 %"),
        (0.0049, 0, "0.5 %"),
        (0.52, 0, "52 %"),
        (0.9951, 0, "99.5 %"),
        (0.9991, 1, "> 99.9 %"),
        (1.0, 0, "> 99.9 %"),
        (None, 0, "–"),
    ],
)
def test_no_number_of_draws_makes_a_listing_impossible_or_certain(
    share: float | None, places: int, written: str
) -> None:
    assert chance(share, places) == written


@pytest.mark.parametrize(("draws", "bound"), [(100, 0.03), (500, 0.006), (1000, 0.003), (10_000, 0.001)])
def test_what_no_draw_shows_is_bounded_by_the_rule_of_three(draws: int, bound: float) -> None:
    """Hanley & Lippman-Hand 1983, table 1: 95 % bounds of about 3/n (100: 3 %), never below one in a thousand here."""
    assert surely(draws) == pytest.approx(bound)
    assert abs(surely(draws) - max(3 / draws, SURELY)) <= 0.001
    assert (chance(1.0, 0, draws), chance(0.0, 1, draws)) == (
        f"> {percent(1 - bound, 1)}",
        f"< {percent(bound, 1)}",
    )


@pytest.mark.parametrize("draws", [500, 2000, 2999, 5000])
def test_a_share_short_of_all_the_draws_is_printed_as_such(draws: int) -> None:
    assert not {chance((draws - 1) / draws, 0, draws), chance(1 / draws, 1, draws)} & {"100 %", "100.0 %", "0.0 %"}
    assert chance(0.998, 0, draws) == "99.8 %"


@pytest.mark.parametrize("places", [0, 1])
def test_a_share_of_a_thousand_draws_is_never_printed_as_none_or_all(places: int) -> None:
    written = {chance(count / 1000, places) for count in range(1001)}
    assert written.isdisjoint({"0 %", "0.0 %", "100 %", "100.0 %"})


@pytest.mark.parametrize(
    ("value", "written"), [(0.9995, "> 99.9 %"), (0.99949, "99.9 %"), (0.0005, "0.1 %"), (1.0, "100 %")]
)
def test_a_share_that_rounds_to_all_is_not_said_to_be_all(value: float, written: str) -> None:
    assert share(value) == written
