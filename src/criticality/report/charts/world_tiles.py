"""The world as a grid of tiles, one a country: the leading suppliers of the listed minerals.

A tile says no more of a large country than of a small one, and the code and number on it need no colour. Places are
roughly those of the map; a country without a place is named below the chart.
"""

from collections.abc import Iterable, Mapping, Sequence

from criticality.report.charts.drawing import ACCENT, INK, Drawing, Text
from criticality.report.reader import Reader

ROWS = (
    "7GRL 9ISL 12NOR 13SWE 14FIN",
    "2CAN 9IRL 10GBR 12DNK 14EST 15LVA 18RUS",
    "2USA 10BEL 11NLD 12DEU 13POL 14LTU 15BLR 18KAZ 20MNG 22PRK",
    "10FRA 11LUX 12CZE 13SVK 14UKR 15MDA 17AZE 18UZB 19KGZ 20CHN 22KOR 23JPN",
    "2MEX 4CUB 9PRT 10ESP 11CHE 12AUT 13HUN 14ROU 16GEO 18TKM 19TJK",
    "2GTM 3BLZ 4HTI 5DOM 11ITA 12SVN 13HRV 14SRB 15BGR 16ARM 17IRN 18AFG 19PAK 20NPL 21MAC 22HKG 23TWN",
    "2SLV 3HND 4JAM 12BIH 13ALB 14MKD 15TUR 16SYR 17IRQ 18KWT 20IND 21MMR 22LAO 23VNM 24PHL",
    "2CRI 3NIC 4PAN 5VEN 6GUY 7SUR 9MAR 10DZA 11TUN 12LBY 13EGY 14GRC 15LBN 16JOR 17SAU 18BHR 19QAT 20BGD 22THA 23KHM",
    "4COL 6BRA 9MRT 10MLI 11NER 12TCD 13SDN 15ISR 17YEM 18OMN 19ARE 20LKA 22MYS 23SGP 24BRN",
    "4ECU 5PER 9SEN 10GIN 11BFA 12NGA 13CMR 14ETH 15SOM 23IDN 24PNG",
    "5BOL 6PRY 9SLE 10LBR 11GHA 12TGO 13BEN 14UGA 15KEN",
    "4CHL 5ARG 6URY 10CIV 11GAB 12COG 13COD 14RWA 15TZA 23AUS 25WSM",
    "12AGO 13ZMB 14BDI 15MWI 17MDG 24NCL",
    "12NAM 13BWA 14ZWE 15MOZ 25NZL",
    "13ZAF 14LSO 15SWZ",
)
WIDTH, COLUMNS = 640.0, 26
TILE = WIDTH / COLUMNS
GAP = 1.0
EMPTY, SHADES = "#eef1f4", ("#b3c7d9", "#86a6c4", "#41709c", ACCENT)
DARK = frozenset(SHADES[2:])


def places() -> dict[str, tuple[int, int]]:
    """Return column and row of every country that has a place, by code."""
    return {
        entry[-3:]: (int(entry[:-3]), number) for number, row in enumerate(ROWS) for entry in row.split(" ") if entry
    }


def leaders_of_supply(reader: Reader) -> dict[str, list[str]]:
    """Return the listed minerals by the country that leads world supply at their narrowest stage."""
    return _grouped((row["mineral"], reader.narrowest_country(row["mineral"])) for row in reader.listed)


def leaders_of_imports(reader: Reader) -> dict[str, list[str]]:
    """Return the listed minerals by the partner the country bought most of in the latest year of the record."""
    largest: dict[str, tuple[str, float, str]] = {}
    for row in reader.result.get("origins") or ():
        if row["country"] not in {"WLD", "OTH"}:
            import_share = (str(row["year"]), float(row["share"]), row["country"])
            largest[row["mineral"]] = max(largest.get(row["mineral"], import_share), import_share)
    return _grouped((row["mineral"], largest.get(row["mineral"], ("", 0.0, ""))[2]) for row in reader.listed)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for mineral, country in pairs:
        if country:
            groups.setdefault(country, []).append(mineral)
    return dict(sorted(groups.items(), key=lambda entry: (-len(entry[1]), entry[0])))


def origins(reader: Reader) -> list[dict[str, object]]:
    """Return the grids of chapter 2 that have a country to show: leaders of world supply, then of imports."""
    grids = (("grid.supply", leaders_of_supply(reader)), ("grid.imports", leaders_of_imports(reader)))
    return [_grid(reader, key, leaders) for key, leaders in grids if leaders.keys() & places().keys()]


def _grid(reader: Reader, key: str, leaders: Mapping[str, Sequence[str]]) -> dict[str, object]:
    words = reader.words
    named = {
        country: words.listing([reader.name_and_symbol(mineral) for mineral in leaders[country]]) for country in leaders
    }
    entries = [f"{reader.country(code)} {len(leaders[code])}{words('colon')}{named[code]}" for code in leaders]
    first = next(iter(leaders))
    known = sum(len(minerals) for minerals in leaders.values())
    chart = draw(leaders)
    chart.finding = words(f"{key}.finding", country=reader.country(first), n=len(leaders[first]), known=known)
    chart.alternative = words(f"{key}.alt", entries=words("and").join(entries))
    return {"chart": chart, "title": words(key), "entries": words("and").join(entries)}


def draw(leaders: Mapping[str, Sequence[str]]) -> Drawing:
    """Draw a tile for every country with a place; those that lead carry their code and number."""
    at = places()
    most = max(len(minerals) for minerals in leaders.values())
    chart = Drawing(WIDTH, TILE * len(ROWS))
    chart.area([_tile(*at[code]) for code in at if code not in leaders], EMPTY)
    for code, minerals in leaders.items():
        if code not in at:
            continue
        left, upper, right, lower = _tile(*at[code])
        shade = SHADES[min(len(SHADES) - 1, len(SHADES) * (len(minerals) - 1) // most)]
        ink = "#ffffff" if shade in DARK else INK
        chart.area([(left, upper, right, lower)], shade)
        middle = (left + right) / 2
        chart.texts.append(Text(middle, upper + 9.5, code, "middle", 8.0, ink))
        chart.texts.append(Text(middle, lower - 3.0, str(len(minerals)), "middle", 10.0, ink, bold=True))
    return chart


def _tile(column: int, row: int) -> tuple[float, float, float, float]:
    return TILE * column + GAP, TILE * row + GAP, TILE * (column + 1) - GAP, TILE * (row + 1) - GAP
