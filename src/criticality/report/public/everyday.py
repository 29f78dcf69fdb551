"""The minerals of the public edition with their everyday uses, as many as the first page has room for."""

import math
from collections.abc import Mapping, Sequence

from criticality.model.document import Language
from criticality.model.record import number
from criticality.report.charts.labels import text_width
from criticality.report.facts import by_industry, is_vague, standing, supplier
from criticality.report.html.logo import logo_of
from criticality.report.reader import Reader

USES = 3
"""Uses named of a mineral, where the page has room."""
LETTERS: Mapping[Language, float] = {"en": 10.0, "zh-Hant": 11.5}
"""Points: the size of the letters, as the style sheet has it for the public edition."""
LEADING, ROW = 1.32, 4.6
"""Height of a line in sizes of its letters; points that a row of the table has above and below its lines."""
NARROWER: Mapping[Language, float] = {"en": 0.9, "zh-Hant": 1.0}
"""What a text takes of the width estimated from above: small Latin letters are narrower."""
COLUMNS = (90.0, 225.0, 100.0)
"""Points that names, uses and suppliers have in the table."""
ROOM, LOGO, NOTICE = 500.0, 60.0, 32.0
"""Points that the rows of the table have on the first page, and that a logo and the notice of a scenario take away."""
SUPPLY = 145.0
"""Points that the part on who supplies takes: it stands on the first page where they are left."""
WIDE = 380.0
"""Points that the names of the minerals of an industry have, where they have no row each."""


def minerals(reader: Reader) -> dict[str, object]:
    """Return a row for each listed mineral with its uses, fewer of them the longer the list is.

    Where not even rows without uses fit on the page, the minerals are named by industry instead.
    """
    room = (
        ROOM - (LOGO if logo_of(reader.inputs["templates"]) else 0) - (NOTICE if reader.inputs.get("scenario") else 0)
    )
    for count in range(USES, -1, -1):
        rows = [_row(reader, row["mineral"], count, standing(reader, row)) for row in reader.listed]
        height = sum(_height(row, reader.language) for row in rows)
        if height <= room:
            sure, beside = any(row["sure"] for row in rows), height + SUPPLY <= room
            return {"rows": rows, "uses": count > 0, "industries": [], "sure": sure, "supply_beside": beside}
    return {"rows": [], "uses": False, "industries": _industries(reader, room), "sure": False, "supply_beside": False}


def _row(reader: Reader, mineral: str, count: int, standing_code: str) -> dict[str, str]:
    uses = everyday_uses(reader, mineral)[:count]
    return {
        **reader.named(mineral),
        "uses": reader.words("public.use.separator").join(uses) or (reader.words("public.no_use") if count else ""),
        "supplier": supplier(reader, mineral) or "–",
        "sure": reader.words.get(f"public.standing.{standing_code}", "") if standing_code else "",
    }


def _height(row: dict[str, str], language: Language) -> float:
    """Estimate the height of a row in points from its longest cell."""
    cells = (f"{row['name']} {row['symbol']}", row["uses"], row["supplier"])
    return ROW + max(height_of(text, room, language) for text, room in zip(cells, COLUMNS, strict=True))


def height_of(text: str, width: float, language: Language) -> float:
    """Estimate the height in points of a text of the public edition that is set so many points wide."""
    letters = LETTERS[language]
    lines = math.ceil(NARROWER[language] * text_width(text, letters) / width)
    return letters * LEADING * max(1, lines)


def everyday_uses(reader: Reader, mineral: str) -> list[str]:
    """Return what a mineral is used for in everyday words, the largest share first; uses in general are left out.

    Equal shares stand in the order of the table, so that every language names the same uses first.

    ``data/everyday_uses.csv`` has the words; a use without an entry is printed as the other editions print it.
    """
    shares: dict[str, float] = {}
    for row in reader.table("end_uses"):
        if row["mineral"] == mineral and not is_vague(row):
            said = _in_everyday_words(reader, str(row["application"]))
            shares[said] = shares.get(said, 0.0) + (number(row, "share") or 0.0)
    return sorted(shares, key=lambda said: -round(shares[said], 9))


def _in_everyday_words(reader: Reader, application: str) -> str:
    column = "en" if reader.language == "en" else "zh_hant"
    for row in reader.table("everyday_uses"):
        if row["application"] == application:
            return str(row[column])
    said = reader.term(application)
    return said[:1].lower() + said[1:] if said[1:2].islower() else said


def _industries(reader: Reader, room: float) -> list[dict[str, str]]:
    """Name the minerals by the industry that uses most of each; as many as fit, and how many do not."""
    groups = by_industry(reader, [row["mineral"] for row in reader.listed])
    for most in (90, 30, 12, 6, 3, 1):
        rows = [(sector, _names(reader, members, most)) for sector, members in groups]
        if sum(ROW + height_of(names, WIDE, reader.language) for _, names in rows) <= room:
            break
    return [
        {"title": reader.sector(sector) if sector else reader.words("front.no_use"), "names": names}
        for sector, names in rows
    ]


def _names(reader: Reader, members: Sequence[str], most: int) -> str:
    names = reader.words.listing([reader.name(mineral) for mineral in members[:most]])
    return names + reader.words("public.and_more", n=len(members) - most) if len(members) > most else names
