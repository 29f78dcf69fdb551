"""What a file is called beside its name: the title that its document states, or the word for a table of data/."""

from pathlib import PurePosixPath

from pydantic import ValidationError

from criticality.desk.editing.editable_files import content_of
from criticality.desk.visits import Desk, Visit
from criticality.model.document import Text
from criticality.text.message import Message, is_known

_KEYS = ("title", "question")
"""Of a document, the key that says what it is; choices have a question."""


class FileTitles:
    """The titles of documents, each read again when its file changes.

    Parameters
    ----------
    desk
        Whose workspace holds them.
    """

    def __init__(self, desk: Desk) -> None:
        self._workspace = desk.workspace
        self._known: dict[str, tuple[tuple[int, ...], Text | None]] = {}

    def of(self, file: str) -> Text | Message | None:
        """Return what a file is called; None where it does not say so, or cannot be read."""
        name = PurePosixPath(file)
        if name.suffix == ".csv" or name.name in ("sources.yaml", "dimensions.yaml"):
            code = f"editing.table_{name.stem}"
            return Message(code) if is_known(code) else None
        try:
            found = (self._workspace.root / file).stat()
        except OSError:
            return None
        state = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        known = self._known.get(file)
        if known is None or known[0] != state:
            known = self._known[file] = (state, self._read(file))
        return known[1]

    def _read(self, file: str) -> Text | None:
        content = content_of(self._workspace, file)
        said = next((content[key] for key in _KEYS if key in content), None)
        try:
            return Text.model_validate(said)
        except ValidationError:
            return None


def title_of_file(visit: Visit, file: str) -> str:
    """Return what a file is called, in the language of the page; "" where it does not say so."""
    found = visit.desk.part(FileTitles).of(file)
    return "" if found is None else visit.say(found) if isinstance(found, Message) else found.to(visit.language)


def shown_file(visit: Visit, file: str) -> str:
    """Return the name of a file with what it is called, for a menu."""
    title = title_of_file(visit, file)
    return visit.t("editing.file_titled", file=file, title=title) if title else file
