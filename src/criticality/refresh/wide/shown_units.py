"""What the formats of cells say beside their numbers: ``2.46億``, ``NT$ 3``, ``5公噸``."""

from collections.abc import Callable, Collection, Sequence

from criticality.refresh.wide.grid import Grid
from criticality.refresh.wide.understood import WideColumn
from criticality.spreadsheets.book import Place, address
from criticality.spreadsheets.reading.contents import shortest
from criticality.text.message import Message

Tell = Callable[[Place, Message, Message], None]


def check_shown_units(
    grid: Grid,
    column: WideColumn,
    places: Sequence[Place],
    tell: Tell,
    remarks: list[Message],
    anchors: Collection[Place] = (),
) -> str:
    """Refuse a column whose cells show several units, or one of which the head says another; return the only one.

    Of the cells of `anchors` those that show no unit are passed over: they are typed without a format.
    """
    cells = {place: cell for place in places if (cell := grid.sheet.cells.get(place)) and cell.number is not None}
    cells = {place: cell for place, cell in cells.items() if cell.shown_unit or place not in anchors}
    shown: dict[str, Place] = {}
    for place, cell in cells.items():
        shown.setdefault(cell.shown_unit, place)
    if not shown.keys() - {""}:
        return column.unit
    if len(shown) > 1:
        (first, at), (other, beside) = sorted(shown.items(), key=lambda pair: pair[1])[:2]
        message = Message("wide.units_mixed", unit=first or NOTHING, other=other or NOTHING, beside=address(beside))
        tell(at, message, Message("wide.one_unit"))
        return column.unit
    ((unit, place),) = shown.items()
    held = shortest(cells[place].number or 0.0)
    if column.unit and column.unit != unit:
        message = Message("wide.shown_in_another", unit=unit, known=column.unit, held=held)
        tell(place, message, Message("wide.one_unit"))
    elif not column.unit:
        remarks.append(Message("wide.shown_with_unit", column=column.title, unit=unit, cell=address(place), held=held))
    return column.unit or unit


NOTHING = Message("wide.no_shown_unit")
