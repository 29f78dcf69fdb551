"""The places of a sentence, and whether another sentence may stand for it, of a workspace or of a translation."""

import string
from collections.abc import Iterator, Mapping


def places_of(template: str) -> dict[str, str]:
    """Return the places of a sentence, each with how its value is written: ``{share:.1%}`` gives ``share`` → ``.1%``.

    Raises
    ------
    ValueError
        A brace of the sentence belongs to no place.
    """
    return {name: spec for _, name, spec, _ in _pieces(template)}


def odd_places(template: str, shipped: str) -> list[str]:
    """Return the places of a sentence, as they are written, that the shipped sentence cannot fill.

    A place may leave out how its value is written; what it says of it must be what the shipped sentence says.

    Raises
    ------
    ValueError
        A brace of the sentence belongs to no place.
    """
    filled = places_of(shipped)
    return [
        _written(name, spec, conversion)
        for _, name, spec, conversion in _pieces(template)
        if name not in filled or spec not in ("", filled[name]) or conversion not in (None, "r", "s")
    ]


def written_places(shipped: str) -> list[str]:
    """Return the places of a shipped sentence as another sentence writes them, without repetition."""
    return [f"{{{name}}}" for name in places_of(shipped)]


def completed(template: str, shipped: str) -> str | None:
    """Return a sentence whose values are written as in the shipped one, or None where it cannot stand for that.

    >>> completed("{share} de {what}", "{share:.1%} of {what}"), completed("{shrae}", "{share:.1%} of {what}")
    ('{share:.1%} de {what}', None)
    """
    try:
        if odd_places(template, shipped):
            return None
    except ValueError:
        return None
    specs = places_of(shipped)
    pieces = []
    for literal, name, spec, conversion in string.Formatter().parse(template):
        pieces.append(literal.replace("{", "{{").replace("}", "}}"))
        if name is not None:
            pieces.append(_written(name, spec or specs[name], conversion))
    return "".join(pieces)


def usable(texts: Mapping[str, str], shipped: str) -> dict[str, str]:
    """Return the sentences, by language, that can stand for the shipped one, completed."""
    found = {language: completed(text, shipped) for language, text in texts.items()}
    return {language: text for language, text in found.items() if text is not None}


def _pieces(template: str) -> Iterator[tuple[str, str, str, str | None]]:
    for literal, name, spec, conversion in string.Formatter().parse(template):
        if name is not None:
            yield literal, name, spec or "", conversion


def _written(name: str, spec: str | None, conversion: str | None) -> str:
    return "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
