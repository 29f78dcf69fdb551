"""Of how many listed minerals each country is the largest supplier: a bar a country, in the letters of running text."""

from collections import Counter

from criticality.report.charts.drawing import Drawing, Text, fitting
from criticality.report.charts.supply_bars import COLOURS, REST, main_countries
from criticality.report.notes import narrowest_stage
from criticality.report.reader import Reader

SIZE = 13.4
"""Units of type: 10.1 points where a drawing of 640 units is printed 170 millimetres wide."""
LEFT, RIGHT, STEP, BAR = 190.0, 600.0, 20.0, 13.0
ROWS = 5


def leaders(reader: Reader) -> list[tuple[str, int]]:
    """Return the countries by the number of listed minerals whose narrowest stage they lead; most first."""
    found = Counter(place.country for row in reader.listed if (place := narrowest_stage(reader, row["mineral"])))
    return sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))


def leader_bars(reader: Reader) -> Drawing | None:
    """Lay out a bar for each of the countries that lead most minerals; None where none is known."""
    found = leaders(reader)
    if not found:
        return None
    main, shown = main_countries(reader), found[:ROWS]
    chart = Drawing(640.0, STEP * len(shown) + 2)
    for place, (country, count) in enumerate(shown):
        top, width = 2 + STEP * place, (RIGHT - LEFT) * count / len(reader.listed)
        name = fitting(reader.country(country), LEFT - 10, SIZE)
        chart.texts.append(Text(LEFT - 8, top + 11, name, "end", SIZE))
        chart.area([(LEFT, top, LEFT + width, top + BAR)], COLOURS[main.index(country)] if country in main else REST)
        chart.texts.append(Text(LEFT + width + 6, top + 11, str(count), "start", SIZE))
    entries = [reader.words("public.leaders.entry", country=reader.country(c), n=count) for c, count in shown]
    country, count = found[0]
    chart.finding = reader.words("public.leader", n=count, all=len(reader.listed), country=reader.country(country))
    chart.alternative = reader.words("public.leaders.alt", entries=reader.words.listing(entries))
    return chart
