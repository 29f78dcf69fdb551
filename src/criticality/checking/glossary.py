"""Which texts of the tables the printed list has in one language only, and everyday words for uses that none has."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.model.dataset import TABLES
from criticality.text.message import Message
from criticality.text.spelling import nearest

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


def everyday_problems(reading: Reading) -> Iterator[Problem]:
    """Warn of everyday words for an application that no row of data/end_uses.csv has: nothing prints them."""
    entries, uses = reading.tables.get("everyday_uses"), reading.tables.get("end_uses")
    if entries is None or uses is None:
        return
    known = set(uses["application"])
    unknown = entries[~entries["application"].isin(known)]
    for use, line in zip(map(str, unknown["application"]), map(int, unknown["line"]), strict=True):
        message, meant = Message("checking.no_use", use=use), nearest(use, known)
        hint = Message("files.did_you_mean", meant=meant) if meant else Message("checking.use_as_written")
        yield Problem(TABLES["everyday_uses"].path, line, None, "application", message, hint, "warning")
