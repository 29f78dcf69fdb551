"""What is shown where the rounds, or the questions of one, cannot be read: how to go on, or to come again later."""

from functools import wraps

from starlette.responses import Response

from criticality.desk.databases import BrokenDatabaseError
from criticality.desk.visits import Handler, Visit
from criticality.errors import InputError
from criticality.text.message import Message

_LATER = 503


def telling_planner(handler: Handler) -> Handler:
    """Answer with what is wrong with the file of rounds, and how it is set aside."""

    @wraps(handler)
    def told(visit: Visit) -> Response:
        try:
            return handler(visit)
        except BrokenDatabaseError as error:
            return visit.page("rounds_broken.html", _LATER, why=visit.say(error.args[0]))

    return told


def telling_expert(handler: Handler) -> Handler:
    """Answer that the questions cannot be shown now; what is wrong with the files is for the planner."""

    @wraps(handler)
    def told(visit: Visit) -> Response:
        try:
            return handler(visit)
        except (BrokenDatabaseError, InputError):
            why = visit.say(Message("rounds.ask_planner_later"))
            return visit.page("refused.html", _LATER, title=Message("rounds.not_now"), why=why)

    return told
