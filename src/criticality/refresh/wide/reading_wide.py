"""A wide table read from its sheet: heads, the rows above the minerals, and every cell; all faults at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from criticality.errors import InputError, Problem
from criticality.model.document import countable
from criticality.refresh.wide.grid import Grid
from criticality.refresh.wide.known_names import group_of, known_mineral
from criticality.refresh.wide.layout import Layout, LayoutReader
from criticality.refresh.wide.odd_figures import groups_with_members, odd_figures, shown_as_dash
from criticality.refresh.wide.shown_units import check_shown_units
from criticality.refresh.wide.table_words import (
    LOWERS,
    PERCENT,
    RAISES,
    SHARES,
    Role,
    code_of,
    head_and_unit,
    is_multiple,
    names_in,
    without_marks,
)
from criticality.refresh.wide.understood import WideColumn, WideMineral, WideTable
from criticality.spreadsheets.book import Place, address
from criticality.spreadsheets.reading.contents import ReadCell, shortest
from criticality.spreadsheets.reading.spots import Spot
from criticality.spreadsheets.reading.typed_figures import Fault, figure_of, shown_as
from criticality.text.message import Message
from criticality.text.numbers import NO_VALUE
from criticality.text.spelling import plain

_FEW = 3
"""Cells of one column with one fault up to this number are told one by one."""
_NAMED = 12
_YEAR = re.compile(r"(1[89]|20|21)\d\d")


def read_wide(grid: Grid) -> WideTable:
    """Read the table of a sheet.

    Raises
    ------
    InputError
        With every fault, at its cell.
    """
    reader = _Reader(grid)
    table = reader.read()
    if reader.problems:
        raise InputError([*reader.problems, *reader.warnings])
    return table


class _Reader:
    def __init__(self, grid: Grid) -> None:
        self.grid, self.problems, self.warnings = grid, list[Problem](), list[Problem]()
        self.remarks, self.percentages = list(grid.remarks), dict[int, tuple[int, str, str]]()
        self.marks, self.of_format = list[str](), set[int]()
        self.faults: dict[tuple[int, str], list[tuple[Place, Message, Message]]] = {}

    def tell(self, place: Place, message: Message, hint: Message) -> None:
        self.problems.append(self.grid.spot(*place).problem(message, hint))

    def read(self) -> WideTable:
        layout = LayoutReader(self.grid, self.tell, self.remarks).read(self.problems)
        columns = [self._column(layout, place) for place in layout.columns]
        self._told_twice([(layout.heads, each.place, _same_as(each)) for each in columns], "wide.column_twice")
        minerals = [self._mineral(layout, row) for row in layout.rows]
        self._told_twice([(each.row, layout.names, plain(each.name)) for each in minerals], "wide.mineral_twice")
        self._perhaps_one(layout.names, minerals)
        self.warnings += groups_with_members(self.grid, layout.names, minerals)
        self._note_unknown(minerals)
        figures = {
            (each.row, place): figure
            for each in minerals
            for place in layout.columns
            if (figure := self._figure((each.row, place))) is not None
        }
        self._tell_faults(figures)
        units = dict[int, str]()
        for column in columns:
            rows = sorted([*(layout.roles[role] for role in _ANCHORS if role in layout.roles), *layout.rows])
            place = column.place
            own = {at: figure for at, figure in figures.items() if at[1] == place}
            self._check_percentages([(row, place) for row in rows], column)
            if place not in self.of_format:
                self._check_mixed(column, own)
            self._check_anchors(column, own)
            odd_problems, odd_warnings = odd_figures(self.grid, column, own, layout.heads)
            self.problems, self.warnings = [*self.problems, *odd_problems], [*self.warnings, *odd_warnings]
            self.remarks += shown_as_dash(self.grid, column, own)
            at, anchors = [(row, place) for row in rows], [(row, place) for row in rows if row not in layout.rows]
            units[place] = check_shown_units(self.grid, column, at, self.tell, self.remarks, anchors)
        if self.marks:
            self.remarks.append(Message("wide.marks_left_out", cells=self.marks[:_NAMED]))
        if "weight" in layout.roles:
            self._check_percentages([(layout.roles["weight"], place) for place in layout.columns])
        first, last = min([layout.names, *layout.columns]), max([layout.names, *layout.columns])
        bottom = max([layout.heads, *layout.rows])
        self.problems += self.grid.unseen((layout.heads, bottom), (first, last))
        if not self.problems:
            self._check_filled(columns, minerals, figures)
        columns = [replace(column, unit=units[column.place]) for column in columns]
        sheet = self.grid.sheet.name
        told = tuple(self.remarks), tuple(self.warnings)
        return WideTable(
            *(self.grid.file, sheet, layout.heads, columns, minerals, figures, *told, self.percentages),
            layout.roles.get("source", 0),
        )

    # ── what stands there ────────────────────────────────────────────────────

    def _column(self, layout: Layout, place: int) -> WideColumn:
        title, unit = head_and_unit(self._bare((layout.heads, place)))
        head = self.grid.sheet.cells[layout.heads, place]
        if head.number is not None:
            self.tell((layout.heads, place), Message("wide.head_is_number", got=title), Message("wide.name_column"))
        elif not title and isinstance(fault := figure_of(head), Fault):
            self.tell((layout.heads, place), fault.message, Message("wide.name_column"))
        if "unit" in layout.roles:
            unit = self._unit_of_row((layout.roles["unit"], place), unit)
        unit = "%" if plain(unit) == "%" else unit
        code = code_of(title) or f"criterion_{layout.columns.index(place) + 1}"
        stated = {role: self.grid.text(row, place) for role, row in layout.roles.items()}
        year = stated.get("year", "")
        if year and not _YEAR.fullmatch(year):
            self.tell((layout.roles["year"], place), Message("wide.no_year", got=year[:40]), Message("wide.write_year"))
        weight, zero_at, one_at = (self._stated_number(layout, role, place) for role in _NUMBERS)
        if weight is not None and weight < 0:
            self.tell((layout.roles["weight"], place), Message("wide.negative"), Message("wide.weights_rise"))
        if zero_at is not None and one_at is not None and zero_at >= one_at:
            message = Message("wide.anchors_fall", zero=f"{zero_at:g}", one=f"{one_at:g}")
            self.tell((layout.roles["zero_at"], place), message, Message("wide.direction_turns"))
        return WideColumn(
            *(place, code, title, unit, self._direction(layout, place), weight, zero_at, one_at),
            *(stated.get("dimension", ""), stated.get("source", ""), year),
        )

    def _unit_of_row(self, at: Place, of_head: str) -> str:
        """The unit that the row of units states, which must be a word, and that of the head where there are two."""
        stated = self.grid.text(*at)
        if stated and stated != "1" and not any(letter.isalpha() or letter in "%％‰$€¥£°" for letter in stated):
            self.tell(at, Message("wide.no_unit_word", got=stated[:40]), Message("wide.write_unit"))
        elif stated and of_head and plain(stated) != plain(of_head):
            self.tell(at, Message("wide.two_units", row=stated[:40], head=of_head[:40]), Message("wide.keep_one"))
        return stated or of_head

    def _direction(self, layout: Layout, place: int) -> bool | None:
        row = layout.roles.get("direction")
        word = "" if row is None else self.grid.text(row, place)
        if row is None or not word:
            return None
        if plain(word) not in RAISES | LOWERS:
            self.tell((row, place), Message("wide.no_direction", got=word[:40]), Message("wide.write_direction"))
        return plain(word) in LOWERS

    def _stated_number(self, layout: Layout, role: Role, place: int) -> float | None:
        return self._figure((layout.roles[role], place)) if role in layout.roles else None

    def _mineral(self, layout: Layout, row: int) -> WideMineral:
        facts: dict[str, str] = {
            fact: text for place, fact in layout.facts.items() if (text := self.grid.text(row, place))
        }
        return WideMineral(row, self._bare((row, layout.names)), facts)

    def _bare(self, place: Place) -> str:
        """The text of a head or a name without the marks of footnotes, which are noted."""
        text = self.grid.text(*place)
        found = without_marks(text)
        if found != text:
            self.marks.append(address(place))
        return found

    def _note_unknown(self, minerals: Sequence[WideMineral]) -> None:
        """Name what is known of no mineral: a slip of the pen, a country, a note would stand among them."""
        unknown = [each.name for each in minerals if not group_of(each.name) and known_mineral(each.name) is None
                   and not any(known_mineral(text) for text in each.facts.values())]  # fmt: skip
        if unknown:
            names = [name[:30] for name in unknown[:_NAMED]] + (["…"] if len(unknown) > _NAMED else [])
            self.remarks.append(Message("wide.unknown_names", n=len(unknown), names=names))

    def _told_twice(self, stated: Sequence[tuple[int, int, str]], code: str) -> None:
        first: dict[str, Place] = {}
        for row, column, name in stated:
            if name in first:
                message = Message(code, name=self.grid.text(row, column)[:60], first=address(first[name]))
                self.tell((row, column), message, Message("wide.rename_or_delete"))
            first.setdefault(name, (row, column))

    def _perhaps_one(self, place: int, minerals: Sequence[WideMineral]) -> None:
        """Warn where the name of a mineral is a part of another one's, ``鎵`` of ``Gallium 鎵``."""
        parts: dict[str, list[int]] = {}
        for each in minerals:
            facts = [plain(each.facts.get(fact, "")) for fact in ("name_en", "name_zh", "symbol")]
            for part in {*names_in(each.name), *facts, known_mineral(each.name) or ""} - {"", plain(each.name)}:
                parts.setdefault(part, []).append(each.row)
        pairs = {
            (max(each.row, other), min(each.row, other))
            for each in minerals
            for name in (plain(each.name), names_in(each.name)[0], known_mineral(each.name) or "")
            for other in parts.get(name, ())
            if other != each.row and plain(self.grid.text(other, place)) != plain(self.grid.text(each.row, place))
        }
        for row, first in dict(sorted(pairs, reverse=True)).items():
            slots = {"name": self.grid.text(row, place)[:60], "other": self.grid.text(first, place)[:60]}
            message = Message("wide.perhaps_one_mineral", at=address((first, place)), **slots)
            spot = self.grid.spot(row, place)
            self.warnings.append(spot.problem(message, Message("wide.rename_or_delete"), warning=True))

    def _check_anchors(self, column: WideColumn, figures: Mapping[Place, float]) -> None:
        """Warn of figures outside the anchors that the sheet states: each counts as the nearer end."""
        low, high = column.zero_at, column.one_at
        outside = [at for at, figure in figures.items()
                   if (low is not None and figure < low) or (high is not None and figure > high)]  # fmt: skip
        if outside:
            shown = [NO_VALUE if end is None else f"{end:g}" for end in (low, high)]
            message = Message("wide.outside_anchors", n=len(outside), column=column.title, low=shown[0], high=shown[1])
            spot = self.grid.spot(*outside[0])
            self.warnings.append(spot.problem(message, Message("wide.look_at_anchors"), warning=True))

    # ── figures ──────────────────────────────────────────────────────────────

    def _figure(self, place: Place) -> float | None:
        found = figure_of(self.grid.sheet.cells.get(place))
        if isinstance(found, Fault):
            self.faults.setdefault((place[1], found.cause), []).append((place, found.message, found.hint))
            return None
        if found is not None and not countable(found):
            self.tell(place, Message("wide.out_of_size", got=f"{found:g}"), Message("wide.other_unit"))
        return found

    def _tell_faults(self, figures: dict[Place, float]) -> None:
        """Tell cells with a fault one by one, or many of one column at once."""
        for (column, cause), stated in self.faults.items():
            beside = [figure for (_, place), figure in figures.items() if place == column]
            found = [
                (place, message, self._share_hint(place, beside) or hint if cause == "unit" else hint)
                for place, message, hint in stated
            ]
            told = found[:1] if len(found) > _FEW else found
            for place, message, hint in told:
                self.tell(place, message, hint)
            if len(found) > _FEW:
                place, message, hint = found[0]
                self.problems.pop()
                others = [address(each) for each, _, _ in found[1 : _NAMED + 1]]
                more = Message("wide.likewise", message=message, n=len(found) - 1, cells=others)
                self.tell(place, more, Message("wide.words_of_a_fact", hint=hint) if cause == "no_number" else hint)

    def _share_hint(self, place: Place, others: Sequence[float]) -> Message | None:
        """What to write for a typed percentage where the other figures of the column are shares of 1."""
        typed = _PER_CENT_TYPED.fullmatch(plain(self.grid.text(*place)))
        if typed is None or not any(others) or not all(0 <= other <= 1 for other in others):
            return None
        return Message("wide.write_the_share", share=shortest(float(typed[1]) / 100))

    def _check_mixed(self, column: WideColumn, figures: Mapping[Place, float]) -> None:
        """Warn where a column in % or without a unit seems to hold shares of 1 and percentages side by side."""
        in_percent = plain(column.unit) in PERCENT  # 1 is one per cent there
        shares = {at: figure for at, figure in figures.items() if 0 < figure < 1 or (figure == 1 and not in_percent)}
        others = {place: figure for place, figure in figures.items() if figure and place not in shares}
        least = 1 if in_percent or len(others) > _FEW - 1 else 2
        tens = others and all(_LEAST_PER_CENT <= other <= 100 for other in others.values())
        if plain(column.unit) not in ("", "1", *PERCENT) or not tens or len(shares) < least:
            return
        (place, odd), *more = (others if len(others) <= len(shares) else shares).items()
        beside = next(iter((shares if len(others) <= len(shares) else others).items()))
        slots = {"got": shortest(odd), "beside": address(beside[0]), "other": shortest(beside[1])}
        message = Message("wide.share_and_percentage", **slots)
        if more:
            cells = [address(at) for at, _ in more[:_NAMED]]
            message = Message("wide.shares_and_percentages", n=len(more), cells=cells, **slots)
        hint = Message("wide.one_kind", share=shortest(odd / 100 if odd > 1 else odd))
        if in_percent:
            share = next(iter(shares.values()))
            hint = Message("wide.all_per_cent", share=shortest(share), per_cent=shortest(round(100 * share, 10)))
        self.warnings.append(self.grid.spot(*place).problem(message, hint, warning=True))

    def _check_percentages(self, places: Sequence[Place], column: WideColumn | None = None) -> None:
        """A percentage holds 0.12 where it shows 12 %: said, and refused where that can be taken for another figure.

        The places are a column with its anchors, or the row of the weights (`column` is None).
        """
        cells = {place: cell for place in places if (cell := self.grid.sheet.cells.get(place)) is not None}
        self._check_scaled(cells, column)
        shares = {place: cell for place, cell in cells.items() if cell.shape == "percent" and cell.number is not None}
        if not shares:
            return
        place, cell = next(iter(shares.items()))
        plainly = [at for at, other in cells.items() if at not in shares and figure_of(other) not in (None, 0.0)
                   and not isinstance(figure_of(other), Fault)]  # fmt: skip
        slots = {"shown": shown_as(cell), "held": f"{cell.number:g}"}
        if column is not None:
            self.percentages[column.place] = (place[0], slots["shown"], slots["held"])
        told = len(self.problems)
        if column is not None and plain(column.unit) in PERCENT:
            self.tell(place, Message("wide.percent_of_percent", **slots), Message("wide.unit_one"))
        elif column is not None and column.unit and plain(column.unit) not in SHARES:
            self.tell(place, Message("wide.percent_of_unit", unit=column.unit, **slots), Message("wide.one_unit"))
        elif plainly:
            hint = Message("wide.one_format" if column is not None else "wide.one_format_in_row")
            if column is not None and any(abs(cells[at].number or 0.0) > 1 for at in plainly):
                hint = Message("wide.write_as_others", write=slots["shown"].removesuffix("%").strip())
            self.tell(place, Message("wide.percent_and_plain", other=address(plainly[0]), **slots), hint)
        elif column is not None:
            self.remarks.append(Message("wide.percentages", column=column.title, **slots))
        if column is not None and len(self.problems) > told:
            self.of_format.add(column.place)

    def _check_scaled(self, cells: Mapping[Place, ReadCell], column: WideColumn | None) -> None:
        """Figures that are shown without their thousands: said, and refused where another figure may be meant."""
        scaled = next((place for place, cell in cells.items() if cell.shape == "scaled" and cell.number), None)
        if scaled is None:
            return
        held, unit = shortest(cells[scaled].number or 0.0), cells[scaled].shown_unit
        wholly = next((at for at, cell in cells.items() if cell.shape != "scaled" and cell.number), None)
        if column is None:
            title = self.grid.text(scaled[0], 1)
            self.remarks.append(Message("wide.scaled", column=title, cell=address(scaled), held=held))
        elif unit or is_multiple(column.unit):
            message = Message("wide.scaled_of_unit", unit=column.unit or unit, held=held)
            self.tell(scaled, message, Message("wide.one_unit"))
        elif wholly is not None:
            message = Message("wide.scaled_and_plain", held=held, other=address(wholly))
            self.tell(scaled, message, Message("wide.one_unit"))
        else:
            self.remarks.append(Message("wide.scaled", column=column.title, cell=address(scaled), held=held))

    def _check_filled(
        self, columns: Sequence[WideColumn], minerals: Sequence[WideMineral], figures: dict[Place, float]
    ) -> None:
        for column in columns:
            if not any((each.row, column.place) in figures for each in minerals):
                spot: Spot = self.grid.spot(minerals[0].row, column.place)
                message = Message("wide.column_without_figures", column=column.title)
                self.problems.append(spot.problem(message, Message("wide.delete_column")))
        formulas = sum(
            (cell := self.grid.sheet.cells.get(place)) is not None and cell.formula is not None for place in figures
        )
        if formulas:
            self.remarks.append(Message("wide.formulas", n=formulas))


_PER_CENT_TYPED = re.compile(r"(\d+\.?\d*|\.\d+) ?%", re.ASCII)
_LEAST_PER_CENT = 10
"""Between 1 and this a figure beside shares may be of another kind, such as a ratio; from here on, a percentage."""


def _same_as(column: WideColumn) -> str:
    """What two columns must not share: the code of a head; of a head without Latin letters, its words and its unit."""
    return column.code if code_of(column.title) else f"{plain(column.title)} [{plain(column.unit)}]"


_ANCHORS: tuple[Role, ...] = ("zero_at", "one_at")
_NUMBERS: tuple[Role, ...] = ("weight", *_ANCHORS)
