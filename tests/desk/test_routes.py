"""Every route × method × who asks → status; the table of routes is all there is."""

# Holds: desk/application.py, desk/entering/admission.py, desk/routes.py, desk/site.py, desk/visits.py.

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from criticality.desk.entering.account_store import Account
from criticality.desk.roles import INCLUDES, ROLES, SIGNED_IN, Role
from criticality.desk.routes import TABLE
from criticality.desk.sign_on import AUTHS, Entry
from criticality.desk.visits import Route
from desk_served import Served, Visitor, hashing_quickly, served
from workspace_builder import atlantis

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOOK: frozenset[Role] = frozenset({"reader", "planner", "lead", "admin"})
PLAN: frozenset[Role] = frozenset({"planner", "lead"})
LEAD: frozenset[Role] = frozenset({"lead"})
ADMIN: frozenset[Role] = frozenset({"admin"})
ALL: frozenset[Role] = frozenset(ROLES)
ANYBODY = None


@dataclass(frozen=True)
class Row:
    """What is answered: to those who may ask, with nothing in the form but `sends`, and with no such thing."""

    may: frozenset[Role] | None
    status: int
    sends: Mapping[str, str] = field(default_factory=dict)


ROWS = {
    ("/", "GET"): Row(LOOK, 200),
    ("/", "POST"): Row(LOOK, 303),
    ("/chances", "GET"): Row(LOOK, 303),
    ("/why", "GET"): Row(LOOK, 303),
    ("/compared", "GET"): Row(LOOK, 200),
    ("/drafts", "POST"): Row(PLAN, 422),
    ("/files", "GET"): Row(PLAN, 200),
    ("/files/{path:path}", "GET"): Row(PLAN, 404),
    ("/files/{path:path}", "POST"): Row(PLAN, 404),
    ("/ask", "GET"): Row(PLAN, 200),
    ("/ask", "POST"): Row(PLAN, 422),
    ("/rounds/aside", "POST"): Row(PLAN, 303),
    ("/ask/{number}", "GET"): Row(PLAN, 404),
    ("/ask/{number}", "POST"): Row(PLAN, 404),
    ("/q/{token}", "GET"): Row(ANYBODY, 404),
    ("/q/{token}", "POST"): Row(ANYBODY, 404),
    ("/runs", "GET"): Row(LOOK, 200),
    ("/runs/start", "POST"): Row(PLAN, 422, {"draws": "x"}),
    ("/runs/{job}/cancel", "POST"): Row(PLAN, 404),
    ("/records/{run}", "GET"): Row(LOOK, 404),
    ("/records/{run}/levers", "GET"): Row(LOOK, 404),
    ("/records/{run}/files/{file}", "GET"): Row(LOOK, 404),
    ("/records/{run}/review", "GET"): Row(LOOK, 404),
    ("/records/{run}/review/say", "POST"): Row(PLAN, 404),
    ("/records/{run}/review/sign-off", "POST"): Row(LEAD, 404),
    ("/compare", "GET"): Row(LOOK, 422),
    ("/scenarios", "GET"): Row(LOOK, 200),
    ("/enter", "GET"): Row(ANYBODY, 200),
    ("/enter", "POST"): Row(ANYBODY, 403),
    ("/invited/{token}", "GET"): Row(ANYBODY, 404),
    ("/invited/{token}", "POST"): Row(ANYBODY, 404),
    ("/account", "GET"): Row(ALL, 200),
    ("/account", "POST"): Row(ALL, 422),
    ("/accounts", "GET"): Row(ADMIN, 200),
    ("/accounts", "POST"): Row(ADMIN, 303),
    ("/log", "GET"): Row(ADMIN, 200),
    ("/health", "GET"): Row(ANYBODY, 200),
    ("/static/{name}", "GET"): Row(ANYBODY, 404),
    ("/leave", "POST"): Row(ALL, 200),
}
"""Route and method → who may ask, and the answer: 401 to nobody, 403 to others, 405 for every other method."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(atlantis(tmp_path_factory.mktemp("routes"))) as under_way:
        yield under_way


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = atlantis(tmp_path_factory.mktemp("office"))
    with hashing_quickly(), served(root, entry=Entry("accounts")) as under_way:
        yield under_way


@pytest.fixture(scope="module")
def people(office: Served) -> Mapping[Role, Account]:
    return {role: office.account(f"{role}@example.org", role) for role in ROLES}


def path_of(route: Route) -> str:
    return re.sub(r"\{[^}]+\}", "nothing", route.path)


def expected(route: Route, method: str, role: Role | None) -> int:
    asked = method.replace("HEAD", "GET")
    if asked not in route.methods:
        return 405
    row = ROWS[route.path, asked]
    if row.may is ANYBODY:
        return row.status
    return 401 if role is None else row.status if role in row.may else 403


def test_no_page_offers_what_this_way_of_entering_does_not_have(tmp_path: Path) -> None:
    """«My account» on the page of a wrong address led to another wrong address."""
    with served(atlantis(tmp_path)) as desk:
        visitor = desk.enter()
        page = visitor.get("/nowhere").text
        offered = re.findall(r'<li><a href="([^"]+)"', page[page.index("<nav") : page.index("</nav>")])
        assert "/runs" in offered
        assert all(visitor.get(address).status == 200 for address in offered)


@pytest.mark.parametrize("route", TABLE, ids=lambda route: route.path)
def test_every_method_of_every_route_is_open_to_the_roles_of_its_row_alone(
    office: Served, people: Mapping[Role, Account], route: Route
) -> None:
    for method in METHODS:
        for role in (None, "expert", "lead") if method == "HEAD" else (None, *ROLES):
            visitor = Visitor(office) if role is None else office.as_account(people[role])
            sends = ROWS[route.path, "POST"].sends if method == "POST" and method in route.methods else {}
            if method == "POST" and role is not None:
                answer = visitor.post(path_of(route), sends)
            else:
                answer = visitor.ask(method, path_of(route), urlencode(sends).encode() if sends else None, FORM)
            assert answer.status == expected(route, method, role), (method, role)
            assert role is not None or "set-cookie" not in answer.headers


@pytest.mark.parametrize("route", TABLE, ids=lambda route: route.path)
def test_no_form_is_taken_without_the_token_of_its_session(
    office: Served, people: Mapping[Role, Account], route: Route
) -> None:
    if route.post is not None:
        may = ROWS[route.path, "POST"].may
        role: Role = "admin" if may is None or "admin" in may else "lead"
        other = office.as_account(people[role]).form_token
        visitor = office.as_account(people[role])
        for fields in ({}, {"form_token": ""}, {"form_token": other}):
            assert visitor.bare_post(path_of(route), fields).status == 403


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(ROWS) == {(route.path, method) for route in TABLE for method in route.methods}
    assert len({route.path for route in TABLE}) == len(TABLE)


def test_the_roles_of_a_row_are_those_that_include_the_role_of_its_route() -> None:
    for route in TABLE:
        for method in route.methods:
            may = ROWS[route.path, method].may
            if route.role is None:
                assert may is ANYBODY
            elif route.role == SIGNED_IN:
                assert may == ALL
            else:
                assert may == {role for role, included in INCLUDES.items() if route.role in included}


@pytest.mark.parametrize("route", [route for route in TABLE if route.auth != AUTHS], ids=lambda route: route.path)
def test_accounts_have_no_pages_where_the_desk_has_no_accounts(desk: Served, route: Route) -> None:
    for method in route.methods:
        visitor = desk.enter(*ROLES)
        sent = visitor.post(path_of(route)) if method == "POST" else visitor.get(path_of(route))
        assert sent.status == 404


def test_a_round_is_closed_by_a_lead_alone(office: Served, people: Mapping[Role, Account]) -> None:
    closes = {"do": "close"}
    assert office.as_account(people["planner"]).post("/ask/1", closes).status == 403
    assert office.as_account(people["planner"]).post("/ask/1", {"do": "end"}).status == 404
    assert office.as_account(people["lead"]).post("/ask/1", closes).status == 404


def test_a_reader_is_offered_nothing_that_is_not_open_to_readers(
    office: Served, people: Mapping[Role, Account]
) -> None:
    moved = "/?t.score@0.5=0.72"
    assert 'action="/drafts"' in office.as_account(people["planner"]).get(moved).text
    page = office.as_account(people["reader"]).get(moved).text
    assert "/drafts" not in page
    assert set(re.findall(r'<li><a href="([^"]+)"', page.partition("</nav>")[0])) == {
        *("/", "/runs", "/scenarios", "/account")
    }


@pytest.mark.parametrize("token", ["", "x", "鎵", "used"])
def test_a_token_that_opens_nothing(desk: Served, token: str) -> None:
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
