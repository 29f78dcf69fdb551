"""A code with the name that stands for it in each language, in the slot of a sentence."""

from collections.abc import Mapping
from typing import Self

from criticality.text.phrases import Phrase


class Named(str):
    """A code of the data (a country, a criterion) that is written as its name; as a text it is the code.

    Parameters
    ----------
    code
        The code; empty for a text that has none, such as the title of a scenario.
    names
        What is written for it, by language.
    """

    __slots__ = ("names",)
    names: Phrase

    def __new__(cls, code: str, names: Phrase) -> Self:
        """Give a code its names."""
        made = super().__new__(cls, code)
        made.names = names
        return made

    def __reduce__(self) -> tuple[type["Named"], tuple[str, Phrase]]:
        return Named, (str(self), self.names)

    def __format__(self, spec: str) -> str:
        return format(self.name("en"), spec)

    def name(self, language: str) -> str:
        """Return the name in a language; the English one in a further language."""
        return self.names.get(language) or self.names["en"]

    def kept(self) -> dict[str, str]:
        """Return what a record keeps of it."""
        return {**({"of": str(self)} if self else {}), "en": self.names["en"], "zh-Hant": self.names["zh-Hant"]}


def named_again(kept: Mapping[str, object]) -> Named:
    """Return what a record has kept."""
    return Named(str(kept.get("of", "")), {"en": str(kept["en"]), "zh-Hant": str(kept["zh-Hant"])})
