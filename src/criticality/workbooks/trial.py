"""New texts of files tried in a copy of the workspace before any of them is written, and the writing of all of them."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from criticality.checking.check import check_workspace
from criticality.errors import InputError, Problem
from criticality.files.workspace import Workspace
from criticality.records.drafts import alone_in, draft_folder, put, scratch_folder
from criticality.text.message import Message
from criticality.workbooks.as_book import digest
from criticality.workbooks.putting_in import NewText

_FOLDERS = ("assessments", "criteria", "weights", "scenarios", "choices", "data")
_MARK = b"\xef\xbb\xbf"


Beside = Callable[[Workspace, Iterable[Problem]], Iterable[Problem]]
"""What `check` says of a workspace beside its records, from the problems found in its files."""


@dataclass(frozen=True)
class _Copy(Workspace):
    """A copy of the files of a workspace, held against the records of the workspace itself."""

    records: Path

    @property
    def runs(self) -> Path:
        return self.records


def new_problems(
    workspace: Workspace, made: Mapping[str, NewText], beside: Beside = lambda _files, _found: ()
) -> list[Problem]:
    """Return what `check` would say of the new texts and does not say of the old ones; both are tried in one copy."""
    with scratch_folder() as scratch:
        trial = scratch / "workspace"
        for name in _FOLDERS:
            if (workspace.root / name).is_dir():
                shutil.copytree(workspace.root / name, trial / name)
        held = {name: (trial / name).read_bytes() for name in made}
        for name, new in made.items():
            (trial / name).write_bytes(new.text.encode("utf-8"))
        found = _found(_Copy(trial, workspace.runs), beside)
        if not found:
            return []
        for name, old in held.items():
            (trial / name).write_bytes(old)
        before = {same(problem) for problem in _found(_Copy(trial, workspace.runs), beside)}
    return [problem for problem in found if same(problem) not in before]


def _found(workspace: Workspace, beside: Beside) -> list[Problem]:
    found = check_workspace(workspace)
    return [*found, *beside(workspace, found)]


def same(problem: Problem) -> tuple[str, str, str, str]:
    """By what a problem is known where lines have moved."""
    return problem.file, problem.where, problem.severity, str(problem.message)


def at_cell(problem: Problem, made: Mapping[str, NewText], file: str) -> Problem:
    """Return a problem of a new text at the cell of the workbook that stands behind its line; else as it is."""
    spot = made[problem.file].lines.get(problem.line) if problem.file in made else None
    if spot is None:
        return problem
    slots = {"file": problem.file, "where": problem.where or "–", "message": problem.message}
    is_warning = problem.severity == "warning"
    message = Message("workbook.would_warn" if is_warning else "workbook.would_say", **slots)
    told = spot.problem(message, Message("workbook.hint_of", hint=problem.hint), warning=is_warning)
    return replace(told, file=file)


def write_texts(workspace: Workspace, made: Mapping[str, NewText], held: Mapping[str, str]) -> None:
    """Put new texts in place of the files; each completely or not at all, all drafts made before the first is put.

    Raises
    ------
    InputError
        If a file was changed since it was read.
    """
    with ExitStack() as stack:
        folders = sorted({(workspace.root / name).parent for name in made})
        for folder in folders:
            stack.enter_context(alone_in(folder))
        drafts: list[tuple[Path, Path]] = []
        for name, new in made.items():
            target = workspace.root / name
            raw = target.read_bytes()
            mark = _MARK if raw.startswith(_MARK) else b""
            if digest(raw[len(mark) :].decode("utf-8")) != digest(held[name]):
                message, hint = Message("asking.changed"), Message("workbook.export_anew")
                raise InputError([Problem(name, 1, None, "", message, hint)])
            folder = stack.enter_context(draft_folder(target.parent, target.name))
            draft = folder / target.name
            draft.write_bytes(mark + new.text.encode("utf-8"))
            draft.chmod(target.stat().st_mode)
            drafts.append((draft, target))
        for draft, target in drafts:
            put(draft, target)
