"""Who asks: the session of a request, as the desk is entered; the link that opens one, and the end of it."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from criticality.desk.entering.account_store import FILE, AccountStore
from criticality.desk.saving import state_folder
from criticality.desk.sessions import Session
from criticality.desk.visits import LANGUAGE_COOKIE, Desk, Visit, language_of

TOKEN = "token"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class _Admitted:
    """The session of a request, and the id of it where the browser does not have it yet."""

    session: Session | None
    new_id: str = ""


def accounts_of(desk: Desk) -> AccountStore:
    """The accounts of a desk."""
    return AccountStore(state_folder(desk.workspace) / FILE)


def session_of(desk: Desk, request: Request) -> Session | None:
    """Return the session of a request, or None; of one request it is asked once.

    Under ``proxy`` a request that names its user has a session, which is opened where its cookie names none, or that of
    somebody else; name and roles are always those that this very request states.
    """
    state = request.scope.setdefault("state", {})
    if "admitted" not in state:
        state["admitted"] = _admitted(desk, request)
    admitted: _Admitted = state["admitted"]
    return admitted.session


def _admitted(desk: Desk, request: Request) -> _Admitted:
    name = request.cookies.get(desk.cookie)
    session = None if name is None else desk.sessions.find(name)
    if desk.entry.auth == "local":
        return _Admitted(session)
    if desk.entry.auth == "accounts":
        return _Admitted(None if session is None else _of_account(desk, session))
    user = desk.entry.user_of(request.headers) if desk.entry.is_proxy(request.client) else None
    if user is None:
        return _Admitted(None)
    if session is not None and session.user.name == user.name:
        return _Admitted(replace(session, user=user))
    opened = desk.sessions.open(user)
    return _Admitted(opened[1], opened[0])


def _of_account(desk: Desk, session: Session) -> Session | None:
    """The session with the roles that its account has now; None where the account is gone or disabled."""
    account = None if session.account is None else accounts_of(desk).find(session.account)
    if account is None or account.disabled:
        return None
    return replace(session, user=account.user)


def noted_as(request: Request, name: str) -> None:
    """Have the log name who has just entered."""
    request.scope.setdefault("state", {})["noted_as"] = name


def noted_name(visit: Visit) -> str:
    """The name for the log: who asks, or who entered by this very request."""
    return visit.user.name or str(visit.request.scope.get("state", {}).get("noted_as", ""))


def entered(desk: Desk, request: Request) -> Response | None:
    """Open a session for who brings a token that was not used yet, and send them to the address without it.

    Returns None where the token opens nothing and the browser has no session either.
    """
    opened = desk.sessions.redeem(request.query_params[TOKEN]) if request.method == "GET" else None
    if opened is None and session_of(desk, request) is None:
        return None
    answer = RedirectResponse(str(request.url.remove_query_params(TOKEN).replace(scheme="", netloc="")), 303)
    if opened is not None:
        give_cookie(desk, answer, opened[0])
    return answer


def give_cookie(desk: Desk, answer: Response, name: str) -> None:
    """Give the browser the id of its session."""
    answer.set_cookie(desk.cookie, name, httponly=True, samesite="lax", path="/", secure=desk.entry.is_secure)


def finish(desk: Desk, request: Request, answer: Response) -> None:
    """Give the browser what the request made: the id of a new session, or the language that was asked for."""
    admitted = request.scope.get("state", {}).get("admitted")
    if isinstance(admitted, _Admitted) and admitted.new_id and admitted.session is not None:
        give_cookie(desk, answer, admitted.new_id)
    if "lang" in request.query_params and "set-cookie" not in answer.headers:
        language = language_of(request, "en")
        secure = desk.entry.is_secure
        answer.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="lax", path="/", secure=secure
        )


def leave(visit: Visit) -> Response:
    """End the session."""
    desk = visit.desk
    if visit.session is not None:
        desk.sessions.end(visit.session)
    answer = replace(visit, session=None, nav=()).page("left.html", sign_out=desk.entry.sign_out)
    answer.delete_cookie(desk.cookie, path="/", httponly=True, samesite="lax", secure=desk.entry.is_secure)
    return answer
