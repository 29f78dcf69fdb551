"""Text of a CSV file that a spreadsheet shows and never evaluates, and the text it stands for.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and some versions split a cell
at a semicolon or a tab (OWASP, CSV injection). An apostrophe before it makes it a text. `neutral` puts one before every
part that begins so, `stated` takes it away again: ``stated(neutral(text)) == text`` for every text. A number stays as
it is, whatever its sign.
"""

import re

MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8, by which Excel knows a CSV file as UTF-8; every reader here passes over it."""
ACTIVE = "=+\\-@＝＋－＠"
_BEGINS = rf"(?='*[{ACTIVE}][^;\t\r\n])"
_ADD = re.compile(rf"(^|[;\t\r\n]){_BEGINS}")
_TAKE = re.compile(rf"(^|[;\t\r\n])'{_BEGINS}")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def neutral(text: str) -> str:
    """Return a text as a cell of a CSV file that no spreadsheet evaluates."""
    return text if _NUMBER.fullmatch(text) else _ADD.sub(r"\1'", text)


def stated(cell: str) -> str:
    """Return the text that a cell written by `neutral` stands for."""
    return _TAKE.sub(r"\1", cell) if "'" in cell else cell
