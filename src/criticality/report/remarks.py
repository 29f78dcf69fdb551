"""The note of a cell, said again in the edition's language.

A step writes beside each value, in English, what it rests on: stage and year, the largest supplier, what is withheld.
The forms are few; each is recognised here, its codes become names, and the catalogue has the words (``note.*``). A part
of no known form is printed as it stands.
"""

import re

from criticality.report.reader import Reader

_STAGE = r"(?P<stage>extraction|processing|product)"
_TOP = r"\((?P<years>[^,()]*), (?P<top>[A-Z]{3} [\d.]+ %)"
_SHARE = r"(?P<share>[\d.]+ %)"
_FORMS: tuple[tuple[str, str], ...] = (
    ("narrowest", rf"narrowest stage {_STAGE} {_TOP}\)"),
    ("narrowest_also", rf"narrowest stage {_STAGE} {_TOP}, also read: (?P<stages>[a-z, ]+)\)"),
    ("of_stage", rf"{_STAGE} {_TOP}\)"),
    ("by_quantity", r"by quantity"),
    ("by_value", r"by value: no quantity is recorded"),
    ("world_stands_in", r"no import is recorded: world supply stands in"),
    ("no_import", r"no import is recorded"),
    ("no_export", r"no export is recorded"),
    ("no_domestic", r"no domestic production is recorded: taken as none"),
    ("domestic_unknown", r"domestic production is not known at that stage"),
    ("nothing_known", r"neither imports nor world production are known"),
    ("no_row", r"(?P<name>\w+): no row"),
    ("later", r"(?P<name>\w+): only stated after (?P<years>\d{4})"),
    ("input_rate", r"input rate (?P<rate>[\d.e-]+), (?P<years>.+)"),
    ("named", rf"countries named cover {_SHARE} of the total"),
    ("partners_named", rf"partners named cover {_SHARE}"),
    ("of_partners", r"of the sum of the partners"),
    ("no_total", r"no world total: shares are of the sum of the rows"),
    ("unit_value", rf"{_SHARE} from the value and the mean unit value \((?P<countries>[^()]+)\)"),
    ("traced", rf"{_SHARE} traced beyond the partner \((?P<countries>[^()]+)\)"),
    ("moved", rf"{_SHARE} moved from (?P<country>[A-Z]{{3}}) to (?P<other>[A-Z]{{3}})"),
    ("unexplained", rf"{_SHARE} of world supply unexplained: .+ may produce or not, the worse reading counts"),
    ("input_traced", rf"input of the {_STAGE} stage traced to (?P<above>\w+)"),
    ("partners_stand", rf"partners stand as they are: no production at the stage {_STAGE} to trace by"),
    ("no_restriction", r"no restriction recorded"),
    ("restricted", r"restricted: (?P<restrictions>.+)"),
    ("no_row_of", r"(?P<country>[A-Z]{3}) has no row for (?P<years>.+)"),
    ("mean", r"mean of (?P<years>.+)"),
    ("reserves", r"reserves (?P<years>[\d–]+)"),
    ("mined", rf"{_STAGE}, mine production (?P<years>[\d–]+)"),
    ("withheld", r"withheld and kept unknown: (?P<countries>.+)"),
    ("hidden", r"no amount stated, withheld: (?P<countries>.+)"),
    ("no_figure", r"no figure for (?P<countries>.+)"),
    ("bounds", r"bounds (?P<low>\S+) to (?P<high>\S+)"),
    ("absent", r"absent in (?P<years>.+)"),
    ("raised", r"raised from (?P<low>\S+) to (?P<high>\S+) of the world's (?P<world>\S+)"),
    ("no_floor", r"no world production: nothing keeps the value from falling below that of the world"),
    ("no_uses", r"no end uses are recorded"),
    ("uses_named", rf"uses named cover {_SHARE}"),
    ("largest_use", rf"largest use: (?P<use>.+) {_SHARE} \((?P<sector>\w+)\)"),
    ("no_production", r"no production rows \((?P<stages>[a-z, ]+)\)"),
    (
        "balance",
        rf"{_STAGE} \((?P<years>[^()]*)\): imports (?P<imports>[\d.,]+) t, exports (?P<exports>[\d.,]+) t, "
        r"production (?P<production>[\d.,]+) t a year",
    ),
    ("at_stage", rf"{_STAGE}: (?P<note>.+)"),
)
FORMS = {key: re.compile(form) for key, form in _FORMS}
_COUNTRY = re.compile(r"\b[A-Z]{3}\b")


def remark(reader: Reader, note: str) -> str:
    """Return a cell's note in the edition's language."""
    return reader.words("and").join(_part(reader, part) for part in note.split("; ") if part)


def _part(reader: Reader, part: str) -> str:
    for key, form in FORMS.items():
        match = form.fullmatch(part)
        if match:
            values = {name: _value(reader, name, text) for name, text in match.groupdict().items()}
            return reader.words(f"note.{key}", **values)
    return part


def _value(reader: Reader, name: str, text: str) -> str:
    if name in {"stage", "above"}:
        return _stage(reader, text)
    if name == "stages":
        return reader.words.listing([_stage(reader, stage) for stage in text.split(", ") if stage])
    if name in {"top", "country", "other", "countries", "restrictions"}:
        return _named(reader, text)
    if name == "use":
        return reader.application(text)
    if name == "sector":
        return reader.sector(text)
    return _part(reader, text) if name == "note" else text


def _stage(reader: Reader, stage: str) -> str:
    key = f"stage.{stage}"
    return reader.words(key) if key in reader.words else stage


def _named(reader: Reader, text: str) -> str:
    """Replace the codes of countries and measures, and the words that join them."""
    more = re.fullmatch(r"(?P<some>.+) and (?P<n>\d+) more", text)
    if more:
        return reader.words("note.more", some=_named(reader, more["some"]), n=more["n"])
    entries = []
    for entry in text.split(", "):
        named = _COUNTRY.sub(lambda code: reader.country(code[0]), entry)
        words = [reader.coded("measure", word) if word.islower() else word for word in named.split(" ")]
        entries.append(" ".join(words))
    return reader.words.listing(entries)
