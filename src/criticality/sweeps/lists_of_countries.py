"""What a sweep over countries found of each country: who is on its list in the latest reference year."""

from collections.abc import Sequence

import numpy as np

from criticality.model.document import LANGUAGES
from criticality.model.sweeps.material import Material
from criticality.model.sweeps.sweep_record import CountriesFound, CountryFound
from criticality.sweeps.listed_cases import Membership


def countries_found(material: Material, members: Membership) -> CountriesFound | None:
    """Return the minerals on the list of each country in the latest reference year; None where no country varies.

    A mineral is `always` on it where every case of that country and year lists it, and `sometimes` where some of them
    do: the other things that vary may decide. `judged` counts the minerals that any of these cases ranks; the others
    lack evidence, so that nothing is said of them.
    """
    axes = {axis.code: (place, axis.levels) for place, axis in enumerate(material.plan.axes)}
    place, levels = axes["country"]
    if len(levels) < 2:
        return None
    at_year, years = axes["reference_year"]
    latest = max(range(len(years)), key=lambda number: (years[number] is not None, years[number] or 0))
    rows = material.plan.rows
    of_year = members.decided & (rows[:, at_year] == latest)
    names = _names(material)
    found: list[CountryFound] = []
    for number, country in enumerate(levels):
        cases = np.flatnonzero(of_year & (rows[:, place] == number))
        if not len(cases):
            continue
        listed = members.listed[cases]
        every, some = listed.all(axis=0), listed.any(axis=0)
        found.append(
            {
                "country": str(country),
                "names": names.get(str(country), dict.fromkeys(LANGUAGES, str(country))),
                "cases": len(cases),
                "judged": int(members.ranked[cases].any(axis=0).sum()),
                "always": _codes(material.minerals, np.flatnonzero(every).tolist()),
                "sometimes": _codes(material.minerals, np.flatnonzero(some & ~every).tolist()),
            }
        )
    stated = next(iter(material.bases.values())).assessment.reference_year
    year = years[latest]
    return {"year": int(year) if year is not None else stated, "rows": found}


def _codes(minerals: Sequence[str], places: Sequence[int]) -> list[str]:
    return [minerals[place] for place in places]


def _names(material: Material) -> dict[str, dict[str, str]]:
    """The names of the countries in both languages, as the first table that has them says."""
    found: dict[str, dict[str, str]] = {}
    for inputs in material.bases.values():
        table = inputs.dataset.table("countries")
        for country, english, chinese in zip(table["country"], table["name_en"], table["name_zh"], strict=True):
            found.setdefault(str(country), {"en": str(english), "zh-Hant": str(chinese or english)})
    return found
