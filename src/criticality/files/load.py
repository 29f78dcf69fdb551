"""Read the documents and tables that one assessment uses; what fails is a problem, the rest is still read."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from criticality.errors import Problem
from criticality.files.confidential.confidential_files import confidential_strays, read_confidential
from criticality.files.encoding import LARGEST_TEMPLATE, read_text
from criticality.files.messages import nearest
from criticality.files.positions import Marked
from criticality.files.stray import LOGOS, TEMPLATE_KINDS, instead_of, stray_files
from criticality.files.tables import read_table
from criticality.files.workspace import Workspace, is_text
from criticality.files.yaml import read_document
from criticality.model.assessment import Assessment
from criticality.model.choice import Choice
from criticality.model.criteria import Criterion, Dimension
from criticality.model.dataset import TABLES, Dataset
from criticality.model.document import Source
from criticality.model.judgements import Weights
from criticality.model.results import AnyWeights, ChoiceTable
from criticality.model.rows.confidential_rows import Confidential
from criticality.model.scenario import Scenario
from criticality.text.message import Message

_NOTHING = ("no", "nothing", "nil", "null", "off", "false", "-", "無")
WEIGHTS: TypeAdapter[AnyWeights] = TypeAdapter(Weights)
_ANYTHING: TypeAdapter[object] = TypeAdapter(object)
_DIMENSIONS: TypeAdapter[tuple[Dimension, ...]] = TypeAdapter(tuple[Dimension, ...])
SOURCES: TypeAdapter[dict[str, Source]] = TypeAdapter(dict[str, Source])
DIMENSIONS_FILE, SOURCES_FILE = "criteria/dimensions.yaml", "data/sources.yaml"


@dataclass
class ChoicesRead:
    """The choices read, by code, and the files that their options name, by path."""

    documents: dict[str, Choice] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    tables: dict[str, ChoiceTable] = field(default_factory=dict)
    weights: dict[str, AnyWeights] = field(default_factory=dict)


@dataclass
class Reading:
    """What was read for one assessment: documents that hold, the places of everything, and the problems."""

    workspace: Workspace
    paths: dict[str, str] = field(default_factory=dict)
    assessment: Assessment | None = None
    dimensions: tuple[Dimension, ...] | None = None
    criteria: dict[str, Criterion] = field(default_factory=dict)
    known_criteria: tuple[str, ...] = ()
    weights: AnyWeights | None = None
    scenario: Scenario | None = None
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    sound: dict[str, pd.DataFrame] = field(default_factory=dict)
    """Of tables that could not be read, the rows without a fault; only what they name is checked."""
    sources: dict[str, Source] | None = None
    templates: dict[str, str] = field(default_factory=dict)
    marks: dict[str, Marked] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    choices: ChoicesRead = field(default_factory=ChoicesRead)
    answers_given: Mapping[str, str] = field(default_factory=dict)
    confidential: Confidential | None = None

    def document(self, file: str, kind: Any) -> Any:
        """Read one document, keep its places and problems, and return it or None."""
        path = self.workspace.root / file
        if self.workspace.leads_out(path):
            self.marks[file] = Marked(file, None)
            self.problems.append(leads_out(file))
            return None
        found, marked, problems = read_document(path, kind, file)
        self.marks[file] = marked
        self.problems += problems
        return found

    def table(self, name: str) -> None:
        """Read one table of data/, where it is there; minerals must be."""
        table = TABLES[name]
        path = self.workspace.root / table.path
        if self.workspace.leads_out(path):
            self.problems.append(leads_out(table.path))
        elif path.is_file() or name == "minerals":
            frame, problems = read_table(path, table, table.path, self.sound, self.worded)
            self.problems += problems
            if frame is not None:
                self.tables[name] = frame

    def has_file(self, name: str) -> bool:
        """Whether the file of a table is there, read or not."""
        return (self.workspace.root / TABLES[name].path).exists()

    @cached_property
    def worded(self) -> frozenset[str]:
        """The properties that some criterion of the workspace reads as words, also one that has a slip."""
        found = set[str]()
        for path in self.workspace.documents("criteria"):
            file = f"criteria/{path.name}"
            marked = self.marks.get(file) or read_document(path, _ANYTHING, file)[1]
            said = marked.content if isinstance(marked.content, dict) else {}
            scale, parameters = said.get("scale"), said.get("parameters")
            if isinstance(scale, dict) and isinstance(parameters, dict) and scale.get("kind") == "words":
                found.add(str(parameters.get("property")))
        return frozenset(found)

    @property
    def dataset(self) -> Dataset:
        """The tables read so far."""
        stated = {} if self.assessment is None else self.assessment.sources.model_dump()
        return Dataset(self.tables, self.sources or {}, {name: tuple(ids) for name, ids in stated.items()})


def read_assessment(workspace: Workspace, file: str, overrides: Mapping[str, Any]) -> Reading:
    """Read an assessment and every file it uses.

    Parameters
    ----------
    workspace, file
        Where it stands.
    overrides
        What the command line says instead: ``weights``, ``scenario`` (paths), ``compare_with``, ``draws``, ``seed``,
        ``choices``, ``answers`` (choice → option).
    """
    reading = Reading(workspace, {"assessment": file}, answers_given=overrides.get("answers") or {})
    assessment = reading.document(file, Assessment)
    if assessment is not None:
        reading.assessment = _overridden(assessment, overrides)
        if reading.assessment.status != assessment.status:
            message = Message("files.trial_is_draft", status=assessment.status)
            reading.problems.append(reading.marks[file].problem(("status",), message, severity="warning"))
    said = reading.marks[file].content
    said = said if isinstance(said, dict) else {}
    read_criteria(reading, said.get("criteria", "all"))
    reading.weights = _linked(reading, "weights", overrides.get("weights") or said.get("weights"), WEIGHTS)
    scenario = overrides.get("scenario") or said.get("scenario") or "none"
    if scenario != "none":
        reading.scenario = _linked(reading, "scenario", scenario, Scenario)
    read_evidence(reading)
    read_templates(reading)
    reading.problems += stray_files(workspace)
    return reading


def leads_out(file: str) -> Problem:
    """Return the problem of a link through which a run would depend on what is not in the workspace."""
    hint = Message("files.copy_here")
    return Problem(file, 1, None, "", Message("files.link_leads_out"), hint)


def _overridden(assessment: Assessment, overrides: Mapping[str, Any]) -> Assessment:
    linked = ("weights", "scenario", "compare_with", "choices")
    changes: dict[str, Any] = {key: overrides[key] for key in linked if overrides.get(key)}
    if overrides.get("answers"):
        changes["answers"] = {**assessment.answers, **overrides["answers"]}
    if any(key in changes and changes[key] != getattr(assessment, key) for key in ("weights", "scenario", "answers")):
        changes.update(status="draft", adopted=None)  # nobody adopted the list that these words ask for
    plan = {key: overrides[key] for key in ("draws", "seed") if overrides.get(key) is not None}
    if plan:
        changes["robustness"] = assessment.robustness.model_copy(update=plan)
    return assessment.model_copy(update=changes)


def _linked(reading: Reading, key: str, text: Any, kind: Any) -> Any:
    """Read a document that the assessment names by a path inside the workspace."""
    if not isinstance(text, str):
        return None
    marked, folder = reading.marks[reading.paths["assessment"]], "weights" if key == "weights" else "scenarios"
    path = reading.workspace.inside(text)
    if path is None:
        hint = Message("files.name_inside", folder=folder)
        reading.problems.append(marked.problem((key,), Message("files.leads_out", text=text), hint))
        return None
    if path.exists() and not path.is_file() and path.suffix == ".yaml":
        return None  # told where every folder in place of a file is
    if not path.is_file():
        known = [reading.workspace.relative(other) for other in reading.workspace.documents(folder)]
        nothing = key == "scenario" and text.lower() in _NOTHING
        hint = Message("files.write_none") if nothing else instead_of(path) or nearest(text, known)
        reading.problems.append(marked.problem((key,), Message("files.named_file_missing", text=text), hint))
        return None
    file = reading.workspace.relative(path.resolve()) if path.resolve().is_relative_to(reading.workspace.root) else text
    reading.paths[key] = file
    return reading.document(file, kind)


def read_criteria(reading: Reading, wanted: Any) -> None:
    """Read the dimensions and the criteria wanted: all files of criteria/, or those of a list."""
    reading.dimensions = reading.document(DIMENSIONS_FILE, _DIMENSIONS)
    files = {path.stem: path for path in reading.workspace.documents("criteria") if path.name != "dimensions.yaml"}
    reading.known_criteria = tuple(files)
    codes = [code for code in wanted if isinstance(code, str)] if isinstance(wanted, list) else list(files)
    for code in dict.fromkeys(codes):
        if code in files:
            criterion = reading.document(f"criteria/{code}.yaml", Criterion)
            if criterion is not None and criterion.code != code and criterion.code in files:
                _refuse_copy(reading, code, criterion)
            elif criterion is not None:
                reading.criteria[code] = criterion


def _refuse_copy(reading: Reading, stem: str, criterion: Criterion) -> None:
    """A copy of a criterion, as synchronising and copying make: it counts as nothing else, so nothing else is told."""
    marked = reading.marks.pop(f"criteria/{stem}.yaml")
    reading.known_criteria = tuple(code for code in reading.known_criteria if code != stem)
    message = Message("files.copy_of_criterion", code=criterion.code)
    reading.problems.append(marked.problem(("code",), message, Message("files.remove_copy")))


def read_evidence(reading: Reading) -> None:
    """Read every table of data/ that the workspace has, the sources, and the rows that are not for publication."""
    for name in TABLES:
        reading.table(name)
    reading.sources = reading.document(SOURCES_FILE, SOURCES)
    found = read_confidential(
        reading.workspace,
        reading.tables,
        reading.sources,
        reading.worded,
        lambda file: reading.document(file, SOURCES),
    )
    reading.tables.update(found.tables)
    reading.confidential = found.rows
    reading.sources = reading.sources if found.sources is None else found.sources
    reading.problems += [*found.problems, *confidential_strays(reading.workspace)]


LARGEST_LOGO = 1_000_000
"""Bytes; a larger file is read only so far that it is known to be too large."""


def read_templates(reading: Reading) -> None:
    """Read the planner's own page templates and style sheets."""
    folder = reading.workspace.root / "templates"
    for path in reading.workspace.files("templates", below=True):
        file = reading.workspace.relative(path)
        if path.suffix in TEMPLATE_KINDS and is_text(path.as_posix()):
            if reading.workspace.leads_out(path):
                reading.problems.append(leads_out(file))
                continue
            text, problems = read_text(path, file, largest=LARGEST_TEMPLATE)
            reading.problems += problems
            if text is not None:
                reading.templates[path.relative_to(folder).as_posix()] = text
    for name, kind in LOGOS.items():
        if reading.workspace.leads_out(folder / name):
            reading.problems.append(leads_out(f"templates/{name}"))
        elif (folder / name).is_file():
            content = base64.b64encode((folder / name).read_bytes()[: LARGEST_LOGO + 1]).decode("ascii")
            reading.templates[name] = f"data:{kind};base64,{content}"
