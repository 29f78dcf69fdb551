"""The annexes on evidence: every value, what is not a plain figure, sources, checks, and how to reproduce the run."""

import re

from criticality.model.record import FontFiles, IndicatorCell
from criticality.report.chapters.annex_method import link
from criticality.report.chapters.result import COLUMNS_ACROSS
from criticality.report.facts import is_whole
from criticality.report.notes import cell_note
from criticality.report.reader import Reader, chunks, shorten
from criticality.text.numbers import fixed, significant

_CODE = re.compile(r"(?<![A-Za-z0-9_./])(?:[a-z][a-z0-9_]+|[A-Z]{3})(?![A-Za-z0-9_/]|\.[a-z])")
_SPACE = re.compile(r"(?<=[」）\u4e00-\u9fff]) (?=[「\u4e00-\u9fff])")
_COMMA = re.compile(r"(?<=[」）\d\u4e00-\u9fff]), (?=[「\u4e00-\u9fff])")
_BRACKETS = re.compile(r" ?\(([^()]*)\)")
_PER_CENT = re.compile(r"(?<=\d)%")
_MINUS = re.compile(r"(?<![^\s（(])-(?=\d)")
PLAIN_FLAGS = {"", "reported"}
NOTE_LENGTH = 110
FINDINGS = 6
SHARED = 4


def values(reader: Reader) -> list[dict[str, object]]:
    """Return every indicator value with its grade, minerals × criteria, as many tables as fit side by side."""
    return [
        {
            "criteria": [
                {
                    "title": reader.words.text(c["title"]),
                    "unit": reader.unit(c["unit"]),
                }
                for c in part
            ],
            "rows": [
                {
                    **reader.named(mineral),
                    "cells": [_value(reader, mineral, c["code"]) for c in part],
                }
                for mineral in reader.result["candidates"]
            ],
        }
        for part in chunks(list(reader.criteria.values()), COLUMNS_ACROSS)
    ]


def _value(reader: Reader, mineral: str, criterion: str) -> dict[str, object]:
    cell = reader.cells.get((mineral, criterion))
    if cell is None:
        return {"text": "–", "grade": "", "marked": False}
    return {
        "text": significant(cell["value"]),
        "grade": cell["grade"] or "",
        "marked": not _is_plain(reader, cell),
    }


def _is_plain(reader: Reader, cell: IndicatorCell) -> bool:
    return bool(cell["present"]) and set(reader.split(cell["flag"])) <= PLAIN_FLAGS


def marked_cells(reader: Reader) -> dict[str, object]:
    """Return every cell that is not a plain reported value: shared remarks once, others by mineral."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for cell in reader.result["indicators"]:
        if not _is_plain(reader, cell):
            alike.setdefault(_remark(reader, cell), []).append(cell["mineral"])
    shared = {remark: minerals for remark, minerals in alike.items() if len(minerals) >= SHARED}
    own: dict[str, list[str]] = {}
    for remark, minerals in alike.items():
        for mineral in minerals if remark not in shared else ():
            own.setdefault(mineral, []).append(f"{remark[0]}{reader.words('colon')}{_remark_text(reader, remark)}")
    return {
        "length": str(NOTE_LENGTH),
        "shared": [
            {
                "criterion": remark[0],
                "remark": _remark_text(reader, remark),
                "count": str(len(minerals)),
                "minerals": reader.words.listing([reader.name(mineral) for mineral in sorted(minerals)]),
            }
            for remark, minerals in shared.items()
        ],
        "own": [
            {"name": reader.name(mineral), "symbol": reader.symbol(mineral), "entries": own[mineral]}
            for mineral in reader.result["candidates"]
            if mineral in own
        ],
    }


def _remark(reader: Reader, cell: IndicatorCell) -> tuple[str, ...]:
    return (
        reader.criterion(cell["criterion"]),
        reader.flags(cell) or reader.words("absent"),
        f"{reader.words('grade')} {cell['grade']}" if cell["grade"] else "",
        shorten(cell_note(reader, str(cell.get("note") or "")), NOTE_LENGTH),
        f"[{reader.words.listing(reader.split(cell['sources']))}]" if cell["sources"] else "",
    )


def _remark_text(reader: Reader, remark: tuple[str, ...]) -> str:
    return reader.words("separator").join(part for part in remark[1:] if part)


def sources(reader: Reader) -> list[dict[str, object]]:
    """Return the sources with their licences."""
    return [
        {
            "id": key,
            "title": entry["title"],
            "publisher": entry["publisher"],
            "published": str(entry.get("published") or ""),
            "licence": entry.get("licence") or reader.words("licence.none"),
            "address": f"doi:{entry['doi']}" if entry.get("doi") else entry.get("url") or "",
            "link": link(entry),
            "accessed": str(entry.get("accessed") or ""),
            "note": entry.get("note") or "",
        }
        for key, entry in sorted(reader.inputs["sources"].items())
    ]


def checks(reader: Reader) -> list[dict[str, object]]:
    """Return the findings of the checks, by kind of check; of a long list the first ones of each kind, and a count."""
    groups: dict[str, list[dict[str, str]]] = {}
    for entry in reader.result["checks"]:
        title = reader.coded("check", entry["check"])
        groups.setdefault(title, []).append(
            {
                "subject": _subject(reader, str(entry["subject"])),
                "figure": _figure(entry.get("figure")),
                "text": _finding(reader, str(entry["subject"]), reader.words.text(entry["text"])),
            }
        )
    most = None if is_whole(reader) else FINDINGS
    return [
        {"title": title, "rows": rows[:most], "more": len(rows) - len(rows[:most])} for title, rows in groups.items()
    ]


def _figure(figure: float | None) -> str:
    """Write the figure of a check: a count without decimals."""
    return fixed(figure, 0 if figure is not None and figure == int(figure) else 3)


def _finding(reader: Reader, subject: str, text: str) -> str:
    """Return the text of a finding without its subject (a column of its own), and with names in place of codes."""
    finding = re.sub(rf"^{re.escape(subject)}(?:[:：]\s*|\s+)", "", text)
    named = _CODE.sub(lambda match: _named(reader, match[0]), finding)
    named = _MINUS.sub("−", _PER_CENT.sub(" %", named))
    if reader.language == "en":
        return named
    return _SPACE.sub("", _COMMA.sub("、", _BRACKETS.sub(r"（\1）", named)))


def _named(reader: Reader, code: str) -> str:
    if code in reader.criteria or code in reader.properties:
        return reader.words("quoted", text=reader.criterion(reader.properties.get(code, code)))
    if f"property.{code}" in reader.words:
        return reader.words(f"property.{code}")
    if code in reader.countries:
        return reader.country(code)
    if reader.language == "en" and "_" not in code:
        return code  # in English the code of a mineral or a stage reads as its name
    return reader.words.get(f"stage.{code}", reader.full_name(code))


def _subject(reader: Reader, subject: str) -> str:
    key = f"subject.{subject}"
    if key in reader.words:
        return reader.words(key)
    parts = [part.strip() for part in re.split("[;,×]", subject)]
    named = [reader.name(p) if p in reader.minerals else reader.criterion(p) for p in parts if p]
    return (" × " if "×" in subject else reader.words("separator")).join(named) or subject


def reproduction(reader: Reader) -> dict[str, object]:
    """Return what somebody else needs to get the same list: inputs, digests, versions."""
    record = reader.record
    environment = record["environment"]
    font: FontFiles = environment.get("font") or {}
    return {
        "run_id": record["run_id"],
        "digest": record["digest"],
        "assessment": reader.inputs["paths"].get("assessment", ""),
        "paths": [f"{key}: {path}" for key, path in reader.inputs["paths"].items() if path],
        "software": [f"{name} {version}" for name, version in record["software"].items()],
        "python": environment.get("python", ""),
        "platform": environment.get("platform", ""),
        "libraries": [f"{name} {version}" for name, version in (environment.get("libraries") or {}).items()],
        "font": font.get("family", ""),
        "font_files": [{"name": name, "digest": digest} for name, digest in (font.get("files") or {}).items()],
        "templates": sorted(reader.inputs["templates"]),
        "tables": sorted(reader.inputs["data"]),
    }
