"""What a planner asks for: whose questionnaire, in which language, until when."""

from dataclasses import dataclass
from datetime import date

from criticality.questionnaires.words import AskLanguage
from criticality.text.visible import visible
from criticality.weighting.panel import JOINED

FORMAT, VERSION = "criticality questionnaire", 1
"""What the hidden sheet begins with, and the version of its layout."""
LONGEST_NAME = 200
"""Characters of the name of a judge."""


def is_name(text: str) -> bool:
    """Whether a text can be the name of a judge: on one line, not long, nothing in it that acts or hides."""
    return 0 < len(text) <= LONGEST_NAME and " ".join(text.split()) == text == visible(text) and text != JOINED


@dataclass(frozen=True)
class Order:
    """One questionnaire as it is asked for; `groups` are those that the judge is asked about, all where it is empty."""

    judge: str
    office: str | None
    language: AskLanguage
    seed: int | None = None
    closes: date | None = None
    groups: tuple[str, ...] = ()
