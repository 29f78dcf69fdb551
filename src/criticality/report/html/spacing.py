"""Spaces on a page: no-break spaces between a figure and its sign; none after full-width Chinese punctuation."""

import re

from criticality.model.document import Language
from criticality.report.html.pieces import in_attributes, is_tag, pieces_of, read, written

_PER_CENT = re.compile(r"(?<=\d) (?=[%萬億兆])")
_SIGN = re.compile(r"(?<=[≥→<>]) (?=[\d.])")
_MARKS = "，。、；：？！」）（「"
_AFTER_MARK = re.compile(rf"(?<=[{_MARKS}])\s+(?=\S)")
_MARK_AT_END = re.compile(rf"(?<=[{_MARKS}])\s+$")
_GOES_ON = re.compile(r"<(?:span|strong)\b")


def spaced(html: str, language: Language) -> str:
    r"""Return a page whose figures do not part from their signs at the end of a line.

    A Chinese page has no space after a full-width mark, whatever the templates put between two sentences.

    >>> spaced("<p>一項。 二項 5 %</p>", "zh-Hant")
    '<p>一項。二項 5\xa0%</p>'
    """
    pieces = pieces_of(html)
    for place, piece in enumerate(pieces):
        if is_tag(piece):
            if not piece.startswith(("<style", "<title", "<!--")):
                pieces[place] = in_attributes(piece, lambda text: _spaced(text, language))
        elif piece:
            text = _spaced(read(piece), language)
            if language == "zh-Hant" and place + 1 < len(pieces) and _GOES_ON.match(pieces[place + 1]):
                text = _MARK_AT_END.sub("", text)
            pieces[place] = written(text)
    return "".join(pieces)


def _spaced(text: str, language: Language) -> str:
    held = _SIGN.sub("\u00a0", _PER_CENT.sub("\u00a0", text))
    return _AFTER_MARK.sub("", held) if language == "zh-Hant" else held
