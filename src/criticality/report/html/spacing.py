"""Spaces on a page: no-break spaces between a figure and its sign; none after full-width Chinese punctuation."""

import re

from criticality.model.document import Language

_PER_CENT = re.compile(r"(?<=\d) (?=%)")
_SIGN = re.compile(r"(?<=[≥→]) (?=\d)|(?<=&lt;) (?=\d)")
_AFTER_MARK = re.compile(r"(?<=[，。、；：？！」）])\s+(?=[^\s<]|<(?:span|strong)\b)")


def spaced(html: str, language: Language) -> str:
    r"""Return a page whose figures do not part from their signs at the end of a line.

    A Chinese page has no space after a full-width mark, whatever the templates put between two sentences.

    >>> spaced("<p>一項。 二項 5 %</p>", "zh-Hant")
    '<p>一項。二項 5\xa0%</p>'
    """
    held = _SIGN.sub("\u00a0", _PER_CENT.sub("\u00a0", html))
    return _AFTER_MARK.sub("", held) if language == "zh-Hant" else held
