"""Spaces on a page: no-break spaces between a figure and its sign; none after full-width Chinese punctuation."""

import re

from criticality.model.document import Language
from criticality.report.html.pieces import in_attributes, is_tag, pieces_of, read, written

_PER_CENT = re.compile(r"(?<=\d) (?=[%萬億兆])")
_SIGN = re.compile(r"(?<=[≥→<>]) (?=[\d.])")
_COMPARED = re.compile(r"(?<=\d) (?=[≥<][ \u00a0]?[\d.])|(?<=[^\W\d_]) (?=≥[ \u00a0]?[\d.])")
_SYMBOL = re.compile(r"(?<=[^\W\d_]) (?=[A-Z][a-z]?(?:[,.;、，。；（）]|$))")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = "，。、；：？！」）（「"
_AT_MARK = re.compile(rf"(?<=[{_MARKS}])\s+(?=\S)|(?<=\S)\s+(?=[{_MARKS}])")
_MARK_AT_END = re.compile(rf"(?<=[{_MARKS}])\s+$")
_WHOLE_PER_CENT = re.compile(r"(?<=\d)[ \u00a0](?=%)")
_OVER = re.compile(rf"(?<=[{_HAN}])[ \u00a0]?逾 ?(?=\d)")
_GOES_ON = re.compile(r"<(?:span|strong)\b")
_WITHIN = re.compile(r"</?(?:span|strong|b)\b")


def spaced(html: str, language: Language, *, closed: bool = False) -> str:
    r"""Return a page whose figures do not part from their signs at the end of a line, nor a name from its symbol.

    A Chinese page has no space beside a full-width mark, whatever the templates put between two sentences; where it is
    `closed`, as on paper, none stands between a figure and its per-cent sign either, as Taiwan's offices print it.

    >>> spaced("<p>一項。 二項 5 %</p>", "zh-Hant")
    '<p>一項。二項 5\xa0%</p>'
    >>> spaced("<p>中國大陸 逾 99 %</p>", "zh-Hant", closed=True)
    '<p>中國大陸逾\xa099%</p>'
    """
    pieces = pieces_of(html)
    before = ""
    for place, piece in enumerate(pieces):
        if is_tag(piece):
            if not piece.startswith(("<style", "<title", "<!--")):
                pieces[place] = in_attributes(piece, lambda text: _spaced(text, language, closed))
            if not _WITHIN.match(piece):
                before = ""
        elif piece:
            text = _spaced(read(piece), language, closed)
            if language == "zh-Hant":
                if before and before in _MARKS and text.strip():
                    text = text.lstrip()
                if place + 1 < len(pieces) and _GOES_ON.match(pieces[place + 1]):
                    text = _MARK_AT_END.sub("", text)
            before = text[-1:] if text.strip() else before
            pieces[place] = written(text)
    return "".join(pieces)


def _spaced(text: str, language: Language, closed: bool) -> str:
    held = _COMPARED.sub("\u00a0", _SIGN.sub("\u00a0", _PER_CENT.sub("\u00a0", text)))
    if language != "zh-Hant":
        return _SYMBOL.sub("\u00a0", held) if "," in held or "." in held else held
    chinese = _SYMBOL.sub("\u00a0", _OVER.sub("逾\u00a0", _AT_MARK.sub("", held)))
    return _WHOLE_PER_CENT.sub("", chinese) if closed else chinese
