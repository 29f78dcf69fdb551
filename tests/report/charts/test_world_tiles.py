"""The world tile-grid: a place for each country, the record's counts, and every mineral in the words beside it."""

import itertools
from typing import Any

import pytest
from sample_record import sample_record

from criticality.report.catalogue import Words, read_catalogue
from criticality.report.charts.labels import overlap
from criticality.report.charts.world_tiles import (
    COLUMNS,
    ROWS,
    TILE,
    draw,
    leaders_of_imports,
    leaders_of_supply,
    origins,
    places,
)
from criticality.report.html.rendering import packaged_templates
from criticality.report.pages import render_page
from criticality.report.reader import Reader


def reader_of(record: Any, language: str = "en") -> Reader:
    return Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), language))  # type: ignore[arg-type]


def on_the_map() -> Any:
    """The fictional record, its countries moved to places that the map has."""
    record = sample_record()
    moved = {"BOR": "CHN", "ZUB": "JPN", "SYL": "AUS"}
    for row in (*record["result"]["supply"], *record["result"]["origins"]):
        row["country"] = moved.get(row["country"], row["country"])
    listed = [row["mineral"] for row in record["result"]["ranking"] if row["listed"]]
    for cell in record["result"]["indicators"]:
        if cell["mineral"] in listed:
            cell["note"] = "narrowest stage processing (2024, CHN 97 %)"
    return record


def test_every_country_has_a_place_of_its_own() -> None:
    at = places()
    assert len(at) > 150
    assert len(set(at.values())) == len(at)
    assert all(0 <= column < COLUMNS and 0 <= row < len(ROWS) for column, row in at.values())
    assert {"TWN", "CHN", "JPN", "USA", "COD", "ZAF", "AUS", "CHL", "KOR", "VNM", "GRL"} <= set(at)


def test_leaders_are_those_of_the_record() -> None:
    record = on_the_map()
    listed = {row["mineral"] for row in record["result"]["ranking"] if row["listed"]}
    assert {m for minerals in leaders_of_supply(reader_of(record)).values() for m in minerals} == listed
    latest: dict[str, Any] = {}
    for row in record["result"]["origins"]:
        if row["mineral"] in listed and row["country"] not in {"WLD", "OTH"}:
            best = latest.get(row["mineral"])
            if best is None or (row["year"], row["share"]) > (best["year"], best["share"]):
                latest[row["mineral"]] = row
    found = leaders_of_imports(reader_of(record))
    assert {mineral: country for country, minerals in found.items() for mineral in minerals} == {
        mineral: row["country"] for mineral, row in latest.items()
    }


def test_numbers_and_codes_lie_within_their_tiles_and_touch_nothing() -> None:
    chart = draw({"CHN": ["a"] * 14, "ZAF": ["b"] * 3, "COD": ["c"], "XXX": ["d"]})
    assert {text.text for text in chart.texts} == {"CHN", "14", "ZAF", "3", "COD", "1"}
    for one, other in itertools.combinations(chart.texts, 2):
        assert not overlap(one.box, other.box), (one, other)
    assert all(text.box[2] - text.box[0] <= TILE for text in chart.texts)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_words_beside_it_name_every_mineral_it_counts(language: str) -> None:
    reader = reader_of(on_the_map(), language)
    supply, imports = origins(reader)
    for grid, leaders in ((supply, leaders_of_supply(reader)), (imports, leaders_of_imports(reader))):
        named = [reader.name_and_symbol(mineral) for minerals in leaders.values() for mineral in minerals]
        assert named
        assert all(name in grid["entries"] and name in grid["chart"].alternative for name in named)
        assert reader.country(next(iter(leaders))) in grid["chart"].finding


def test_countries_without_a_place_leave_no_empty_map() -> None:
    assert origins(reader_of(sample_record())) == []
    assert 'id="result-origins"' not in render_page(sample_record(), "en")
    assert 'id="result-origins"' in render_page(on_the_map(), "en")
