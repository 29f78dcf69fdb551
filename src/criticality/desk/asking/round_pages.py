"""The planner's pages of rounds: open one, hand out links, close it into a panel."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import SystemRandom

from starlette.responses import Response

from criticality.desk.asking.expert_pages import answer, ask
from criticality.desk.asking.given_answers import Agreement, agreement_of, judge_of, text_with
from criticality.desk.asking.round_store import FEWEST, MODES, Mode, Person, Round, RoundStore
from criticality.desk.editing.editable_files import read_file
from criticality.desk.saving import Change, Saved, save, state_folder
from criticality.desk.visits import Desk, Route, Visit
from criticality.errors import InputError, Problem, RecordError
from criticality.files.workspace import Workspace
from criticality.model.judgements import Judge
from criticality.questionnaires.order import LONGEST_NAME, is_name
from criticality.questionnaires.panel_file import PanelFile, read_panel
from criticality.text.message import Message
from criticality.text.numbers import fixed, percent
from criticality.weighting.panel import JOINED

MOST_PEOPLE = 200


def rounds(visit: Visit) -> Response:
    """The rounds there were, and the form that opens one."""
    return _rounds_page(visit)


def open_round(visit: Visit) -> Response:
    """Open a round and show its links, once."""
    try:
        asked = _asked(visit)
        panel = read_panel(visit.desk.workspace, asked.weights, visit.desk.workspace.root)
    except InputError as error:
        return _rounds_page(visit, 422, problems=error.problems)
    taken = {judge.name for judge in panel.weights.judges} | _asked_elsewhere(store_of(visit.desk), panel.file)
    if replaced := [name for name, _ in asked.people if asked.mode == "named" and name in taken]:
        hint = Message("rounds.name_otherwise")
        problem = _whole("people", Message("rounds.judge_there", names=replaced, file=panel.file), hint)
        return _rounds_page(visit, 422, problems=[problem])
    people = list(_people(asked, taken))
    if asked.mode == "anonymous":  # the order of the links must not say whose answers are whose
        SystemRandom().shuffle(people)
    user = visit.user.name
    new = Round(0, panel.file, asked.mode, date.today(), asked.closes, panel.questions().digest, user, "open")
    number, tokens = store_of(visit.desk).open(new, people)
    links = list(zip((name or judge for judge, name, _ in people), tokens, strict=True))
    if asked.mode == "anonymous":
        links = [("", token) for _, token in links]
    return _round_page(visit, number, links=links)


def show_round(visit: Visit) -> Response:
    """One round."""
    return _round_page(visit, _number(visit))


def change_round(visit: Visit) -> Response:
    """Revoke or renew a link, close the round into a panel, end it without one, or delete the names."""
    number, store, what = _number(visit), store_of(visit.desk), visit.field("do")
    found = _found(store, number)
    person = int(visit.field("person")) if re.fullmatch(r"[0-9]{1,9}", visit.field("person")) else 0
    if what == "revoke" and found.state == "open":
        store.revoke(number, person)
    elif what == "renew" and found.state == "open":
        token = store.renew(number, person)
        names = [each.name or each.judge for each in store.people(number) if each.number == person]
        return _round_page(visit, number, links=[(name, token) for name in names])
    elif what == "end" and found.state == "open":
        store.finish(number, "ended")
    elif what == "forget" and found.state != "open":
        store.forget_names(number)
    elif what == "close" and found.state == "open":
        try:
            saved = _closed(visit, store, found)
        except InputError as error:
            return _round_page(visit, number, 422, problems=error.problems)
        return _round_page(visit, number, saved=saved)
    return visit.redirect(f"/ask/{number}")


def _closed(visit: Visit, store: RoundStore, found: Round) -> Saved | None:
    """Write the panel; a round that was written before it was marked as closed is written once."""
    workspace = visit.desk.workspace
    panel = read_panel(workspace, found.weights, workspace.root)
    if panel.questions().digest != found.asks:
        raise InputError([_whole(found.weights, Message("rounds.other_questions"), Message("rounds.open_anew"))])
    judges = _judges(store, panel, found, date.today())
    if len(judges) < FEWEST:
        message, hint = Message("rounds.too_few", n=len(judges), least=FEWEST), Message("rounds.wait_or_end")
        raise InputError([_whole(found.weights, message, hint)])
    read, text = read_file(workspace, panel.file), text_with(panel, judges)
    saved = None
    if text != read.text:
        sentence = f"{panel.file}: {len(judges)} judges of round {found.number}"
        changes = [Change(read.file, read.mark + text, read.digest)]
        saved = save(workspace, visit.user, changes, sentence, visit.field("because").strip())
    store.finish(found.number, "closed")
    return saved


def _whole(file: str, message: Message, hint: Message) -> Problem:
    return Problem(file, 1, None, "", message, hint)


def _judges(store: RoundStore, panel: PanelFile, found: Round, on: date | None = None) -> Sequence[Judge]:
    """Those who answered every question, and whose link was not revoked."""
    count = len(panel.questions().pairs)
    people = [person for person in store.people(found.number) if not person.revoked]
    given = [(person, store.answers(person.number)) for person in people]
    return [
        judge_of(panel, person.judge, person.office, answers, on) for person, answers in given if len(answers) == count
    ]


# ── what is asked for ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Asked:
    """The form that opens a round, in order."""

    weights: str
    mode: Mode
    closes: date
    people: Sequence[tuple[str, str]]


def _asked(visit: Visit) -> _Asked:
    problems: list[Problem] = []
    mode = next((mode for mode in MODES if mode == visit.field("mode")), None)
    closes = _day(visit.field("closes"))
    if mode is None:
        problems.append(_whole("mode", Message("rounds.no_mode"), Message("rounds.choose_mode")))
    if closes is None or closes < date.today():
        problems.append(_whole("closes", Message("rounds.no_day"), Message("rounds.write_day")))
    lines = [" ".join(line.split()) for line in visit.field("people").splitlines() if line.strip()]
    people = [
        (name.strip(), office.strip()) for name, _, office in (re.sub("；", ";", line).partition(";") for line in lines)
    ]
    for name, office in people:
        if not is_name(name) or len(office) > LONGEST_NAME:
            hint = Message("rounds.one_line_each")
            problems.append(_whole("people", Message("rounds.no_person", name=name[:80]), hint))
    names = [name for name, _ in people]
    if not FEWEST <= len(people) <= MOST_PEOPLE or len(set(names)) < len(names):
        message = Message("rounds.how_many", least=FEWEST, most=MOST_PEOPLE)
        problems.append(_whole("people", message, Message("rounds.one_line_each")))
    if problems or mode is None or closes is None:
        raise InputError(problems)
    return _Asked(visit.field("weights"), mode, closes, people)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _people(asked: _Asked, taken: set[str]) -> Iterator[tuple[str, str, str]]:
    """(judge, name, office) of each; a code that nobody in the file has where the name is not to stand there."""
    codes = (f"Judge {code}" for code in _codes())
    for name, office in asked.people:
        if asked.mode == "named":
            yield name, name, office
        else:
            judge = next(code for code in codes if code not in taken and code != JOINED)
            yield (judge, "", "") if asked.mode == "anonymous" else (judge, name, office)


def _asked_elsewhere(store: RoundStore, weights: str) -> set[str]:
    """The judges of other rounds for a weights file that are not closed yet: closing them enters these names."""
    others = [each for each in store.rounds() if each.weights == weights and each.state == "open"]
    return {person.judge for each in others for person in store.people(each.number)}


def _codes() -> Iterator[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from letters
    yield from (one + other for one in letters for other in letters)


# ── the pages ────────────────────────────────────────────────────────────────


def store_of(desk: Desk) -> RoundStore:
    """The rounds of a workspace."""
    return RoundStore(state_folder(desk.workspace) / "rounds.sqlite")


def _judged_files(workspace: Workspace) -> Sequence[str]:
    """The weights files that experts can be asked for."""
    found = []
    for path in workspace.documents("weights"):
        try:
            found.append(read_panel(workspace, workspace.relative(path), workspace.root).file)
        except InputError:
            continue
    return found


def _rounds_page(visit: Visit, status: int = 200, problems: Sequence[Problem] = ()) -> Response:
    today = date.today()
    return visit.page(
        "rounds.html",
        status,
        rounds=store_of(visit.desk).rounds(),
        weights_files=_judged_files(visit.desk.workspace),
        modes=MODES,
        today=today,
        problems=problems,
        filled={name: visit.field(name) for name in ("weights", "mode", "closes", "people")},
    )


def _number(visit: Visit) -> int:
    text = str(visit.request.path_params["number"])
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _found(store: RoundStore, number: int) -> Round:
    found = store.round(number)
    if found is None:
        raise RecordError(Message("rounds.no_round"))
    return found


def _round_page(
    visit: Visit,
    number: int,
    status: int = 200,
    *,
    links: Sequence[tuple[str, str]] = (),
    problems: Sequence[Problem] = (),
    saved: Saved | None = None,
) -> Response:
    store = store_of(visit.desk)
    found = _found(store, number)
    panel = read_panel(visit.desk.workspace, found.weights, visit.desk.workspace.root)
    count = len(panel.questions().pairs)
    people: Sequence[Person] = store.people(number)
    given = {person.number: len(store.answers(person.number)) for person in people}
    done = sum(not person.revoked and given[person.number] == count for person in people)
    base = str(visit.request.base_url)
    return visit.page(
        "round.html",
        status,
        round=found,
        people=people,
        given=given,
        count=count,
        done=done,
        least=FEWEST,
        links=[(name, f"{base}q/{token}") for name, token in links],
        problems=problems,
        saved=saved,
        agreement=_agreement(store, panel, found),
        titles={entry.code: entry.title for entry in panel.dimensions},
        percent=percent,
        fixed=fixed,
    )


def _agreement(store: RoundStore, panel: PanelFile, found: Round) -> Sequence[Agreement]:
    """How far the panel agrees: after the round has closed, and of three answers or more."""
    if found.state != "closed" or panel.questions().digest != found.asks:
        return ()
    judges = _judges(store, panel, found)
    return agreement_of(panel, judges) if len(judges) >= FEWEST else ()


ASKING = (
    Route("/ask", "planner", get=rounds, post=open_round, nav="rounds.nav"),
    Route("/ask/{number}", "planner", get=show_round, post=change_round),
    Route("/q/{token}", None, get=ask, post=answer),
)
