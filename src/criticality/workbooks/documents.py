"""The sheets of what is written as YAML: assessment, rule, criteria, judgements or weights, designations, sources."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from criticality.files.positions import Path, spell
from criticality.model.document import LARGEST
from criticality.text.message import Message, is_known, said
from criticality.workbooks.plan import (
    InDocument,
    Kind,
    NewRow,
    PlannedCell,
    PlannedSheet,
    Removal,
    Sides,
    Value,
    numbered,
)

BLANK_ROWS = 12
"""Empty rows that wait for new designations and sources."""
NOTHING = PlannedCell()
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS = ("as_of", "on", "accessed", "published", "review_by")
_FLAGS = frozenset(("listed", "resample_judges", "designations_only", "normalise"))
_OPTIONS = frozenset(
    ("method", "weights", "scenario", "direction", "missing", "dimension", "listed_if", "weight_draw", "status")
)
_IN_CRITERIA = ("kind", "zero_at", "one_at")
"""Keys of a scale that stand on the sheet of the criteria."""
DESIGNATION = ("mineral", "tier", "by", "on", "because_zh", "because_en")
_DESIGNATION_HEADS = {"by": "by_whom", "on": "on_day"}
"""Fields of a designation whose head is another than that of a judgement's field of this name."""
DESIGNATIONS: Path = ("rule", "designations")
"""Where the designations of an assessment stand."""
SOURCE = ("title", "publisher", "published", "url", "doi", "licence", "accessed", "note")


@dataclass(frozen=True)
class Document:
    """A document as it stands: its file and its plain content."""

    file: str
    content: object

    def at(self, path: Path) -> Any:
        """The value at a path; None where there is none."""
        found = self.content
        for step in path:
            try:
                found = found[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def cell(self, *path: str | int) -> PlannedCell:
        """A value as a cell; a locked one where there is none, or where it is a list or a mapping."""
        value = self.at(path)
        if value is None or isinstance(value, dict | list):
            return NOTHING
        kind, options = _kind(path, value)
        if options == "status" and self.file.startswith("assessments/"):
            options = "list_status"  # of a list; that of weights has other words
        shown: Value = date.fromisoformat(value) if kind == "date" else value
        return PlannedCell(shown, kind, InDocument(self.file, path), options)

    def texts(self, *path: str | int) -> list[PlannedCell]:
        """A text as two cells, Chinese and English; a text without languages stands in the first."""
        if isinstance(self.at(path), dict):
            return [self.cell(*path, "zh-Hant"), self.cell(*path, "en")]
        return [self.cell(*path), NOTHING]


def _kind(path: Path, value: object) -> tuple[Kind, str]:
    last = str(path[-1])
    if isinstance(value, bool):
        return "yes_no", "yes_no"
    if isinstance(value, int | float) and abs(value) <= LARGEST:
        return "number", ""
    if last in _DAYS and isinstance(value, str) and _DAY.fullmatch(value):
        return "date", ""
    return ("choice", last) if last in _OPTIONS else ("text", "")


def in_both(words: object) -> str:
    """A message in both languages, Chinese first."""
    return " ".join(dict.fromkeys((said(words, "zh-Hant"), said(words, "en"))))


def _leaves(content: object, path: Path = ()) -> Iterator[Path]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _leaves(value, (*path, str(key)))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from _leaves(value, (*path, place))
    elif content is not None:
        yield path


def _what(path: Path) -> str:
    """What a value of the assessment is, in both languages: known by the last key that has words."""
    language = {"en": "(English)", "zh-Hant": "（中文）"}.get(str(path[-1]), "")
    names = [str(step) for step in path if isinstance(step, str) and step not in ("en", "zh-Hant")]
    code = next((f"workbook.key_{name}" for name in reversed(names) if is_known(f"workbook.key_{name}")), None)
    return " ".join(part for part in (in_both(Message(code)) if code else names[-1], language) if part)


def leaves_sheet(document: Document, name: str, paths: Sequence[Path], title: Message, prefix: str) -> PlannedSheet:
    """A sheet with one row for each value: where it stands, what it is, and the value."""
    rows = [[PlannedCell(spell(path)), PlannedCell(_what(path)), document.cell(*path)] for path in paths]
    heads = [Message("workbook.head_place"), Message("workbook.head_what"), Message("workbook.head_value")]
    return PlannedSheet(name, title, Message("workbook.how_values"), heads, (44.0, 44.0, 70.0), numbered(prefix, rows))


def assessment_sheets(document: Document) -> Iterator[PlannedSheet]:
    """The assessment without its rule, the rule without its designations, and the designations."""
    paths = list(_leaves(document.content))
    plain = [path for path in paths if path[0] != "rule"]
    rule = [path for path in paths if path[0] == "rule" and path[1:2] != ("designations",)]
    yield leaves_sheet(document, "評估 Assessment", plain, Message("workbook.title_assessment"), "A")
    yield leaves_sheet(document, "規則 Rule", rule, Message("workbook.title_rule"), "R")
    yield _designations(document)


def _designations(document: Document) -> PlannedSheet:
    base = DESIGNATIONS
    found = document.at(base) or []
    rows = []
    for place in range(len(found)):
        at = (*base, place)
        mineral, tier = document.cell(*at, "mineral"), document.cell(*at, "tier")
        rows.append(
            [
                PlannedCell(mineral.value, "choice", mineral.target, "mineral"),
                PlannedCell(tier.value, "choice", tier.target, "tier"),
                *(document.cell(*at, "by"), document.cell(*at, "on"), *document.texts(*at, "because")),
                PlannedCell(None, "delete", Removal(document.file, at), "delete"),
            ]
        )
    kinds: Mapping[str, tuple[Kind, str]] = {
        "mineral": ("choice", "mineral"),
        "tier": ("choice", "tier"),
        "on": ("date", ""),
    }
    for number in range(BLANK_ROWS):
        fields = ((field, *kinds.get(field, ("text", ""))) for field in DESIGNATION)
        new = [
            PlannedCell(None, kind, NewRow(document.file, number, field), options) for field, kind, options in fields
        ]
        rows.append([*new, NOTHING])
    heads = [Message(f"workbook.head_{_DESIGNATION_HEADS.get(field, field)}") for field in (*DESIGNATION, "delete")]
    widths = (26.0, 20.0, 30.0, 14.0, 50.0, 50.0, 14.0)
    return PlannedSheet(
        "指定列入 Designations",
        Message("workbook.title_designations"),
        Message("workbook.how_designations"),
        heads,
        widths,
        numbered("D", rows),
    )


def criteria_sheet(documents: Sequence[Document]) -> PlannedSheet:
    """One row a criterion: texts, dimension, direction, unit, anchors, and what happens where evidence is missing."""
    rows = []
    for document in documents:
        rows.append(
            [
                PlannedCell(document.at(("code",))),
                *document.texts("title"),
                *document.texts("question"),
                *(document.cell(key) for key in ("dimension", "direction", "unit")),
                PlannedCell(document.at(("scale", "kind"))),
                *(document.cell("scale", key) for key in ("zero_at", "one_at")),
                document.cell("missing"),
                *document.texts("note"),
            ]
        )
    heads = [
        *(Message(f"workbook.head_{name}") for name in ("code", "title_zh", "title_en", "question_zh", "question_en")),
        *(
            Message(f"workbook.head_{name}")
            for name in ("dimension", "direction", "unit", "scale", "zero_at", "one_at")
        ),
        *(Message(f"workbook.head_{name}") for name in ("missing", "note_zh", "note_en")),
    ]
    widths = (26.0, 26.0, 26.0, 36.0, 36.0, 22.0, 22.0, 16.0, 10.0, 12.0, 12.0, 20.0, 50.0, 50.0)
    return PlannedSheet(
        "準則 Criteria",
        Message("workbook.title_criteria"),
        Message("workbook.how_criteria"),
        heads,
        widths,
        numbered("C", rows),
    )


def scales_sheet(documents: Sequence[Document]) -> PlannedSheet | None:
    """One row for each value of a scale beside its anchors: words, classes, targets; None where no scale has any."""
    rows = [
        [PlannedCell(document.at(("code",))), PlannedCell(spell(path)), document.cell(*path)]
        for document in documents
        for path in _leaves(document.content)
        if path[0] == "scale" and path[-1] not in _IN_CRITERIA
    ]
    if not rows:
        return None
    heads = [Message("workbook.head_code"), Message("workbook.head_place"), Message("workbook.head_value")]
    title, how = Message("workbook.title_scales"), Message("workbook.how_scales")
    return PlannedSheet("尺度 Scales", title, how, heads, (30.0, 44.0, 20.0), numbered("X", rows))


def weights_sheet(document: Document, titles: Mapping[str, str]) -> PlannedSheet | None:
    """The judgements of a panel as sentences, or the weights stated as numbers; None where a formula gives them.

    `titles` has the words for the code of each criterion, dimension and group.
    """
    if document.at(("method",)) == "direct":
        stated = document.at(("weights",)) or {}
        rows = [[PlannedCell(titles.get(code, code)), document.cell("weights", code)] for code in stated]
        stated_heads = (Message("workbook.head_item"), Message("workbook.head_weight"))
        return PlannedSheet(
            "權重 Weights",
            Message("workbook.title_weights"),
            Message("workbook.how_weights"),
            stated_heads,
            (60.0, 16.0),
            numbered("W", rows),
        )
    judges = document.at(("judges",))
    if document.at(("method",)) != "ahp" or not judges:
        return None
    rows = [
        _judgement(document, ("judges", number, "comparisons", group, place), str(judge.get("name")), titles)
        for number, judge in enumerate(judges)
        for group, judgements in (judge.get("comparisons") or {}).items()
        for place in range(len(judgements))
    ]
    names = ("judge", "group", "which", "by", "other", "because_zh", "because_en")
    heads = [Message(f"workbook.head_{name}") for name in names]
    widths = (18.0, 26.0, 36.0, 30.0, 36.0, 50.0, 50.0)
    return PlannedSheet(
        "判斷 Judgements",
        Message("workbook.title_judgements"),
        Message("workbook.how_judgements"),
        heads,
        widths,
        numbered("J", rows),
    )


def _judgement(document: Document, path: Path, judge: str, titles: Mapping[str, str]) -> list[PlannedCell]:
    more, than = str(document.at((*path, "more"))), str(document.at((*path, "than")))
    by = document.at((*path, "by"))
    shown = by_in_words(by)
    written = isinstance(by, int | float | str)
    return [
        PlannedCell(judge),
        PlannedCell(titles.get(str(path[3]), str(path[3]))),
        PlannedCell(titles.get(more, more), "side", Sides(document.file, path, more, than), f"{more}|{than}"),
        PlannedCell(shown, "by", InDocument(document.file, (*path, "by")) if written else None, "by"),
        PlannedCell(" / ".join(titles.get(code, code) for code in sorted((more, than)))),
        *document.texts(*path, "because"),
    ]


def by_in_words(by: object) -> str:
    """How many times as much, as it is offered: ``3 moderately``; whatever else as it stands."""
    if isinstance(by, list):
        return " to ".join(map(str, by))
    if isinstance(by, int | float) and by in range(1, 10):
        return f"{by:g} {in_both(Message(f'questionnaire.scale_{by:g}'))}"
    return str(by)


def sources_sheet(document: Document) -> PlannedSheet:
    """One row a source, and empty rows for new ones."""
    rows = [[PlannedCell(code), *(document.cell(code, key) for key in SOURCE)] for code in (document.at(()) or {})]
    for number in range(BLANK_ROWS):
        rows.append(
            [
                PlannedCell(None, "date" if field == "accessed" else "text", NewRow(document.file, number, field))
                for field in ("source", *SOURCE)
            ]
        )
    heads = [Message(f"workbook.head_{name}") for name in ("source", *(f"of_source_{name}" for name in SOURCE))]
    widths = (26.0, 50.0, 30.0, 14.0, 40.0, 24.0, 30.0, 14.0, 50.0)
    return PlannedSheet(
        "來源 Sources",
        Message("workbook.title_sources"),
        Message("workbook.how_sources"),
        heads,
        widths,
        numbered("S", rows),
    )
