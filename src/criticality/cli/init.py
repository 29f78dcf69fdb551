"""`criticality init`: a fresh, small, running workspace."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem
from criticality.indicators.table import INDICATORS
from criticality.records.drafts import draft_folder, put
from criticality.schemas import json_schemas, schema_of, schema_text
from criticality.text.language import program
from criticality.text.message import Message
from criticality.text.spreadsheet import MARK

_NEXT = ("check", "run")
_TELLS_A_WORKSPACE = "assessments"
"""The folder by which the other commands know a workspace; put in place last, so that none is found half-made."""
_SCHEMAS = ".schema"
"""Where a new workspace keeps the JSON Schemas to which the first line of each of its YAML files points."""


def make_workspace(folder: Path, *, excel: bool = False) -> None:
    """Copy the packaged skeleton into a new or empty folder and say what to do next.

    With `excel`, tables begin with a byte order mark.

    Raises
    ------
    InputError
        If the folder holds anything: nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message, hint = Message("cli.not_empty"), Message("cli.name_new_folder")
        raise InputError([Problem(str(folder), 1, None, "", message, hint)])
    with draft_folder(_made(folder.resolve().parent), "workspace") as drafts:
        draft = drafts / "workspace"
        copied = _copied(files("criticality") / "skeleton", draft, excel=excel)
        _describe(draft, copied)
        if folder.is_dir():  # it stays, because somebody may stand in it
            for path in sorted(draft.iterdir(), key=lambda path: path.name == _TELLS_A_WORKSPACE):
                put(path, folder / path.name)
        else:
            put(draft, folder)
    for path in copied:
        say(f"  {folder / path.relative_to(draft)}")
    say(Message("cli.made_workspace"))
    for word in _NEXT:
        say(f'  {program()} {word} --workspace "{folder}"')


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _describe(draft: Path, copied: list[Path]) -> None:
    """Write the schemas, and tell editors on the first line of each YAML file which of them describes it."""
    (draft / _SCHEMAS).mkdir()
    for name, schema in json_schemas(INDICATORS).items():
        (draft / _SCHEMAS / f"{name}.json").write_text(schema_text(schema), "utf-8")
    for path in copied:
        if described := schema_of(path.relative_to(draft).as_posix()):
            hint = f"# yaml-language-server: $schema=../{_SCHEMAS}/{described}.json\n"
            path.write_bytes(hint.encode() + path.read_bytes())


def _copied(source: Traversable, target: Path, *, excel: bool) -> list[Path]:
    """Write a packaged folder, and return its files."""
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            written += _copied(entry, target / entry.name, excel=excel)
        else:
            mark = MARK if excel and entry.name.endswith(".csv") else b""
            (target / entry.name).write_bytes(mark + entry.read_bytes())
            written.append(target / entry.name)
    return written
