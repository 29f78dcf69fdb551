"""Characters that look like those of YAML and are others: told by name, at the line on which they stand.

The reader of YAML sees such a slip a line later, or takes it for text; a planner cannot see it at all.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from criticality.errors import Problem
from criticality.files.damage import lines_of

_KEY = r"[A-Za-z_][\w-]*"
_START = r"^[ \t\u3000\u00a0]*(?:- )?(?:\{ *)?"
_BLANKS = {
    "\u00a0": "an invisible no-break space",
    "\u202f": "an invisible narrow no-break space",
    "\u2007": "an invisible figure space",
    "\u3000": "a full-width space",
    "\u200b": "an invisible zero-width space",
    "\ufeff": "an invisible byte-order mark",
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
    more = f"; such slips stand on {len(lines)} more line{'s' if len(lines) > 1 else ''}" if lines else ""
    return Problem(file, first.line, first.column, "", f"{first.message}{more}", first.hint)


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
    for pattern, where in ((_AFTER_COLON, "after the colon of"), (_BEFORE_COLON, "before the colon of")):
        for found in _outside_quotes(pattern, line):
            blank = _BLANKS[found.group(2)]
            message = f"{blank} stands {where} {found.group(1)!r}"
            yield _Slip(number, found.start(2) + 1, message, "Delete it, and type a plain space.")
    for found in _outside_quotes(_FULL_COLON, line):
        message = f"a full-width colon ： stands after {found.group(1)!r}"
        yield _Slip(number, found.end(), message, "Type a plain colon and a space: «key: value».")
    for found in _outside_quotes(_NO_BLANK, line):
        message = f"a space is missing after the colon of {found.group(1)!r}"
        yield _Slip(number, found.start(2) + 1, message, f"Write «{found.group(1)}: {found.group(2)}».")
    indent = _INDENT.match(line)
    if indent:
        message = f"the line is indented with {_BLANKS[indent.group(1)]}"
        yield _Slip(number, indent.start(1) + 1, message, "Indent with plain spaces.")
    if _FULL_COMMA.match(line):
        column = line.index("，") + 1
        yield _Slip(number, column, "a full-width comma ， stands between two keys", "Type a plain comma and a space.")
    brackets = _FULL_BRACKETS.match(line)
    if brackets:
        message = f"a full-width bracket {brackets.group(1)} stands where a plain one belongs"
        yield _Slip(number, brackets.start(1) + 1, message, "Type { } or [ ].")


def _outside_quotes(pattern: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """Matches that no quoted text holds; a key in the middle of a line stands in braces."""
    for found in pattern.finditer(line):
        before = line[: found.start()]
        inside = before.count('"') % 2 == 1 or before.count("'") % 2 == 1
        if not inside and (not before.strip(" -\t\u3000\u00a0") or "{" in line[: found.start() + 1]):
            yield found
