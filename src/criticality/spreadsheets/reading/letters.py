"""Letters that are raised, lowered or struck through: marks of footnotes, and what is withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

RAISED: Mapping[int, int] = str.maketrans("0123456789+-()abcdefn", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠⁿ")
LOWERED: Mapping[int, int] = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
"""Letters as those that are raised or lowered by themselves, so that 98 with a raised 1 is not read as 981."""


@dataclass
class Runs:
    """A text of an .xlsx, run by run.

    Attributes
    ----------
    pieces
        The runs so far, raised and lowered letters as such.
    struck
        Whether a run with something in it is struck through.
    """

    pieces: list[str] = field(default_factory=list)
    struck: bool = False
    _position: str = ""
    _is_struck: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note the beginning of a run, or how its letters look."""
        if name == "r":
            self._position, self._is_struck = "", False
        elif name == "vertAlign":
            self._position = attributes.get("val", "")
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in ("0", "false")

    def add(self, text: str) -> None:
        """Add the text of a run."""
        self.struck = self.struck or (self._is_struck and bool(text.strip()))
        letters = {"superscript": RAISED, "subscript": LOWERED}.get(self._position, {})
        self.pieces.append(text.translate(letters))

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces)
