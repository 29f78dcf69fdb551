"""The sheet of one group: what is compared, its pairs with their answers, and how consistent the answers are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from criticality.questionnaires.order import Order
from criticality.questionnaires.questions import Group
from criticality.questionnaires.sheets.calculation import Workings, words_range
from criticality.questionnaires.sheets.sheet_names import group_title
from criticality.questionnaires.words import AskLanguage, Step, in_words, languages_of
from criticality.spreadsheets.book import Cell, Choice, Formula, Place, Sheet, address, string
from criticality.text.message import Message
from criticality.text.wide import cells as width_of

HEADS = (
    Message("questionnaire.head_number"),
    Message("questionnaire.head_first"),
    Message("questionnaire.head_second"),
    Message("questionnaire.head_which"),
    Message("questionnaire.head_by"),
    Message("questionnaire.head_because"),
    Message("questionnaire.head_read_as"),
    Message("questionnaire.head_remark"),
)
"""The heads of the columns, in their order."""
NUMBER, WHICH, BY, BECAUSE = 1, 4, 5, 6
_READ_AS, _REMARK = 7, 8
_WIDTHS = (6.0, 24.0, 24.0, 25.0, 25.0, 36.0, 38.0, 34.0)
_MORE, _THAN, _BY_HOW_MUCH = "\ue001", "\ue002", "\ue003"
"""Stand in a sentence for what a formula puts there."""
_PLACES = re.compile(f"([{_MORE}{_THAN}{_BY_HOW_MUCH}])")
_LINE = 15.0
"""Height of a line, in points."""
_ITEMS_FROM = 5


@dataclass(frozen=True)
class Layout:
    """Where the answers of a group stand on its sheet; its heads stand in the row before `first`."""

    name: str
    first: int

    @staticmethod
    def of(name: str, group: Group) -> "Layout":
        """Return where the answers of a group stand."""
        return Layout(name, _ITEMS_FROM + len(group.items) + 4)

    def answers(self, place: int) -> tuple[str, str]:
        """Names of the two cells that are answered for a pair, for formulas of other sheets."""
        row = self.first + place
        return address((row, WHICH), sheet=self.name), address((row, BY), sheet=self.name)


def pairs_sheet(
    layout: Layout, group: Group, workings: Workings, order: Order, limit: float, scale: Sequence[Step]
) -> Sheet:
    """Return the sheet of a group.

    Parameters
    ----------
    layout, group, workings
        What is asked, where, and where the answers are worked out.
    order
        Whose questionnaire, in which language.
    limit
        CR above which a remark stands beside the answer that fits least.
    scale
        What may be chosen for how much.
    """
    language = order.language
    cells: dict[Place, Cell] = {(1, 1): Cell(group_title(group, language), "title", span=8)}
    heights = {1: 26.0}
    intro = in_words(Message("questionnaire.pairs_intro"), language, "\n")
    cells[2, 1], heights[2] = Cell(intro, "text", span=8), _LINE * (intro.count("\n") + 1)
    _state(cells, group, workings, limit, language)
    heights[3] = _height(2)
    cells[_ITEMS_FROM, 1] = Cell(in_words(Message("questionnaire.compared"), language), "section", span=8)
    for row, item in enumerate(group.items, start=_ITEMS_FROM + 1):
        question = in_words(item.question, language, "\n") if item.question else ""
        cells[row, 1] = Cell("•", "label")
        cells[row, 2] = Cell(in_words(item.title, language, "\n"), "label", span=2)
        cells[row, 4] = Cell(question, "label", span=5)
        heights[row] = _height(max(_lines(cells[row, 2], sum(_WIDTHS[1:3])), _lines(cells[row, 4], sum(_WIDTHS[3:]))))
    head = layout.first - 1
    for column, words in enumerate(HEADS, start=1):
        cells[head, column] = Cell(in_words(words, language, "\n"), "head")
    heights[head] = _height(2)
    refused = in_words(Message("questionnaire.choose_from_list"), language)
    for place, pair in enumerate(group.pairs):
        row = layout.first + place
        cells[row, NUMBER] = Cell(pair.number, "label")
        cells[row, 2] = Cell(in_words(pair.first.title, language, "\n"), "label")
        cells[row, 3] = Cell(in_words(pair.second.title, language, "\n"), "label")
        cells[row, WHICH] = Cell(None, "answer", Choice(workings.options(place), refused))
        cells[row, BY] = Cell(None, "answer", Choice(words_range(scale), refused))
        cells[row, BECAUSE] = Cell(None, "answer")
        cells[row, _READ_AS] = Cell(_sentence(place, workings, language), "result")
        cells[row, _REMARK] = Cell(_remark(place, group, workings, limit, language), "warning")
        longest = max(_lines(cells[row, column], _WIDTHS[column - 1]) for column in (2, 3))
        heights[row] = _height(max(longest, 5 if language == "both" else 3))
    return Sheet(layout.name, cells, _WIDTHS, heights)


def _height(lines: int) -> float:
    return _LINE * lines + 4.0


def _lines(cell: Cell, width: float) -> int:
    """How many lines the text of a cell takes in a column."""
    text = cell.value if isinstance(cell.value, str) else ""
    return sum(1 + int(width_of(line) * 1.12 / width) for line in text.split("\n"))


def _state(cells: dict[Place, Cell], group: Group, workings: Workings, limit: float, language: AskLanguage) -> None:
    """How many pairs are answered, the consistency ratio, and what it means."""
    count = len(group.pairs)
    cells[3, 1] = Cell(in_words(Message("questionnaire.answered"), language, "\n"), "label", span=2)
    cells[3, 3] = Cell(Formula(f'{workings.answered}&" / {count}"'), "result")
    if len(group.items) == 2:
        cells[3, 4] = Cell(in_words(Message("questionnaire.two_items"), language), "label", span=5)
        return
    cells[3, 4] = Cell(in_words(Message("questionnaire.ratio"), language, "\n"), "label")
    cells[3, 5] = Cell(Formula(workings.ratio), "figure")
    words = [
        string(in_words(Message(code, limit=f"{limit:g}"), language))
        for code in ("questionnaire.answer_all", "questionnaire.above", "questionnaire.within")
    ]
    verdict = f"IF({workings.complete}=0,{words[0]},IF({workings.ratio}>{limit!r},{words[1]},{words[2]}))"
    cells[3, 6] = Cell(Formula(verdict), "result", span=3)


def _sentence(place: int, workings: Workings, language: AskLanguage) -> Formula:
    """The answer as a sentence, as soon as it is whole."""
    side, by, given = workings.side(place), workings.by(place), workings.given(place)
    more = Message("questionnaire.says_more", more=_MORE, than=_THAN, by=_BY_HOW_MUCH)
    same = Message("questionnaire.says_same", more=_MORE, than=_THAN)
    number = f"ROUND({by},2)"
    first, second = (_filled(more, place, sides, number, workings, language) for sides in ((0, 1), (1, 0)))
    equal = _filled(same, place, (0, 1), number, workings, language)
    half = string(in_words(Message("questionnaire.half_answered"), language))
    touched = f'IF({side}+{by}>0,{half},"")'
    return Formula(f"IF({given}=0,{touched},IF({given}=1,{equal},IF({side}=1,{first},{second})))")


def _filled(
    words: Message, place: int, sides: tuple[int, int], number: str, workings: Workings, language: AskLanguage
) -> str:
    """A sentence in every language asked in, its places cells, as a formula that joins its pieces."""
    lines = []
    for order, each in enumerate(languages_of(language)):
        more, than = (workings.title(place, side, order) for side in sides)
        found = {_MORE: more, _THAN: than, _BY_HOW_MUCH: number}
        pieces = [piece for piece in _PLACES.split(words.said(each)) if piece]
        lines.append("&".join(found.get(piece) or string(piece) for piece in pieces))
    return "&CHAR(10)&".join(lines)


def _remark(place: int, group: Group, workings: Workings, limit: float, language: AskLanguage) -> Formula | None:
    """Beside the answer that fits least, where CR is above the limit: what all answers together would give."""
    if len(group.items) == 2:
        return None
    position = {item.code: number for number, item in enumerate(group.items)}
    pair = group.pairs[place]
    first, second = (workings.priorities[position[item.code]] for item in (pair.first, pair.second))
    larger = f"ROUND(MAX({first}/{second},{second}/{first}),1)"
    words = Message("questionnaire.fits_least", more=_MORE, by=_BY_HOW_MUCH)
    one, other = (_filled(words, place, sides, larger, workings, language) for sides in ((0, 1), (1, 0)))
    is_worst = f"AND({workings.ratio}>{limit!r},{workings.worst}={place + 1})"
    return Formula(f'IF({workings.complete}=0,"",IF({is_worst},IF({first}>={second},{one},{other}),""))')
