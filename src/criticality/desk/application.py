"""The application: every route of the table with its role and methods, behind the guard."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Entry
from starlette.types import ASGIApp

from criticality.desk.audit import Audit, Happened
from criticality.desk.entering.admission import TOKEN, entered, finish, noted_name, session_of
from criticality.desk.entering.sign_in_pages import sign_in_page
from criticality.desk.guard import SAFE, Guard
from criticality.desk.saving import WRITTEN, Written
from criticality.desk.site import failed, refused
from criticality.desk.visits import FORM_TOKEN, Desk, Handler, Route, Visit
from criticality.errors import CriticalityError

_MOST_FIELDS, _MOST_FILES = 5_000, 20
_NOWHERE = Route("", None)
_REFUSALS = (401, 403, 429)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Those that reach a route, which refuses what it has no answer for: no other route with such a path is asked."""


def application(desk: Desk, table: Sequence[Route], hosts: Container[str]) -> ASGIApp:
    """Return what answers every request to a desk.

    Parameters
    ----------
    desk
        What the pages share.
    table
        Every route; none is answered that does not stand there.
    hosts
        The names, with the port, under which the desk may be reached.
    """

    async def not_found(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return await run_in_threadpool(_nowhere, desk, request, known, status)

    known = [route for route in table if desk.entry.auth in route.auth]
    entries = [Entry(route.path, _endpoint(desk, route, known), methods=_METHODS) for route in known]
    app = Starlette(routes=entries, exception_handlers={HTTPException: not_found, 500: not_found})
    app.router.redirect_slashes = False
    return Guard(app, hosts, desk.entry, desk.part(Audit).note)


def _visit(desk: Desk, request: Request, route: Route, table: Sequence[Route]) -> Visit:
    session = session_of(desk, request)
    nav = tuple(
        (each.path, each.nav) for each in table if each.nav and session is not None and each.is_open_to(session.user)
    )
    return Visit(desk, request, route, session, nav=nav)


def _nowhere(desk: Desk, request: Request, table: Sequence[Route], status: int) -> Response:
    answer = refused(_visit(desk, request, _NOWHERE, table), status)
    finish(desk, request, answer)
    return answer


def _endpoint(desk: Desk, route: Route, table: Sequence[Route]) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        if request.method.replace("HEAD", "GET") not in route.methods:
            raise HTTPException(405)
        visit = await run_in_threadpool(_visit, desk, request, route, table)
        if _is_open(visit) and request.method not in SAFE:  # of nobody else is a form read
            form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
            visit = replace(visit, form=form)
        return await run_in_threadpool(_logged, visit)

    return answer


def _logged(visit: Visit) -> Response:
    """Answer a request, and write what it did into the log, whatever becomes of it."""
    written: list[Written] = []
    mark = WRITTEN.set(written)
    outcome = 500
    try:
        answer = _answered(visit)
        outcome = answer.status_code
    finally:
        WRITTEN.reset(mark)
        if _is_noted(visit, outcome):
            try:
                visit.desk.part(Audit).note(_happened(visit, outcome, written))
            except OSError as error:
                answer = failed(visit, error)
    finish(visit.desk, visit.request, answer)
    return answer


def _answered(visit: Visit) -> Response:
    """Refuse who may not ask, else answer."""
    desk, route, request = visit.desk, visit.route, visit.request
    if desk.entry.auth == "local" and route.path == "/" and TOKEN in request.query_params:
        into = entered(desk, request)
        return into if into is not None else refused(visit, 401, visit.t("desk.used_link"))
    if not _is_open(visit):
        return _kept_out(visit)
    if request.method in SAFE:
        return _handled(cast(Handler, route.get), visit)
    if visit.session is not None and not visit.session.sent(visit.field(FORM_TOKEN)):
        return refused(visit, 403, visit.t("desk.old_form"))
    if not _may_do(visit):
        return refused(visit, 403)
    return _handled(cast(Handler, route.post), visit)


def _kept_out(visit: Visit) -> Response:
    if visit.session is not None:
        return refused(visit, 403)
    return sign_in_page(visit, 401) if visit.desk.entry.auth == "accounts" else refused(visit, 401)


def _is_open(visit: Visit) -> bool:
    """Whether somebody may ask for a route: anybody, or one who has entered and has its role."""
    return visit.route.role is None or (visit.session is not None and visit.route.is_open_to(visit.user))


def _may_do(visit: Visit) -> bool:
    """Whether what a form asks for is open to who sends it: some of it is so to a higher role alone."""
    role = visit.route.deeds.get(visit.field("do"))
    return role is None or visit.user.may(role)


def _handled(handler: Handler, visit: Visit) -> Response:
    try:
        return handler(visit)
    except (CriticalityError, OSError) as error:
        return failed(visit, error)


def _is_noted(visit: Visit, outcome: int) -> bool:
    """Whether the log holds a request: what may have changed something, and who was refused what."""
    if visit.route.is_quiet:
        return False
    return visit.request.method not in SAFE or (outcome in _REFUSALS and visit.session is not None)


def _happened(visit: Visit, outcome: int, written: Sequence[Written]) -> Happened:
    """What is written of a request; a personal link is written without its token, and without who has it."""
    desk, request, hides = visit.desk, visit.request, visit.route.hides_who
    return Happened(
        who="" if hides else noted_name(visit),
        address="" if hides else desk.entry.address_of(request.client, request.headers),
        method=request.method,
        route=visit.route.path,
        path="" if "token" in request.path_params else request.url.path,
        did=visit.field("do")[:40],
        outcome=outcome,
        written=written,
    )
