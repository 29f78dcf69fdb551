"""Words by which a planner's table says what a row or a column is."""

from criticality.refresh.wide.table_words import code_of, head_and_unit, is_total, two_names


def test_heads_codes_and_names_are_taken_apart() -> None:
    assert head_and_unit("Price [USD/t]") == ("Price", "USD/t")
    assert head_and_unit("進口值（百萬美元）") == ("進口值", "百萬美元")
    assert head_and_unit("[only]") == ("[only]", "")
    assert [code_of(word) for word in ("Rare earths (light)", "鎵", "3TG")] == ["rare_earths_light", "", "c_3tg"]
    assert two_names("Gallium 鎵") == ("Gallium", "鎵")
    assert two_names("鎵") == ("鎵", "鎵")


def test_rows_of_totals_are_known_by_the_word_at_either_end_and_minerals_are_not() -> None:
    totals = ("World total", "Total supply", "Total (t)", "Average of 3", "World total, 2024", "Copper (sum)", "Max.",
              "全球合計", "世界總計", "小計（三種）", "總和", "加總", "最大值", "全球平均值", "Subtotal:",
              "標準差", "STDEV", "STDEV.S", "Std. dev.", "Standard deviation",
              "All minerals", "All critical minerals (mean)", "Overall", "全部礦產", "所有礦物", "整體")  # fmt: skip
    assert [name for name in totals if not is_total(name)] == []
    minerals = (
        "Industrial min.",
        "Totalite",
        "Summit ore",
        "Meanite",
        "Other total-grade ore",
        "Gallium 鎵",
        "平板石墨",
        "Allanite",
        "All-metal glass",
    )
    assert [name for name in minerals if is_total(name)] == []
