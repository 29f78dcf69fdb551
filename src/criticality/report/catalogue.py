"""The texts of the printed list in both languages.

The catalogue is data (``templates/words.json``): key → ``{"en": …, "zh-Hant": …}``; a workspace may replace entries.
The sentences that a record keeps by their codes stand in ``text/messages`` (`KEPT`); one that the pages word otherwise
stands in ``words.json`` as well.
"""

import json
import re
from collections.abc import Mapping

from criticality.errors import TemplateError
from criticality.model.document import Language
from criticality.model.input_record import Text
from criticality.text.message import Message, sentences

CATALOGUE = "words.json"
KEPT = ("note", "said")
"""Parts of ``text/messages`` whose sentences the pages show."""

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

    def keys(self, start: str) -> list[str]:
        """Return the keys that begin so, in the order of the catalogue."""
        return [key for key in self._catalogue if key.startswith(start)]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of `key`, its places filled with `values`; ``key.one`` where it counts one thing (n = 1).

        Raises
        ------
        TemplateError
            The catalogue has no such key, or the text names a place that is not filled.
        """
        if key not in self._catalogue:
            raise TemplateError(_wrong(Message("printing.no_text", key=key)))

        one = f"{key}.one"
        chosen = self._catalogue[one if values.get("n") == 1 and one in self._catalogue else key]

        def fill(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise TemplateError(_wrong(Message("printing.unfilled", key=key, place=match[0])))
            return str(values[match[1]])

        return _PLACE.sub(fill, pick(chosen, self.language))

    def get(self, key: str, otherwise: str) -> str:
        """Return the text of `key`, or another one where the catalogue has none."""
        return self(key) if key in self else otherwise

    def text(self, value: Text | str | None) -> str:
        """Return a bilingual text of the record in this language; a plain string stands for both."""
        if value is None:
            return ""
        return pick(value, self.language) if isinstance(value, Mapping) else str(value)

    def listing(self, items: list[str]) -> str:
        """Join items as a list in running text."""
        return ("、" if self.language == "zh-Hant" else ", ").join(items)


def pick(texts: Text, language: Language) -> str:
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
    kept = {code: dict(texts) for part in KEPT for code, texts in sentences(part).items()}
    catalogue: dict[str, dict[str, str]] = {**kept, **json.loads(packaged)}
    if override is None:
        return catalogue
    try:
        own = json.loads(override)
    except json.JSONDecodeError as error:
        wrong = _wrong(Message("printing.not_json", what=error.msg), f"{error.lineno}:{error.colno}")
        raise TemplateError(wrong) from error
    except (RecursionError, ValueError) as error:
        raise TemplateError(_wrong(Message("printing.too_deep"))) from error
    if not isinstance(own, dict):
        raise TemplateError(_wrong(Message("printing.no_object")))
    for key, texts in own.items():
        if not isinstance(texts, dict) or not texts.keys() <= {"en", "zh-Hant"}:
            raise TemplateError(_wrong(Message("printing.write_texts", key=key)))
        catalogue[key] = {**catalogue.get(key, {}), **{language: str(text) for language, text in texts.items()}}
    return catalogue


def _wrong(what: Message, line: str = "1") -> Message:
    return Message("printing.at", place=f"templates/{CATALOGUE}:{line}", what=what)


def method_title(words: Words, method: str) -> str:
    """Return the title of a ranking method; one the catalogue does not know keeps its own name."""
    return words.get(f"method.{method}", method.replace("_", " ").upper())
