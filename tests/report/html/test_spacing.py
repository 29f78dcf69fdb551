"""Figures keep their signs at the end of a line, and no space follows a full-width mark."""

import pytest

from criticality.report.html.spacing import spaced


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("52 % of them", "52\u00a0% of them"),
        ("needs ≥ 0.5; 0.4 → 0.433", "needs\u00a0≥\u00a00.5; 0.4 →\u00a00.433"),
        ("Supply-interruption risk &lt; 0.4", "Supply-interruption risk &lt;\u00a00.4"),
        ("China → Japan", "China → Japan"),
        ("risk 0.35 &lt; 0.4; importance ≥ 0.4", "risk 0.35\u00a0&lt;\u00a00.4; importance\u00a0≥\u00a00.4"),
        ("Holmium Ho, Cobalt Co. A list", "Holmium\u00a0Ho, Cobalt\u00a0Co. A list"),
    ],
)
def test_a_figure_and_its_sign_stay_on_one_line(written: str, printed: str) -> None:
    assert spaced(written, "en") == printed


def test_two_sentences_of_a_template_have_no_space_between_them_in_chinese() -> None:
    assert spaced("<p>最低者為鈀。 另有 15 國</p>", "zh-Hant") == "<p>最低者為鈀。另有 15 國</p>"
    assert spaced("<p>69.5 億元（ 2.16 億美元）</p>", "zh-Hant") == "<p>69.5\u00a0億元（2.16\u00a0億美元）</p>"
    assert spaced("<b>總分。</b> 一、\n<span>二</span>", "zh-Hant") == "<b>總分。</b>一、<span>二</span>"
    assert spaced("<td>不分用途 （本清單採用）</td>", "zh-Hant") == "<td>不分用途（本清單採用）</td>"
    assert spaced("<p>鈥 Ho、鉭 Ta</p>", "zh-Hant") == "<p>鈥\u00a0Ho、鉭\u00a0Ta</p>"


def test_a_chinese_page_of_paper_sets_per_cent_and_over_as_offices_in_taiwan_do() -> None:
    assert spaced("<td>中國大陸 逾 99 %</td>", "zh-Hant", closed=True) == "<td>中國大陸逾\u00a099%</td>"
    assert spaced("<td>10 % 至 90 %</td>", "zh-Hant", closed=True) == "<td>10% 至 90%</td>"
    assert spaced("<td>China over 99 %</td>", "en", closed=True) == "<td>China over 99\u00a0%</td>"


def test_the_lines_between_two_blocks_stay_as_they_are() -> None:
    assert spaced("<p>一。</p>\n<p>二。 </p>", "zh-Hant") == "<p>一。</p>\n<p>二。 </p>"
    assert spaced("<p>One. Two: three</p>", "en") == "<p>One. Two: three</p>"
