"""The rows of the page of a sweep that say what is on the list of each country."""

from collections.abc import Mapping, Sequence

from criticality.model.document import LANGUAGES
from criticality.model.sweeps.sweep_record import CountryFound, SweepRecord
from criticality.report.sweeps.sweep_words import in_languages
from criticality.text.message import Message, joined, said
from criticality.text.numbers import NO_VALUE


def countries_shown(found: SweepRecord) -> Mapping[str, object] | None:
    """Return what the page shows country by country, the longest list first; None where no country varies."""
    countries = found.get("countries")
    if countries is None:
        return None
    names = {row["mineral"]: row["names"] for row in found["minerals"]}
    rows = sorted(countries["rows"], key=lambda row: (-len(row["always"]), row["country"]))
    empty = sum(not row["always"] and not row["sometimes"] for row in rows)
    year = {"year": countries["year"]}
    return {
        "title": in_languages(Message("sweeping.page_by_country", **year)),
        "caption": in_languages(Message("sweeping.page_by_country_caption", n=len(rows), empty=empty, **year)),
        "some": any(row["sometimes"] for row in rows),
        "rows": [_row(row, names, len(names)) for row in rows],
    }


def _row(row: CountryFound, names: Mapping[str, Mapping[str, str]], minerals: int) -> Mapping[str, object]:
    return {
        "names": row["names"],
        "number": len(row["always"]),
        "always": _listing(row["always"], names) or in_languages(NO_VALUE),
        "sometimes": _listing(row["sometimes"], names),
        "judged": f"{row['judged']} / {minerals}",
        "sort": row["judged"],
    }


def _listing(codes: Sequence[str], names: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The names of minerals in each language, with its own mark between them; empty where there is none."""
    if not codes:
        return {}
    return {language: said(joined([names[code][language] for code in codes]), language) for language in LANGUAGES}
