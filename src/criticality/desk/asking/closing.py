"""A round closed into a panel: who is joined, what stands against it, and whose answers that rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from criticality.checking.check import check_workspace
from criticality.desk.asking.given_answers import Agreement, agreement_of, joined_of, judge_of, text_with
from criticality.desk.asking.new_panel import panel_without_judges
from criticality.desk.asking.round_store import FEWEST, Person, Round, RoundStore
from criticality.desk.editing.editable_files import read_file
from criticality.desk.editing.with_titles import Words
from criticality.desk.saving import Change, Saved, save
from criticality.desk.visits import Visit
from criticality.errors import InputError, Problem
from criticality.model.judgements import AhpWeights, Judge
from criticality.questionnaires.panel_file import PanelFile, read_panel
from criticality.text.message import Message
from criticality.weighting.panel import JOINED, Checked, check_consistency, judged_groups
from criticality.weighting.procedure import procedure_of

_OF_ANSWERS = ("weighting.hurts_most", "weighting.joined_contradict", "weighting.judge_contradicts")


@dataclass(frozen=True)
class Hurting:
    """The person of a round without whose answers the joined matrix of a group contradicts itself least.

    Attributes
    ----------
    measure, joined, without, limit
        ``CR`` or ``GCI`` of the joined matrix with and without these answers, and what the file allows.
    """

    person: Person
    group: str
    measure: str
    joined: float
    without: float
    limit: float


@dataclass(frozen=True)
class Closed:
    """What became of a round.

    Attributes
    ----------
    saved
        None where the file had the answers already.
    file
        Where the answers stand.
    was_adopted
        Whether that was adopted before.
    warnings
        What `check` says of the file with the answers.
    """

    saved: Saved | None
    file: str
    was_adopted: bool
    warnings: Sequence[Problem] = ()


def whole(file: str, message: Message, hint: Message) -> Problem:
    """A problem of a whole file, or of a field of a form."""
    return Problem(file, 1, None, "", message, hint)


def answered(
    store: RoundStore, panel: PanelFile, found: Round, on: date | None = None
) -> Sequence[tuple[Person, Judge]]:
    """Those who answered every question, and whose link was not revoked, as judges."""
    count = len(panel.questions().pairs)
    people = [person for person in store.people(found.number) if not person.revoked]
    given = [(person, store.answers(person.number)) for person in people]
    return [
        (person, judge_of(panel, person.judge, person.office, answers, on))
        for person, answers in given
        if len(answers) == count
    ]


def close(visit: Visit, store: RoundStore, found: Round) -> Closed:
    """Write the panel, into a new file where the form names one; what was written before is written once.

    Raises
    ------
    InputError
        If too few have answered, other questions would be asked now, the new file cannot be, or `check` would refuse
        the panel.
    """
    workspace = visit.desk.workspace
    panel = read_panel(workspace, found.weights, workspace.root)
    if panel.questions().digest != found.asks:
        raise InputError([whole(found.weights, Message("rounds.other_questions"), Message("rounds.open_anew"))])
    judges = [judge for _, judge in answered(store, panel, found, date.today())]
    if len(judges) < FEWEST:
        message, hint = Message("rounds.too_few", n=len(judges), least=FEWEST), Message("rounds.wait_or_end")
        raise InputError([whole(found.weights, message, hint)])
    is_new = visit.field("into") == "new"
    panel = panel_without_judges(panel, visit.field("name").strip(), found.number) if is_new else panel
    change = _change(panel, text_with(panel, judges), is_new=is_new)
    saved, was_adopted = None, panel.weights.status == "adopted"
    if change is not None:
        adopted = ", adopted no longer" if was_adopted else ""
        sentence = f"{panel.file}: {len(judges)} judges of round {found.number}{adopted}"
        saved = save(workspace, visit.user, [change], sentence, visit.field("because").strip())
    store.finish(found.number, "closed", panel.file)
    warnings = [problem for problem in check_workspace(workspace) if problem.file == panel.file]
    return Closed(saved, panel.file, saved is not None and was_adopted, Words(workspace).problems(warnings))


def _change(panel: PanelFile, text: str, *, is_new: bool) -> Change | None:
    """What is to be written; nothing where the file says so already."""
    if is_new:
        return Change(panel.file, text)
    read = read_file(panel.workspace, panel.file)
    return None if text == read.text else Change(read.file, read.mark + text, read.digest)


def without_answers(problems: Sequence[Problem], weights: str) -> Sequence[Problem]:
    """What stands against closing a round, told without anybody's judgement: these are shown once it is closed."""
    told = []
    for each in problems:
        message = each.message
        if each.code in _OF_ANSWERS and isinstance(message, Message):
            found = message.slots.get("contradiction", message)
            if isinstance(found, Message) and each.severity == "error":
                told.append(Problem(weights, 1, None, "", found))
        elif each.severity == "error":
            told.append(each)
    return told


def agreement(store: RoundStore, panel: PanelFile, found: Round) -> Sequence[Agreement]:
    """How far the panel agrees: after the round has closed, and of three answers or more."""
    if found.state != "closed" or panel.questions().digest != found.asks:
        return ()
    judges = [judge for _, judge in answered(store, panel, found)]
    return agreement_of(panel, judges) if len(judges) >= FEWEST else ()


def hurting(store: RoundStore, panel: PanelFile, found: Round) -> Sequence[Hurting]:
    """Return, for each group whose joined matrix is above the limit, whose answers hurt it most."""
    people = answered(store, panel, found)
    if panel.questions().digest != found.asks or len(people) < FEWEST:
        return ()
    weights = joined_of(panel, [judge for _, judge in people]).weights
    measure, excessive = procedure_of(weights).measure, _joined(panel, weights)
    rest = [(person, _joined(panel, _without(weights, judge.name))) for person, judge in people]
    worst = []
    for group, entry in excessive.items():
        others = [(person, left[group].measured) for person, left in rest if group in left]
        if entry.excessive and others:
            person, without = min(others, key=lambda one: one[1])
            worst.append(Hurting(person, group, measure, entry.measured, without, entry.limit))
    return worst


def _joined(panel: PanelFile, weights: AhpWeights) -> dict[str, Checked]:
    groups = judged_groups(weights, panel.criteria, panel.dimensions)
    return {
        entry.group: entry for entry in check_consistency(groups, weights.consistency_limit) if entry.judge == JOINED
    }


def _without(weights: AhpWeights, judge: str) -> AhpWeights:
    return weights.model_copy(update={"judges": tuple(each for each in weights.judges if each.name != judge)})
