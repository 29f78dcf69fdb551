"""One figure out of several rows of the USGS: exact and rounded ones, the forms of a mineral, parts and their total."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from criticality.model.dataset import WORLD
from criticality.refresh.usgs_values import Printed


@dataclass(frozen=True)
class Entry:
    """A figure with the line it stands in and the countries that its note says a total leaves out.

    Attributes
    ----------
    text
        The cell as it is printed.
    most
        Of a world total: the figure itself, or the sum of its forms where no printed total holds all of them.
    """

    printed: Printed
    line: int = field(compare=False)
    excludes: tuple[str, ...] = ()
    words: str = ""
    text: str = field(default="", compare=False)
    most: float = field(default=0.0, compare=False)


def is_rounding(exact: float, rounded: float) -> bool:
    """Whether one figure can be the other, rounded to the digits it has."""
    if rounded in {0, exact}:
        return exact == rounded
    return abs(exact - rounded) <= half_unit(rounded) * (1 + 1e-9)


def half_unit(rounded: float) -> float:
    """Half a unit of the last digit of a figure above 0 that is not 0: how far what it rounds may lie from it."""
    digits = f"{rounded:.12g}".replace(".", "").lstrip("0").rstrip("0")
    return 0.5 * 10.0 ** (math.floor(math.log10(abs(rounded))) + 1 - len(digits))


def joined(country: str, forms: Mapping[str, Entry]) -> Entry:
    """One figure of the forms of a mineral in a country, by the name of the form ('' is the mineral as a whole).

    The total of a country, where it is printed, holds its forms; else they are added. Of the world the largest total
    holds all. A form that is withheld or absent makes the sum of the others a lower bound.
    """
    known = {form: entry for form, entry in forms.items() if entry.printed.value is not None}
    if not known:
        return next((entry for entry in forms.values() if entry.printed.flag == "withheld"), next(iter(forms.values())))
    if country == WORLD:
        largest = max(known.values(), key=lambda entry: (entry.printed.value or 0.0, -entry.line))
        excludes = tuple(dict.fromkeys(code for entry in forms.values() for code in entry.excludes))
        words = "; ".join(dict.fromkeys(entry.words for entry in forms.values() if entry.words))
        most = sum(max(entry.most, entry.printed.value or 0.0) for entry in _outermost(known).values())
        return replace(largest, excludes=excludes, words=words, most=most)
    counted = _outermost(known)
    open_forms = _leaves_open(counted, forms, known)
    if len(counted) == 1 and not open_forms:
        return next(iter(counted.values()))
    return added(list(counted.values()), {form: forms[form] for form in open_forms})


def _outermost(known: Mapping[str, Entry]) -> dict[str, Entry]:
    """The forms that no other one holds: «ilmenite and rutile» holds «rutile», the mineral as a whole holds all."""
    parts = {form: _words(form) for form in known}
    return {
        form: entry
        for form, entry in known.items()
        if not any(other != form and _holds(parts[other], parts[form]) for other in known)
    }


def _leaves_open(counted: Iterable[str], forms: Mapping[str, Entry], known: Mapping[str, Entry]) -> list[str]:
    """The forms without a figure that none of those counted holds."""
    held = [_words(form) for form in counted]
    return [form for form in forms if form not in known and not any(_holds(whole, _words(form)) for whole in held)]


def _holds(whole: frozenset[str], part: frozenset[str]) -> bool:
    return (not whole and bool(part)) or (bool(part) and part < whole)


def _words(form: str) -> frozenset[str]:
    return frozenset(word for word in re.split(r",\s*|\s+and\s+|\s*\+\s*|\s*/\s*", form.strip(" :,()")) if word)


def added(entries: list[Entry], open_forms: Mapping[str, Entry]) -> Entry:
    """The sum of figures; forms without one make it a lower bound.

    A sum of nothing but zeros bounds nothing: it is withheld where a form is, else absent.
    """
    value = sum(entry.printed.value or 0.0 for entry in entries)
    notes = [entry.printed.note for entry in entries if entry.printed.note]
    if value == 0:
        flag = "absent" if open_forms else "zero"
        if any(entry.printed.flag == "withheld" for entry in open_forms.values()):
            flag = "withheld"
        return replace(entries[0], printed=Printed(None if open_forms else 0.0, flag, note="; ".join(notes)))
    flags = {entry.printed.flag for entry in entries if entry.printed.value}
    if open_forms:
        missing = ", ".join(form.strip(" :,") or "the rest" for form in open_forms)
        notes.insert(0, f"lower bound: no figure for {missing}")
    flag = "estimated" if open_forms or "estimated" in flags else "reported"
    return replace(entries[0], printed=Printed(value, flag, note="; ".join(dict.fromkeys(notes))))
