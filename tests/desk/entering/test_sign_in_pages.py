"""Signing in: a new id each time, no other site to be sent to, and nothing that tells who has an account."""

# Holds: desk/entering/admission.py.

import re
from collections.abc import Iterator

import pytest

from criticality.desk.audit import days_of, folder_of, lines_of
from criticality.desk.entering.admission import accounts_of
from criticality.desk.entering.failures import OF_ACCOUNT
from criticality.desk.roles import Role
from criticality.desk.server import OFFICE_COOKIE
from criticality.desk.sign_on import Entry
from desk_served import PASSWORD, Answer, Served, Visitor, hashing_quickly, served
from workspace_builder import atlantis

OTHER = "eleven quiet otters at dawn"
LOGIN = "ada@example.org"


@pytest.fixture(scope="module")
def under_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with hashing_quickly(), served(atlantis(tmp_path_factory.mktemp("enter")), entry=Entry("accounts")) as desk:
        yield desk


@pytest.fixture
def desk(under_way: Served) -> Served:
    store = accounts_of(under_way.desk)
    for account in store.accounts():
        store.delete(account.number)
    store._database.change("delete from failures")
    under_way.account(LOGIN, "planner")
    return under_way


def enter(visitor: Visitor, login: str = LOGIN, password: str = PASSWORD, **more: str) -> Answer:
    token = {"form_token": visitor.form_token} if OFFICE_COOKIE in visitor.cookies else {}
    return visitor.bare_post("/enter", {"login": login, "password": password, **token, **more})


def is_in(visitor: Visitor, path: str = "/runs") -> bool:
    return visitor.get(path).status == 200


def test_who_is_not_in_is_asked_to_sign_in_and_led_to_where_they_wanted_to_go(desk: Served) -> None:
    visitor = Visitor(desk)
    asked = visitor.get("/runs?lang=en")
    assert asked.status == 401
    assert 'name="password"' in asked.text
    to = re.search(r'name="to" value="([^"]+)"', asked.text)
    assert to
    answer = enter(visitor, to=to[1])
    assert (answer.status, answer.headers["location"]) == (303, "/runs?lang=en")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Secure"} <= set(cookie.split("; "))
    assert is_in(visitor)


def test_the_log_names_who_entered_and_not_what_was_typed_by_who_did_not(desk: Served) -> None:
    enter(Visitor(desk))
    enter(Visitor(desk), "a password in the wrong field", PASSWORD)
    day = days_of(folder_of(desk.desk))[-1]
    entered, failed = list(lines_of(day))[-2:]
    assert (entered["who"], entered["route"], entered["outcome"]) == ("ada <ada@example.org>", "/enter", 303)
    assert (failed.get("who"), failed["outcome"]) == (None, 403)
    assert "wrong field" not in day.read_text("utf-8")


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:1",
        "/a\r\nX: y",
        "x",
    ],
)
def test_nobody_is_sent_to_another_site(desk: Served, to: str) -> None:
    answer = enter(Visitor(desk), to=to)
    assert (answer.status, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(("role", "home"), [("planner", "/"), ("expert", "/account")])
def test_everybody_comes_to_a_page_that_is_open_to_them(desk: Served, role: Role, home: str) -> None:
    desk.account("eve", role)
    visitor = Visitor(desk)
    assert enter(visitor, "eve").headers["location"] == home
    assert is_in(visitor, home)


def test_a_session_that_somebody_else_knows_is_not_the_one_that_is_entered(desk: Served) -> None:
    """Session fixation: an id from before signing in, made up or of another account, is not the id after it."""
    made_up = Visitor(desk, {OFFICE_COOKIE: "x" * 43})
    assert made_up.bare_post("/enter", {"login": LOGIN, "password": PASSWORD}).status == 303
    assert made_up.cookies[OFFICE_COOKIE] != "x" * 43
    assert not is_in(Visitor(desk, {OFFICE_COOKIE: "x" * 43}))
    eve = desk.as_account(desk.account("eve", "reader"))
    planted = eve.cookies[OFFICE_COOKIE]
    victim = Visitor(desk, {OFFICE_COOKIE: planted})
    assert enter(victim).status == 303
    assert victim.cookies[OFFICE_COOKIE] != planted
    assert not is_in(Visitor(desk, {OFFICE_COOKIE: planted})), "the session from before has ended"
    assert is_in(victim)


def test_a_session_that_was_left_is_of_no_use_to_who_kept_its_id(desk: Served) -> None:
    visitor = Visitor(desk)
    enter(visitor)
    kept = dict(visitor.cookies)
    assert visitor.post("/leave").status == 200
    assert not is_in(Visitor(desk, kept))


@pytest.mark.parametrize(
    ("login", "password"), [(LOGIN, OTHER), ("nobody@example.org", PASSWORD), ("", ""), (LOGIN, "")]
)
def test_what_is_wrong_is_told_in_the_same_words(desk: Served, login: str, password: str) -> None:
    answer = enter(Visitor(desk), login, password)
    assert answer.status == 403
    assert "Login and password do not belong together." in answer.text
    assert "set-cookie" not in answer.headers
    assert password not in answer.text or not password


def test_too_many_attempts_are_told_with_the_seconds_to_wait(desk: Served) -> None:
    for _ in range(OF_ACCOUNT.free):
        assert enter(Visitor(desk), password=OTHER).status == 403
    answer = enter(Visitor(desk))
    assert answer.status == 429
    assert answer.headers["retry-after"] == "1"
    assert "too many attempts" in answer.text


def test_no_other_site_signs_anybody_in(desk: Served) -> None:
    visitor = Visitor(desk)
    fields = {"login": LOGIN, "password": PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert visitor.bare_post("/enter", fields, **headers).status == 403
    assert visitor.cookies == {}


def test_who_is_disabled_or_deleted_is_out_at_once_and_other_roles_count_at_once(desk: Served) -> None:
    store = accounts_of(desk.desk)
    account = store.of_login(LOGIN)
    assert account is not None
    visitor = desk.as_account(account)
    assert is_in(visitor, "/files")
    store.change_roles(account.number, frozenset({"reader"}))
    assert visitor.get("/files").status == 403
    store.disable(account.number, disabled=True)
    assert visitor.get("/runs").status == 401
    assert enter(Visitor(desk)).status == 403
    store.disable(account.number, disabled=False)
    assert is_in(visitor)
    store.delete(account.number)
    assert visitor.get("/runs").status == 401


# ── invitations ──────────────────────────────────────────────────────────────


def test_who_is_invited_chooses_a_password_and_is_in(desk: Served) -> None:
    token = accounts_of(desk.desk).invite("eve@example.org", "Eve", frozenset({"reader"}), "Root")
    visitor = Visitor(desk)
    page = visitor.get(f"/invited/{token}")
    assert page.status == 200
    assert "eve@example.org" in page.text
    chosen = {"password": OTHER, "again": OTHER}
    assert visitor.bare_post(f"/invited/{token}", {**chosen, "again": PASSWORD}).status == 422
    assert visitor.bare_post(f"/invited/{token}", {"password": "short", "again": "short"}).status == 422
    assert visitor.bare_post(f"/invited/{token}", chosen).status == 303
    assert is_in(visitor)
    assert Visitor(desk).get(f"/invited/{token}").status == 404
    assert Visitor(desk).bare_post(f"/invited/{token}", chosen).status == 404
    assert enter(Visitor(desk), "eve@example.org", OTHER).status == 303


def test_a_new_link_for_the_password_ends_the_sessions_of_who_had_the_old_one(desk: Served) -> None:
    store = accounts_of(desk.desk)
    account = store.of_login(LOGIN)
    assert account is not None
    stolen = desk.as_account(account)
    token = store.invite(LOGIN, account.name, account.roles, "Root")
    owner = Visitor(desk)
    assert owner.bare_post(f"/invited/{token}", {"password": OTHER, "again": OTHER}).status == 303
    assert (is_in(stolen), is_in(owner)) == (False, True)


# ── the own account ──────────────────────────────────────────────────────────


def test_the_password_is_changed_by_who_knows_it_and_other_sessions_end(desk: Served) -> None:
    one, other = Visitor(desk), Visitor(desk)
    enter(one)
    enter(other)
    before = one.cookies[OFFICE_COOKIE]
    new = {"password": OTHER, "again": OTHER}
    assert one.post("/account", {"old": OTHER, **new}).status == 422
    assert one.post("/account", {"old": PASSWORD, "password": OTHER, "again": "x"}).status == 422
    answer = one.post("/account", {"old": PASSWORD, **new})
    assert answer.status == 200
    assert "The password is changed." in answer.text
    assert (is_in(one), is_in(other)) == (True, False)
    assert one.cookies[OFFICE_COOKIE] != before
    assert not is_in(Visitor(desk, {OFFICE_COOKIE: before}))
    assert one.post("/leave").status == 200, "the form of the new page has the new token"
    assert enter(Visitor(desk)).status == 403
    assert enter(Visitor(desk), password=OTHER).status == 303


def test_guessing_the_present_password_of_an_open_session_is_slowed_down_too(desk: Served) -> None:
    visitor = Visitor(desk)
    enter(visitor)
    fields = {"old": OTHER, "password": OTHER, "again": OTHER}
    told = [visitor.post("/account", fields).status for _ in range(OF_ACCOUNT.free + 1)]
    assert told == [422] * OF_ACCOUNT.free + [429]
