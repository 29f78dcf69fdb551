"""The pages by which somebody enters an account of the desk: sign in, accept an invitation, change the own password."""

from dataclasses import replace
from math import ceil
from urllib.parse import urlsplit

from starlette.responses import Response

from criticality.desk.entering.account_store import Account
from criticality.desk.entering.admission import accounts_of, give_cookie, noted_as
from criticality.desk.entering.passwords import LONGEST, SHORTEST, fault_of
from criticality.desk.roles import Role
from criticality.desk.visits import Visit
from criticality.text.message import Message

_LONGEST_LOGIN = 200


def sign_in(visit: Visit) -> Response:
    """The form that asks who enters."""
    return sign_in_page(visit)


def sign_in_page(visit: Visit, status: int = 200, wrong: Message | None = None, wait: int = 0) -> Response:
    """The form that asks who enters, and leads to where they wanted to go."""
    asked = visit.field("to") or visit.query.get("to", "")
    path = visit.request.url.path if status == 401 and visit.request.method == "GET" else ""
    if path and visit.request.url.query:
        path = f"{path}?{visit.request.url.query}"
    answer = visit.page("enter.html", status, wrong=wrong, to=_own(asked or path), login=visit.field("login")[:200])
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def enter(visit: Visit) -> Response:
    """Open a session under a new id for who states login and password; an earlier session of this browser ends."""
    desk, login = visit.desk, visit.field("login")[:_LONGEST_LOGIN]
    address = desk.entry.address_of(visit.request.client, visit.request.headers)
    attempt = accounts_of(desk).enter(login, visit.field("password"), address)
    if attempt.wait > 0:
        seconds = ceil(attempt.wait)
        return sign_in_page(visit, 429, Message("accounts.wait", n=seconds), seconds)
    if attempt.account is None:
        return sign_in_page(visit, 403, Message("accounts.not_entered"))
    return _let_in(visit, attempt.account)


def _let_in(visit: Visit, account: Account) -> Response:
    if visit.session is not None:
        visit.desk.sessions.end(visit.session)
    name, _ = visit.desk.sessions.open(account.user, account.number)
    noted_as(visit.request, account.user.name)
    home = "/" if account.user.may("reader") else "/account"
    answer = visit.redirect(_own(visit.field("to")) or home)
    give_cookie(visit.desk, answer, name)
    return answer


def invited(visit: Visit) -> Response:
    """The form by which somebody who is invited chooses a password."""
    return _invited_page(visit)


def accept(visit: Visit) -> Response:
    """Use an invitation, and enter."""
    store, token = accounts_of(visit.desk), str(visit.request.path_params["token"])
    invitation = store.invited(token)
    if invitation is None:
        return _invited_page(visit)
    wrong = _fault(visit, invitation.login, invitation.name)
    if wrong is not None:
        return _invited_page(visit, 422, wrong)
    account = store.accept(token, visit.field("password"))
    if account is None or account.disabled:
        return _invited_page(visit)
    visit.desk.sessions.end_of_account(account.number)
    return _let_in(visit, account)


def _invited_page(visit: Visit, status: int = 200, wrong: Message | None = None) -> Response:
    invitation = accounts_of(visit.desk).invited(str(visit.request.path_params["token"]))
    if invitation is None:
        why = visit.say(Message("accounts.ask_admin"))
        return visit.page("refused.html", 404, title=Message("accounts.no_invitation"), why=why)
    own = visit.request.url.path
    return visit.page("invited.html", status, invitation=invitation, wrong=wrong, own_address=own, least=SHORTEST)


def own_account(visit: Visit) -> Response:
    """Who has entered, with which roles, and the form that changes the password."""
    return _own_page(visit)


def change_own(visit: Visit) -> Response:
    """Change the own password; every other session of the account ends, and this one has a new id."""
    desk, store = visit.desk, accounts_of(visit.desk)
    account = _account_of(visit)
    if account is None or visit.session is None:
        return _own_page(visit, 403)
    address = desk.entry.address_of(visit.request.client, visit.request.headers)
    attempt = store.enter(account.login, visit.field("old"), address)
    if attempt.wait > 0:
        answer = _own_page(visit, 429, Message("accounts.wait", n=ceil(attempt.wait)))
        answer.headers["Retry-After"] = str(ceil(attempt.wait))
        return answer
    wrong = Message("accounts.old_wrong") if attempt.account is None else _fault(visit, account.login, account.name)
    if wrong is not None:
        return _own_page(visit, 422, wrong)
    store.change_password(account, visit.field("password"))
    desk.sessions.end_of_account(account.number)
    name, session = desk.sessions.open(account.user, account.number)
    answer = _own_page(replace(visit, session=session), changed=True)
    give_cookie(desk, answer, name)
    return answer


def _own_page(visit: Visit, status: int = 200, wrong: Message | None = None, *, changed: bool = False) -> Response:
    roles = sorted(visit.user.roles)
    account = _account_of(visit)
    login = "" if account is None else account.login
    values = {"wrong": wrong, "changed": changed, "roles": roles, "login": login}
    return visit.page("account.html", status, least=SHORTEST, most=LONGEST, role_name=role_name, **values)


def role_name(role: Role) -> Message:
    """What a role is called, and what it may."""
    return Message(f"accounts.role_{role}")


def _account_of(visit: Visit) -> Account | None:
    number = None if visit.session is None else visit.session.account
    return None if number is None else accounts_of(visit.desk).find(number)


def _fault(visit: Visit, login: str, name: str) -> Message | None:
    password = visit.field("password")
    if password != visit.field("again"):
        return Message("accounts.not_the_same")
    return fault_of(password, login, login.partition("@")[0], name, *name.split())


def _own(address: str) -> str:
    """An address of this desk, or nothing: who signs in is never sent to another site."""
    parts = urlsplit(address)
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return address if is_own and address.isprintable() and "\\" not in address else ""
