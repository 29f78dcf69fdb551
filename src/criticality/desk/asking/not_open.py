"""What an expert is told whose link opens nothing: why, as far as that is known, and what they typed, not saved."""

from collections.abc import Iterator

from starlette.datastructures import UploadFile
from starlette.responses import Response

from criticality.desk.asking.panels_read import PanelsRead
from criticality.desk.asking.round_store import Person, Round
from criticality.desk.visits import Visit
from criticality.errors import InputError
from criticality.questionnaires.words import scale_of
from criticality.text.message import Message

_SAME = "same"


def not_open(visit: Visit, person: Person | None, found: Round | None) -> Response:
    """The page of a link that opens no questions; an answer that was sent to it is shown, and said not to be saved."""
    sent = isinstance(visit.form.get("sheet"), UploadFile)
    typed = list(_typed(visit, found)) if visit.field("number") else []
    return visit.page("not_open.html", 404, why=_why(person, found), typed=typed, is_lost=bool(typed or sent))


def _why(person: Person | None, found: Round | None) -> Message:
    if person is None or found is None:
        return Message("rounds.ask_planner")
    if found.state != "open":
        return Message("rounds.round_over")
    if person.revoked:
        return Message("rounds.link_revoked")
    return Message("rounds.day_was", day=found.closes) if not found.is_open_now else Message("rounds.asks_others")


def _typed(visit: Visit, found: Round | None) -> Iterator[tuple[Message, str]]:
    """What stood in the form of a question, in words as far as the questions can still be read."""
    titles, steps = {_SAME: visit.t("questionnaire.same")}, dict[str, str]()
    if found is not None:
        try:
            panel = visit.desk.part(PanelsRead).of(found.weights)
        except InputError:
            panel = None
        if panel is not None:
            titles |= {each.code: each.title.to(visit.language) for each in panel.criteria}
            titles |= {each.code: each.title.to(visit.language) for each in panel.dimensions}
            steps = {str(step.by): step.shown for step in scale_of(visit.language, panel.own_words)}
    side, by, because = (visit.field(name) for name in ("side", "by", "because"))
    for code, text in (("which", titles.get(side, side)), ("much", steps.get(by, by)), ("because", because)):
        if text.strip():
            yield Message(f"rounds.{code}"), text
