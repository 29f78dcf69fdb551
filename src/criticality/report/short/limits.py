"""How good the evidence is: grades, what is missing, what stands in for customs figures, whose figures they are."""

from criticality.report.chapters.annex_evidence import grades
from criticality.report.chapters.whose_figures import whose_figures
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import is_table_withheld


def without_imports(reader: Reader) -> list[str]:
    """Return the names of listed minerals of which the record has world supply and no imports by country."""
    bought = {row["mineral"] for row in reader.result.get("origins") or ()}
    supplied = {row["mineral"] for row in reader.result.get("supply") or ()}
    return [
        reader.name(row["mineral"])
        for row in reader.listed
        if row["mineral"] in supplied - bought and not is_table_withheld(reader, row["mineral"], "trade")
    ]


def limits(reader: Reader) -> dict[str, object]:
    """Return the page on the limits of the data: cells of the listed minerals by grade, and sentences."""
    return {"grades": grades(reader), "imports": imports(reader), "whose": whose_figures(reader)}


def imports(reader: Reader) -> str:
    """Name the listed minerals whose imports world supply stands in for; nothing where there are none."""
    bare = without_imports(reader)
    return reader.words("short.no_imports", n=len(bare), names=reader.words.listing(bare)) if bare else ""
