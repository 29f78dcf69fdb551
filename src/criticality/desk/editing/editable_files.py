"""Which files of a workspace may be edited at the desk, and how one is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from criticality.desk.saving import digest_of
from criticality.errors import CriticalityError, InputError, RecordError
from criticality.files.encoding import read_text
from criticality.files.load import SOURCES_FILE, leads_out
from criticality.files.workspace import Workspace, is_text
from criticality.files.yaml import parse_marked
from criticality.model.dataset import TABLES, Table
from criticality.text.message import Message

FOLDERS: Sequence[str] = ("assessments", "criteria", "weights", "scenarios", "choices", "data")
"""Those of a planner's decisions and figures; templates and records are none of them."""
LARGEST = 900_000
"""Bytes of a file that is edited in a browser; a form of a whole text may not be larger than what the desk takes."""
_LONGEST_NAME = 255
"""Bytes of a name that a file can have."""
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class FileRead:
    """A file as it was read.

    Attributes
    ----------
    file
        Relative to the workspace, with forward slashes.
    text
        Without the mark at its beginning that some editors write.
    digest
        SHA-256 of its bytes.
    mark
        That mark, or "".
    """

    file: str
    text: str
    digest: str
    mark: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it has rows."""
        return self.file.endswith(".csv")

    @property
    def table(self) -> Table | None:
        """The schema of a table of data/; None for a document, or for rows that a choice brings."""
        return next((table for table in TABLES.values() if table.path == self.file), None)


def editable(workspace: Workspace) -> Mapping[str, Sequence[str]]:
    """Folder → its files that may be edited, by name."""
    return {folder: _files(workspace, folder) for folder in FOLDERS}


def _files(workspace: Workspace, folder: str) -> list[str]:
    paths = (path for path in workspace.files(folder, below=True) if is_text(path.name))
    names = (workspace.relative(path) for path in paths if not _is_refused(workspace, path))
    return [name for name in names if is_editable(name)]


def _is_refused(workspace: Workspace, path: Path) -> bool:
    return workspace.leads_out(path) or not path.is_file()


def is_editable(file: str) -> bool:
    """Whether a name is that of a document or a table in one of the folders, spelled in the one way."""
    path = PurePosixPath(file)
    if str(path) != file or "\\" in file or any(part.startswith((".", "~$")) or "\x00" in part for part in path.parts):
        return False
    if any(len(part.encode("utf-8", "surrogatepass")) > _LONGEST_NAME for part in path.parts):
        return False
    if len(path.parts) < 2 or path.parts[0] not in FOLDERS:
        return False
    depth = 2 if path.parts[0] != "choices" else 3
    kinds = {"data": (".csv",), "choices": (".yaml", ".csv")}.get(path.parts[0], (".yaml",))
    return len(path.parts) <= depth and (path.suffix in kinds or file == SOURCES_FILE)


def content_of(workspace: Workspace, file: str) -> Mapping[str, object]:
    """Return what a document says; nothing where it is none, or cannot be read."""
    try:
        content = parse_marked(read_file(workspace, file).text, file)[0].content
    except (CriticalityError, OSError):
        return {}
    return content if isinstance(content, dict) else {}


def read_file(workspace: Workspace, file: str) -> FileRead:
    """Read a file that may be edited.

    Raises
    ------
    RecordError
        If there is no such file, or it may not be edited here.
    InputError
        If it cannot be read as text, leads out of the workspace or is too large.
    """
    path = workspace.root / file
    if not is_editable(file) or not path.is_file():
        raise RecordError(Message("editing.no_such_file", file=file[:200]))
    if workspace.leads_out(path):
        raise InputError([leads_out(file)])
    text, problems = read_text(path, file, largest=LARGEST)
    if text is None:
        raise InputError(problems)
    content = path.read_bytes()
    return FileRead(file, text, digest_of(content), "\ufeff" if content.startswith(_MARK) else "")
