"""The tables of a workspace as a data package: what stands in its files, once they pass the checks of `check`."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from criticality.errors import InputError
from criticality.files.load import Reading, read_evidence
from criticality.files.workspace import Workspace
from criticality.files.yaml import read_document
from criticality.interchange.data_package import PACKAGE, Described, Descriptor, data_package
from criticality.model.assessment import Assessment
from criticality.model.dataset import TABLES, Table

_NAMING = ("source", "programme")
"""Columns that name sources."""
_LICENCES = "data/LICENCES.md"
_WORDED = "mineral_properties"


def described_workspace(workspace: Workspace) -> Descriptor:
    """Return the descriptor of the tables of a workspace.

    It keeps the title and the version of the one that is there; a new one has the title of the newest assessment.

    Raises
    ------
    InputError
        If a table or the sources have an error.
    """
    reading = Reading(workspace)
    read_evidence(reading)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if errors or reading.sources is None:
        raise InputError(errors)
    tables = {
        name: described_table(workspace.root / table.path, table, worded=name == _WORDED and bool(reading.worded))
        for name, table in TABLES.items()
        if name in reading.tables
    }
    named = {name: table._replace(sources=[id_ for id_ in table.sources if id_ in (reading.sources or {})])
             for name, table in tables.items()}  # fmt: skip
    before = _there(workspace.root / PACKAGE)
    version = before.get("version")
    title = before.get("title") or f"Figures behind: {_newest(workspace)}"
    package = data_package(str(title), str(version) if version else None, named, reading.sources)
    if not (workspace.root / _LICENCES).is_file():
        package.pop("licenses")  # it names that file
    return package


def described_table(path: Path, table: Table, *, worded: bool = False) -> Described:
    """Return the columns of a table that are known, in their order, and the sources that its rows name."""
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    known = {column.name for column in table.columns}
    columns = [name.strip() for name in reader.fieldnames or () if name.strip() in known]
    named = {name.strip() for row in reader for column in _NAMING for name in (row.get(column) or "").split(";")}
    return Described(columns, sorted(named - {""}), worded)


def _there(path: Path) -> Mapping[str, object]:
    """The descriptor that is there; what cannot be read is made anew."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _newest(workspace: Workspace) -> str:
    """The English title of the assessment with the latest reference year; the folder's name without one."""
    found = []
    for path in workspace.documents("assessments"):
        assessment, _, _ = read_document(path, Assessment, workspace.relative(path))
        if assessment is not None:
            found.append((assessment.reference_year, assessment.title.to("en")))
    return max(found)[1] if found else workspace.root.resolve().name
