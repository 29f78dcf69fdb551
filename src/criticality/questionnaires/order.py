"""What a planner asks for: whose questionnaire, in which language, until when."""

from dataclasses import dataclass
from datetime import date

from criticality.questionnaires.words import AskLanguage

FORMAT, VERSION = "criticality questionnaire", 1
"""What the hidden sheet begins with, and the version of its layout."""


@dataclass(frozen=True)
class Order:
    """One questionnaire as it is asked for; `groups` are those that the judge is asked about, all where it is empty."""

    judge: str
    office: str | None
    language: AskLanguage
    seed: int | None = None
    closes: date | None = None
    groups: tuple[str, ...] = ()
