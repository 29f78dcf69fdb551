"""A document copied as a new file beside it: nothing in a copy is adopted or confirmed, and its title names it."""

from pydantic import ValidationError

from criticality.desk.editing.editable_files import FileRead
from criticality.desk.saving import FILE_NAME, Change
from criticality.errors import InputError, Problem
from criticality.files.editing.lists import quoted
from criticality.files.editing.values import with_values, without_key
from criticality.files.workspace import Workspace
from criticality.files.yaml import parse_marked
from criticality.model.document import LANGUAGES, Text
from criticality.text.message import Message

FOLDERS = ("assessments", "weights", "scenarios")
"""Those whose documents stand alone: a copy changes nothing until it is named somewhere."""


def may_be_copied(file: str) -> bool:
    """Whether a file can be copied at the desk."""
    return file.partition("/")[0] in FOLDERS


def new_file(workspace: Workspace, folder: str, name: str) -> str:
    """Return a document that is to be made in a folder, by its name without folder and ending.

    Raises
    ------
    InputError
        If the name cannot be, or is taken.
    """
    file, wrong = f"{folder}/{name}.yaml", None
    if not FILE_NAME.fullmatch(name):
        wrong = Message("trying.no_name", name=name)
    elif (workspace.root / file).exists():
        wrong = Message("trying.name_taken", name=name)
    if wrong is not None:
        raise InputError([Problem("name", 1, None, "", wrong, Message("trying.name_hint"))])
    return file


def copy_of(workspace: Workspace, read: FileRead, name: str) -> Change:
    """Return the new file.

    Parameters
    ----------
    name
        Of the new file, without folder and ending.

    Raises
    ------
    InputError
        If the name cannot be, is taken, or the document cannot be read.
    """
    file = new_file(workspace, read.file.partition("/")[0], name)
    marked, problems = parse_marked(read.text, read.file)
    if problems or not isinstance(marked.content, dict):
        raise InputError(problems)
    text = read.text
    if marked.content.get("status") == "adopted":
        text = with_values(text, {("status",): "illustrative"})
    return Change(file, _titled(without_key(text, "confirmed"), marked.content.get("title"), name))


def _titled(text: str, title: object, name: str) -> str:
    """The text with a title that names the copy; as it is where it has no title that can be read."""
    try:
        own = Text.model_validate(title)
    except ValidationError:
        return text
    said = {each: Message("editing.copy_title", title=own.to(each), name=name).said(each) for each in LANGUAGES}
    return with_values(text, {("title",): f"{{en: {quoted(said['en'])}, zh-Hant: {quoted(said['zh-Hant'])}}}"})
