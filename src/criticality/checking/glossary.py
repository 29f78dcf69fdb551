"""Which texts of the tables the printed list has in one language only."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.model.dataset import TABLES
from criticality.text.message import Message

PRINTED = (
    ("minerals", "group"),
    ("minerals", "reason"),
    ("minerals", "note"),
    ("end_uses", "application"),
    ("end_uses", "because"),
    ("export_restrictions", "act"),
    ("events", "what"),
    ("official_lists", "tier"),
)
"""Columns whose texts the pages show as they stand, or as data/glossary.csv says them."""


def glossary_problems(reading: Reading) -> Iterator[Problem]:
    """Warn of printed texts without an entry, a column at a time; a workspace without a glossary has chosen so."""
    glossary = reading.tables.get("glossary")
    if glossary is None:
        return
    known = {*glossary["en"], *glossary["zh_hant"]}
    for name, column in PRINTED:
        frame = reading.tables.get(name)
        if frame is None:
            continue
        bare = frame[(frame[column] != "") & ~frame[column].isin(known)]
        texts = list(dict.fromkeys(bare[column]))
        if texts:
            message = Message("checking.no_entry", text=texts[0], n=len(texts), more=len(texts) - 1)
            hint = Message("checking.add_translation")
            yield Problem(TABLES[name].path, int(bare["line"].iloc[0]), None, column, message, hint, "warning")
