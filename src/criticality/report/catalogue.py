"""The texts of the printed list in both languages.

The catalogue is data (``templates/words.json``): key → ``{"en": …, "zh-Hant": …}``; a workspace may replace entries.
The sentences that a record keeps by their codes stand in ``text/messages`` (`KEPT`); one that the pages word otherwise
stands in ``words.json`` as well.
"""

import json
import re
from collections.abc import Mapping

from criticality.errors import TemplateError
from criticality.model.document import LANGUAGES, Language, PageLanguage
from criticality.model.input_record import Text
from criticality.text.json_slips import json_slip
from criticality.text.message import Message, sentences
from criticality.text.own_words import KEPT
from criticality.text.translations import translation, translation_files

CATALOGUE = "words.json"
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_PLACE = re.compile(r"\{(\w+)(?::[^{}]*)?\}")


class Words:
    """The catalogue in one language.

    Parameters
    ----------
    catalogue
        Key → texts by language.
    language
        The edition's language; a text it lacks is taken from the other one.
    further
        The tag of a further language: its edition is that of `language`, with the words that it has in their place.
    """

    def __init__(
        self, catalogue: Mapping[str, Mapping[str, str]], language: Language, further: PageLanguage | None = None
    ) -> None:
        self._catalogue = catalogue
        self.language = language
        self.tag: PageLanguage = further or language
        self._translated = {} if further is None else _with_known_places(_page_words(further), catalogue)

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

        single = values.get("n") == 1 and f"{key}.one" in self._catalogue
        texts = self._catalogue[f"{key}.one" if single else key]
        template = self._further(key, texts, single) or pick(texts, self.language)

        def fill(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise TemplateError(_wrong(Message("printing.unfilled", key=key, place=match[0])))
            return str(values[match[1]])

        return _PLACE.sub(fill, template)

    def _further(self, key: str, texts: Mapping[str, str], single: bool) -> str | None:
        """The text in the further language: of the workspace, else of its file."""
        if self.tag == self.language:
            return None
        translated = self._translated.get(f"{key}.one") if single else None
        return texts.get(self.tag) or translated or self._translated.get(key)

    def get(self, key: str, otherwise: str) -> str:
        """Return the text of `key`, or another one where the catalogue has none."""
        return self(key) if key in self else otherwise

    def text(self, value: Text | str | None) -> str:
        """Return a bilingual text of the record in this language; a plain string stands for both."""
        if value is None:
            return ""
        return pick(value, self.language) if isinstance(value, Mapping) else str(value)

    def day(self, iso: str | None) -> str:
        """Write a day or a month in words: ``2 March 2026``, ``2026 年 3 月 2 日``; other texts stay as they are.

        So it stands in sentences, headings and captions; cells of tables and references have the date as ISO 8601.
        """
        if not _DATE.fullmatch(iso or ""):
            return iso or ""
        year, month, *day = (str(int(part)) for part in str(iso).split("-"))
        named = self.get(f"date.month.{month}", month)
        if not day:
            return self("date.year_and_month", year=year, month=named)
        return self("date.day", year=year, month=named, day=day[0])

    def listing(self, items: list[str]) -> str:
        """Join items as a list in running text."""
        return ("、" if self.language == "zh-Hant" else ", ").join(items)

    def together(self, items: list[str]) -> str:
        """Join items that hold together, the last by a word."""
        return self("all_of").join([part for part in (self.listing(items[:-1]), *items[-1:]) if part])


def _page_words(language: PageLanguage) -> Mapping[str, str]:
    """The texts of a further language that the pages show, those of the record among them."""
    found = translation(language)
    kept = {code: text for code, text in found.messages.items() if code.partition(".")[0] in KEPT}
    return {**kept, **found.pages}


def _with_known_places(pages: Mapping[str, str], catalogue: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The texts of a translation that the pages can fill; `check` tells the others."""
    places = {key: set(_PLACE.findall(" ".join(catalogue.get(key, {}).values()))) for key in pages}
    return {key: text for key, text in pages.items() if set(_PLACE.findall(text)) <= places[key]}


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
        The workspace's file is not JSON, or an entry is not a text in ``en``, ``zh-Hant`` or a further language.
    """
    kept = {code: dict(texts) for part in KEPT for code, texts in sentences(part).items()}
    catalogue: dict[str, dict[str, str]] = {**kept, **json.loads(packaged)}
    if override is None:
        return catalogue
    try:
        own = json.loads(override)
    except json.JSONDecodeError as error:
        wrong = _wrong(Message("printing.not_json", what=json_slip(error)), f"{error.lineno}:{error.colno}")
        raise TemplateError(wrong) from error
    except (RecursionError, ValueError) as error:
        raise TemplateError(_wrong(Message("printing.too_deep"))) from error
    if not isinstance(own, dict):
        raise TemplateError(_wrong(Message("printing.no_object")))
    for key, texts in own.items():
        if not isinstance(texts, dict) or not texts.keys() <= {*LANGUAGES, *translation_files()}:
            raise TemplateError(_wrong(Message("printing.write_texts", key=key)))
        catalogue[key] = {**catalogue.get(key, {}), **{language: str(text) for language, text in texts.items()}}
    return catalogue


def _wrong(what: Message, line: str = "1") -> Message:
    return Message("printing.at", place=f"templates/{CATALOGUE}:{line}", what=what)


def laid_out_as(language: PageLanguage) -> Language:
    """Return the language in whose way an edition is laid out: its own, or English for a further language."""
    return "zh-Hant" if language == "zh-Hant" else "en"


def words_of(catalogue: Mapping[str, Mapping[str, str]], language: PageLanguage) -> Words:
    """Return the words of an edition; those that a further language lacks are the English ones."""
    laid_out = laid_out_as(language)
    return Words(catalogue, laid_out, None if language == laid_out else language)


def method_title(words: Words, method: str) -> str:
    """Return the title of a ranking method; one the catalogue does not know keeps its own name."""
    return words.get(f"method.{method}", method.replace("_", " ").upper())
