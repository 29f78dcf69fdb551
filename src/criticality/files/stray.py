"""Files that stand in a folder which is read and are not read: another ending, another name, a name that is no text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from criticality.errors import Problem
from criticality.files.messages import nearest
from criticality.files.workspace import Workspace, is_text, printable
from criticality.model.dataset import TABLES
from criticality.model.rows.confidential_rows import FOLDER as CONFIDENTIAL_FOLDER
from criticality.text import spelling
from criticality.text.message import Message

DOCUMENT_FOLDERS = ("assessments", "criteria", "weights", "scenarios", "choices", "sweeps")
TEMPLATE_KINDS = (".html", ".css", ".json")
LOGOS = {"logo.svg": "image/svg+xml", "logo.png": "image/png", "logo.jpg": "image/jpeg"}
_PICTURES = ("svg", "png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "pdf")
_DOCUMENT = re.compile(r"(?P<stem>.+?)\.(?:ya?ml)(?:\.txt)?", re.IGNORECASE)
_TABLE = re.compile(r"(?P<stem>.+?)\.(?:csv(?:\.txt)?|tsv|xlsx?|ods)", re.IGNORECASE)
_NOT_READ = "files.not_read"
_UNKNOWN = ("weighting.unknown_criterion", "checking.no_criterion_file")


def stray_files(workspace: Workspace) -> Iterator[Problem]:
    """Warn of files that look as if they were meant to be read; refuse names that are no text.

    What begins with a dot or ``~$`` belongs to the system or to an open spreadsheet and is passed over.
    """
    for folder in DOCUMENT_FOLDERS:
        for path in workspace.files(folder):
            yield from _document(workspace, path)
    for path in workspace.files("data"):
        yield from _table(workspace, path)
    misnamed = [*_misnamed_confidential(workspace)]
    for place in misnamed:
        message = Message("confidential.folder_misnamed", name=printable(place.name))
        yield Problem(workspace.relative(place), 1, None, "", message, Message("confidential.folder_hint"))
    for folder in (*DOCUMENT_FOLDERS, "data"):
        yield from _below(workspace, folder, [workspace.root / CONFIDENTIAL_FOLDER, *misnamed])
    for path in workspace.files("templates", below=True):
        if path.suffix in TEMPLATE_KINDS:
            yield from _unreadable_name(workspace, path)
        elif path.name not in LOGOS or path.parent != workspace.root / "templates":
            yield from _template(workspace, path)
    yield from _no_files(workspace)


def _template(workspace: Workspace, path: Path) -> Iterator[Problem]:
    """Warn of a file of templates/ that looks like one that is read: another ending, capitals, another picture."""
    plain = path.name.lower().removesuffix(".txt")
    stem, _, ending = plain.rpartition(".")
    if ending in _PICTURES and stem == "logo":
        right = plain if plain in LOGOS else "logo.jpg" if ending == "jpeg" else ""
        hint = Message("files.rename_to", name=right) if right else Message("files.save_logo_as")
    elif f".{ending}" in TEMPLATE_KINDS:
        hint = Message("files.rename_to", name=printable(plain))
    elif stem and (meant := spelling.nearest(ending, [kind[1:] for kind in TEMPLATE_KINDS])):
        hint = Message("files.rename_to", name=printable(f"{stem}.{meant}"))
    else:
        return
    yield Problem(workspace.relative(path), 1, None, "", Message(_NOT_READ), hint, "warning")


def _no_files(workspace: Workspace) -> Iterator[Problem]:
    """Folders, pipes and the like under the name of a file that would be read."""
    tables = {Path(table.path).name for table in TABLES.values()} | {"sources.yaml"}
    for folder in (*DOCUMENT_FOLDERS, "data", "templates"):
        for path in workspace.others(folder):
            name = path.name
            document = folder in DOCUMENT_FOLDERS and path.suffix == ".yaml"
            template = folder == "templates" and (path.suffix in TEMPLATE_KINDS or name in LOGOS)
            if document or template or (folder == "data" and name in tables):
                message = Message("files.is_folder") if path.is_dir() else Message("files.no_ordinary_file")
                yield Problem(workspace.relative(path), 1, None, "", message, Message("files.in_place"))


def _below(workspace: Workspace, folder: str, told: Sequence[Path]) -> Iterator[Problem]:
    """Warn of folders inside a folder that is read, once each: what stands there is not read; of `told` others tell."""
    kind = _TABLE if folder == "data" else _DOCUMENT
    inside: dict[Path, list[Path]] = {}
    for path in workspace.files(folder, below=True):
        if (
            path.parent != workspace.root / folder
            and kind.fullmatch(path.name)
            and not any(map(path.is_relative_to, told))
        ):
            inside.setdefault(path.parent, []).append(path)
    for place, paths in inside.items():
        message = Message("files.folder_not_read", n=len(paths), first=printable(paths[0].name))
        hint = Message("files.move_there", folder=folder)
        yield Problem(workspace.relative(place), 1, None, "", message, hint, "warning")


def _misnamed_confidential(workspace: Workspace) -> Iterator[Path]:
    """Folders that were meant to be data/confidential/ and are not: what stands in them would not count, unsaid."""
    wanted = workspace.root / CONFIDENTIAL_FOLDER
    for above in (wanted.parent, workspace.root):
        for place in sorted(above.iterdir()) if above.is_dir() else ():
            if place != wanted and _means_confidential(place.name) and place.is_dir() and _holds_figures(place):
                yield place


def _means_confidential(name: str) -> bool:
    said = spelling.plain(name)
    return "機密" in said or spelling.nearest(said, ["confidential"], least_similarity=0.75) is not None


def _holds_figures(place: Path) -> bool:
    return any(path.name == "sources.yaml" or _TABLE.fullmatch(path.name) for path in place.rglob("*"))


def instead_of(path: Path) -> Message | None:
    """A hint where a file does not exist and one stands beside it that differs in its ending alone, or nothing."""
    wanted = re.sub(r"\.(ya?ml|csv)$", "", path.name)
    kind = _TABLE if path.suffix == ".csv" else _DOCUMENT
    try:
        beside: Sequence[Path] = sorted(path.parent.iterdir())
    except OSError:
        return None
    for other in beside:
        found = kind.fullmatch(other.name)
        if found and found["stem"] == wanted and other.name != path.name:
            return Message("files.is_there_rename", found=printable(other.name), wanted=path.name)
    return None


def no_assessment(workspace: Workspace, hint: str) -> Problem:
    """The problem of a workspace without an assessment; one with another ending is named."""
    hint = workspace.misnamed("assessments") or hint
    return Problem("assessments", 1, None, "", Message("files.no_assessment"), hint)


def without_followers(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems; where a criterion's file has another ending, that alone, not whoever names the criterion."""
    found = list(problems)
    strays = {problem.file: problem for problem in found if _is_stray_criterion(problem)}
    for file, stray in strays.items():
        code = _DOCUMENT.fullmatch(Path(file).name)
        followers = {problem for problem in found if code and _criterion_of(problem) == code["stem"]}
        if followers:
            message = Message("files.not_read_but_named", files=sorted({problem.file for problem in followers}))
            found = [problem for problem in found if problem not in followers and problem.file != file]
            found.append(replace(stray, message=message, severity="error"))
    return found


def _criterion_of(problem: Problem) -> object:
    """The criterion that a problem calls unknown, or None."""
    named = isinstance(problem.message, Message) and problem.code in _UNKNOWN
    return problem.message.slots["criterion"] if named and isinstance(problem.message, Message) else None


def _is_stray_criterion(problem: Problem) -> bool:
    return problem.file.startswith("criteria/") and problem.code == _NOT_READ


def _unreadable_name(workspace: Workspace, path: Path) -> Iterator[Problem]:
    shown = workspace.relative(path)
    if not is_text(path.as_posix()):
        message = Message("files.name_not_utf_8")
        yield Problem(shown, 1, None, "", message, Message("files.plain_name"))


def _document(workspace: Workspace, path: Path) -> Iterator[Problem]:
    found = _DOCUMENT.fullmatch(path.name)
    if found:
        yield from _unreadable_name(workspace, path)
    if found and path.suffix != ".yaml":
        hint = Message("files.rename_to_yaml", stem=printable(found["stem"]))
        yield Problem(workspace.relative(path), 1, None, "", Message(_NOT_READ), hint, "warning")


def _table(workspace: Workspace, path: Path) -> Iterator[Problem]:
    known = {Path(table.path).name for table in TABLES.values()} | {"sources.yaml"}
    if path.name in known:
        return
    table, document = _TABLE.fullmatch(path.name), _DOCUMENT.fullmatch(path.name)
    if table is None and document is None:
        return
    yield from _unreadable_name(workspace, path)
    stem, ending = (table["stem"], "csv") if table else (document["stem"] if document else "", "yaml")
    right = f"{stem}.{ending}"
    if right in known:
        hint = (
            Message("files.save_as", name=right)
            if re.search(r"\.(xlsx?|ods|tsv)$", path.name, re.IGNORECASE)
            else Message("files.rename_to", name=right)
        )
    else:
        hint = nearest(right, known)
    message = Message("files.no_such_table")
    yield Problem(workspace.relative(path), 1, None, "", message, hint, "warning")
