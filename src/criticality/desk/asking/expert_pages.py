"""The pages of one expert, entered by a personal link: a question at a time, then all answers and their consistency."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import UploadFile
from starlette.responses import Response

from criticality.desk.asking.given_answers import consistency_of, judge_of, pair_of
from criticality.desk.asking.not_open import not_open
from criticality.desk.asking.panels_read import PanelsRead
from criticality.desk.asking.round_store import Given, Pair, Person, Round, RoundStore
from criticality.desk.asking.sheet_reading import answers_of
from criticality.desk.saving import state_folder
from criticality.desk.visits import Visit
from criticality.errors import InputError, Problem
from criticality.model.results import ConsistencyHint
from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.questionnaire import questionnaire
from criticality.questionnaires.questions import Pair as Question
from criticality.questionnaires.questions import Questions
from criticality.questionnaires.returned import LONGEST_REASON
from criticality.questionnaires.words import Step, said_by, scale_of
from criticality.spreadsheets.book import Book
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.xlsx import xlsx_bytes
from criticality.text.message import Message
from criticality.text.numbers import fixed

_SAME = "same"
_WRITERS: Mapping[str, Callable[[Book, date], bytes]] = {"ods": ods_bytes, "xlsx": xlsx_bytes}


@dataclass(frozen=True)
class _Sheet:
    """What a link opens: who answers which round, the questions in their order, and the answers so far."""

    store: RoundStore
    person: Person
    round: Round
    panel: PanelFile
    questions: Questions
    answers: Mapping[Pair, Given]
    token: str

    def numbered(self, number: str) -> Question | None:
        """The question of a number."""
        return next((each for each in self.questions.pairs if each.number == number), None)

    def next_open(self, after: str = "") -> Question | None:
        """The first question without an answer behind another one, or the first of all."""
        numbers = [each.number for each in self.questions.pairs]
        start = numbers.index(after) + 1 if after in numbers else 0
        ordered = [*self.questions.pairs[start:], *self.questions.pairs[:start]]
        return next((each for each in ordered if pair_of(each) not in self.answers), None)


def ask(visit: Visit) -> Response:
    """The next question, the one that is asked for, or all answers."""
    sheet = _opened(visit)
    if not isinstance(sheet, _Sheet):
        return not_open(visit, *sheet)
    if visit.query.get("sheet") in _WRITERS:
        return _workbook(visit, sheet, visit.query["sheet"])
    asked = sheet.numbered(visit.query.get("at", ""))
    question = asked or (None if "all" in visit.query else sheet.next_open(visit.query.get("after", "")))
    return _answers_page(visit, sheet) if question is None else _question_page(visit, sheet, question)


def answer(visit: Visit) -> Response:
    """Keep one answer, then show the next question."""
    sheet = _opened(visit)
    if not isinstance(sheet, _Sheet):
        return not_open(visit, *sheet)
    sent = visit.form.get("sheet")
    if isinstance(sent, UploadFile):
        return _take_sheet(visit, sheet, sent)
    question = sheet.numbered(visit.field("number"))
    if question is None:
        return visit.redirect(f"/q/{sheet.token}")
    given = _given(visit, sheet, question)
    if isinstance(given, Message):
        return _question_page(visit, sheet, question, 422, wrong=given)
    if not sheet.store.answer(sheet.person, {pair_of(question): given}):
        return _closed_meanwhile(visit, sheet)
    return visit.redirect(f"/q/{sheet.token}?after={question.number}")


def _workbook(visit: Visit, sheet: _Sheet, kind: str) -> Response:
    """The questions of this expert as a workbook, to be filled in and sent back on the same page."""
    office = sheet.person.office or None
    order = Order(sheet.person.judge, office, visit.language, sheet.person.seed, sheet.round.closes)
    content = _WRITERS[kind](questionnaire(sheet.panel, order), sheet.panel.day)
    headers = {"Content-Disposition": f'attachment; filename="questionnaire.{kind}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _take_sheet(visit: Visit, sheet: _Sheet, sent: UploadFile) -> Response:
    """Keep the answers of a workbook that was filled in; nothing of it where anything in it is wrong."""
    workspace = visit.desk.workspace
    try:
        content = sent.file.read()
        given = answers_of(workspace, sheet.panel.file, sheet.person.judge, sent.filename or "", content)
    except InputError as error:
        return _answers_page(visit, sheet, 422, error.problems)
    asked = {pair_of(each) for each in sheet.questions.pairs}
    if not sheet.store.answer(sheet.person, {pair: each for pair, each in given.items() if pair in asked}):
        return _closed_meanwhile(visit, sheet)
    return visit.redirect(f"/q/{sheet.token}?all")


def _given(visit: Visit, sheet: _Sheet, question: Question) -> Given | Message:
    side, word = visit.field("side"), visit.field("by")
    because = " ".join(visit.field("because").split())
    if side not in (question.first.code, question.second.code, _SAME):
        return Message("rounds.choose_side")
    steps = [step for step in _steps(visit, sheet) if str(step.by) == word]
    if side == _SAME and word:
        return Message("rounds.same_and_much")
    if side != _SAME and not steps:
        return Message("rounds.choose_much")
    if len(because) > LONGEST_REASON:
        return Message("rounds.long_reason", most=LONGEST_REASON)
    if side == _SAME:
        return Given(question.first.code, question.second.code, 1.0, because)
    than = question.second.code if side == question.first.code else question.first.code
    return Given(side, than, steps[0].by, because)


def _steps(visit: Visit, sheet: _Sheet) -> Sequence[Step]:
    return [step for step in scale_of(visit.language, sheet.panel.own_words) if step.number != 1]


def _opened(visit: Visit) -> _Sheet | tuple[Person | None, Round | None]:
    """What a link opens; where it opens nothing, is revoked, or its round is over, whose it is and of which round."""
    store = RoundStore(state_folder(visit.desk.workspace) / "rounds.sqlite")
    token = str(visit.request.path_params["token"])
    person = store.person(token)
    found = None if person is None else store.round(person.round)
    if person is None or found is None or person.revoked or not found.is_open_now:
        return person, found
    panel = visit.desk.part(PanelsRead).of(found.weights)
    questions = panel.questions(person.seed)
    if questions.digest != found.asks:
        return person, found
    return _Sheet(store, person, found, panel, questions, store.answers(person.number), token)


def _closed_meanwhile(visit: Visit, sheet: _Sheet) -> Response:
    """What is said where the round or the link ended while an answer was on its way."""
    return not_open(visit, sheet.store.person(sheet.token), sheet.store.round(sheet.round.number))


def _question_page(
    visit: Visit, sheet: _Sheet, question: Question, status: int = 200, wrong: Message | None = None
) -> Response:
    given = sheet.answers.get(pair_of(question))
    is_same = given is not None and given.by == 1
    before = {
        "side": "" if given is None else _SAME if is_same else given.more,
        "by": "" if given is None or is_same else str(given.by),
        "because": "" if given is None else given.because,
    }
    filled = before if wrong is None else {name: visit.field(name) for name in before}
    numbers = [each.number for each in sheet.questions.pairs]
    place = numbers.index(question.number)
    title = next(group.title for group in sheet.questions.groups if group.code == question.group)
    return visit.page(
        "question.html",
        status,
        sheet=sheet,
        question=question,
        group=title,
        place=place + 1,
        count=len(numbers),
        answered=len(sheet.answers),
        earlier=numbers[place - 1] if place else "",
        steps=_steps(visit, sheet),
        filled=filled,
        wrong=wrong,
        issuer=sheet.panel.assessment.issuer,
        asked_for=sheet.panel.assessment.title,
        own_address=f"/q/{sheet.token}",
        longest=LONGEST_REASON,
    )


def _answers_page(visit: Visit, sheet: _Sheet, status: int = 200, problems: Sequence[Problem] = ()) -> Response:
    judge = judge_of(sheet.panel, sheet.person.judge, "", sheet.answers)
    checked = consistency_of(sheet.panel, judge)
    numbers = {pair_of(each): each.number for each in sheet.questions.pairs}
    titles = {item.code: item.title for group in sheet.questions.groups for item in group.items}
    offers = [(each, _number_of(numbers, each.group, each.hint)) for each in checked if each.hint]
    return visit.page(
        "answers.html",
        status,
        problems=problems,
        sheet=sheet,
        rows=[(each, sheet.answers.get(pair_of(each))) for each in sheet.questions.pairs],
        checked=checked,
        offers=offers,
        titles=titles,
        said_by=said_by,
        groups={group.code: group.title for group in sheet.questions.groups},
        count=len(numbers),
        answered=len(sheet.answers),
        fixed=fixed,
        own_address=f"/q/{sheet.token}",
    )


def _number_of(numbers: Mapping[Pair, str], group: str, hint: ConsistencyHint) -> str:
    """The number of the question that an offer is about."""
    one, other = sorted((hint.more, hint.than))
    return numbers[group, one, other]
