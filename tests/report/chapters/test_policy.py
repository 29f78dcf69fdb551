"""Chapter 7 and the factsheets: what would have to happen, in sentences, and what a stock costs, from the record."""

# Holds: policy/sentences.py, report/chapters/policy_levers.py, report/chapters/policy_stock.py.

import html
import re
from pathlib import Path

import pytest
from printed_lists import needs_pages
from sample_record import Record, sample_record, write_folder
from test_every_number import MONEY, numbers, rounded_up, unexplained

from criticality.report import render_html, write_lists
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.chapters.policy import policy
from criticality.report.chapters.policy_levers import lever_box, way
from criticality.report.chapters.policy_stock import stock
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.reader import Reader

LANGUAGES = ("en", "zh-Hant")
OWN = [7.1, 7.2, 7.3, 7.4, 7.5]
"""Decimals of the words themselves: section numbers."""


def reader_of(record: Record, language: str = "en") -> Reader:
    return Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), language))


def chapter(record: Record, language: str = "en") -> str:
    page = render_html(record, language)
    return page[page.index('<h1 id="policy"') : page.index('<h1 id="factsheets"')]


def text_of(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(strong|span|b|sub)\b[^>]*>", "", markup)))
    return re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text)


def designate(record: Record) -> str:
    """Put one more mineral on the list by designation, and try the levers again."""
    row = next(row for row in record["result"]["ranking"] if not row["listed"] and row["score"] is not None)
    row.update(listed=True, designated=True, tier="critical")
    return str(row["mineral"])


def cited(_sources: str | None) -> str:
    """Stand in for the numbers of the references."""
    return "[7]"


def ways(record: Record, language: str = "en") -> dict[str, str]:
    """Return the sentence on each listed mineral."""
    reader = reader_of(record, language)
    rows = {row["mineral"]: row for row in reader.ranking}
    levers = record["result"]["policy"]["levers"]
    return {mineral: way(reader, rows[mineral], found, cited) for mineral, found in levers.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_five_sections_stand_in_both_languages(language: str) -> None:
    found = chapter(sample_record(policy=True), language)
    assert [
        place for place in ("levers", "disruption", "cuts", "partners", "portfolio") if f'"policy-{place}"' not in found
    ] == []
    assert found.count("<table") == found.count("<caption>") == found.count("<thead>") == 7
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
    assert policy(reader_of(record, language), cited) == {"assessed": False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decimal_of_the_chapter_is_in_the_record(language: str) -> None:
    record = sample_record(policy=True)
    text = text_of(chapter(record, language))
    assert len(re.findall(r"\d\.\d", text)) > 12
    policy = record["result"]["policy"]
    money = [
        row["stock_usd"] / unit for row in policy["disruption"].values() if row and row["stock_usd"] for unit in MONEY
    ]
    (rate,) = (row[5] for row in record["inputs"]["data"]["exchange_rates"]["rows"])
    own = [rate, *(amount * rate for amount in money)]
    assert unexplained([text], [*numbers(policy), *money, *own, *rounded_up(policy), *OWN]) == []


# ── 7.1 what would have to happen ────────────────────────────────────────────


def test_one_lever_within_its_limit_is_said_with_limit_source_and_what_the_draws_then_list() -> None:
    said = list(ways(sample_record(policy=True)).values())[1]
    assert said == (
        "It leaves if recycling rises from 1.2 % to 18.4 % of the supply "
        "(limit 76.2 % [7]; listed then in 48 % of the simulations)."
    )


def test_an_answer_that_deciding_again_did_not_bear_out_says_so() -> None:
    record = sample_record(policy=True)
    assert "not confirmed by deciding again" in next(iter(ways(record).values()))
    assert re.search(r"decided again with the whole list, \d+ of \d+ answers held", text_of(chapter(record)))


def test_where_every_answer_held_nothing_is_said_of_it() -> None:
    record = sample_record(policy=True)
    for rows in record["result"]["policy"]["levers"].values():
        for row in rows:
            row["verified"] = True
    assert "answers held" not in text_of(chapter(record))


def test_two_levers_within_their_limits_are_told_as_a_choice() -> None:
    record = sample_record(policy=True)
    rows = next(iter(record["result"]["policy"]["levers"].values()))
    rows[0].update(possible=True, needed={"value": 0.0412, "unit": ""}, limit={**rows[2]["limit"], "value": 0.5})
    said = next(iter(ways(record).values()))
    reader = reader_of(record)
    move = f"4.2 % of the supply comes from {reader.country('SYL')} instead of {reader.country('BOR')}"
    assert said.startswith(f"It leaves by any one of these: {move} (limit 50 % [7]")
    assert ", or recycling rises from" in said


def only(record: Record, *possible: str) -> str:
    """The sentence on the first listed mineral where only these levers take it off."""
    rows = next(iter(record["result"]["policy"]["levers"].values()))
    for row in rows:
        if row["lever"] not in possible:
            row.update(possible=False, needed=None)
    return next(iter(ways(record).values()))


def test_several_levers_together_are_told_where_no_single_one_is_enough() -> None:
    said = only(sample_record(policy=True), "combination")
    assert said.startswith("No single measure within its limit is enough; it leaves if recycling reaches 7.4 %")
    assert " and 1.3 % of the supply comes from" in said


def test_what_has_no_published_limit_is_never_called_possible() -> None:
    record = sample_record(policy=True)
    rows = next(iter(record["result"]["policy"]["levers"].values()))
    rows[-1].update(limits_stated=False)
    said = only(record, "reduce", "combination")
    assert said == (
        "Nothing within published limits is enough. It would leave if the use falls by 86.1 %; "
        "no source says that this can be done."
    )


def test_where_nothing_helps_the_nearest_lever_and_what_is_left_are_said() -> None:
    record = sample_record(policy=True)
    for row in next(iter(record["result"]["policy"]["levers"].values())):
        row["remaining"] = {"recycle": 0.0321, "reduce": 0.0456}.get(row["lever"], 0.2)
    said = only(record)
    assert said == (
        "No measure examined takes it off the list. Recycling brings it nearest and leaves it 0.032 above the line."
    )


def test_a_designated_mineral_is_taken_off_by_a_decision_only() -> None:
    record = sample_record()
    mineral = designate(record)
    record["result"]["policy"] = sample_record_policy(record)
    assert ways(record)[mineral] == "It is listed by decision, and only a decision takes it off."


def sample_record_policy(record: Record) -> Record:
    from sample_policy import sample_policy

    return sample_policy(record["result"]["ranking"])


def test_a_mineral_that_entered_with_its_group_leaves_with_it_and_a_tier_without_condition_holds_all() -> None:
    record = sample_record(policy=True)
    mineral = next(iter(record["result"]["policy"]["levers"]))
    record["result"]["policy"]["levers"][mineral][0]["lists_the_rest"] = True
    assert ways(record)[mineral].startswith("A tier of the list has no condition")
    next(row for row in record["result"]["ranking"] if row["mineral"] == mineral)["entered_with_group"] = "rare_earth"
    assert ways(record)[mineral] == "It is listed with its group and leaves when the group does."


def test_the_finding_counts_what_the_levers_do_and_names_what_nothing_within_limits_helps() -> None:
    record = sample_record(policy=True)
    count = sum(row["listed"] for row in record["result"]["ranking"])
    text = text_of(chapter(record))
    assert f"{count} of the {count} listed minerals would leave the list by one measure alone" in text
    assert (
        f"(Other sources 0, Recycling {count}, Substitution 0, Less use 0)" in text
    )  # no limit is published of thrift
    mineral = next(iter(record["result"]["policy"]["levers"]))
    for row in record["result"]["policy"]["levers"][mineral]:
        if row["lever"] in ("recycle", "combination"):
            row.update(possible=False, needed=None)
    name = reader_of(record).name(mineral)
    assert f"For one mineral nothing within published limits is enough: {name}." in text_of(chapter(record))


# ── 7.2 the stock ────────────────────────────────────────────────────────────


def test_the_stock_is_set_against_practice_with_its_cost_and_a_total() -> None:
    record = sample_record(policy=True)
    text = text_of(chapter(record))
    assert "need more than 180 days of use" in text
    assert (
        "Stocks that governments aim at: 60 days (Boria, ores), 100 days (Zubrowka), 180 days (JPN_high_risk)." in text
    )
    assert "92 / 154 / ∞ 34.6 t 0.878 0.0346" in text
    assert "Total: the one mineral with price and quantity 0.878 0.0346" in text
    assert "The Kingdom of Boria keeps its ores back (processing)" in text
    assert "Nothing is known to be lost of: " in text
    assert "Value added exposed, by use" not in text


def test_without_any_price_there_is_no_total() -> None:
    record = sample_record(policy=True)
    for row in record["result"]["policy"]["disruption"].values():
        if row:
            row["stock_usd"] = None
    found = stock(reader_of(record))
    assert found is not None
    assert (found["priced"], found["total"]) == (0, "")
    assert "Total" not in text_of(chapter(record))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_without_practice_compares_stocks_with_none(language: str) -> None:
    record = sample_record(policy=True)
    for row in record["result"]["policy"]["disruption"].values():
        if row is not None:
            row["practice"] = {}
    text = text_of(chapter(record, language))
    assert {"en": "needs the most: ", "zh-Hant": "所需最多："}[language] in text
    assert {"en": "Stocks that governments aim at", "zh-Hant": "各國儲備目標："}[language] not in text


def test_a_price_shock_is_printed_as_a_bill_and_an_upper_bound() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert "2.5 73 12,300 16,000 3,700" in text
    assert "2.5 73 – – –" in text
    assert "An upper bound where prices rise" in text


def test_new_supply_stands_year_by_year_with_where_the_mineral_would_stand() -> None:
    assert "2027: 0, 2028: 431 (0.579, Critical)" in text_of(chapter(sample_record(policy=True)))


# ── 7.3 to 7.5 ───────────────────────────────────────────────────────────────


def test_the_sweep_names_who_would_enter_and_from_where_on() -> None:
    record = sample_record(policy=True)
    first = record["result"]["policy"]["entrants"][0]["mineral"]
    text = text_of(chapter(record))
    assert f"first {reader_of(record).name(first)}, from a cut of 34.6 % by" in text
    assert "(81 %) 34.6 % 28.0 %" in text
    record["result"]["policy"]["entrants"] = []
    assert "No mineral that is not listed today would enter" in text_of(chapter(record))


def test_partners_name_what_replaces_what_and_mark_what_is_assumed() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert re.search(r"‡ \([^;]+, 35\.3 %\*\)", text)
    assert re.search(r"‡ \([^;]+, 35\.3 %, 39\.9 t\)", text)
    assert "2 other producing countries, which the data do not name as partners, stand in the record." in text


def test_an_offer_of_nothing_is_not_printed() -> None:
    record = sample_record(policy=True)
    for offer in record["result"]["policy"]["partners"][0]["minerals"]:
        offer.update(most=0.0004)
    text = text_of(chapter(record))
    assert "0.0 %" not in text
    assert "No country other than the largest source is known" in text


def test_without_a_named_partner_the_producers_that_help_most_are_printed() -> None:
    record = sample_record(policy=True)
    for page in record["result"]["policy"]["partners"]:
        page["named"] = False
    found = policy(reader_of(record), cited)["partners"]
    assert [row["country"] for row in found["rows"]] == [reader_of(record).country(c) for c in ("SYL", "RUR")]


def test_what_only_one_mineral_has_is_no_shared_fate() -> None:
    text = text_of(chapter(sample_record(policy=True)))
    assert "Royal Decree 7 of 2025" in text
    assert "Host metal of which they are by-products" not in text


def test_the_sentence_stands_in_the_factsheet_of_a_listed_mineral_only() -> None:
    record = sample_record(policy=True)
    listed = [row["mineral"] for row in record["result"]["ranking"] if row["listed"]]
    other = next(row["mineral"] for row in record["result"]["ranking"] if not row["listed"])
    assert "It leaves if recycling rises" in text_of(render_page(record, "en", mineral=listed[0]))
    assert lever_box(reader_of(record), other, cited) == []
    assert "What would take it off" not in text_of(render_page(record, "en", mineral=other))


def test_a_record_that_keeps_less_prints_less() -> None:
    record = sample_record()
    record["result"]["policy"] = {"settings": {"verified": False, "draws": 0}}
    text = text_of(chapter(record))
    assert "No share of any listed mineral’s supply is known to be lost." in text
    assert "No two listed minerals are known to share a main origin." in text


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
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}") >= 3
    assert "<script" not in text
    assert "<img" not in text


def test_the_chapter_prints_without_a_warning(tmp_path: Path) -> None:
    needs_pages()
    record = sample_record(minerals=6, criteria=3, policy=True)
    told: list[str] = []
    write_lists(record, write_folder(record, tmp_path / record["run_id"]), [("full", "zh-Hant")], progress=told.append)
    assert [line for line in told if "templates/" in line or "not in the font" in line] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_that_is_not_the_one_assumed_lost_is_named_with_both(language: str) -> None:
    """«China 35.3 %» in the table of partners beside «United States 58 %» in that of stocks, and no word on why."""
    record = sample_record(policy=True)
    reader = reader_of(record, language)
    offer = next(row for page in record["result"]["policy"]["partners"] for row in page["minerals"])
    hit = record["result"]["policy"]["disruption"][offer["mineral"]]
    assert "ATL" not in (offer["origin"], hit["sweep"][0]["origin"])
    hit["sweep"][0]["origin"] = "ATL"
    said = text_of(chapter(record, language))
    there, here = reader.country("ATL"), reader.country(offer["origin"])
    named = reader.words("partners.differ", mineral=reader.name(offer["mineral"]), lost=there, here=here)
    assert named.replace(" ", "") in said.replace(" ", "")
    hit["sweep"][0]["origin"] = offer["origin"]
    assert there not in text_of(chapter(record, language))
