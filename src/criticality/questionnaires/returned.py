"""A questionnaire that came back: its answers found wherever they stand now, and everything wrong with them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from criticality.errors import Problem
from criticality.model.judgements import Judge, Judgement
from criticality.model.ratios import declaring
from criticality.questionnaires.order import VERSION, is_name
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.questions import Questions
from criticality.questionnaires.sheets.codes import AskedPair, Codes, read_codes
from criticality.questionnaires.words import Step, how_much, in_words
from criticality.spreadsheets.book import Place
from criticality.spreadsheets.reading.contents import ReadBook, ReadCell, ReadSheet
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.reading.spots import Spot
from criticality.spreadsheets.reading.unpacking import Unreadable
from criticality.text.kept import shipped_name
from criticality.text.message import Message
from criticality.text.spelling import plain
from criticality.text.visible import one_line

NO_REASON = shipped_name("no_reason")
"""What stands in a judgement for which nobody wrote a reason."""
LONGEST_REASON = 2_000
"""Characters of a reason; a sentence has a tenth of it."""
_LONGEST_LINE = 300
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_EMPTY = ReadCell("")
_FEW = 3
"""Unanswered pairs of one sheet up to this number are told one by one."""


@dataclass
class Returned:
    """What one file brings.

    Attributes
    ----------
    file
        Its name, as it was given.
    judge
        The answers as a judge of the weights; None where nothing could be read.
    groups
        The groups that were asked about.
    spots
        (group, the two codes) → where the pair was answered.
    problems
        Everything wrong, and warnings.
    """

    file: str
    judge: Judge | None = None
    groups: frozenset[str] = frozenset()
    spots: dict[tuple[str, frozenset[str]], Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def whole(self, message: Message, hint: Message, *, warning: bool = False) -> None:
        """Note a problem of the whole file."""
        self.problems.append(Problem(self.file, 1, None, "", message, hint, "warning" if warning else "error"))


def read_returned(path: Path, shown: str, panel: PanelFile) -> Returned:
    """Read the answers of one file and check them against the weights that they are for."""
    returned = Returned(shown)
    try:
        book = read_book(path)
    except Unreadable as error:
        returned.whole(error.message, Message("asking.send_again"))
        return returned
    codes = read_codes(book)
    if codes is None:
        returned.whole(Message("asking.no_questionnaire"), Message("asking.take_the_file_sent"))
    elif codes.version != str(VERSION):
        message = Message("asking.other_version", version=codes.version, known=VERSION)
        returned.whole(message, Message("asking.ask_anew", file=panel.file))
    elif not is_name(codes.said["judge"]):
        message = Message("asking.no_judge_name", name=codes.said["judge"][:80])
        returned.whole(message, Message("asking.take_the_file_sent"))
    elif codes.said["questions"] != _asked(codes, panel).digest or not _fits(codes, panel):
        _refuse_other_questions(returned, codes, panel)
    else:
        returned.groups = frozenset(pair.group for pair in codes.pairs.values())
        _Sheets(returned, book, codes, panel).read()
    return returned


def _asked(codes: Codes, panel: PanelFile) -> Questions:
    """The questions of the groups that a questionnaire asked about, as they would be asked now."""
    return panel.questions().among({pair.group for pair in codes.pairs.values()})


def _fits(codes: Codes, panel: PanelFile) -> bool:
    """Whether the pairs of the hidden sheet are those of the file; it may have been edited."""
    asked = sorted((pair.group, *sorted((pair.first, pair.second))) for pair in codes.pairs.values())
    return asked == sorted(
        (pair.group, *sorted((pair.first.code, pair.second.code))) for pair in _asked(codes, panel).pairs
    )


def _refuse_other_questions(returned: Returned, codes: Codes, panel: PanelFile) -> None:
    groups = {pair.group for pair in codes.pairs.values()}
    now = {item.code for group in panel.questions().groups if group.code in groups for item in group.items}
    then = {code for pair in codes.pairs.values() for code in (pair.first, pair.second)}
    message = Message("asking.other_questions", file=panel.file)
    if then - now or now - then:
        gone, new = (sorted(codes) or [Message("asking.none")] for codes in (then - now, now - then))
        message = Message("asking.other_items", file=panel.file, gone=gone, new=new)
    returned.whole(message, Message("asking.ask_anew", file=codes.said.get("weights", panel.file)))


class _Sheets:
    """The sheets of a questionnaire whose questions are the right ones."""

    def __init__(self, returned: Returned, book: ReadBook, codes: Codes, panel: PanelFile) -> None:
        self.returned, self.book, self.codes, self.panel = returned, book, codes, panel
        self.seen: dict[str, Spot] = {}
        self.unanswered: list[tuple[str, AskedPair, Spot]] = []
        self.without_reason: list[str] = []
        self.given: dict[str, list[Judgement]] = {}

    def read(self) -> None:
        """Read every answer, the date and the office, and make a judge of them."""
        for sheet in self.book.sheets:
            self._sheet(sheet)
        lost = [number for number in self.codes.pairs if number not in self.seen]
        if lost:
            self.returned.whole(Message("asking.rows_lost", numbers=lost), Message("asking.take_the_file_sent"))
        self._told_unanswered()
        said = self.codes.said
        office, day = _one_line(said.get("office", "")) or self._beside("office"), self._date()
        if len(office) > _LONGEST_LINE:
            message = Message("asking.long_office", count=len(office), most=_LONGEST_LINE)
            self.returned.whole(message, Message("asking.shorten"))
        if said.get("wording") != _asked(self.codes, self.panel).wording:
            self.returned.whole(Message("asking.wording"), Message("asking.see_wording"), warning=True)
        closes = said.get("closes", "")
        if day is not None and closes and day.isoformat() > closes:
            message = Message("asking.late", day=day.isoformat(), closes=closes)
            self.returned.whole(message, Message("asking.planner_decides"), warning=True)
        if self.without_reason:
            message = Message("asking.no_reason", n=len(self.without_reason), numbers=self.without_reason)
            self.returned.whole(message, Message("asking.reason_told"), warning=True)
        if any(problem.severity == "error" for problem in self.returned.problems):
            return
        order = [group.code for group in self.panel.questions().groups]
        comparisons = {code: tuple(self.given[code]) for code in order if code in self.given}
        self.returned.judge = Judge(name=said["judge"], office=office or None, on=day, comparisons=comparisons)

    def _sheet(self, sheet: ReadSheet) -> None:
        columns, head = self._columns(sheet)
        if columns is None:
            return
        for (row, column), cell in sorted(sheet.cells.items(), key=lambda entry: entry[0]):
            number = cell.text.strip().upper()
            if row <= head or column != columns["number"] or number not in self.codes.pairs:
                continue
            spot = Spot(self.returned.file, sheet.name, (row, column))
            if number in self.seen:
                self.returned.problems.append(
                    spot.problem(Message("asking.row_twice", number=number), Message("asking.keep_one_row"))
                )
                continue
            self.seen[number] = spot
            self._row(sheet, row, columns, number)

    def _columns(self, sheet: ReadSheet) -> tuple[Mapping[str, int] | None, int]:
        """Role → column, and the row of the heads, wherever they were moved; None where the sheet asks nothing."""
        heads = {plain(text): role for role, text in self.codes.heads.items()}
        by_row: dict[int, dict[str, int]] = {}
        for (row, column), cell in sheet.cells.items():
            role = heads.get(plain(cell.text))
            if role is not None:
                by_row.setdefault(row, {}).setdefault(role, column)
        whole = [row for row, found in by_row.items() if len(found) == len(heads)]
        return (by_row[min(whole)], min(whole)) if whole else (None, 0)

    # ── one answer ───────────────────────────────────────────────────────────

    def _row(self, sheet: ReadSheet, row: int, columns: Mapping[str, int], number: str) -> None:
        pair = self.codes.pairs[number]
        spots = {role: Spot(self.returned.file, sheet.name, (row, column)) for role, column in columns.items()}
        cells = {role: sheet.cells.get(spot.place, _EMPTY) for role, spot in spots.items()}
        self.returned.spots[pair.group, frozenset((pair.first, pair.second))] = spots["by"]
        formulas = [role for role in ("which", "by", "because") if cells[role].formula is not None]
        for role in formulas:
            message = Message("asking.formula", number=number, formula=(cells[role].formula or "")[:60])
            self.returned.problems.append(spots[role].problem(message, Message("asking.write_the_answer")))
        if formulas:
            return
        which, by = cells["which"].text.strip(), cells["by"].text.strip()
        if not which and not by:
            self.unanswered.append((number, pair, spots["which"]))
            return
        side = self._side(which, pair, spots["which"], number)
        much = self._much(by, which, side, spots["by"], number)
        if side is None or much is None:
            return
        because = self._because(cells["because"].text, spots["because"], number)
        more, than = (pair.second, pair.first) if side == 1 else (pair.first, pair.second)
        with declaring(self.panel.weights.words):
            judgement = Judgement.model_validate({"more": more, "than": than, "by": much.by, "because": because})
        self.given.setdefault(pair.group, []).append(judgement)

    def _side(self, which: str, pair: AskedPair, spot: Spot, number: str) -> int | None:
        """0 or 1: the item that counts more; 2: neither; None where that is not known, which is told."""
        word = plain(which)
        if not word:
            return 2  # whether that is an answer, the number says
        items = {item.code: item for group in self.panel.questions().groups for item in group.items}
        known = {plain(option): place for place, option in enumerate(pair.options)}
        for place, code in ((0, pair.first), (1, pair.second)):
            for each in (code, *(in_words(items[code].title, language) for language in ("en", "zh-Hant"))):
                known.setdefault(plain(str(each)), place)
        if word in known:
            return known[word]
        both = all(any(plain(name) in word for name, at in known.items() if at == place) for place in (0, 1))
        message = Message("asking.both_sides" if both else "asking.no_side", number=number, got=which[:80])
        first, second, same = (option[:_LONGEST_LINE] for option in pair.options)
        hint = Message("asking.choose_side", first=first, second=second, same=same)
        self.returned.problems.append(spot.problem(message, hint))
        return None

    def _much(self, by: str, which: str, side: int | None, spot: Spot, number: str) -> Step | None:
        """How many times as much; None where that is not known, which is told."""
        if not by:
            if side == 2 and which:
                return Step(which, 1.0, 1.0)
            if side is not None:
                message = Message("asking.half", number=number, lacking=Message("asking.lacks_by"))
                self.returned.problems.append(spot.problem(message, Message("asking.answer_both")))
            return None
        much = how_much(by, self.panel.own_words)
        if much is None:
            message = Message("asking.no_scale", number=number, got=by[:80])
            self.returned.problems.append(spot.problem(message, Message("asking.choose_scale")))
        elif side == 2 and much.number != 1 and not which:
            message = Message("asking.half", number=number, lacking=Message("asking.lacks_which"))
            self.returned.problems.append(spot.problem(message, Message("asking.answer_both")))
            return None
        elif side == 2 and much.number != 1:
            message = Message("asking.same_but", number=number, got=by[:80])
            self.returned.problems.append(spot.problem(message, Message("asking.same_or_side")))
            return None
        return much

    def _because(self, text: str, spot: Spot, number: str) -> object:
        reason = " ".join(text.split())
        if len(reason) > LONGEST_REASON:
            message = Message("asking.long_reason", number=number, count=len(reason), most=LONGEST_REASON)
            self.returned.problems.append(spot.problem(message, Message("asking.shorten")))
        if reason:
            return reason
        self.without_reason.append(number)
        return NO_REASON

    def _told_unanswered(self) -> None:
        """Tell the pairs without an answer: an error where the weights want all, else a warning.

        Of one sheet many are told in one problem, and a questionnaire that nobody answered likewise.
        """
        allowed = self.panel.weights.incomplete == "complete"
        hint = Message("asking.will_be_completed" if allowed else "asking.answer_or_complete", file=self.panel.file)
        if self._is_blank():
            message = Message("asking.nothing_answered", pairs=len(self.unanswered))
            self.returned.whole(message, Message("asking.is_it_the_one"))
            return
        by_group: dict[str, list[tuple[str, AskedPair, Spot]]] = {}
        for number, pair, spot in self.unanswered:
            by_group.setdefault(pair.group, []).append((number, pair, spot))
        for group, found in by_group.items():
            numbers, first = [number for number, _, _ in found], found[0][2]
            if len(found) == sum(pair.group == group for pair in self.codes.pairs.values()):
                message = Message("asking.group_unanswered", group=group, numbers=numbers)
                left = Message("asking.left_to_others" if allowed else "asking.answer_or_ask_less")
                self.returned.problems.append(first.problem(message, left, warning=allowed))
            elif len(found) > _FEW:
                message = Message("asking.many_unanswered", numbers=numbers)
                self.returned.problems.append(first.problem(message, hint, warning=allowed))
            else:
                self._told_each(found, hint, warning=allowed)

    def _told_each(self, found: Sequence[tuple[str, AskedPair, Spot]], hint: Message, *, warning: bool) -> None:
        for number, pair, spot in found:
            first, second, _ = (option[:_LONGEST_LINE] for option in pair.options)
            message = Message("asking.unanswered", number=number, first=first, second=second)
            self.returned.problems.append(spot.problem(message, hint, warning=warning))

    # ── the first sheet ──────────────────────────────────────────────────────

    def _labelled(self, label: str) -> Iterator[tuple[ReadSheet, Place]]:
        """The cells right of a label, wherever it stands."""
        wanted = plain(self.codes.labels.get(label, ""))
        for sheet in self.book.sheets:
            for (row, column), cell in sheet.cells.items():
                if wanted and plain(cell.text) == wanted and (row, column + 1) in sheet.cells:
                    yield sheet, (row, column + 1)

    def _beside(self, label: str) -> str:
        for sheet, place in self._labelled(label):
            if sheet.cells[place].formula is not None:
                self._refuse_formula(sheet, place)
            elif not self._is_code_sheet(sheet):
                return _one_line(sheet.cells[place].text)
        return ""

    def _date(self) -> date | None:
        for sheet, place in self._labelled("date"):
            cell = sheet.cells[place]
            if self._is_code_sheet(sheet):
                continue
            if cell.formula is not None:
                self._refuse_formula(sheet, place)
                return None
            day = self.book.day_of(cell) or _written(cell.text)
            if day is None:
                message = Message("asking.no_date", got=cell.text.strip()[:40])
                spot = Spot(self.returned.file, sheet.name, place)
                self.returned.problems.append(spot.problem(message, Message("asking.write_date")))
            return day
        if not self._is_blank():
            self.returned.whole(Message("asking.undated"), Message("asking.date_left_out"), warning=True)
        return None

    def _is_blank(self) -> bool:
        """Whether nobody answered a pair: then nothing else that lacks is told."""
        return len(self.unanswered) == len(self.codes.pairs)

    def _is_code_sheet(self, sheet: ReadSheet) -> bool:
        return any(cell.text == "label" and column == 1 for (_, column), cell in sheet.cells.items())

    def _refuse_formula(self, sheet: ReadSheet, place: Place) -> None:
        formula = (sheet.cells[place].formula or "")[:60]
        spot = Spot(self.returned.file, sheet.name, place)
        message = Message("asking.formula_on_cover", formula=formula)
        self.returned.problems.append(spot.problem(message, Message("asking.write_the_answer")))


def _one_line(text: str) -> str:
    return one_line(" ".join(text.split()))


def _written(text: str) -> date | None:
    """A day written as 2026-11-30, 2026/11/30 or 2026.11.30."""
    found = _DATE.fullmatch(plain(text))
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def twice(returned: Sequence[Returned], taken: Sequence[str], *, replace: bool, panel: PanelFile) -> Iterator[Problem]:
    """Yield a problem for each judge who answers twice, or who stands in the weights already."""
    seen: dict[str, str] = {}
    for each in returned:
        if each.judge is None:
            continue
        name = each.judge.name
        if name in seen:
            message = Message("asking.twice", name=name, other=seen[name])
            yield Problem(each.file, 1, None, "", message, Message("asking.one_file_a_judge"))
        elif name in taken and not replace:
            message = Message("asking.judge_there", name=name, file=panel.file)
            yield Problem(each.file, 1, None, "", message, Message("asking.use_replace"))
        seen.setdefault(name, each.file)
