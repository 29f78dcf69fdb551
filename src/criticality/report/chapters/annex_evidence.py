"""The annexes on evidence: its quality and what the checks leave open, the glossary, and how to reproduce the run."""

from collections import Counter
from typing import TypedDict

from criticality.model.record import CheckRow, FontFiles
from criticality.report.chapters.result import is_present
from criticality.report.open_points import finding
from criticality.report.reader import GRADES, Reader

GLOSSARY = "glossary."
ABBREVIATION = "abbreviation."
NO_GRADE = "–"
LONGEST = {"en": 200, "zh-Hant": 140}
"""Characters of a finding that are printed; a Chinese one takes twice the room."""


class Grades(TypedDict):
    """The cells of the listed minerals under one criterion: counts by grade, and those without evidence."""

    title: str
    counts: list[int]
    absent: int


def grades(reader: Reader) -> list[Grades]:
    """Count the cells of the listed minerals under each weighted criterion by their worst grade."""
    table = list[Grades]()
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


def quality(reader: Reader) -> dict[str, object]:
    """Return how well the listed minerals are documented: cells by grade, and what most often has no evidence."""
    rows = grades(reader)
    bare = max(rows, key=lambda row: row["absent"], default=None)
    finding = ""
    if bare is not None and bare["absent"] and reader.listed:
        finding = reader.words("quality.finding", criterion=bare["title"], count=bare["absent"], all=len(reader.listed))
    return {"rows": rows, "finding": finding}


def checks(reader: Reader) -> list[dict[str, object]]:
    """Return the findings of the checks by kind: how many, and the first of them; all of them are in the workbook."""
    groups: dict[str, list[CheckRow]] = {}
    for entry in reader.result["checks"]:
        groups.setdefault(reader.coded("check", entry["check"]), []).append(entry)
    return [
        {"title": title, "count": len(rows), "first": _cut(reader, finding(reader, rows[0]))}
        for title, rows in groups.items()
    ]


def _cut(reader: Reader, text: str) -> str:
    """Cut a long finding: a list behind its last item that fits, saying how many more there are; else behind a word."""
    most, separator = LONGEST[reader.language], reader.words("separator")
    if len(text) <= most:
        return text
    kept = text[: most + 1]
    last = kept.rfind(separator)
    if last < 0:
        return f"{kept[: max(kept.rfind(' '), most - 20)]} …"
    return kept[:last] + reader.words("and_more", n=text.count(separator, last))


def reproduction(reader: Reader) -> dict[str, object]:
    """Return what somebody else needs to get the same list: inputs, digests, versions."""
    record = reader.record
    environment = record["environment"]
    font: FontFiles = environment.get("font") or {}
    return {
        "run_id": record["run_id"],
        "digest": record["digest"],
        "assessment": reader.inputs["paths"].get("assessment", ""),
        "paths": [
            reader.words("reproduction.path", what=reader.coded("input", key), path=path)
            for key, path in reader.inputs["paths"].items()
            if path
        ],
        "software": [f"{name} {version}" for name, version in record["software"].items()],
        "python": environment.get("python", ""),
        "platform": environment.get("platform", ""),
        "libraries": [f"{name} {version}" for name, version in (environment.get("libraries") or {}).items()],
        "font": font.get("family", ""),
        "font_files": [{"name": name, "digest": digest} for name, digest in (font.get("files") or {}).items()],
        "templates": sorted(reader.inputs["templates"]),
        "tables": sorted(reader.inputs["data"]),
    }


def glossary(reader: Reader) -> dict[str, list[dict[str, str]]]:
    """Return the terms and the abbreviations that the catalogue explains, each in the order of the alphabet."""
    words = reader.words
    terms = [
        {"term": words(f"{key}.term"), "text": words(key)} for key in words.keys(GLOSSARY) if not key.endswith(".term")
    ]
    short = [{"term": key.removeprefix(ABBREVIATION), "text": words(key)} for key in words.keys(ABBREVIATION)]
    return {
        "terms": terms if reader.language == "zh-Hant" else sorted(terms, key=lambda entry: entry["term"].casefold()),
        "abbreviations": sorted(short, key=lambda entry: entry["term"].casefold()),
    }
