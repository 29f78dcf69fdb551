"""Tables and styled lines on the terminal, by rich."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from criticality.text.visible import visible

_WIDTH = 120
"""Columns where the output goes to a file or another program."""


class Terminal(Console):
    """A console of rich that writes its own styles and none that stand in a text.

    As wide as the terminal, or `width` columns where the output goes to a file or another program.
    """

    def __init__(self, width: int = _WIDTH, *, err: bool = False) -> None:
        super().__init__(highlight=False, stderr=err)
        if not self.is_terminal:
            self.width = width

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Hand on what rich makes of a text, its characters made visible; rich's own control codes stay."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else _visible(segment)


def _visible(segment: Segment) -> Segment:
    text = visible(segment.text)
    return segment if text == segment.text else Segment(text, segment.style)
