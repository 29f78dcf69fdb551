"""The words of the printed list in both languages, and how numbers are written.

The catalogue is data (``templates/words.json``): key → ``{"en": …, "zh-Hant": …}``; a workspace may replace entries.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from criticality.errors import TemplateError
from criticality.model.document import Language

CATALOGUE = "words.json"
NO_VALUE = "–"
_ACRONYM = re.compile(r"([A-Z][A-Za-z]+) \(.*\)|.*（([A-Z][A-Za-z]+)）")
_PLACE = re.compile(r"\{(\w+)\}")


class Words:
    """The catalogue in one language.

    Parameters
    ----------
    catalogue
        Key → texts by language.
    language
        The edition's language; a text it lacks is taken from the other one.
    """

    def __init__(self, catalogue: Mapping[str, Mapping[str, str]], language: Language) -> None:
        self._catalogue = catalogue
        self.language = language

    def __contains__(self, key: str) -> bool:
        return key in self._catalogue

    def __call__(self, key: str, **values: Any) -> str:
        """Return the text of `key`, its places filled with `values`; ``key.one`` where it counts one thing (n = 1).

        Raises
        ------
        TemplateError
            The catalogue has no such key, or the text names a place that is not filled.
        """
        if key not in self._catalogue:
            raise TemplateError(f"templates/{CATALOGUE}:1: there is no text named {key!r}")

        one = f"{key}.one"
        chosen = self._catalogue[one if values.get("n") == 1 and one in self._catalogue else key]

        def fill(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise TemplateError(f"templates/{CATALOGUE}:1: {key}: nothing fills the place {match[0]}")
            return str(values[match[1]])

        return _PLACE.sub(fill, pick(chosen, self.language))

    def text(self, value: Any) -> str:
        """Return a bilingual text of the record in this language; a plain string stands for both."""
        if value is None:
            return ""
        return pick(value, self.language) if isinstance(value, Mapping) else str(value)

    def listing(self, items: list[str]) -> str:
        """Join items as a list in running text."""
        return ("、" if self.language == "zh-Hant" else ", ").join(items)


def pick(texts: Mapping[str, Any], language: Language) -> str:
    """Return the text in `language`, or in the other one where it is missing."""
    other = "zh-Hant" if language == "en" else "en"
    text = texts.get(language)
    return str((texts.get(other) if text is None else text) or "")


def read_catalogue(packaged: str, override: str | None = None) -> dict[str, dict[str, str]]:
    """Read the catalogue and lay a workspace's own entries over it.

    Raises
    ------
    TemplateError
        The workspace's file is not JSON, or an entry is not a text in ``en`` or ``zh-Hant``.
    """
    catalogue: dict[str, dict[str, str]] = json.loads(packaged)
    if override is None:
        return catalogue
    try:
        own = json.loads(override)
    except json.JSONDecodeError as error:
        raise TemplateError(f"templates/{CATALOGUE}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    if not isinstance(own, dict):
        raise TemplateError(f"templates/{CATALOGUE}:1: an object of texts is needed here")
    for key, texts in own.items():
        if not isinstance(texts, dict) or not texts.keys() <= {"en", "zh-Hant"}:
            raise TemplateError(f'templates/{CATALOGUE}:1: {key}: write {{"en": …, "zh-Hant": …}}')
        catalogue[key] = {**catalogue.get(key, {}), **{language: str(text) for language, text in texts.items()}}
    return catalogue


def method_title(words: Words, method: str) -> str:
    """Return the title of a ranking method; one the catalogue does not know keeps its own name."""
    key = f"method.{method}"
    return words(key) if key in words else method.replace("_", " ").upper()


def method_acronym(words: Words, method: str) -> str:
    """Return a method's name short enough for the head of a column: its acronym, where the title has one.

    >>> method_acronym(Words({"method.edas": {"en": "EDAS (distance from the mean)"}}, "en"), "edas")
    'EDAS'
    """
    title = method_title(words, method)
    found = _ACRONYM.fullmatch(title)
    return (found[1] or found[2]) if found else title


def fixed(value: float | None, places: int = 3) -> str:
    """Write a score, weight or coefficient with a fixed number of decimals; an absent one as a dash.

    >>> fixed(0.74249, 3), fixed(None)
    ('0.742', '–')
    """
    if value is None:
        return NO_VALUE
    written = f"{value:.{places}f}"
    return written.lstrip("-") if float(written) == 0 else written.replace("-", "−")


def percent(value: float | None, places: int = 0) -> str:
    """Write a share of 1 as a percentage."""
    return NO_VALUE if value is None else f"{fixed(100 * value, places)} %"


def significant(value: float | None, digits: int = 3) -> str:
    """Write a measured value with three significant digits, very large and very small ones as powers of ten.

    >>> significant(1234567.0), significant(0.0345678), significant(2.5e-7)
    ('1,230,000', '0.0346', '2.5·10^−7')
    """
    if value is None:
        return NO_VALUE
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if -4 <= exponent < 12:
        rounded = round(value, digits - 1 - exponent)
        written = f"{rounded:,.{max(0, digits - 1 - exponent)}f}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
        return written.replace("-", "−")
    mantissa = f"{value / 10.0**exponent:.{digits - 1}f}".rstrip("0").rstrip(".")
    return f"{mantissa}·10^{exponent}".replace("-", "−")


def plain(value: Any) -> str:
    """Write a number as somebody stated it (a threshold, an anchor, a judgement): no digit added, none lost."""
    if value is None:
        return NO_VALUE
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:.12g}".replace("-", "−")
