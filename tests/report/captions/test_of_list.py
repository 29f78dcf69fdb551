"""The captions of the list and of the cases state what their tables show."""

import pytest
from sample_record import sample_record
from short_records import Record, assessed, decided_again, listed, reader_of

from criticality.report.captions.of_list import captions_of_list
from criticality.report.chapters.cases import borderline
from criticality.report.facts import failing
from criticality.report.pages import render_page


def test_the_listed_are_said_with_the_highest_and_the_lowest_score() -> None:
    record = assessed()
    scores = {row["mineral"]: row["score"] for row in record["result"]["ranking"] if row["listed"]}
    reader = reader_of(record)
    first, last = (reader.name(find(scores, key=scores.__getitem__)) for find in (max, min))
    assert captions_of_list(reader)["listed"] == (
        f"Of the {len(scores)} listed minerals {first} has the highest score, {max(scores.values()):.2f}, "
        f"and {last} the lowest, {min(scores.values()):.2f}"
    )


def test_the_places_are_counted_from_the_surest_on() -> None:
    record = assessed()
    first, second, *_ = listed(record)
    decided_again(record, {first: (0.1, 0.9, "contested", "uses"), second: (0.95, 0.99, "firm", None)})
    record["result"]["ranking"] = [row for row in record["result"]["ranking"] if row["mineral"] in (first, second)]
    assert captions_of_list(reader_of(record))["overview"] == "The places of the 2 listed minerals: 1 firm, 1 contested"


def test_the_last_rank_of_the_list_is_said_of_the_ranked_table() -> None:
    record = assessed()
    ranks = [row["rank"] for row in record["result"]["ranking"] if row["listed"]]
    assert captions_of_list(reader_of(record))["ranked"].endswith(f"the last of them at rank {max(ranks)}")


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_what_most_of_those_named_before_do_not_meet_is_what_their_rows_print(language: str) -> None:
    record = assessed()
    off = listed(record, yes=False)[:5]
    home = record["inputs"]["assessment"]["country"]
    columns = record["inputs"]["data"]["official_lists"]["columns"]
    row = {"jurisdiction": home, "list_date": "2025-11-05", "tier": "critical"}
    rows = [[{**row, "mineral": mineral}.get(column, "") for column in columns] for mineral in off]
    record["inputs"]["data"]["official_lists"]["rows"] = rows
    reader = reader_of(record, language)
    printed = " ".join(failing(reader, row) for row in record["result"]["ranking"] if row["mineral"] in off)
    counts = {reader.of(code): printed.count(f"{reader.of(code)} ") for code in ("score", *reader.dimensions)}
    of = max(counts, key=counts.__getitem__)
    said = captions_of_list(reader)["named"]
    assert of in said
    assert f" {counts[of]} " in said
    assert f" {len(off)} " in said


def test_the_condition_of_most_cases_is_counted_in_their_table() -> None:
    record = assessed()
    assert captions_of_list(reader_of(record))["cases"] == "The cases, and the condition that decides about each"
    record["result"]["borderline"] = []
    dimension, other, *_ = (entry["code"] for entry in record["inputs"]["dimensions"])
    for place, row in enumerate(record["result"]["ranking"]):
        of = other if place % 3 == 0 else dimension
        row.update(margin_of=of, margin_value=0.41, margin_threshold=0.4)
    reader = reader_of(record)
    conditions = [case["of"] for case in borderline(reader)]
    most = max(dict.fromkeys(conditions), key=conditions.count)
    assert set(conditions) == {reader.of(dimension), reader.of(other)}
    assert captions_of_list(reader)["cases"] == (
        f"For {conditions.count(most)} of the {len(conditions)} cases the nearest condition is that on {most}"
    )


def _alone(record: Record) -> Record:
    """The record with one mineral on the list."""
    first = listed(record)[0]
    for row in record["result"]["ranking"]:
        row["listed"] = row["mineral"] == first
    return record


def test_of_a_single_mineral_the_tables_keep_their_titles() -> None:
    said = captions_of_list(reader_of(_alone(sample_record())))
    assert said["listed"] == "The listed mineral"
    assert said["industries"].startswith("The mineral by its main industry")
    assert said["overview"].startswith("The listed minerals: how sure each place is")


@pytest.mark.parametrize("edition", ["short", "full"])
def test_every_caption_is_printed_in_the_editions_that_have_its_table(edition: str) -> None:
    record = assessed()
    page = render_page(record, "en", edition=edition)
    said = captions_of_list(reader_of(record))
    for name in ("industries", "cases", "grades", "listed" if edition == "short" else "ranked"):
        assert said[name].replace(" %", "\u00a0%") in page.replace("&#39;", "’"), name
