"""What the notes of cells say, in the edition's language, and the figures in them that other pages show.

The record keeps of every note its sentences as codes with slots; the catalogue has the words (``note.*``), and codes of
countries, stages, uses and sectors become names here. A note without codes, of a record written before there were any,
is printed as it stands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from criticality.model.record import IndicatorCell
from criticality.report.reader import Reader
from criticality.text.kept import Said, typed
from criticality.text.numbers import percent

Slots = Mapping[str, object]
JOINED = "joined.semicolon"
"""The code of several sentences in one slot."""
WHOLE = percent(1.0)
"""A share of supply that rounds to all of it."""
_NARROWEST = ("note.narrowest", "note.narrowest_beside")
_FORMULAS = ("note.ec_importance", "note.ec_supply_risk", "note.geopolrisk", "note.usgs_supply_risk", "note.yale")
_AT_STAGE = (*_NARROWEST, "note.at_stage", "note.at_stage_beside")


class Place(NamedTuple):
    """Where supply is, as a note says it: stage, years and the largest supplier with its share as words."""

    stage: str
    years: str
    country: str
    share: str


class Use(NamedTuple):
    """The largest use of a mineral, as a note says it."""

    use: str
    share: str
    sector: str


def supply_share(reader: Reader, written: str) -> str:
    """Return a written share of supply; one that rounds to the whole is said to be over 99 %, on every page alike.

    The statistics name no other producer, which does not mean that there is none.
    """
    return reader.words("short.supplier.over") if written == WHOLE else written


def cell_note(reader: Reader, cell: IndicatorCell) -> str:
    """Return a cell's note in the edition's language, its countries, stages, uses and sectors by name."""
    said = cell.get("said")
    return _sentences(reader, said) if said else cell["note"] or ""


def narrowest_stage(reader: Reader, mineral: str) -> Place | None:
    """Return the narrowest stage of world supply and its largest supplier, where a cell's note states them."""
    for criterion in reader.criteria:
        cell = reader.cells.get((mineral, criterion))
        place = next(_places(cell, _NARROWEST), None) if cell is not None else None
        if place is not None and place.stage:
            return place
    return None


def largest_supplier(cell: IndicatorCell) -> Place | None:
    """Return the first place of supply that a cell's note states with its years."""
    return next((place for place in _places(cell, _AT_STAGE) if place.years), None)


def largest_use(cell: IndicatorCell) -> Use | None:
    """Return the largest use that a cell's note states."""
    for code, slots in _parts(cell.get("said") or []):
        if code == "note.largest_use":
            return Use(_text(slots, "term"), _written("share", slots["share"]), _text(slots, "sector"))
    return None


def is_unrestricted(cell: IndicatorCell) -> bool:
    """Return whether a cell's note says that no restriction is recorded, which is not that none exists."""
    return any(code == "note.unrestricted" for code, _ in _parts(cell.get("said") or []))


def first_years(cell: IndicatorCell) -> str:
    """Return the first year, or first and last year, that a cell's note states; nothing where it states none."""
    parts = _parts(cell.get("said") or [])
    return next((years for _, slots in parts for name in ("years", "mined") if (years := _text(slots, name))), "")


def formula_parts(reader: Reader, cell: IndicatorCell) -> str:
    """Return the parts of a published formula, as the cell's note states them; nothing of another indicator."""
    said = [entry for entry in cell.get("said") or () if entry["code"] in _FORMULAS]
    return _sentences(reader, said)


def _places(cell: IndicatorCell, codes: tuple[str, ...]) -> Iterator[Place]:
    for code, slots in _parts(cell.get("said") or []):
        top = slots.get("top")
        if code in codes and isinstance(top, dict):
            share = _written("share", top["slots"]["share"])
            yield Place(_text(slots, "stage"), _text(slots, "years"), _text(top["slots"], "country"), share)


def _parts(said: Sequence[Said]) -> Iterator[tuple[str, Slots]]:
    """Every sentence with its slots, those inside a slot after the one that holds them."""
    for entry in said:
        slots = entry.get("slots", {})
        yield entry["code"], slots
        rest = slots.get("rest")
        if isinstance(rest, dict):
            yield from _parts([cast(Said, rest)])
        yield from _parts(cast(list[Said], slots.get("items", [])) if entry["code"] == JOINED else [])


def _text(slots: Slots, name: str) -> str:
    """What fills a slot, where that is no sentence of its own (that no year is stated); else nothing."""
    value = slots.get(name, "")
    return str(value) if isinstance(value, str | int) else ""


def _sentences(reader: Reader, said: list[Said]) -> str:
    return reader.words("and").join(_sentence(reader, entry) for entry in said)


def _sentence(reader: Reader, entry: Said) -> str:
    slots = entry.get("slots", {})
    if entry["code"] == JOINED:
        return _sentences(reader, cast(list[Said], slots["items"]))
    return reader.words(entry["code"], **{name: _slot(reader, name, value) for name, value in slots.items()})


def _slot(reader: Reader, name: str, value: object) -> str:
    if isinstance(value, dict):
        return _sentence(reader, cast(Said, value))
    if isinstance(value, list):
        return reader.words.listing([_slot(reader, name, item) for item in value])
    return _NAMED[name](reader, str(value)) if name in _NAMED else _written(name, value)


def _written(name: str, value: object) -> str:
    return str(typed(name, value))


def _stage(reader: Reader, code: str) -> str:
    return reader.coded("stage", code) if code else reader.words("note.stage_not_stated")


def _measure(reader: Reader, code: str) -> str:
    return reader.coded("measure", code)


_NAMED: Mapping[str, Callable[[Reader, str], str]] = {
    "stage": _stage,
    "above": _stage,
    "stages": _stage,
    "country": Reader.country,
    "partner": Reader.country,
    "countries": Reader.country,
    "names": Reader.country,
    "measure": _measure,
    "term": Reader.term,
    "sector": Reader.sector,
    "mineral": Reader.name,
}
"""What stands for a code in a slot of this name."""
