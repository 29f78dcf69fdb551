"""An admin keeps the accounts: invites, takes back, gives roles, disables, and stays the last one."""

import re
from collections.abc import Iterator

import pytest
from browsers import axe_finds, needs_browser, opened_browser

from criticality.desk.entering.account_store import AccountStore
from criticality.desk.entering.admission import accounts_of
from criticality.desk.sign_on import Entry
from desk_served import Served, Visitor, hashing_quickly, served
from workspace_builder import atlantis

INVITED = {"do": "invite", "login": "Eve@Example.org", "name": "Eve", "days": "7", "roles": ["reader", "planner"]}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = atlantis(tmp_path_factory.mktemp("accounts"))
    with hashing_quickly(), served(root, entry=Entry("accounts")) as under_way:
        under_way.account("root", "admin")
        yield under_way


@pytest.fixture
def store(desk: Served) -> AccountStore:
    return accounts_of(desk.desk)


@pytest.fixture
def root(desk: Served, store: AccountStore) -> Visitor:
    account = store.of_login("root")
    assert account is not None
    return desk.as_account(account)


def test_an_invitation_is_shown_once_and_taken_back(desk: Served, store: AccountStore, root: Visitor) -> None:
    page = root.post("/accounts", INVITED)
    assert page.status == 200
    link = re.search(rf"{desk.address}(/invited/[\w-]{{43}})", page.text)
    assert link
    assert link[1] not in root.get("/accounts").text
    assert Visitor(desk).get(link[1]).status == 200
    (invitation,) = store.invitations()
    assert (invitation.login, invitation.roles) == ("eve@example.org", {"reader", "planner"})
    root.post("/accounts", {"do": "withdraw", "number": invitation.number})
    assert Visitor(desk).get(link[1]).status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"login": "two words"},
        {"login": ""},
        {"login": "<eve>"},
        {"login": "root"},
        {"name": ""},
        {"name": "Eve <eve@example.org>"},
        {"name": "E" * 101},
        {"roles": []},
        {"roles": ["emperor"]},
        {"days": "0"},
        {"days": "31"},
        {"days": "²"},
    ],
)
def test_an_invitation_that_cannot_be_is_told_and_not_made(
    store: AccountStore, root: Visitor, wrong: dict[str, object]
) -> None:
    page = root.post("/accounts", {**INVITED, **wrong})
    assert page.status == 422
    assert 'role="alert"' in page.text
    assert store.invitations() == []


def test_roles_are_given_and_an_account_is_disabled_enabled_and_deleted(
    desk: Served, store: AccountStore, root: Visitor
) -> None:
    eve = desk.account("eve", "reader")
    visitor, number = desk.as_account(eve), {"number": eve.number}
    root.post("/accounts", {"do": "roles", "roles": ["planner", "lead"], **number})
    found = store.find(eve.number)
    assert found is not None
    assert found.roles == {"planner", "lead"}
    assert visitor.get("/runs").status == 401, "what was open under the roles before has ended"
    assert root.post("/accounts", {"do": "roles", **number}).status == 422
    for what, disabled in (("disable", True), ("enable", False)):
        root.post("/accounts", {"do": what, **number})
        found = store.find(eve.number)
        assert found is not None
        assert found.disabled == disabled
    link = root.post("/accounts", {"do": "renew", **number}).text
    assert "/invited/" in link
    root.post("/accounts", {"do": "delete", **number})
    assert store.find(eve.number) is None


@needs_browser
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "zh-Hant"])
def test_axe_finds_no_violation_and_no_page_is_wider_than_its_screen(
    desk: Served, store: AccountStore, root: Visitor, language: str, width: int
) -> None:
    long = desk.account("somebody.with.a.rather.long.name@office.example.org", "expert")
    token = store.invite("una", "Una", frozenset({"lead"}), "Root")
    with opened_browser() as browser:
        context = browser.new_context(viewport={"width": width, "height": 900})
        for cookie in ({}, root.cookies):
            secure = {"url": desk.address.replace("http:", "https:"), "secure": True}
            context.add_cookies([{"name": name, "value": value, **secure} for name, value in cookie.items()])
            page = context.new_page()
            for path in ("/accounts", "/account", "/log") if cookie else ("/runs", f"/invited/{token}"):
                page.goto(f"{desk.address}{path}?lang={language}")
                assert axe_finds(page) == [], path
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        context.close()
    store.delete(long.number)
    store.withdraw(store.invitations()[0].number)


@pytest.mark.parametrize("fields", [{"do": "disable"}, {"do": "delete"}, {"do": "roles", "roles": ["reader"]}])
def test_the_last_admin_stays_one(store: AccountStore, root: Visitor, fields: dict[str, object]) -> None:
    account = store.of_login("root")
    assert account is not None
    page = root.post("/accounts", {**fields, "number": account.number})
    assert page.status == 422
    assert "the last admin" in page.text
    assert store.of_login("root") == account
