"""The first sheet: what this is, who asks whom, how to answer, the scale in words, and how far the answers are."""

from collections.abc import Sequence

from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.questions import Questions
from criticality.questionnaires.sheets.calculation import STEPS, Workings
from criticality.questionnaires.sheets.sheet_names import cover_name, group_title
from criticality.questionnaires.words import Step, in_words
from criticality.spreadsheets.book import Cell, Formula, Place, Sheet
from criticality.text.message import Message
from criticality.text.wide import cells as width_of

OFFICE, DATE = Message("questionnaire.your_office"), Message("questionnaire.your_date")
"""Labels of the two cells of this sheet that may be answered; the answer stands in the next column."""
_WIDTHS = (34.0, 44.0, 44.0, 16.0)
_STEPS = (
    Message("questionnaire.how_1"),
    Message("questionnaire.how_2"),
    Message("questionnaire.how_3"),
    Message("questionnaire.how_4"),
    Message("questionnaire.how_5"),
)
_LINE = 15.0


class _Page:
    """Rows that are filled from the top."""

    def __init__(self, order: Order) -> None:
        self.cells: dict[Place, Cell] = {}
        self.heights: dict[int, float] = {}
        self.row = 0
        self._language = order.language

    def text(self, words: object, style: str = "text") -> None:
        """Write a text over the whole width."""
        shown = in_words(words, self._language, "\n")
        self.row += 1
        self.cells[self.row, 1] = Cell(shown, "section" if style == "section" else "text", span=4)
        self.heights[self.row] = _high(shown, sum(_WIDTHS))

    def named(self, label: object, value: Cell) -> None:
        """Write a label and what belongs to it."""
        self.row += 1
        words = in_words(label, self._language, "\n")
        self.cells[self.row, 1], self.cells[self.row, 2] = Cell(words, "label"), value
        shown = value.value if isinstance(value.value, str) else ""
        width = sum(_WIDTHS[1 : 1 + value.span])
        self.heights[self.row] = max(_high(words, _WIDTHS[0]), _high(shown, width))


def cover_sheet(
    panel: PanelFile, questions: Questions, order: Order, workings: Sequence[Workings], scale: Sequence[Step]
) -> Sheet:
    """Return the first sheet."""
    page, language = _Page(order), order.language
    title = in_words(Message("questionnaire.title"), language)
    page.row = 1
    page.cells[1, 1], page.heights[1] = Cell(title, "title", span=4), 28.0
    page.text(Message("questionnaire.what", pairs=len(questions.pairs), groups=len(questions.groups)))
    page.row += 1
    for label, text in _who(panel, order):
        page.named(label, Cell(text, "label", span=3))
    if order.office is None:
        page.named(OFFICE, Cell(None, "answer", span=3))
    page.named(DATE, Cell(None, "date", span=3))
    page.row += 1
    page.text(Message("questionnaire.how"), "section")
    for step in _STEPS:
        page.text(step)
    page.row += 1
    own = bool(panel.own_words)
    page.text(Message("questionnaire.own_scale") if own else Message("questionnaire.scale"), "section")
    for word in scale:
        page.named(f"{word.number:.3g}", Cell(word.shown.removeprefix(f"{word.number:g} "), "label", span=3))
    page.row += 1
    page.text(Message("questionnaire.progress"), "section")
    for group, at in zip(questions.groups, workings, strict=True):
        done = Cell(Formula(f'{at.answered}&" / {len(group.pairs)}"'), "result")
        page.named(group_title(group, language, "\n"), done)
        page.cells[page.row, 3] = Cell(in_words(Message("questionnaire.ratio"), language), "label")
        page.cells[page.row, 4] = Cell(Formula(at.ratio), "figure")
    page.row += 1
    limit = f"{panel.weights.consistency_limit:g}"
    page.text(Message("questionnaire.about_ratio", limit=limit, steps=STEPS))
    return Sheet(cover_name(language), page.cells, _WIDTHS, page.heights)


def _who(panel: PanelFile, order: Order) -> list[tuple[Message, str]]:
    assessment, language = panel.assessment, order.language
    rows = [
        (Message("questionnaire.for_list"), in_words(assessment.title, language, "\n")),
        (Message("questionnaire.for_weights"), in_words(panel.weights.title, language, "\n")),
    ]
    for label, text in (
        (Message("questionnaire.asked_by"), assessment.issuer),
        (Message("questionnaire.committee"), assessment.committee),
    ):
        if text is not None:
            rows.append((label, in_words(text, language, "\n")))
    rows.append((Message("questionnaire.judge"), order.judge))
    if order.office is not None:
        rows.append((OFFICE, order.office))
    if order.closes is not None:
        rows.append((Message("questionnaire.closes"), order.closes.isoformat()))
    return rows


def _high(text: str, width: float) -> float:
    lines = sum(1 + int(width_of(line) * 1.1 / width) for line in text.split("\n"))
    return _LINE * lines + 4.0
