"""Everything of a workspace that goes into its workbook, as its files stand."""

from collections.abc import Mapping, Sequence
from typing import get_args

from criticality.errors import InputError
from criticality.files.encoding import read_text
from criticality.files.load import SOURCES_FILE, leads_out, read_assessment
from criticality.files.workspace import Workspace
from criticality.files.yaml import parse_marked
from criticality.model.assessment import Method, Status
from criticality.model.criteria import Criterion, Dimension, MissingPolicy
from criticality.model.dataset import FLAGS, GRADES, STAGES, TABLES
from criticality.text.message import Message
from criticality.workbooks.documents import (
    Document,
    assessment_sheets,
    by_in_words,
    criteria_sheet,
    in_both,
    scales_sheet,
    sources_sheet,
    weights_sheet,
)
from criticality.workbooks.own_rows import MOST_ROWS, SHEETS, own_rows, records, table_sheet
from criticality.workbooks.plan import PlannedSheet, WorkbookPlan

_WORDED = "mineral_properties"
YES, NO = "yes 是", "no 否"


def gathered(workspace: Workspace, assessment: str) -> WorkbookPlan:
    """Return the plan of the workbook of an assessment.

    Raises
    ------
    InputError
        If one of its files has an error: a workbook of a broken file would hide it.
    """
    reading = read_assessment(workspace, assessment, {})
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if errors or reading.assessment is None:
        raise InputError(errors)
    plan = reading.assessment
    weighed = reading.paths["weights"]
    files = [assessment, weighed, *(f"criteria/{code}.yaml" for code in reading.criteria)]
    stated = {name: _text(workspace, path) for name in SHEETS
              if (workspace.root / (path := TABLES[name].path)).is_file()}  # fmt: skip
    large = [name for name, text in stated.items() if len(own_rows(name, text)) > MOST_ROWS]
    tables = {TABLES[name].path: text for name, text in stated.items() if name not in large}
    texts = {**{file: _text(workspace, file) for file in (*files, SOURCES_FILE)}, **tables}
    documents = {file: _document(file, text) for file, text in texts.items() if file not in tables}
    criteria, dimensions = tuple(reading.criteria.values()), reading.dimensions or ()
    titles = _titles(criteria, dimensions)
    sheets = [*assessment_sheets(documents[assessment]), criteria_sheet([documents[file] for file in files[2:]])]
    weights = weights_sheet(documents[weighed], titles)
    sheets += [weights] if weights is not None else []
    if (scales := scales_sheet([documents[file] for file in files[2:]])) is not None:
        sheets.insert(-1 if weights is not None else len(sheets), scales)
    sheets += [table_sheet(name, texts[TABLES[name].path], worded=name == _WORDED and bool(reading.worded))
               for name in SHEETS if TABLES[name].path in tables]  # fmt: skip
    sheets.append(sources_sheet(documents[SOURCES_FILE]))
    title = " ".join(dict.fromkeys((plan.title.to("zh-Hant"), plan.title.to("en"))))
    options = _options(workspace, plan.rule.tiers, dimensions, documents[SOURCES_FILE], texts)
    options |= _sides(sheets, titles)
    words = documents[weighed].at(("words",))
    if words:
        options["by"] = list(words)
    left_out = [TABLES[name].path for name in large]
    return WorkbookPlan(assessment, plan.date, title, sheets, options, texts, left_out)


def _text(workspace: Workspace, file: str) -> str:
    if workspace.leads_out(workspace.root / file):
        raise InputError([leads_out(file)])
    text, problems = read_text(workspace.root / file, file)
    if text is None:
        raise InputError(problems)
    return text


def _document(file: str, text: str) -> Document:
    marked, problems = parse_marked(text, file)
    if problems:
        raise InputError(problems)
    return Document(file, marked.content)


def _titles(criteria: Sequence[Criterion], dimensions: Sequence[Dimension]) -> Mapping[str, str]:
    """Code → title in both languages, with the code where two have one title; and the group of the dimensions."""
    stated: list[Criterion | Dimension] = [*dimensions, *criteria]
    found = {entry.code: " ".join(dict.fromkeys((entry.title.to("zh-Hant"), entry.title.to("en")))) for entry in stated}
    shared = {title for title in found.values() if list(found.values()).count(title) > 1}
    said = {code: f"{title} ({code})" if title in shared else title for code, title in found.items()}
    return {**said, "dimensions": in_both(Message("questionnaire.dimensions"))}


def _sides(sheets: Sequence[PlannedSheet], titles: Mapping[str, str]) -> dict[str, Sequence[str]]:
    cells = [cell for sheet in sheets for line in sheet.lines for cell in line.cells if cell.kind == "side"]
    return {cell.options: [titles.get(code, code) for code in cell.options.split("|")] for cell in cells}


def _options(workspace: Workspace, tiers: Sequence[object], dimensions: Sequence[Dimension], sources: Document,
             texts: Mapping[str, str]) -> dict[str, Sequence[str]]:  # fmt: skip
    minerals = texts.get(TABLES["minerals"].path, "")
    head, *rows = records(minerals) if minerals else [["mineral"]]
    named = [dict(zip(map(str.strip, head), row, strict=False)) for row in rows]
    return {
        "yes_no": [YES, NO],
        "yes_or_no": ["yes", "no"],
        "delete": [YES],
        "method": list(get_args(Method)),
        "weights": [workspace.relative(path) for path in workspace.documents("weights")],
        "scenario": ["none", *(workspace.relative(path) for path in workspace.documents("scenarios"))],
        "direction": ["raises_criticality", "lowers_criticality"],
        "missing": list(get_args(MissingPolicy)),
        "dimension": [dimension.code for dimension in dimensions],
        "listed_if": ["any", "all", "average"],
        "weight_draw": ["judgements", "dirichlet", "uniform"],
        "status": ["illustrative", "adopted"],
        "list_status": list(get_args(Status)),
        "grade": list(GRADES),
        "flag": list(FLAGS),
        "stage": list(STAGES),
        "flow": ["import", "export"],
        "source": sorted(sources.at(()) or {}),
        "code": [row["mineral"] for row in named],
        "mineral": [" ".join(part for part in (row["mineral"], row.get("name_zh", "")) if part) for row in named],
        "tier": [str(getattr(tier, "name", "")) for tier in tiers],
        "by": [by_in_words(number) for number in range(1, 10)],
    }
