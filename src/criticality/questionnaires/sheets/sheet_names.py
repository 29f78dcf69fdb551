"""Names of the sheets: short enough for every spreadsheet, and different from each other."""

import re

from criticality.questionnaires.questions import Group
from criticality.questionnaires.words import AskLanguage, in_words, languages_of
from criticality.text.message import Message

CALCULATION, CODES = "calculation", "criticality"
_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
DIMENSIONS_TITLE = Message("questionnaire.dimensions")


def cover_name(language: AskLanguage) -> str:
    """Return the name of the first sheet."""
    return in_words(Message("questionnaire.cover_sheet"), language)


def group_title(group: Group, language: AskLanguage, between: str = " ") -> str:
    """Return what a group is called on the sheets."""
    return in_words(group.title or DIMENSIONS_TITLE, language, between)


def group_name(place: int, group: Group, language: AskLanguage) -> str:
    """Return the name of the sheet of a group, which has its place in front."""
    whole = in_words(group.title or DIMENSIONS_TITLE, language)
    leading = in_words(group.title or DIMENSIONS_TITLE, languages_of(language)[0])
    fits = next((title for title in (whole, leading) if len(title) + 4 <= _LONGEST), leading)
    return f"{place} {_FORBIDDEN.sub(' ', fits)}"[:_LONGEST].strip()
