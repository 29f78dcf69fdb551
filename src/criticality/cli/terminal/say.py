"""Lines and JSON on the terminal.

Every command prints through `say`, `say_json` or a `Terminal`; tests/cli/terminal/test_say.py refuses another way.
"""

import json

import typer

from criticality.text.message import said
from criticality.text.visible import json_visible, visible


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text or a message; a character that would act on the terminal is shown as its code point."""
    typer.echo(visible(said(text)), err=err, nl=nl)


def say_json(content: object, *, indent: int | None = None) -> None:
    """Print one JSON object; a character that would act on the terminal is escaped as JSON does."""
    typer.echo(json_visible(json.dumps(content, ensure_ascii=False, indent=indent)))
