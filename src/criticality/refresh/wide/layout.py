"""Where everything stands in a wide table: its heads, rows with a role, the minerals, and what is no such table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from criticality.errors import InputError, Problem
from criticality.refresh.wide.grid import Grid
from criticality.refresh.wide.known_names import known_mineral
from criticality.refresh.wide.table_words import (
    CRITERION,
    FACTS,
    MINERAL,
    ROLES,
    Fact,
    Role,
    head_and_unit,
    is_no_criterion,
    is_no_name,
    is_note,
    is_total,
    is_unit_note,
    without_year,
    word_of,
)
from criticality.spreadsheets.book import Place, column_name
from criticality.spreadsheets.reading.typed_figures import Fault, figure_of
from criticality.text.message import Message
from criticality.text.spelling import plain

MOST_COLUMNS, MOST_ROWS = 200, 2_000
Tell = Callable[[Place, Message, Message], None]
_LEAST_SIDEWAYS = 2
_LONGEST_SYMBOL = 2


@dataclass
class Layout:
    """Where everything stands; `names` is the column of the minerals, `heads` the row of the heads."""

    heads: int
    names: int
    facts: dict[int, Fact] = field(default_factory=dict)
    columns: list[int] = field(default_factory=list)
    roles: dict[Role, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)


class LayoutReader:
    """Tells heads, rows with a role, minerals, and lines of words apart.

    Parameters
    ----------
    grid
        The sheet.
    tell
        Takes a problem: its cell, what is wrong, a hint.
    remarks
        Takes what is not read and why.
    """

    def __init__(self, grid: Grid, tell: Tell, remarks: list[Message]) -> None:
        self.grid, self.tell, self.remarks = grid, tell, remarks
        self.by_row: dict[int, list[int]] = {}
        self.beside = list[int]()
        for row, column in sorted(grid.sheet.cells):
            self.by_row.setdefault(row, []).append(column)

    def read(self, problems: Sequence[Problem]) -> Layout:
        """Return the layout.

        Raises
        ------
        InputError
            If what stands there is no such table; `problems` gathers what was told.
        """
        heads = self._heads()
        layout = Layout(heads, self._name_column(heads))
        self._refuse_sideways(layout)
        self._columns(layout)
        self._refuse_two_heads(layout)
        self._sort_rows(layout)
        self._refuse_second_table(layout)
        if not layout.columns or not layout.rows:
            self.tell((heads, layout.names), Message("wide.no_table"), Message("wide.how_a_table_looks"))
        elif len(layout.columns) > MOST_COLUMNS or len(layout.rows) > MOST_ROWS:
            message = Message("wide.too_large", columns=len(layout.columns), rows=len(layout.rows))
            self.tell((heads, layout.names), message,
                      Message("wide.is_it_wide", columns=MOST_COLUMNS, rows=MOST_ROWS))  # fmt: skip
        if problems:
            raise InputError(problems)
        return layout

    # ── heads ────────────────────────────────────────────────────────────────

    def _heads(self) -> int:
        """The first row with two cells or more that has no role and is no line of words above the heads."""
        named = self._row_that_heads_minerals()
        for row, places in self.by_row.items():
            if row == named or (
                named is None and len(places) >= 2 and _role_of(self.grid.text(row, places[0])) is None
            ):
                if sum(self.grid.sheet.cells[row, place].number is not None for place in places) * 2 > len(places):
                    self._refuse((row, places[0]), Message("wide.no_heads"), Message("wide.how_a_table_looks"))
                return row
            if len(places) == 1 or named is not None:
                self._line_not_read(row)
        message, hint = Message("wide.no_table"), Message("wide.how_a_table_looks")
        raise InputError([Problem(self.grid.file, 1, None, "", message, hint)])

    def _row_that_heads_minerals(self) -> int | None:
        """The first row that heads a column of minerals by name, where other rows with several cells stand above it.

        What stands above has a role, a mineral or heads of its own no more than it has a figure in most of its cells.
        """
        for row, places in self.by_row.items():
            words = [word_of(head_and_unit(self.grid.text(row, place))[0]) for place in places]
            if len(places) >= 2 and any(word in MINERAL for word in words):
                return row
            has_role = any(_role_of(self.grid.text(row, place)) is not None for place in places[:1])
            is_mineral = any(known_mineral(self.grid.text(row, place)) for place in places)
            if has_role or is_mineral:
                return None
        return None

    def _line_not_read(self, row: int) -> None:
        """Note that a row is a line of words; of one that states a unit, that no column takes it over."""
        text = " ".join(self.grid.text(row, place) for place in self.by_row[row])
        states_unit = any(is_unit_note(self.grid.text(row, place)) for place in self.by_row[row])
        self.remarks.append(
            Message("wide.unit_line_not_read" if states_unit else "wide.line_not_read", row=row, text=text[:60])
        )

    def _refuse(self, place: Place, message: Message, hint: Message) -> None:
        """Refuse the sheet for one cause, of which everything else would follow."""
        raise InputError([self.grid.spot(*place).problem(message, hint)])

    def _name_column(self, heads: int) -> int:
        for place in self.by_row[heads]:
            if word_of(head_and_unit(self.grid.text(heads, place))[0]) in MINERAL:
                return place
        numbered = {
            place for place in self.by_row[heads] if FACTS.get(word_of(self.grid.text(heads, place))) == "number"
        }
        return min(place for row, places in self.by_row.items() if row >= heads for place in places
                   if place not in numbered)  # fmt: skip

    def _columns(self, layout: Layout) -> None:
        for place in self.by_row[layout.heads]:
            text = self.grid.text(layout.heads, place)
            if place == layout.names:
                continue
            word = word_of(head_and_unit(text)[0])
            fact = FACTS.get(word)
            if word in MINERAL:
                self.tell((layout.heads, place), Message("wide.names_twice", head=text[:60]),
                          Message("wide.one_column_of_names"))  # fmt: skip
                self.beside.append(place)
                continue
            if _role_of(text) is not None:
                self.tell((layout.heads, place), Message("wide.role_as_column", role=text),
                          Message("wide.write_as_row"))  # fmt: skip
            elif fact is None and self._is_mineral(layout, place):
                self.tell((layout.heads, place), Message("wide.head_is_mineral", head=text[:60]),
                          Message("wide.name_column"))  # fmt: skip
            elif fact is None and self.grid.sheet.cells[layout.heads, place].number is None and is_no_criterion(text):
                self.tell((layout.heads, place), Message("wide.no_criterion_head", head=text[:60]),
                          Message("wide.delete_or_rename_column"))  # fmt: skip
            if fact is not None:
                layout.facts[place] = fact
            else:
                layout.columns.append(place)
        self._refuse_years(layout)
        unread = [column_name(place) for place, fact in layout.facts.items() if fact == "number"]
        if unread:
            self.remarks.append(Message("wide.numbering", n=len(unread), columns=unread))
        facts = [f"{column_name(place)}: {fact}" for place, fact in layout.facts.items() if fact != "number"]
        if facts:
            self.remarks.append(Message("wide.facts_read", columns=facts))

    def _is_mineral(self, layout: Layout, place: int) -> bool:
        """Whether a head is the name of a mineral, longer than a symbol and without a unit."""
        name, unit = head_and_unit(self.grid.text(layout.heads, place))
        is_long = len(name) > _LONGEST_SYMBOL or not name.isascii()
        return not unit and is_long and known_mineral(name) is not None

    def _refuse_years(self, layout: Layout) -> None:
        """Tell heads that differ by a year alone: they are one criterion in several years."""
        first: dict[str, int] = {}
        for place in layout.columns:
            head = self.grid.text(layout.heads, place)
            rest = without_year(head)
            if rest == plain(head) or not rest:
                continue
            if rest in first:
                message = Message("wide.years_of_one", head=head[:60], first=self._head(layout, first[rest]))
                self.tell((layout.heads, place), message, Message("wide.delete_or_rename_column"))
            first.setdefault(rest, place)

    # ── tables that are laid out otherwise ───────────────────────────────────

    def _refuse_sideways(self, layout: Layout) -> None:
        """Refuse a table whose rows are criteria: its corner says so, heads are minerals, or rows have units."""
        corner = self.grid.text(layout.heads, layout.names)
        heads = [self.grid.text(layout.heads, place) for place in self.by_row[layout.heads] if place != layout.names]
        names = [self.grid.text(row, layout.names) for row in self.by_row if row > layout.heads]
        names = [name for name in names if name and _role_of(name) is None]
        minerals = sum(known_mineral(head) is not None for head in heads)
        with_units = sum(head_and_unit(name)[1] != "" and known_mineral(name) is None for name in names)
        rows_are_minerals = any(known_mineral(name) for name in names)
        by_heads = minerals >= _LEAST_SIDEWAYS and minerals * 2 >= len(heads) and not rows_are_minerals
        by_units = (
            with_units >= _LEAST_SIDEWAYS
            and with_units * 2 >= len(names)
            and not rows_are_minerals
            and word_of(head_and_unit(corner)[0]) not in MINERAL
            and not any(head_and_unit(head)[1] for head in heads)
        )
        if by_heads or by_units or plain(head_and_unit(corner)[0]) in CRITERION:
            first = next(iter(names), corner)
            self._refuse((layout.heads, layout.names), Message("wide.on_its_side", head=corner[:60], row=first[:60]),
                         Message("wide.turn_it"))  # fmt: skip

    def _refuse_two_heads(self, layout: Layout) -> None:
        """Refuse a second row of heads: words alone in two columns or more, right below the first."""
        below = min((row for row in self.by_row if row > layout.heads), default=None)
        if below is None or _role_of(self.grid.text(below, layout.names)) is not None:
            return
        filled = [place for place in self.by_row[below] if place in layout.columns]
        worded = [place for place in filled if _is_word(figure_of(self.grid.sheet.cells[below, place]))]
        if len(worded) >= _LEAST_SIDEWAYS and len(worded) == len(filled):
            self._refuse((below, worded[0]), Message("wide.two_heads", first=layout.heads, second=below),
                         Message("wide.one_head"))  # fmt: skip

    def _refuse_second_table(self, layout: Layout) -> None:
        """Tell columns behind one that is empty from the heads down: they are another table, or a gap."""
        filled = {layout.names, *layout.columns, *layout.facts, *self.beside}
        for place in sorted(layout.columns):
            if place - 1 > min(filled) and place - 1 not in filled:
                message = Message("wide.behind_a_gap", gap=column_name(place - 1), head=self._head(layout, place))
                self.tell((layout.heads, place), message, Message("wide.close_the_gap"))
                return

    def _head(self, layout: Layout, place: int) -> str:
        return self.grid.text(layout.heads, place)[:60]

    # ── rows ─────────────────────────────────────────────────────────────────

    def _sort_rows(self, layout: Layout) -> None:
        """Tell rows with a role, minerals, and lines of words below the table apart."""
        words_since: int | None = None
        for row, places in self.by_row.items():
            name = self.grid.text(row, layout.names)
            role = _role_of(name)
            if row == layout.heads or (row < layout.heads and role is None):
                continue
            filled = [place for place in places if place in layout.columns]
            is_line = not filled and bool(layout.rows) and (
                row - 1 not in self.by_row or words_since == row - 1 or is_note(self.grid.text(row, places[0]))
            )  # fmt: skip
            if role is not None:
                self._role(layout, role, name, row)
            elif is_line:
                words_since = row
                self._line_not_read(row)
            else:
                self._mineral(layout, row, name, filled)

    def _role(self, layout: Layout, role: Role, name: str, row: int) -> None:
        if role in layout.roles:
            message = Message("wide.role_twice", role=name, first=layout.roles[role])
            self.tell((row, layout.names), message, Message("wide.keep_one"))
        layout.roles.setdefault(role, row)

    def _mineral(self, layout: Layout, row: int, name: str, filled: Sequence[int]) -> None:
        at = (row, layout.names)
        struck = next((place for place in self.by_row[row] if self.grid.sheet.cells[row, place].struck), None)
        if struck is not None:
            message = Message("sheets.cell_struck", got=self.grid.text(row, struck)[:40])
            self.tell((row, struck), message, Message("sheets.hint_struck"))
        elif not name and self._is_merged(row, layout.names):
            return  # said of the merged cells
        elif not name:
            hint = Message("wide.name_the_row", roles=list(dict.fromkeys(ROLES.values())))
            self.tell(at, Message("wide.no_name"), hint)
        elif is_total(name):
            self.tell(at, Message("wide.total", name=name), Message("wide.delete_row"))
        elif is_no_name(name):
            self.tell(at, Message("wide.no_mineral_name", name=name[:60]), Message("wide.delete_or_name"))
        elif not filled:
            self.tell(at, Message("wide.row_without_figures", name=name[:60]), Message("wide.delete_or_na"))
        else:
            layout.rows.append(row)
            for place in self._outside(layout, row):
                message = Message("wide.outside", column=column_name(place))
                self.tell((row, place), message, Message("wide.give_head"))

    def _is_merged(self, row: int, column: int) -> bool:
        spans = self.grid.sheet.merged
        return any(first[0] <= row <= last[0] and first[1] <= column <= last[1] for first, last in spans)

    def _outside(self, layout: Layout, row: int) -> Iterator[int]:
        known = (layout.names, *layout.columns, *layout.facts, *self.beside)
        yield from (place for place in self.by_row[row] if place not in known)


def _role_of(text: str) -> Role | None:
    """The role of a row by the name in its first cell, ``Weight``, ``權重(%)`` or ``方向（+/-）``."""
    return ROLES.get(word_of(text)) or ROLES.get(word_of(head_and_unit(text)[0]))


def _is_word(found: float | Fault | None) -> bool:
    return isinstance(found, Fault) and found.cause in ("no_number", "unit")
