"""Who supplies the listed minerals: world supply at the narrowest stage of each, by country, one bar a mineral."""

from collections.abc import Mapping, Sequence

from criticality.report.charts.drawing import Drawing, Text, fitting
from criticality.report.charts.labels import text_width
from criticality.report.charts.supply_bars import COLOURS, INKS, REST, main_countries, narrowest_shares
from criticality.report.notes import Place, narrowest_stage, supply_share
from criticality.report.reader import Reader
from criticality.text.numbers import percent

SIZE = 11.0
LEFT, RIGHT, TOP, STEP, BAR = 204.0, 636.0, 30.0, 18.0, 14.0


def supplier_stack(reader: Reader) -> Drawing | None:
    """Lay out a bar for each listed mineral whose narrowest stage is known; None where there is none."""
    shares = {row["mineral"]: found for row in reader.listed if (found := narrowest_shares(reader, row["mineral"]))}
    if not shares:
        return None
    main = main_countries(reader)
    chart = Drawing(640.0, TOP + STEP * len(shares) + 4)
    _legend(reader, chart, main)
    for place, (mineral, by_country) in enumerate(shares.items()):
        _bar(reader, chart, TOP + STEP * place, mineral, by_country, main)
    leaders = [max(by_country, key=lambda c: (by_country[c], c)) for by_country in shares.values()]
    first = max(dict.fromkeys(leaders), key=leaders.count)
    chart.finding = reader.words(
        "short.supply.finding", country=reader.country(first), n=leaders.count(first), all=len(shares)
    )
    chart.alternative = reader.words("short.supply.alt", n=len(shares), finding=chart.finding)
    return chart


def _legend(reader: Reader, chart: Drawing, main: Sequence[str]) -> None:
    x = 4.0
    entries = [(COLOURS[place], reader.country(country)) for place, country in enumerate(main)]
    for colour, name in [*entries, (REST, reader.words("sheet.others"))]:
        chart.area([(x, 6.0, x + 10.0, 16.0)], colour)
        chart.texts.append(Text(x + 14.0, 15.0, name, size=SIZE))
        x += 14.0 + text_width(name, SIZE) + 10.0


def _bar(
    reader: Reader, chart: Drawing, top: float, mineral: str, by_country: Mapping[str, float], main: Sequence[str]
) -> None:
    narrowest = narrowest_stage(reader, mineral)
    chart.texts.append(
        Text(LEFT - 6, top + 11, fitting(_title(reader, mineral, narrowest), LEFT - 8, SIZE), "end", SIZE)
    )
    x, scale = LEFT, (RIGHT - LEFT) / max(1.0, sum(by_country.values()))
    for country in sorted(by_country, key=lambda code: (code not in main, -by_country[code], code)):
        width = by_country[country] * scale
        place = main.index(country) if country in main else None
        chart.area([(x, top, x + width, top + BAR)], REST if place is None else COLOURS[place], "#ffffff")
        text = supply_share(reader, percent(by_country[country]))
        if place is not None and text_width(text, SIZE) < width - 6:
            chart.texts.append(Text(x + 4, top + 11, text, size=SIZE, fill=INKS[place]))
        x += width
    if RIGHT - x > 1.0:
        chart.area([(x, top, RIGHT, top + BAR)], REST, "#ffffff")


def _title(reader: Reader, mineral: str, place: Place | None) -> str:
    stage = reader.words("aside", text=reader.words(f"stage.{place.stage}")) if place else ""
    whole = [f"{name}{stage}" for name in (reader.name(mineral), reader.bare_name(mineral))]
    fits = [title for title in whole if text_width(title, SIZE) <= LEFT - 8]
    return fits[0] if fits else f"{reader.label(mineral)}{stage}"
