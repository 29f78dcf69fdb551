"""The help of every command, in the language of the process.

What helps with a command or an option stands in the catalogue of messages; the declarations name it by its code. In
English typer lays it out; in another language, where typer's own words are English and its lines are broken by
characters, it is laid out here, in the same order and by cells of the terminal.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from criticality.text.language import MESSAGE_LANGUAGES, MessageLanguage, current_language, known_languages
from criticality.text.message import Message, said
from criticality.text.wide import cells, padded, wrapped

if TYPE_CHECKING:
    from typer._click.core import Command as _Command
    from typer._click.core import Context as _Context
    from typer.core import TyperOption as _Parameter
else:
    _Command = _Context = _Parameter = object

LANG = "--lang"
_CODE = re.compile(r"help\.[a-z_]+")
_LARGEST_NAME = 30
"""Cells of the column of names; behind a wider name the words begin on the next line."""
_OWN_WORDS: Mapping[str, str] = {
    "[OPTIONS]": "help.options_place",
    "COMMAND [ARGS]...": "help.command_place",
    "<str>": "help.kind_text",
    "<int range>": "help.kind_number",
    "<path>": "help.kind_path",
    "default: ": "help.default",
    "[required]": "help.required",
}
"""Typer's own words in what it says of an option."""
_OWN_WORD = re.compile("|".join(map(re.escape, _OWN_WORDS)))


class _InLanguage(_Command):
    """What typer's commands and groups of commands do otherwise here."""

    def get_usage(self, ctx: _Context) -> str:
        """Return the line of usage."""
        usage = super().get_usage(ctx)
        if current_language() == "en":
            return usage
        pieces = " ".join(self.collect_usage_pieces(ctx))
        return said(Message("help.usage", line=f"{ctx.command_path} {_own_words_said(pieces)}"))

    def get_help(self, ctx: _Context) -> str:
        """Return the whole help."""
        return super().get_help(ctx) if current_language() == "en" else "\n".join(_lines(self, ctx))


class Command(_InLanguage, TyperCommand):
    """A command."""


class Group(_InLanguage, TyperGroup):
    """A command with commands below it."""


def command_tree(app: typer.Typer) -> _Command:
    """Return the commands of a program with their help in the language of the process; each takes ``--lang``."""
    language, known = current_language(), known_languages()
    if known != MESSAGE_LANGUAGES:
        return _tree(app)  # the file of a further language may change while a process lives
    return _kept_tree(app, language)


@cache
def _kept_tree(app: typer.Typer, _language: MessageLanguage) -> _Command:
    """The same for a process that gives many commands, such as the desk and the tests: 60 ms each."""
    return _tree(app)


def _tree(app: typer.Typer) -> _Command:
    tree = get_command(app)
    _word(tree, _lang_option())
    return tree


def _lang_option() -> _Parameter:
    """The option that every command takes; which language it names is known before any command is made."""
    asker, named = typer.Typer(), "|".join(known_languages())

    def ask(lang: Annotated[str, typer.Option(LANG, metavar=named, expose_value=False, help="help.lang")] = "") -> None:
        """Take the option and do nothing."""

    asker.command()(ask)
    return _options_of(get_command(asker))[0]


def _word(command: _Command, lang: _Parameter) -> None:
    command.params = [*command.params, lang]
    command.help = _sentence(command.help)
    for parameter in _options_of(command):
        parameter.help = _sentence(parameter.help)
    for below in getattr(command, "commands", {}).values():
        _word(below, lang)


def _options_of(command: _Command) -> list[_Parameter]:
    """The options and arguments of a command, which are read alike here."""
    return cast("list[_Parameter]", command.params)


def _sentence(words: str | None) -> str | None:
    return said(Message(words)) if words is not None and _CODE.fullmatch(words) else words


# ── the layout in another language than English ────────────────────────────────────────────────────


def _lines(command: _Command, ctx: _Context) -> Iterator[str]:
    width = max(min(shutil.get_terminal_size().columns, 80) - 2, 50)
    yield command.get_usage(ctx)
    yield ""
    yield from (f"  {line}" for line in wrapped(command.help or "", width - 2))
    rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is not None:
            rows[parameter.param_type_name].append(_row(*record))
    below = [(name, each.help or "") for name, each in getattr(command, "commands", {}).items()]
    yield from _section(Message("help.arguments"), rows["argument"], width)
    yield from _section(Message("help.options"), rows["option"], width)
    yield from _section(Message("help.commands"), below, width)


def _row(names: str, words: str) -> tuple[str, str]:
    helped = said(Message("help.help_option")) if names.endswith("--help") else _own_words_said(words)
    return _own_words_said(names), helped


def _own_words_said(text: str) -> str:
    return _OWN_WORD.sub(lambda match: said(Message(_OWN_WORDS[match[0]])), text)


def _section(title: Message, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    if not rows:
        return
    column = min(max(cells(name) for name, _ in rows), _LARGEST_NAME)
    yield f"\n{said(title)}"
    for name, words in rows:
        first, *rest = wrapped(words, width - column - 4) or [""]
        fits = cells(name) <= column
        yield f"  {padded(name, column)}  {first}" if fits else f"  {name}"
        yield from (" " * (column + 4) + line for line in (rest if fits else [first, *rest]))
