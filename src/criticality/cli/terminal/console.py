"""Tables and styled lines on the terminal, by rich."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment
from rich.style import StyleType
from rich.table import Table

from criticality.text.language import current_language
from criticality.text.message import said
from criticality.text.numbers import closed_up
from criticality.text.visible import visible
from criticality.text.wide import wrapped

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

    def say(self, text: str, style: str | None = None, *, whole: bool = False) -> None:
        """Print a text or a message; its lines are broken, a Chinese one's by the rules of its punctuation.

        With `whole`, lines are left as long as they are.
        """
        lines = in_own_way(said(text)).split("\n")
        if current_language() == "zh-Hant" and not whole:
            lines = [part for line in lines for part in broken(line, self.width)]
        self.print(escape("\n".join(lines)), style=style, soft_wrap=whole)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Hand on what rich makes of a text, its characters made visible; rich's own control codes stay."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else _visible(segment)


def in_own_way(text: str) -> str:
    """Return a text as the language of the process sets it: in Chinese no space stands before a per-cent sign."""
    return closed_up(text) if current_language() == "zh-Hant" else text


def shown(text: str) -> str:
    """Return a text or a message, in the language of the process, so that no style can stand in it."""
    return escape(in_own_way(said(text)))


def broken(line: str, width: int) -> list[str]:
    """Break a line, and begin the rest of it where it begins."""
    indent = len(line) - len(line.lstrip(" "))
    return [" " * indent + part for part in wrapped(line[indent:], width - indent)] or [""]


class TextTable(Table):
    """A table whose cells are set as the language of the process sets them."""

    def add_row(self, *cells: RenderableType | None, style: StyleType | None = None, end_section: bool = False) -> None:
        """Add a row; a cell that is a text is set in the way of the language."""
        ours = (in_own_way(cell) if isinstance(cell, str) else cell for cell in cells)
        super().add_row(*ours, style=style, end_section=end_section)


def table(title: str, *heads: str, style: str = "table.title") -> Table:
    """Return a table without lines, its title and heads in the language of the process."""
    made = TextTable(title=shown(title) or None, box=None, title_justify="left", title_style=style)
    for head in heads:
        # A Chinese text has no spaces to be broken at, and would be cut at the end of its cell.
        made.add_column(shown(head), overflow="fold" if current_language() == "zh-Hant" else "ellipsis")
    return made


def _visible(segment: Segment) -> Segment:
    text = visible(segment.text)
    return segment if text == segment.text else Segment(text, segment.style)
