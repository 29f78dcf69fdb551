"""Who asks: the session of a request, the link that opens one, and the end of it."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from criticality.desk.sessions import Session
from criticality.desk.visits import LANGUAGE_COOKIE, Desk, Visit, language_of

TOKEN = "token"
_YEAR = 365 * 24 * 3600


def session_of(desk: Desk, request: Request) -> Session | None:
    """Return the session that the cookie of a request names, or None."""
    name = request.cookies.get(desk.cookie)
    return None if name is None else desk.sessions.find(name)


def entered(desk: Desk, request: Request) -> Response | None:
    """Open a session for who brings a token that was not used yet, and send them to the address without it.

    Returns None where the token opens nothing and the browser has no session either.
    """
    opened = desk.sessions.redeem(request.query_params[TOKEN]) if request.method == "GET" else None
    if opened is None and session_of(desk, request) is None:
        return None
    answer = RedirectResponse(str(request.url.remove_query_params(TOKEN).replace(scheme="", netloc="")), 303)
    if opened is not None:
        answer.set_cookie(desk.cookie, opened[0], httponly=True, samesite="lax", path="/")
    return answer


def leave(visit: Visit) -> Response:
    """End the session."""
    if visit.session is not None:
        visit.desk.sessions.end(visit.session)
    answer = replace(visit, session=None, nav=()).page("left.html")
    answer.delete_cookie(visit.desk.cookie, path="/", httponly=True, samesite="lax")
    return answer


def remember_language(request: Request, answer: Response) -> None:
    """Keep the language that the address asks for, for the pages that follow."""
    if "lang" in request.query_params:
        language = language_of(request, "en")
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax", path="/")
