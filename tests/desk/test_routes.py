"""Every route × method × who asks → status; the table of routes is all there is."""

# Holds: desk/application.py, desk/admission.py, desk/routes.py, desk/site.py, desk/visits.py.

import re
from collections.abc import Iterator

import pytest

from criticality.desk.roles import INCLUDES, Role
from criticality.desk.routes import TABLE
from criticality.desk.visits import Route
from desk_served import Served, Visitor, served
from workspace_builder import atlantis

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CASES = [(route, method) for route in TABLE for method in METHODS]
SHOWN = (200, 303, 304, 400, 404, 409, 422)
"""What a handler may answer to somebody who may ask, with nothing in the form and no such file."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(atlantis(tmp_path_factory.mktemp("routes"))) as under_way:
        yield under_way


def path_of(route: Route) -> str:
    return re.sub(r"\{[^}]+\}", "nothing", route.path)


def is_answered(route: Route, method: str) -> bool:
    return method.replace("HEAD", "GET") in route.methods


def named(case: object) -> str:
    return case.path if isinstance(case, Route) else str(case)


@pytest.mark.parametrize(("route", "method"), CASES, ids=named)
def test_who_has_no_session_is_let_in_nowhere(desk: Served, route: Route, method: str) -> None:
    answer = Visitor(desk).ask(method, path_of(route), b"" if method == "POST" else None, FORM)
    if not is_answered(route, method):
        assert answer.status == 405
    elif route.role is None:
        assert answer.status in SHOWN
    else:
        assert answer.status == 401
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("route", "method"), CASES, ids=named)
def test_who_has_another_role_is_refused(desk: Served, route: Route, method: str) -> None:
    others: list[Role] = [role for role, included in INCLUDES.items() if route.role not in included]
    if route.role is None or not is_answered(route, method):
        return
    assert others
    for role in others:
        visitor = desk.enter(role)
        sent = visitor.post(path_of(route)) if method == "POST" else visitor.ask(method, path_of(route))
        assert sent.status == 403, role


@pytest.mark.parametrize(("route", "method"), CASES, ids=named)
def test_who_has_the_role_is_answered(desk: Served, route: Route, method: str) -> None:
    visitor = desk.enter(route.role or "reader")
    if not is_answered(route, method):
        assert visitor.ask(method, path_of(route), b"", FORM).status == 405
    elif method == "POST":
        assert visitor.bare_post(path_of(route), {}).status == 403, "without the token of the form"
        assert visitor.post(path_of(route)).status in SHOWN
    else:
        assert visitor.ask(method, path_of(route)).status in SHOWN


@pytest.mark.parametrize("token", ["", "x", "鎵", "used"])
def test_a_token_that_opens_nothing(desk: Served, token: str) -> None:
    from urllib.parse import quote

    if token == "used":
        link = desk.link().removeprefix(desk.address)
        assert Visitor(desk).get(link).status == 303
        token = link.partition("=")[2]
    visitor = Visitor(desk)
    assert visitor.get(f"/?token={quote(token)}").status == 401
    assert visitor.cookies == {}


def test_a_token_enters_once_and_leaves_the_address(desk: Served) -> None:
    visitor, link = Visitor(desk), desk.link().removeprefix(desk.address)
    assert visitor.ask("HEAD", link).status == 401, "looking at the head of a link does not use it"
    answer = visitor.get(link + "&lang=en")
    assert (answer.status, answer.headers["location"]) == (303, "/?lang=en")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"desk-{desk.port}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert visitor.get("/").status == 200
    assert visitor.get(link).status == 303, "whoever is in may follow the link again"
    assert "set-cookie" not in visitor.get(link).headers


def test_a_cookie_that_was_made_up_opens_nothing(desk: Served) -> None:
    assert Visitor(desk, {desk.desk.cookie: "x" * 43}).get("/").status == 401
    assert Visitor(desk, {"desk": desk.enter().cookies[desk.desk.cookie]}).get("/").status == 401


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/static/", "/static/%2e%2e/pages.py", "/static/..%2fvisits.py", "//", "/leave/", "/static/pages.py"],
)
def test_what_stands_in_no_row_is_not_there(desk: Served, path: str) -> None:
    answer = desk.enter().get(path)
    assert answer.status == 404
    assert "import" not in answer.text


def test_every_route_has_a_role_but_two_that_show_nothing_and_the_personal_link() -> None:
    assert {route.path for route in TABLE if route.role is None} == {"/health", "/static/{name}", "/q/{token}"}
    assert len({route.path for route in TABLE}) == len(TABLE)


@pytest.mark.parametrize(
    ("asked", "cookie", "browser", "tag"),
    [
        ("?lang=zh-Hant", "", "en", "zh-Hant"),
        ("?lang=en", "zh-Hant", "zh-TW", "en"),
        ("", "zh-Hant", "en-US,en;q=0.5", "zh-Hant"),
        ("", "", "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("", "", "de,en;q=0.7", "en"),
        ("", "", "", "en"),
        ("?lang=xx", "", "zh-TW", "zh-Hant"),
    ],
)
def test_the_language_is_asked_for_by_address_cookie_or_browser(
    desk: Served, asked: str, cookie: str, browser: str, tag: str
) -> None:
    visitor = desk.enter()
    if cookie:
        visitor.cookies["desk-language"] = cookie
    answer = visitor.ask("GET", f"/{asked}", headers={"Accept-Language": browser} if browser else {})
    assert f'<html lang="{tag}">' in answer.text
    assert ("desk-language" in answer.headers.get("set-cookie", "")) == bool(asked)
