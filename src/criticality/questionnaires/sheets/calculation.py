"""The hidden sheet of workings: answers as ratios, λmax and CR of each group, and the answer that fits least.

The formulas do what `criticality.weighting.ahp` does, as far as cells can: the priorities begin with the geometric
means of the rows and are multiplied by the matrix thirty times (power method). For judgements with CR up to 0.5 that
gives the CR of the tool to 1e-6, for worse ones to 1e-4; the tool's own figure decides. The answer that fits least is
the one whose ratio is farthest from the ratio of the two priorities; the tool tries every correction instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from criticality.questionnaires.questions import Group, Questions
from criticality.questionnaires.sheets.sheet_names import CALCULATION
from criticality.questionnaires.words import AskLanguage, Step, in_words, languages_of, side_words
from criticality.spreadsheets.book import Cell, Formula, Place, Sheet, address
from criticality.weighting.ahp import LARGEST_GROUP

STEPS = 30
"""How often the priorities are multiplied by the matrix."""
_WORDS, _NUMBERS = (1, 1), (1, 2)
"""Where the words of the scale begin, and beside them their numbers."""
_OPTIONS, _SIDE, _BY, _RATIO, _MISFIT = 2, 5, 6, 7, 8
"""Columns of a pair: what may be chosen (three of them), the side, the number, the ratio, the misfit."""
_MATRIX = 10
"""The column in which the matrix and the priorities begin."""
_TITLES = _MATRIX + LARGEST_GROUP + 1
"""The column in which the titles of both items begin, in one language after the other."""
_SIDES = 3


@dataclass(frozen=True)
class Workings:
    """Where the workings of one group stand, for the formulas of the other sheets.

    Attributes
    ----------
    pairs
        Row of each pair, in the order asked.
    answered, ratio
        Cells: how many pairs are answered, and the consistency ratio (a text while pairs are open).
    worst
        The place of the pair with the largest misfit, from 1.
    priorities
        Cells of the priorities, in the order of the items; None for a group of two.
    """

    pairs: Sequence[int]
    answered: str
    complete: str
    ratio: str
    worst: str
    priorities: Sequence[str]

    def options(self, place: int) -> str:
        """The range of what may be chosen for a pair."""
        row = self.pairs[place]
        last = address((row, _OPTIONS + _SIDES - 1), fixed=True)
        return f"{cell(row, _OPTIONS)}:{last}"

    def title(self, place: int, which: int, language: int) -> str:
        """The cell of the title of one side of a pair, 0 or 1, in one of the languages asked in."""
        return cell(self.pairs[place], _TITLES + 2 * language + which)

    def side(self, place: int) -> str:
        """1: the first item counts more; 2: the second; 3: neither; 0: no answer."""
        return cell(self.pairs[place], _SIDE)

    def by(self, place: int) -> str:
        """How many times as much; 0: no answer."""
        return cell(self.pairs[place], _BY)

    def given(self, place: int) -> str:
        """The ratio of the first item to the second; 0: no answer."""
        return cell(self.pairs[place], _RATIO)


def cell(row: int, column: int) -> str:
    """Return the name of a cell of this sheet, as other sheets write it."""
    return address((row, column), sheet=CALCULATION, fixed=True)


def words_range(scale: Sequence[Step]) -> str:
    """Return the range of the words of the scale."""
    return f"{cell(*_WORDS)}:{address((_WORDS[0] + len(scale) - 1, _WORDS[1]), fixed=True)}"


def calculation_sheet(
    questions: Questions,
    language: AskLanguage,
    scale: Sequence[Step],
    answers: Sequence[Sequence[tuple[str, str]]],
    random_index: Sequence[float],
) -> tuple[Sheet, tuple[Workings, ...]]:
    """Return the sheet and where everything stands on it.

    Parameters
    ----------
    questions, language, scale
        What is asked, and in which words.
    answers
        For each group and pair, the names of the two cells that are answered: which counts more, and by how much.
    random_index
        Of n items at n − 1, as the weights say.
    """
    cells: dict[Place, Cell] = {}
    for place, step in enumerate(scale):
        cells[_WORDS[0] + place, _WORDS[1]] = Cell(step.shown)
        cells[_NUMBERS[0] + place, _NUMBERS[1]] = Cell(step.number)
    row, found = len(scale) + 3, []
    for group, given in zip(questions.groups, answers, strict=True):
        _answers(cells, row, group, language, given, len(scale))
        workings, row = _group(cells, row, group, random_index)
        found.append(workings)
    return Sheet(CALCULATION, cells, hidden=True), tuple(found)


def _answers(
    cells: dict[Place, Cell],
    row: int,
    group: Group,
    language: AskLanguage,
    answers: Sequence[tuple[str, str]],
    words: int,
) -> None:
    """Write what may be chosen for each pair of a group, and the ratio that its answer gives: 0 if it is not whole."""
    shown, numbers = (
        f"{address(first, fixed=True)}:{address((words, first[1]), fixed=True)}" for first in (_WORDS, _NUMBERS)
    )
    for here, (pair, (which, much)) in enumerate(zip(group.pairs, answers, strict=True), start=row):
        cells[here, 1] = Cell(pair.number)
        options = [(here, _OPTIONS + place) for place in range(_SIDES)]
        for where, option in zip(options, side_words(pair, language), strict=True):
            cells[where] = Cell(option)
        for number, each in enumerate(languages_of(language)):
            for place, item in enumerate((pair.first, pair.second)):
                cells[here, _TITLES + 2 * number + place] = Cell(in_words(item.title, each))
        tests = "".join(f"IF({which}={address(where)},{place}," for place, where in enumerate(options, start=1))
        cells[here, _SIDE] = Cell(Formula(f'IF({which}="",0,{tests}0){")" * _SIDES}'))
        word = f"SUMPRODUCT(({shown}={much})*{numbers})"
        cells[here, _BY] = Cell(Formula(f"IF(ISNUMBER({much}),IF(AND({much}>=1,{much}<=9),{much},0),{word})"))
        side, by = address((here, _SIDE)), address((here, _BY))
        one_side = f"IF({by}>0,IF({side}=1,{by},1/{by}),0)"
        ratio = f"IF({side}=0,IF({by}=1,1,0),IF({side}=3,IF({by}<=1,1,0),{one_side}))"
        cells[here, _RATIO] = Cell(Formula(ratio))


def _group(cells: dict[Place, Cell], row: int, group: Group, random_index: Sequence[float]) -> tuple[Workings, int]:
    """Write the workings of a group from a row on; return where they stand, and the next free row."""
    count, size = len(group.pairs), len(group.items)
    rows = range(row, row + count)
    given = f"{address((row, _RATIO))}:{address((row + count - 1, _RATIO))}"
    answered, complete, result, worst = ((row + count, column) for column in (2, 3, 4, 5))
    cells[row + count, 1] = Cell(group.code)
    cells[answered] = Cell(Formula(f'COUNTIF({given},">0")'))
    cells[complete] = Cell(Formula(f"IF({address(answered)}={count},1,0)"))
    priorities: list[str] = []
    if size > 2:
        priorities, ratio = _consistency(cells, row, group, random_index[size - 1])
        cells[result] = Cell(Formula(f'IF({address(complete)}=1,{ratio},"")'))
        _misfits(cells, row, group, priorities)
        misfits = f"{address((row, _MISFIT))}:{address((row + count - 1, _MISFIT))}"
        cells[worst] = Cell(Formula(f"MATCH(MAX({misfits}),{misfits},0)"))
    else:
        cells[result], cells[worst] = Cell(Formula(f'IF({address(complete)}=1,0,"")')), Cell(0.0)
    workings = Workings(
        rows,
        cell(*answered),
        cell(*complete),
        cell(*result),
        cell(*worst),
        [f"{CALCULATION}!{name}" for name in priorities],
    )
    return workings, row + max(count, size + STEPS + 1) + 3


def _consistency(cells: dict[Place, Cell], row: int, group: Group, random_index: float) -> tuple[list[str], str]:
    """Write the matrix and the power method; return the cells of the priorities, and CR as a formula."""
    size = len(group.items)
    columns = range(_MATRIX, _MATRIX + size)
    position = {item.code: place for place, item in enumerate(group.items)}
    for place in range(size):
        cells[row + place, _MATRIX + place] = Cell(1.0)
    for here, pair in enumerate(group.pairs, start=row):
        first, second, given = position[pair.first.code], position[pair.second.code], address((here, _RATIO))
        cells[row + first, _MATRIX + second] = Cell(Formula(f"IF({given}>0,{given},1)"))
        cells[row + second, _MATRIX + first] = Cell(Formula(f"IF({given}>0,1/{given},1)"))

    def across(line: int) -> str:
        return f"{address((line, columns[0]), fixed=True)}:{address((line, columns[-1]), fixed=True)}"

    start = row + size
    for place, column in enumerate(columns):
        cells[start, column] = Cell(Formula(f"PRODUCT({across(row + place)})^(1/{size})"))
        for step in range(1, STEPS + 1):
            before = across(start + step - 1)
            cells[start + step, column] = Cell(Formula(f"SUMPRODUCT({across(row + place)},{before})/SUM({before})"))
    last = start + STEPS
    ratio = f"MAX(0,(SUM({across(last)})-{size})/({size}-1)/{random_index!r})"
    return [address((last, column), fixed=True) for column in columns], ratio


def _misfits(cells: dict[Place, Cell], row: int, group: Group, priorities: Sequence[str]) -> None:
    position = {item.code: place for place, item in enumerate(group.items)}
    for here, pair in enumerate(group.pairs, start=row):
        first, second = priorities[position[pair.first.code]], priorities[position[pair.second.code]]
        given = address((here, _RATIO))
        cells[here, _MISFIT] = Cell(Formula(f"IF({given}>0,ROUND(ABS(LN({given}*{second}/{first})),6),0)"))
