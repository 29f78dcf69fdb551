"""The hidden sheet of codes: which questions of which file these are, and how the cells to be answered are found again.

Written and read here, so that both agree: the name of the format and its version, then one line for each thing said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from criticality.questionnaires.order import FORMAT, VERSION, Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.questions import Questions
from criticality.questionnaires.sheets.cover import DATE, OFFICE
from criticality.questionnaires.sheets.pairs import BECAUSE, BY, HEADS, NUMBER, WHICH
from criticality.questionnaires.sheets.sheet_names import CODES
from criticality.questionnaires.words import in_words, side_words
from criticality.spreadsheets.book import Cell, Sheet
from criticality.spreadsheets.reading.contents import ReadBook

ROLES: Mapping[str, int] = {"number": NUMBER, "which": WHICH, "by": BY, "because": BECAUSE}
"""What a column of a sheet of pairs is for → its place."""


@dataclass(frozen=True)
class AskedPair:
    """A pair as it was asked: its group, the codes of its items, and the three texts that could be chosen."""

    group: str
    first: str
    second: str
    options: tuple[str, str, str]


@dataclass(frozen=True)
class Codes:
    """What the hidden sheet of a questionnaire says.

    Attributes
    ----------
    version
        Of the layout.
    said
        ``weights``, ``questions``, ``wording``, ``language``, ``judge``, and ``office``, ``seed``, ``closes`` where
        they were given.
    labels
        ``office`` and ``date`` → the text beside which the answer stands.
    heads
        Role of a column → its head.
    pairs
        Number of a question → the pair.
    """

    version: str
    said: Mapping[str, str]
    labels: Mapping[str, str]
    heads: Mapping[str, str]
    pairs: Mapping[str, AskedPair]


def codes_sheet(panel: PanelFile, questions: Questions, order: Order) -> Sheet:
    """Return the sheet."""
    lines = [(FORMAT, str(VERSION)), *_lines(panel, questions, order)]
    cells = {
        (row, column): Cell(text)
        for row, line in enumerate(lines, start=1)
        for column, text in enumerate(line, start=1)
        if text
    }
    return Sheet(CODES, cells, hidden=True)


def _lines(panel: PanelFile, questions: Questions, order: Order) -> Iterator[Sequence[str]]:
    language = order.language
    said = {
        "weights": panel.file,
        "questions": questions.digest,
        "wording": questions.wording,
        "language": language,
        "judge": order.judge,
        "office": order.office,
        "seed": None if order.seed is None else str(order.seed),
        "closes": None if order.closes is None else order.closes.isoformat(),
    }
    yield from (("said", key, text) for key, text in said.items() if text is not None)
    yield "label", "date", in_words(DATE, language, "\n")
    if order.office is None:
        yield "label", "office", in_words(OFFICE, language, "\n")
    for role, place in ROLES.items():
        yield "head", role, in_words(HEADS[place - 1], language, "\n")
    for pair in questions.pairs:
        yield "pair", pair.number, pair.group, pair.first.code, pair.second.code, *side_words(pair, language)


def read_codes(book: ReadBook) -> Codes | None:
    """Return what the hidden sheet says, wherever it stands; None where there is none, or it is not whole."""
    for sheet in book.sheets:
        begin = sheet.cells.get((1, 1))
        if begin is None or begin.text.strip() != FORMAT:
            continue
        rows: dict[int, list[str]] = {}
        for (row, column), cell in sorted(sheet.cells.items(), key=lambda entry: entry[0]):
            line = rows.setdefault(row, [])
            line += [""] * (column - len(line) - 1) if column < 20 else []
            line.append(cell.text)
        return _codes(list(rows.values()))
    return None


def _codes(rows: Sequence[Sequence[str]]) -> Codes | None:
    said: dict[str, str] = {}
    labels: dict[str, str] = {}
    heads: dict[str, str] = {}
    pairs: dict[str, AskedPair] = {}
    named = {"said": said, "label": labels, "head": heads}
    for row in rows[1:]:
        if len(row) == 3 and row[0] in named:
            named[row[0]][row[1]] = row[2]
        elif len(row) == 8 and row[0] == "pair":
            pairs[row[1]] = AskedPair(row[2], row[3], row[4], (row[5], row[6], row[7]))
    whole = {"questions", "language", "judge"} <= set(said) and set(ROLES) <= set(heads) and pairs
    version = rows[0][1] if len(rows[0]) > 1 else ""
    return Codes(version, said, labels, heads, pairs) if whole else None
