"""Runs of the other language within a page's text."""

import pytest

from criticality.report.html.languages import foreign, marked


@pytest.mark.parametrize("run_id", ["2025-03-01-650cfa2d", "2026-11-23-abcdef12", "2026-11-23-c9faf91f"])
def test_the_id_of_a_run_is_no_english_whatever_its_letters(run_id: str) -> None:
    assert marked(f"與執行 {run_id} 比較", "zh-Hant") == f"與執行 {run_id} 比較"
    assert foreign(run_id, "zh-Hant") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依 Hwang &amp; Yoon 所述", '依 <span lang="en">Hwang &amp; Yoon</span> 所述'),
        ("排名 Ga 鎵，單位 kg", "排名 Ga 鎵，單位 kg"),
        ("見 https://example.org/page 之附件", "見 https://example.org/page 之附件"),
        ("屬性 gwp100 之單位", "屬性 gwp100 之單位"),
        ("Nassar et al. 2015 年", '<span lang="en">Nassar et al. 2015</span> 年'),
    ],
)
def test_english_on_a_chinese_page_is_marked_and_symbols_units_addresses_are_not(text: str, expected: str) -> None:
    assert marked(text, "zh-Hant") == expected


def test_chinese_on_an_english_page_is_marked() -> None:
    assert marked("Gallium 鎵 is listed", "en") == 'Gallium <span lang="zh-Hant">鎵</span> is listed'
    assert foreign("國家清單", "en") == "zh-Hant"
