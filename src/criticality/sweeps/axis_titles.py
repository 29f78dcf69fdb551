"""What an axis is called on pages and at the terminal, in both languages."""

from criticality.model.document import LANGUAGES, Text
from criticality.model.results import Inputs
from criticality.model.sweeps.material import Material
from criticality.text.message import Message, said

_NAMED = ("assessment", "country", "reference_year", "scenario", "weights", "method")


def axis_title(material: Material, code: str) -> dict[str, str]:
    """The title of an axis: of a choice its question, of a threshold what it is about and of which tier."""
    if code in _NAMED:
        return {language: said(Message(f"sweeping.axis_{code}"), language) for language in LANGUAGES}
    inputs = next(iter(material.bases.values()))
    kind, _, rest = code.partition(".")
    if kind == "choice":
        documents = inputs.choices.documents if inputs.choices is not None else ()
        return _titled(next((one.question for one in documents if one.code == rest), None), rest)
    of, _, tier = rest.partition(".")
    quantity, whose = _quantity(inputs, of), _tier(inputs, tier)
    kind_of = "sweeping.axis_threshold_of_tier" if tier else "sweeping.axis_threshold"
    return {
        language: said(Message(kind_of, of=quantity[language], tier=whose[language]), language)
        for language in LANGUAGES
    }


def _quantity(inputs: Inputs, of: str) -> dict[str, str]:
    if of == "score":
        return {language: said(Message("sweeping.score"), language) for language in LANGUAGES}
    titles: dict[str, Text] = {entry.code: entry.title for entry in inputs.dimensions}
    titles |= {entry.code: entry.title for entry in inputs.criteria}
    return _titled(titles.get(of), of)


def _tier(inputs: Inputs, name: str) -> dict[str, str]:
    title = next((tier.title for tier in inputs.assessment.rule.tiers if tier.name == name), None)
    return dict.fromkeys(LANGUAGES, name) if title is None else _titled(title, name)


def _titled(title: Text | None, code: str) -> dict[str, str]:
    return {language: code if title is None else title.to(language) for language in LANGUAGES}
