"""Chapter 7 and the lever box: what the record says of levers stands on the page, nothing else, in both languages."""

# Holds: policy/sentences.py, report/chapters/policy_curves.py, report/charts/policy.py.

import html
import itertools
import re
from pathlib import Path

import pytest
from printed_lists import needs_pages
from sample_record import Record, sample_record, write_folder
from test_every_number import numbers, unexplained

from criticality.report import render_html, write_lists
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.chapters.policy import policy
from criticality.report.chapters.policy_levers import lever_box
from criticality.report.charts.labels import overlap
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.reader import Reader

LANGUAGES = ("en", "zh-Hant")
OWN = [7.1, 7.2, 7.3, 7.4, 0.001]
"""Decimals of the words themselves: section numbers and the stated tolerance."""


def reader_of(record: Record, language: str = "en") -> Reader:
    return Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), language))  # type: ignore[arg-type]


def chapter(record: Record, language: str = "en") -> str:
    page = render_html(record, language)  # type: ignore[arg-type]
    return page[page.index('<h1 id="policy"') : page.index('<h1 id="factsheets"')]


def text_of(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(strong|span|b|sub)\b[^>]*>", "", markup)))
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text)


def designate(record: Record) -> str:
    """Put one more mineral on the list by designation, and try the levers again."""
    row = next(row for row in record["result"]["ranking"] if not row["listed"] and row["score"] is not None)
    row.update(listed=True, designated=True, tier="critical")
    return str(row["mineral"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_four_sections_stand_in_both_languages(language: str) -> None:
    found = chapter(sample_record(policy=True), language)
    assert [
        place for place in ("levers", "disruption", "partners", "portfolio") if f'"policy-{place}"' not in found
    ] == []
    assert found.count("<table") == 11
    left = re.sub(
        r"P\(listed\)|USD|Royal Decree 7 of 2025|The Kingdom of Boria keeps its ores back", "", text_of(found)
    )
    if language == "zh-Hant":
        assert "Cannot" not in left
        assert "levers" not in left


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_levers_one_line_says_so(language: str) -> None:
    record = sample_record()
    found = chapter(record, language)
    assert f"criticality levers {record['run_id']}" in text_of(found)
    assert "<table" not in found
    assert policy(reader_of(record, language)) == {"assessed": False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decimal_of_the_chapter_is_in_the_record(language: str) -> None:
    record = sample_record(policy=True)
    text = text_of(chapter(record, language))
    assert len(re.findall(r"\d\.\d", text)) > 20
    assert unexplained([text], [*numbers(record["result"]["policy"]), *OWN]) == []


def test_answers_are_said_with_where_from_where_to_and_what_remains() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert "cannot: 0.234 left at 1.37 % " in text or "cannot: 0.235 left at 1.37 % " in text
    assert "; P(listed) then 93 %" in text
    assert "1.23 % → 17.31 % (limit 76.25 %); P(listed) then 48 % (not confirmed by deciding again)" in text
    assert re.search(r"Recycle 7\.31 % \+ Diversify 1\.21 % \S+ → \S+; effort 0\.107", text)
    assert "cannot: 0.179 left at 5.75 %, its limit; 45.67 % would be needed" in text
    assert "would take 86.06 %; no published limit" in text


def test_what_has_no_published_limit_is_never_said_in_bold() -> None:
    record = sample_record(policy=True)
    for rows in record["result"]["policy"]["levers"].values():
        rows[-1].update(limits_stated=False)
    found = chapter(record)
    assert "<strong>would take" not in found
    assert re.search(r"<td>none within limits; Recycle 7\.31", found)
    assert "<strong>none within" not in found
    assert "(Diversify 0, Recycle" in text_of(found)


def test_limits_stand_with_their_sources_and_those_not_known_are_named() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert "76.25 % (1.25 % to 76.25 %) [1]" in text
    assert "none published" in text
    assert re.search(r"\[1\] [^.\[]+", text[text.index("Limits are what has been published") :])


def test_minerals_that_only_leave_beyond_published_limits_are_counted_apart() -> None:
    record = sample_record(policy=True)
    found = record["result"]["policy"]["levers"]
    mineral = next(iter(found))
    for row in found[mineral]:
        if row["lever"] in ("recycle", "combination"):
            row.update(possible=False, needed=None, best=0.5)
    text = text_of(chapter(record))
    assert (
        f"1 would leave only with a lever of which no limit is published: {reader_of(record).name_and_symbol(mineral)}."
        in text
    )


def test_the_sweep_names_who_would_enter_and_from_where_on() -> None:
    record = sample_record(policy=True)
    first = record["result"]["policy"]["entrants"][0]["mineral"]
    text = text_of(chapter(record))
    assert f"first {reader_of(record).name_and_symbol(first)}, from a cut of 34.6 % by" in text
    assert "0.412 → 0.481 → 0.612" in text
    assert re.search(r"0\.412 0\.462 0\.512 0\.562 0\.612 81\.0 % 296 5,610", text)
    record["result"]["policy"]["entrants"] = []
    assert "No mineral that is not listed today would enter" in text_of(chapter(record))


def test_both_optima_stand_side_by_side() -> None:
    record = sample_record(policy=True)
    count = sum(row["listed"] for row in record["result"]["ranking"])
    text = text_of(chapter(record))
    assert "43.2 % 65.4 % 0.734 → 0.568 → 0.543" in text or "43.2 % 65.4 % 0.735 → 0.568 → 0.543" in text
    assert f"For {count - 1} of {count} listed minerals the move that spreads supply best" in text


def test_a_price_shock_is_printed_as_a_bill_and_an_upper_bound() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert "2.5 73 12,300 16,000 3,700" in text
    assert "2.5 73 – – –" in text
    assert "An upper bound where prices rise" in text


def test_new_supply_stands_year_by_year_with_where_the_mineral_would_stand() -> None:
    assert "2027: 0, 2028: 431 (0.579, Critical)" in text_of(chapter(sample_record(policy=True)))


def test_gaps_that_narrow_are_counted() -> None:
    record = sample_record(policy=True)
    hit = [row for row in record["result"]["policy"]["disruption"].values() if row]
    assert f"{len(hit) - 1} gaps narrow before the disruption ends" in text_of(chapter(record))


def test_a_lever_that_only_makes_it_worse_is_not_said_to_move_nothing() -> None:
    record = sample_record(policy=True)
    for rows in record["result"]["policy"]["levers"].values():
        rows[0].update(now=0.0, best=0.0)
    text = text_of(chapter(record))
    assert "left, and no amount brings it nearer" in text
    assert "left at 0 %" not in text


def test_the_finding_counts_what_the_levers_do() -> None:
    record = sample_record(policy=True)
    count = sum(row["listed"] for row in record["result"]["ranking"])
    text = text_of(chapter(record))
    assert f"{count} of the {count} listed minerals can leave the list by one lever alone within its limit" in text
    assert f"(Diversify 0, Recycle {count}, Substitute 0, Use less 0)" in text  # no limit is published of thrift
    assert f"{5 * count - 1} of {5 * count} held" in text


def test_a_designated_mineral_is_taken_off_by_a_decision_only() -> None:
    record = sample_record()
    mineral = designate(record)
    record["result"]["policy"] = sample_record_policy(record)
    text = text_of(chapter(record))
    assert "cannot: listed by designation" in text
    assert f"Nothing here takes off: {reader_of(record).name_and_symbol(mineral)}." in text


def sample_record_policy(record: Record) -> Record:
    from sample_policy import sample_policy

    return sample_policy(record["result"]["ranking"])


def test_stocks_are_set_against_practice_and_exposure_is_called_an_upper_bound() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert "1 of " in text
    assert "need more than 180 days of use" in text
    assert "Dashed lines: 60 days (Boria, ores), 100 days (Zubrowka), 180 days (JPN_high_risk)." in text
    assert "92 / 154 / ∞" in text
    assert "34.6 34,600 5,610" in text
    assert "Value added exposed, by use shares" in text
    assert "(1) The Kingdom of Boria keeps its ores back" in text
    assert "Nothing is known to be lost of: " in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minerals", [8, 60])
def test_no_text_of_the_chart_touches_another_and_it_has_words(language: str, minerals: int) -> None:
    found = policy(reader_of(sample_record(minerals=minerals, criteria=12, policy=True), language))
    for chart in (*found["disruption"]["bars"], *found["disruption"]["curves"], *found["sweep"]["charts"]):
        assert chart.finding in chart.alternative
        boxes = [text.box for text in chart.texts]
        assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)] == []
        assert all(box[0] >= 0 and box[2] <= chart.width and box[3] <= chart.height for box in boxes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_without_practice_compares_stocks_with_none(language: str) -> None:
    record = sample_record(policy=True)
    for row in record["result"]["policy"]["disruption"].values():
        if row is not None:
            row["practice"] = {}
    text = text_of(chapter(record, language))
    assert {"en": "needs the most: ", "zh-Hant": "所需最多："}[language] in text
    assert {"en": "Dashed lines", "zh-Hant": "虛線"}[language] not in text
    assert {"en": "days last", "zh-Hant": "日可維持"}[language] not in text


def test_partners_name_what_replaces_what_and_mark_what_is_assumed() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert re.search(r"‡ \([^;]+, 35\.3 %\*; 0\.020\)", text)
    assert re.search(r"‡ \([^;]+, 35\.3 %, 39\.9 t; 0\.020\)", text)
    assert "1 further countries that would take off less are not printed." in text


def test_the_step_that_does_most_and_the_best_partner_are_named() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert "takes most off the list is “Recycle”: at most 10 %" in text
    assert "Use less (no published limit) 0.990" in text
    assert "takes 0.824 of score off in sum, and one mineral would leave" in text
    assert re.search(r"Of the partners, “Diversify to [^”]+” does most: 0\.060, and 0 would leave", text)


def test_the_lever_box_stands_in_the_factsheet_of_a_listed_mineral_only() -> None:
    record = sample_record(policy=True)
    listed = [row["mineral"] for row in record["result"]["ranking"] if row["listed"]]
    other = next(row["mineral"] for row in record["result"]["ranking"] if not row["listed"])
    text = text_of(render_page(record, "en", mineral=listed[0]))
    assert "Use less: would take 86.06 %; no published limit" in text
    assert "286 days of use ride out" in text
    assert lever_box(reader_of(record), other) == []
    assert "Use less" not in text_of(render_page(record, "en", mineral=other))


def test_a_record_that_keeps_less_prints_less() -> None:
    record = sample_record()
    record["result"]["policy"] = {"settings": {"verified": False, "draws": 0}}
    text = text_of(chapter(record))
    assert "No share of any listed mineral’s supply is known to be lost." in text
    assert "No single step lowers the score of a listed mineral." in text


HOSTILE = "<script>alert(1)</script> {{ 7*7 }} <img src=http://example.org/x.png>"


def test_markup_in_levers_is_printed_as_text() -> None:
    record = sample_record(policy=True)
    found = record["result"]["policy"]
    for row in found["disruption"].values():
        if row:
            row["what"] = {"en": HOSTILE, "zh-Hant": HOSTILE}
    found["portfolio"]["fates"]["restriction"][0]["act"] = HOSTILE
    found["partners"][0]["country"] = HOSTILE
    found["levers"][next(iter(found["levers"]))] = [{"lever": "recycle", "because": {"en": HOSTILE}}]
    text = chapter(record)
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}") >= 4
    assert "<script" not in text
    assert "<img" not in text


def test_the_chapter_prints_without_a_warning(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(minerals=6, criteria=3, policy=True)
    told: list[str] = []
    write_lists(record, write_folder(record, tmp_path / record["run_id"]), [("full", "zh-Hant")], progress=told.append)
    assert [line for line in told if "templates/" in line or "not in the font" in line] == []
