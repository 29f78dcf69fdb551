"""Translate the notes that the indicators write into the record, on how a value was obtained.

An indicator says in short English phrases what a figure rests on. Their forms are few: each is recognised here, codes
become names, and the catalogue has the words (``note.*``). A phrase of no known form is printed as it stands.
"""

import re
from collections.abc import Callable

from criticality.report.reader import Reader

_STAGE = r"(?P<stage>extraction|processing|product|not stated)"
_SHARE = r"(?P<share>[\d.]+ %)"
_YEARS = r"(?P<years>\d{4}(?:–\d{4})?|year not stated)"
_COUNTRIES = r"(?P<countries>[A-Z]{3}(?:, [A-Z]{3})*(?: and \d+ more)?)"
_HEAD = rf"\({_YEARS}, (?P<top>[A-Z]{{3}} [\d.]+ %)\)"
_HEAD_BESIDE = rf"\({_YEARS}, (?P<top>[A-Z]{{3}} [\d.]+ %), also read: (?P<stages>.*)\)"
_FIGURE = r"[\d.,]+(?:e[+-]?\d+)?"

_FORMS: tuple[tuple[str, str], ...] = (
    # world supply
    ("narrowest", rf"narrowest stage {_STAGE} {_HEAD}"),
    ("narrowest_beside", rf"narrowest stage {_STAGE} {_HEAD_BESIDE}"),
    ("at_stage", rf"{_STAGE} {_HEAD}"),
    ("at_stage_beside", rf"{_STAGE} {_HEAD_BESIDE}"),
    ("bounds", rf"bounds (?P<low>{_FIGURE}) to (?P<high>{_FIGURE})"),
    ("countries_cover", rf"countries named cover {_SHARE} of the total"),
    ("withheld", rf"withheld and kept unknown: {_COUNTRIES}"),
    ("unfigured", rf"no figure for {_COUNTRIES}: kept unknown"),
    ("unfigured_whole", rf"no figure for {_COUNTRIES}: the stated total is taken as the whole, and may leave it out"),
    ("amountless", rf"no amount stated, withheld: {_COUNTRIES}"),
    ("total_leaves_out", rf"the stated total leaves out {_COUNTRIES}: nothing bounds what it makes"),
    ("total_leaves_out_some", r"the stated total leaves out a producer: nothing bounds what it makes"),
    ("nothing_made", r"world production is stated as zero"),
    ("no_total", r"no world total: shares are of the sum of the rows"),
    ("no_production", r"no production rows \((?P<stages>.*)\)"),
    ("made_later", r"production is only known after (?P<years>\d{4})"),
    ("none_stated", r"no country's production is stated"),
    # imports and their origin
    ("by_quantity", r"by quantity"),
    ("by_value", r"by value: no quantity is recorded"),
    ("of_partners", r"of the sum of the partners"),
    ("from_value", rf"{_SHARE} from the value and the mean unit value \({_COUNTRIES}\)"),
    ("partners_cover", rf"partners named cover {_SHARE}"),
    ("no_figure", rf"no figure for {_COUNTRIES}"),
    ("no_value", rf"no value for {_COUNTRIES}"),
    ("no_rows", r"no rows for (?P<years>\d{4})"),
    ("no_row_of", r"(?P<country>[A-Z]{3}) has no row for (?P<years>\d{4})"),
    ("mean", rf"mean of {_YEARS}"),
    ("mean_of_partners", rf"mean of {_YEARS}, sum of the partners"),
    ("untraced", rf"partners stand as they are: no production at the stage {_STAGE} to trace by"),
    (
        "unexplained",
        rf"{_SHARE} of world supply unexplained: {_COUNTRIES} may produce or not, the worse reading counts",
    ),
    ("input_traced", rf"input of the {_STAGE} stage traced to (?P<above>\w+)"),
    ("world_stands_in", r"no import is recorded: world supply stands in"),
    ("moved", rf"{_SHARE} moved from (?P<country>[A-Z]{{3}}) to (?P<partner>[A-Z]{{3}})"),
    ("traced", rf"{_SHARE} traced beyond the partner \({_COUNTRIES}\)"),
    ("no_floor", r"no world production: nothing keeps the value from falling below that of the world"),
    ("raised", rf"raised from (?P<low>{_FIGURE}) to (?P<figure>{_FIGURE}) of the world's (?P<high>{_FIGURE})"),
    ("restricted", r"restricted: (?P<measures>[A-Z]{3} [^;]+)"),
    ("unrestricted", r"no restriction recorded"),
    ("no_supply", r"neither imports nor world production are known"),
    # net import reliance
    (
        "flows",
        rf"{_STAGE} \({_YEARS}\): imports (?P<bought>{_FIGURE}) t, exports (?P<sold>{_FIGURE}) t, "
        rf"production (?P<made>{_FIGURE}) t a year",
    ),
    ("no_import", r"no import is recorded"),
    ("no_export", r"no export is recorded"),
    ("no_domestic", r"no domestic production is recorded: taken as none"),
    ("net_export", r"exports exceed imports"),
    ("value_only", r"imports are known by value only"),
    ("domestic_unknown", r"domestic production is not known at that stage"),
    ("domestic_withheld", r"domestic production is withheld or not in tonnes"),
    # uses
    ("largest_use", rf"largest use: (?P<term>.+) {_SHARE} \((?P<sector>[a-z0-9_]+)\)"),
    ("uses_cover", rf"uses named cover {_SHARE}"),
    ("no_uses", r"no end uses are recorded"),
    # stated figures
    ("no_row", r"[a-z0-9_]+: no row"),
    ("stated_later", r"[a-z0-9_]+: only stated after (?P<years>\d{4})"),
    ("several_stages", r"[a-z0-9_]+ is stated for several stages: (?P<stages>.+)"),
    ("absent_in", rf"absent in {_YEARS}"),
    ("withheld_in", rf"withheld in {_YEARS}"),
    ("older", rf"{_YEARS} a value of (?P<figure>{_FIGURE}) was stated"),
    ("input_rate", rf"input rate (?P<figure>{_FIGURE}), (?P<rest>.+)"),
    ("reserves", rf"reserves {_YEARS}(?:; (?P<stages>\w+))?, mine production (?P<mined>\d{{4}}|year not stated)"),
    ("no_mine", r"world mine production is not known in tonnes"),
    ("no_year", r"year not stated"),
    ("only_stage", r"(?P<stages>extraction|processing|product)"),
    ("of_stage", rf"{_STAGE}: (?P<rest>.+)"),
)
FORMS = {key: re.compile(form) for key, form in _FORMS}


def cell_note(reader: Reader, note: str) -> str:
    """Return a cell's note in the edition's language, its countries, stages, uses and sectors by name."""
    phrase = _phrase(reader, note)
    if phrase is not None:
        return phrase
    return reader.words("and").join(_phrase(reader, part) or part for part in note.split("; "))


def _phrase(reader: Reader, text: str) -> str | None:
    for key, form in FORMS.items():
        match = form.fullmatch(text)
        if match:
            slots = {name: _slot(reader, name, text or "") for name, text in match.groupdict().items()}
            return reader.words(f"note.{key}", **slots)
    return None


def _slot(reader: Reader, name: str, text: str) -> str:
    return _NAMED[name](reader, text) if name in _NAMED else text


def _stage(reader: Reader, text: str) -> str:
    if not text or text == "not stated":
        return reader.words("note.stage_not_stated")
    return reader.coded("stage", text)


def _stages(reader: Reader, text: str) -> str:
    return reader.words.listing([_stage(reader, stage.strip()) for stage in text.split(", ")])


def _countries(reader: Reader, text: str) -> str:
    named, _, more = text.partition(" and ")
    names = reader.words.listing([reader.country(code) for code in named.split(", ")])
    return reader.words("note.more", names=names, count=more.removesuffix(" more")) if more else names


def _top(reader: Reader, text: str) -> str:
    country, _, share = text.partition(" ")
    return f"{reader.country(country)} {share}"


def _measures(reader: Reader, text: str) -> str:
    named = []
    for entry in text.split(", "):
        country, _, rest = entry.partition(" ")
        measure, _, severity = rest.rpartition(" ")
        named.append(f"{reader.country(country)} {reader.coded('measure', measure)} {severity}")
    return reader.words.listing(named)


def _years(reader: Reader, text: str) -> str:
    return reader.words("note.no_year") if text == "year not stated" else text


_NAMED: dict[str, Callable[[Reader, str], str]] = {
    "stage": _stage,
    "above": _stage,
    "stages": _stages,
    "country": Reader.country,
    "partner": Reader.country,
    "countries": _countries,
    "top": _top,
    "measures": _measures,
    "years": _years,
    "mined": _years,
    "rest": cell_note,
    "term": Reader.term,
    "sector": Reader.sector,
}
