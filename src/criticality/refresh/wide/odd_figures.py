"""Figures that are read and are perhaps not meant: years, -999 for missing, a dash for 0, a group and its members."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from criticality.errors import Problem
from criticality.refresh.wide.grid import Grid
from criticality.refresh.wide.known_names import belongs_to, group_of
from criticality.refresh.wide.table_words import PERCENT
from criticality.refresh.wide.understood import WideColumn, WideMineral
from criticality.spreadsheets.book import Place, address
from criticality.spreadsheets.reading.contents import shortest
from criticality.text.message import Message
from criticality.text.spelling import plain

_SENTINELS = (-9, -99, -999, -9999, -99999, 999999, 9999999, 99999999)
"""Numbers that are written where there is no figure."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NAMED = 12


def odd_figures(
    grid: Grid, column: WideColumn, figures: Mapping[Place, float], heads: int
) -> tuple[list[Problem], list[Problem]]:
    """Return the problems of a column whose figures are no criterion's, and warnings of single figures of it."""
    problems, spot = list[Problem](), grid.spot(heads, column.place)
    code = _kind_of_times(list(figures.values())) if not column.unit else None
    if code is not None:
        problems.append(spot.problem(Message(code, column=column.title), Message("wide.unit_or_delete")))
    return problems, list(_single(grid, column, figures))


def _kind_of_times(figures: Sequence[float]) -> str | None:
    """Which message fits, if all figures are years, or days as ``20260131``."""
    whole = [int(figure) for figure in figures if figure == int(figure)]
    if len(whole) < 2 or len(whole) < len(figures):
        return None
    if all(_FIRST_YEAR <= figure <= _LAST_YEAR for figure in whole):
        return "wide.looks_like_years"
    return "wide.looks_like_days" if all(map(_is_day, whole)) else None


def _is_day(figure: int) -> bool:
    try:
        return _FIRST_YEAR <= datetime.strptime(str(figure), "%Y%m%d").year <= _LAST_YEAR
    except ValueError:
        return False


def _single(grid: Grid, column: WideColumn, figures: Mapping[Place, float]) -> Iterator[Problem]:
    in_percent = plain(column.unit) in PERCENT
    negative = [place for place, figure in figures.items() if figure < 0]
    for place, figure in figures.items():
        others = [other for at, other in figures.items() if at != place and other not in _SENTINELS]
        apart = bool(others) and (min(others) >= 0 if figure < 0 else max(map(abs, others)) * 100 < figure)
        if figure in _SENTINELS and apart:
            message, hint = Message("wide.sentinel", got=shortest(figure)), Message("wide.empty_if_missing")
            yield grid.spot(*place).problem(message, hint, warning=True)
        elif [place] == negative and in_percent and len(others) > 1:
            message, hint = Message("wide.negative_share", got=shortest(figure)), Message("wide.look_at_sign")
            yield grid.spot(*place).problem(message, hint, warning=True)

        elif in_percent and figure > 100 and len(others) > 1 and max(others) <= 100:
            message, hint = Message("wide.above_whole", got=shortest(figure)), Message("wide.look_at_point")
            yield grid.spot(*place).problem(message, hint, warning=True)


def shown_as_dash(grid: Grid, column: WideColumn, figures: Mapping[Place, float]) -> Iterator[Message]:
    """Say which noughts a reader sees as a dash, as formats of accounts show them."""
    cells = [address(place) for place in figures if grid.sheet.cells[place].shape == "dash"]
    if cells:
        yield Message("wide.shown_as_dash", n=len(cells), column=column.title, cells=cells[:_NAMED])


def groups_with_members(grid: Grid, names: int, minerals: Sequence[WideMineral]) -> Iterator[Problem]:
    """Warn of a group whose members have rows of their own: ``稀土`` beside ``釹``."""
    for each in minerals:
        group = group_of(each.name)
        members = [other for other in minerals if group and other is not each and belongs_to(other.name, group)]
        if members:
            shown = [f"{other.name[:20]} ({address((other.row, names))})" for other in members[:_NAMED]]
            message = Message("wide.group_and_members", group=each.name[:40], members=shown)
            yield grid.spot(each.row, names).problem(message, Message("wide.once_only"), warning=True)
