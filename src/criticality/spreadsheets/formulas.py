"""Formulas as OpenDocument writes them (OpenFormula, ISO/IEC 26300-2), made from those of Excel."""

import re

_PIECE = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")"""
    r"""|(?P<sheet>(?:'(?:[^']|'')*'|[A-Za-z_]\w*)!)?(?P<first>\$?[A-Z]{1,3}\$?\d+)(?::(?P<last>\$?[A-Z]{1,3}\$?\d+))?\b(?!\()"""
    r"""|(?P<comma>,)"""
)
"""A text, a cell or a range with or without its sheet, or a comma between arguments."""


def open_formula(formula: str) -> str:
    """Return a formula as the attribute ``table:formula`` holds it.

    >>> open_formula('IF(A1>0,Lists!$B$2:$B$4,"a,b")')
    'of:=IF([.A1]>0;[$Lists.$B$2:.$B$4];"a,b")'
    """
    return "of:=" + _PIECE.sub(_translated, formula)


def _translated(match: re.Match[str]) -> str:
    if match["string"]:
        return match[0]
    return ";" if match["comma"] else reference(match[0])


def reference(text: str) -> str:
    """Return a cell or a range as OpenFormula names it: ``[$'a b'.$A$1:.$A$3]``."""
    sheet, _, cells = text.rpartition("!")
    first, _, last = cells.partition(":")
    begin = f"${sheet}.{first}" if sheet else f".{first}"
    return f"[{begin}:.{last}]" if last else f"[{begin}]"
