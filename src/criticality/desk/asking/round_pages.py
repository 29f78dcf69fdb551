"""The planner's pages of rounds: open one, hand out links, close it into a panel."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import SystemRandom
from typing import cast

from starlette.responses import Response

from criticality.desk.asking.closing import Closed, agreement, close, hurting, whole, without_answers
from criticality.desk.asking.expert_pages import answer, ask
from criticality.desk.asking.round_store import FEWEST, MODES, Mode, Person, Round, RoundStore
from criticality.desk.asking.unread_rounds import telling_expert, telling_planner
from criticality.desk.databases import BrokenDatabaseError
from criticality.desk.editing.editable_files import content_of
from criticality.desk.editing.file_titles import shown_file
from criticality.desk.editing.with_titles import Words
from criticality.desk.saving import state_folder, uncommitted
from criticality.desk.told_once import ToldOnce
from criticality.desk.visits import Desk, Route, Visit, unsure
from criticality.errors import InputError, Problem, RecordError
from criticality.files.workspace import Workspace
from criticality.questionnaires.order import LONGEST_NAME, is_name
from criticality.questionnaires.panel_file import PanelFile, read_panel
from criticality.text.message import Message
from criticality.text.numbers import agreement as numbers_agreement
from criticality.text.numbers import fixed
from criticality.weighting.panel import JOINED

MOST_PEOPLE = 200
_FOR_GOOD = ("end", "forget", "erase", "purge")
"""What cannot be undone, and so is done with the box ticked alone."""


def rounds(visit: Visit) -> Response:
    """The rounds there were, and the form that opens one."""
    return _rounds_page(visit)


def open_round(visit: Visit) -> Response:
    """Open a round and lead to its page, which shows its links once."""
    try:
        asked = _asked(visit)
        panel = read_panel(visit.desk.workspace, asked.weights, visit.desk.workspace.root)
    except InputError as error:
        return _rounds_page(visit, 422, problems=error.problems)
    taken = {judge.name for judge in panel.weights.judges} | _asked_elsewhere(store_of(visit.desk), panel.file)
    if replaced := [name for name, _ in asked.people if asked.mode == "named" and name in taken]:
        hint = Message("rounds.name_otherwise")
        problem = whole("people", Message("rounds.judge_there", names=replaced, file=panel.file), hint)
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
    return visit.desk.part(ToldOnce).leave(visit, f"/ask/{number}", {"links": links})


def put_aside(visit: Visit) -> Response:
    """Set a file of rounds aside that cannot be read; one that can be read stays where it is."""
    store = store_of(visit.desk)
    try:
        store.check()
    except BrokenDatabaseError:
        return visit.page("rounds_aside.html", aside=store.set_aside().name)
    return visit.redirect("/ask")


def show_round(visit: Visit) -> Response:
    """One round, and its links where it was opened just now."""
    links = visit.desk.part(ToldOnce).take(visit).get("links", ())
    return _round_page(visit, _number(visit), links=cast(Sequence[tuple[str, str]], links))


def change_round(visit: Visit) -> Response:
    """Revoke or renew a link, close the round into a panel, end it without one, or delete what it holds of people."""
    number, store, what = _number(visit), store_of(visit.desk), visit.field("do")
    found = _found(store, number)
    person = int(visit.field("person")) if re.fullmatch(r"[0-9]{1,9}", visit.field("person")) else 0
    if what in _FOR_GOOD and not visit.is_sure:
        return _round_page(visit, number, 422, problems=[unsure()])
    if what == "revoke" and found.state == "open":
        store.revoke(number, person)
    elif what == "renew" and found.state == "open":
        names = [each.name or each.judge for each in store.people(number) if each.number == person and each.is_there]
        links = [(name, store.renew(number, person)) for name in names]
        return _round_page(visit, number, links=links)
    elif what == "end" and found.state == "open":
        store.finish(number, "ended")
    elif what == "forget" and found.state != "open":
        store.forget_names(number)
    elif what == "erase":
        store.erase(number, person)
    elif what == "purge" and found.state != "open":
        store.purge(number)
    elif what == "extend" and found.state == "open":
        day = _day(visit.field("closes"))
        if day is None or day < date.today():
            problem = whole("closes", Message("rounds.no_day"), Message("rounds.write_day"))
            return _round_page(visit, number, 422, problems=[problem])
        store.extend(number, day)
    elif what == "close" and found.state == "open":
        try:
            closed = close(visit, store, found)
        except InputError as error:
            problems = Words(visit.desk.workspace).problems(error.problems)
            told = without_answers(problems, found.weights)
            return _round_page(visit, number, 422, problems=told, refused=True)
        return _round_page(visit, number, closed=closed)
    return visit.redirect(f"/ask/{number}")


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
        problems.append(whole("mode", Message("rounds.no_mode"), Message("rounds.choose_mode")))
    if closes is None or closes < date.today():
        problems.append(whole("closes", Message("rounds.no_day"), Message("rounds.write_day")))
    people = list(_named(visit.field("people"), mode))
    problems += [wrong for name, office in people for wrong in _wrong_person(name, office)]
    names = [name for name, _ in people]
    if not FEWEST <= len(people) <= MOST_PEOPLE or len(set(names)) < len(names):
        message = Message("rounds.how_many", least=FEWEST, most=MOST_PEOPLE)
        problems.append(whole("people", message, Message("rounds.one_line_each")))
    if problems or mode is None or closes is None:
        raise InputError(problems)
    return _Asked(visit.field("weights"), mode, closes, people)


def _named(text: str, mode: Mode | None) -> Iterator[tuple[str, str]]:
    """(name, office) of each line; of an anonymous round their number alone will do, in figures of any width."""
    number = text.strip()
    if mode == "anonymous" and number.isdecimal() and len(number) < 4:
        yield from ((f"{place}", "") for place in range(1, int(number) + 1))
        return
    for line in (" ".join(line.split()) for line in text.splitlines() if line.strip()):
        name, _, office = re.sub("；", ";", line).partition(";")
        yield name.strip(), office.strip()


def _wrong_person(name: str, office: str) -> Iterator[Problem]:
    """What is wrong with a line of the list of experts."""
    for code, text in (("rounds.long_name", name), ("rounds.long_office", office)):
        if len(text) > LONGEST_NAME:
            message = Message(code, name=name[:40], most=LONGEST_NAME)
            yield whole("people", message, Message("rounds.shorten_it"))
    if len(name) <= LONGEST_NAME and not is_name(name):
        yield whole("people", Message("rounds.no_person", name=name), Message("rounds.one_line_each"))


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


def _stated(workspace: Workspace) -> str:
    """The weights that the first assessment states; "" where it cannot be read."""
    for path in workspace.documents("assessments")[:1]:
        return str(content_of(workspace, workspace.relative(path)).get("weights", ""))
    return ""


def _rounds_page(visit: Visit, status: int = 200, problems: Sequence[Problem] = ()) -> Response:
    today = date.today()
    return visit.page(
        "rounds.html",
        status,
        rounds=store_of(visit.desk).rounds(),
        written=store_of(visit.desk).written(),
        weights_files=_judged_files(visit.desk.workspace),
        stated=_stated(visit.desk.workspace),
        shown_file=lambda file: shown_file(visit, file),
        modes=MODES,
        least=FEWEST,
        most=MOST_PEOPLE,
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
    closed: Closed | None = None,
    refused: bool = False,
) -> Response:
    """The page of a round; who was asked and how much was answered is shown whatever has become of the files."""
    workspace, store = visit.desk.workspace, store_of(visit.desk)
    found = _found(store, number)
    panel, wrong = _panel_of(workspace, found)
    count = 0 if panel is None else len(panel.questions().pairs)
    people: Sequence[Person] = store.people(number)
    given = {person.number: len(store.answers(person.number)) for person in people}
    base, is_open = visit.base, found.state == "open"
    return visit.page(
        "round.html",
        422 if wrong and status == 200 else status,
        round=found,
        today=date.today(),
        people=people,
        given=given,
        count=count,
        done=sum(not person.revoked and given[person.number] == count for person in people) if panel else 0,
        least=FEWEST,
        links=[(name, f"{base}q/{token}") for name, token in links],
        problems=problems or wrong,
        closed=closed,
        saved=None if closed is None else closed.saved,
        written=store.written().get(number, found.weights),
        weights=panel.weights if panel else None,
        beside=_beside(workspace, closed, people) if closed else (),
        new_name=visit.field("name") or f"experts-round-{number}",
        into=visit.field("into"),
        uncommitted=uncommitted(workspace, found.weights) if is_open else None,
        hurting=hurting(store, panel, found) if refused and panel else (),
        agreement=agreement(store, panel, found) if panel else (),
        titles={entry.code: entry.title for entry in panel.dimensions} if panel else {},
        agreed=numbers_agreement,
        fixed=fixed,
    )


def _beside(workspace: Workspace, closed: Closed, people: Sequence[Person]) -> Sequence[str]:
    """The judges of the file of a closed round who did not answer in it."""
    judges = content_of(workspace, closed.file).get("judges")
    names = [str(each.get("name")) for each in judges if isinstance(each, dict)] if isinstance(judges, list) else []
    return [name for name in names if name not in {person.judge for person in people}]


def _panel_of(workspace: Workspace, found: Round) -> tuple[PanelFile | None, Sequence[Problem]]:
    """The weights that a round asks for, or what stands against reading them; whether it still asks the same."""
    try:
        panel = read_panel(workspace, found.weights, workspace.root)
    except InputError as error:
        return None, error.problems
    if found.state == "open" and panel.questions().digest != found.asks:
        return panel, [whole(found.weights, Message("rounds.other_questions"), Message("rounds.open_anew"))]
    return panel, ()


ASKING = (
    Route("/ask", "planner", get=telling_planner(rounds), post=telling_planner(open_round), nav="rounds.nav"),
    Route("/rounds/aside", "planner", post=put_aside),
    Route(
        "/ask/{number}",
        "planner",
        get=telling_planner(show_round),
        post=telling_planner(change_round),
        deeds={"close": "lead"},
    ),
    Route("/q/{token}", None, get=telling_expert(ask), post=telling_expert(answer), hides_who=True),
)
