"""The application: every route of the table with its role and methods, behind the guard."""

from collections.abc import Callable, Container, Sequence
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Entry
from starlette.types import ASGIApp

from criticality.desk.admission import TOKEN, entered, remember_language, session_of
from criticality.desk.guard import SAFE, Guard
from criticality.desk.site import failed, refused
from criticality.desk.visits import FORM_TOKEN, Desk, Handler, Route, Visit
from criticality.errors import CriticalityError

_MOST_FIELDS, _MOST_FILES = 5_000, 20
_NOWHERE = Route("", None)


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
        return refused(_visit(desk, request, _NOWHERE, table), status)

    entries = [Entry(route.path, _endpoint(desk, route, table), methods=list(route.methods)) for route in table]
    app = Starlette(routes=entries, exception_handlers={HTTPException: not_found, 500: not_found})
    app.router.redirect_slashes = False
    return Guard(app, hosts)


def _visit(desk: Desk, request: Request, route: Route, table: Sequence[Route], form: FormData | None = None) -> Visit:
    session = session_of(desk, request)
    nav = tuple(
        (each.path, each.nav)
        for each in table
        if each.nav and session is not None and (each.role is None or session.user.may(each.role))
    )
    return Visit(desk, request, route, session, form or FormData(), nav)


def _endpoint(desk: Desk, route: Route, table: Sequence[Route]) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        visit = _visit(desk, request, route, table)
        if route.path == "/" and TOKEN in request.query_params:
            into = entered(desk, request)
            return into if into is not None else refused(visit, 401, visit.t("desk.used_link"))
        if route.role is not None and visit.session is None:
            return refused(visit, 401)
        if route.role is not None and not visit.user.may(route.role):
            return refused(visit, 403)
        if request.method not in SAFE:
            form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
            visit = _visit(desk, request, route, table, form)
            if visit.session is not None and not visit.session.sent(visit.field(FORM_TOKEN)):
                return refused(visit, 403, visit.t("desk.old_form"))
        found = await run_in_threadpool(_answered, visit)
        remember_language(request, found)
        return found

    return answer


def _answered(visit: Visit) -> Response:
    handler = visit.route.get if visit.request.method in SAFE else visit.route.post
    try:
        return cast(Handler, handler)(visit)
    except (CriticalityError, OSError) as error:
        return failed(visit, error)
