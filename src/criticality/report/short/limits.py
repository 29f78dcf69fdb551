"""How good the evidence is: grades, what is missing, what stands in for customs figures, whose figures they are."""

from collections import Counter

from criticality.report.chapters.result import is_present
from criticality.report.chapters.whose_figures import whose_figures
from criticality.report.reader import GRADES, Reader

NO_GRADE = "–"


def without_imports(reader: Reader) -> list[str]:
    """Return the names of listed minerals of which the record has no imports by country."""
    bought = {row["mineral"] for row in reader.result.get("origins") or ()}
    return [reader.name(row["mineral"]) for row in reader.listed if row["mineral"] not in bought]


def limits(reader: Reader) -> dict[str, object]:
    """Return the page on the limits of the data: cells of the listed minerals by grade, and sentences."""
    bare = without_imports(reader)
    sentences = [reader.words("short.no_imports", n=len(bare), names=reader.words.listing(bare))] if bare else []
    return {"grades": _grades(reader), "sentences": [*sentences, *whose_figures(reader)]}


def _grades(reader: Reader) -> list[dict[str, object]]:
    """Count the cells of the listed minerals under each weighted criterion by their worst grade."""
    table = []
    for criterion in reader.weighted:
        cells = [reader.cells.get((row["mineral"], criterion["code"])) for row in reader.listed]
        graded = Counter(
            max((grade for grade in str(cell["grade"] or "") if grade in GRADES), default=NO_GRADE)
            for cell in cells
            if cell is not None and is_present(cell)
        )
        counts = [graded.get(grade, 0) for grade in GRADES]
        absent = len(cells) - sum(counts) - graded.get(NO_GRADE, 0)
        table.append({"title": reader.words.text(criterion["title"]), "counts": counts, "absent": absent})
    return table
