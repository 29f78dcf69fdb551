"""Characters that look like those of YAML and are others: told by name, at the line on which they stand.

The reader of YAML sees such a slip a line later, or takes it for text; a planner cannot see it at all.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from criticality.errors import Problem
from criticality.files.damage import lines_of
from criticality.text.message import Message

_KEY = r"[A-Za-z_][\w-]*"
_START = r"^[ \t\u3000\u00a0]*(?:- )?(?:\{ *)?"
_BLANKS = {
    "\u00a0": "files.no_break_space",
    "\u202f": "files.narrow_space",
    "\u2007": "files.figure_space",
    "\u3000": "files.full_width_space",
    "\u200b": "files.zero_width_space",
    "\ufeff": "files.byte_order_mark",
}
_ODD = "".join(_BLANKS)
_AFTER_COLON = re.compile(rf"(?:{_START}|[{{,] *)({_KEY}):([{_ODD}])")
_BEFORE_COLON = re.compile(rf"(?:{_START}|[{{,] *)({_KEY})([{_ODD}])+:")
_FULL_COLON = re.compile(rf"(?:{_START}|[{{,，] *)({_KEY})：")
_INDENT = re.compile(rf"^[ ]*([{_ODD}])")
_OWN_KEY = re.compile(rf"^ *(?:- )?{_KEY}:(?: |$)")
_NO_BLANK = re.compile(r"[{,] *(by|weight|at_least|below):([\d.]+)")
_FULL_COMMA = re.compile(rf"^[^#\"']*\{{[^\"']*，\s*{_KEY}\s*[:：]")
_FULL_BRACKETS = re.compile(rf"{_START}(?:{_KEY}: *)?([｛［｝］])")


class _Slip(NamedTuple):
    line: int
    column: int
    message: str
    hint: str


def typing_slip(text: str, file: str) -> Problem | None:
    """The first such slip of a document that has problems, with the number of the others; None without any."""
    slips = [slip for number, line in enumerate(lines_of(text), 1) for slip in _slips(number, line)]
    if not slips:
        return None
    first = slips[0]
    lines = sorted({slip.line for slip in slips[1:]} - {first.line})
    message = Message("files.more_slips", message=first.message, n=len(lines)) if lines else first.message
    return Problem(file, first.line, first.column, "", message, first.hint)


def open_quote(text: str, last: int) -> int | None:
    """The line on which a double quote opens that swallows lines with keys of their own, up to the line `last`."""
    opened: int | None = None
    swallowed = False
    for number, line in enumerate(lines_of(text)[: last + 1], 1):
        swallowed = swallowed or (opened is not None and bool(_OWN_KEY.match(line)))
        if line.count('"') % 2 == 0 or line.lstrip().startswith("#"):
            continue
        if opened is not None and swallowed:
            return opened
        opened, swallowed = (number if opened is None else None), False
    return opened if swallowed else None


def _slips(number: int, line: str) -> Iterator[_Slip]:
    if line.lstrip().startswith("#"):
        return
    for pattern, where in ((_AFTER_COLON, "files.blank_after_colon"), (_BEFORE_COLON, "files.blank_before_colon")):
        for found in _outside_quotes(pattern, line):
            message = Message(where, blank=Message(_BLANKS[found.group(2)]), key=found.group(1))
            yield _Slip(number, found.start(2) + 1, message, Message("files.type_plain_space"))
    for found in _outside_quotes(_FULL_COLON, line):
        message = Message("files.full_width_colon", key=found.group(1))
        yield _Slip(number, found.end(), message, Message("files.plain_colon"))
    for found in _outside_quotes(_NO_BLANK, line):
        message = Message("files.space_missing", key=found.group(1))
        yield _Slip(
            number, found.start(2) + 1, message, Message("files.write_pair", key=found.group(1), value=found.group(2))
        )
    indent = _INDENT.match(line)
    if indent:
        message = Message("files.odd_indent", blank=Message(_BLANKS[indent.group(1)]))
        yield _Slip(number, indent.start(1) + 1, message, Message("files.indent_plain"))
    if _FULL_COMMA.match(line):
        column = line.index("，") + 1
        yield _Slip(number, column, Message("files.full_width_comma"), Message("files.plain_comma"))
    brackets = _FULL_BRACKETS.match(line)
    if brackets:
        message = Message("files.full_width_bracket", bracket=brackets.group(1))
        yield _Slip(number, brackets.start(1) + 1, message, Message("files.type_brackets"))


def _outside_quotes(pattern: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """Matches that no quoted text holds; a key in the middle of a line stands in braces."""
    for found in pattern.finditer(line):
        before = line[: found.start()]
        inside = before.count('"') % 2 == 1 or before.count("'") % 2 == 1
        if not inside and (not before.strip(" -\t\u3000\u00a0") or "{" in line[: found.start() + 1]):
            yield found
