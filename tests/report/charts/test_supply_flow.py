"""The bands from countries through minerals to industries: as wide as the shares, in the colours of all charts."""

import itertools
import re
from typing import Any

import pytest
from sample_record import sample_record
from short_records import assessed, listed, narrowest, reader_of
from type_sizes import SMALLEST_OF_A_CHART

from criticality.report.charts.drawing import Drawing
from criticality.report.charts.supply_bars import COLOURS, REST
from criticality.report.charts.supply_flow import BAND, COUNTRY, MINERAL, MOST, SECTOR, supply_flow
from criticality.report.pages import render_page


def supplied(shares: dict[str, float], uses: dict[str, float]) -> dict[str, Any]:
    """The sample record whose listed minerals all have these suppliers and these uses by sector."""
    record = assessed()
    criterion = record["inputs"]["criteria"][0]["code"]
    rows, table = [], []
    for mineral in listed(record):
        cell = next(c for c in record["result"]["indicators"] if (c["mineral"], c["criterion"]) == (mineral, criterion))
        cell["said"] = narrowest(max(shares, key=lambda code: shares[code]))
        row = {"mineral": mineral, "stage": "extraction", "year": "2024", "source": "src"}
        rows += [{**row, "country": country, "share": share} for country, share in shares.items()]
        table += [
            [mineral, f"Use {n}", share, sector, "src", "B", ""] for n, (sector, share) in enumerate(uses.items())
        ]
    record["result"]["supply"] = rows
    columns = ["mineral", "application", "share", "sector", "source", "grade", "because"]
    record["inputs"]["data"]["end_uses"] = {"columns": columns, "rows": table}
    return record


def bands(chart: Drawing, left: float) -> list[tuple[str, float]]:
    """Colour and width of every band that begins at an edge."""
    found = []
    for path in chart.paths:
        if match := re.match(rf"M{left:.2f} ([\d.]+) C", path.data):
            end = re.search(r" ([\d.]+) Z$", path.data)
            assert end is not None
            found.append((path.fill, float(end[1]) - float(match[1])))
    return found


def test_a_band_is_as_wide_as_the_share_on_both_sides() -> None:
    record = supplied({"CHN": 0.6, "ZAF": 0.3}, {"c26": 0.7, "c27": 0.2})
    chart = supply_flow(reader_of(record))
    assert chart is not None
    count = len(listed(record))
    widths = sorted({round(width / BAND, 2) for _, width in bands(chart, COUNTRY[1])})
    assert widths == [0.3, 0.6]
    assert len(bands(chart, COUNTRY[1])) == 2 * count
    assert sorted({round(width / BAND, 2) for _, width in bands(chart, MINERAL[1])}) == [0.2, 0.7]
    assert {fill for fill, _ in bands(chart, COUNTRY[1])} == set(COLOURS[:2])


def test_countries_without_a_colour_and_small_industries_are_joined() -> None:
    shares = {"CHN": 0.3, **{f"A{letter}A": 0.1 for letter in "BCDEFGH"}}
    uses = {f"c{number}": 0.1 + number / 100 for number in range(8)}
    record = supplied(shares, uses)
    reader = reader_of(record)
    chart = supply_flow(reader)
    assert chart is not None
    texts = [text.text for text in chart.texts]
    assert reader.words("sheet.others") in texts and reader.words("flow.other_uses") in texts
    assert REST in {fill for fill, _ in bands(chart, COUNTRY[1])}
    total = sum(width for _, width in bands(chart, COUNTRY[1]))
    assert total == pytest.approx(BAND * len(listed(record)) * sum(shares.values()), rel=0.01)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_it_says_who_leads_and_of_each_mineral_whence_and_whither(language: Any) -> None:
    record = supplied({"CHN": 0.6, "ZAF": 0.3}, {"c26": 0.7, "c27": 0.2})
    reader = reader_of(record, language)
    chart = supply_flow(reader)
    assert chart is not None
    assert reader.country("CHN") in chart.finding and str(len(listed(record))) in chart.finding
    for mineral in listed(record):
        assert reader.name(mineral) in chart.alternative
    assert chart.alternative.count("60 %") == chart.alternative.count("70 %") == len(listed(record))
    assert chart.alternative.split(".")[0] in render_page(record, language, edition="short")


def test_its_letters_are_large_enough_and_lie_inside_it_apart_from_each_other() -> None:
    chart = supply_flow(reader_of(supplied({"CHN": 0.6, "ZAF": 0.3}, {f"c{n}": 0.1 for n in range(7)})))
    assert chart is not None
    for text in chart.texts:
        assert text.size * 170 / 25.4 * 72 / chart.width >= SMALLEST_OF_A_CHART
        left, top, right, bottom = text.box
        assert left >= 0 and top >= -1 and right <= chart.width + 1 and bottom <= chart.height + 1
    for side in ("end", "start"):
        lines = sorted(text.y for text in chart.texts if text.anchor == side)
        assert all(after - before > 9 for before, after in itertools.pairwise(lines))
    assert COUNTRY[1] < MINERAL[0] < MINERAL[1] < SECTOR[0]


def test_without_supply_or_uses_or_with_too_many_minerals_there_is_none() -> None:
    record = supplied({"CHN": 0.6}, {"c26": 0.7})
    assert supply_flow(reader_of(record)) is not None
    record["result"]["supply"] = []
    assert supply_flow(reader_of(record)) is None
    record = supplied({"CHN": 0.6}, {"c26": 0.7})
    record["inputs"]["data"]["end_uses"]["rows"] = []
    assert supply_flow(reader_of(record)) is None
    many = sample_record(minerals=90, criteria=9)
    assert len(listed(many)) > MOST
    assert supply_flow(reader_of(many)) is None
