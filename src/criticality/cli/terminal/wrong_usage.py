"""What typer refuses before a command begins, said in the language of the process.

In English the sentences are typer's own. Typer keeps no code with them, so each is recognised by its English form,
which stands beside the others in the catalogue (``usage.*``); one that is not there is shown in English.
"""

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from criticality.cli.terminal.say import say
from criticality.text.language import current_language
from criticality.text.message import Message, said, sentences

if TYPE_CHECKING:
    from typer._click.exceptions import UsageError as _UsageError
else:
    _UsageError = typer.BadParameter.__bases__[0]
Refusal = _UsageError
"""The base of every refusal, wherever the version of typer keeps it."""
_NAME = re.compile(r"'([^']*)'")
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def refuse(error: Refusal) -> int:
    """Say on stderr what typer refuses, and return the exit code."""
    if current_language() == "en" or type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        for line in _lines(error):
            say(line, err=True)
    return error.exit_code


def _lines(error: Refusal) -> Iterator[str]:
    ctx = error.ctx
    if ctx is not None:
        yield ctx.get_usage()
        yield said(Message("usage.try", command=f"{ctx.command_path} {ctx.help_option_names[0]}"))
        yield ""
    yield said(Message("usage.error", message=translated(error.format_message())))


def translated(sentence: str) -> str:
    """Return a sentence of typer in the language of the process; one of no known form as it stands."""
    for code, form in _forms().items():
        match = form.fullmatch(sentence)
        if match:
            return said(Message(code, **{name: translated(_quoted(text)) for name, text in match.groupdict().items()}))
    return sentence


def _quoted(text: str) -> str:
    """The names of a sentence, in Chinese between its quotes."""
    if current_language() != "zh-Hant":
        return text
    return _NAME.sub(r"「\1」", text).replace("」, 「", "」、「")


@functools.cache
def _forms() -> dict[str, re.Pattern[str]]:
    """The English form of each sentence, its places as groups; the longest first, as it says most."""
    english = {code: texts["en"] for code, texts in sentences("usage").items() if not code.endswith((".try", ".error"))}
    longest = sorted(english, key=lambda code: -len(english[code]))
    return {code: re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(english[code]))) for code in longest}
