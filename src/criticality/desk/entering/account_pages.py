"""The pages of an admin: who has an account and which roles, invitations, and the log."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.responses import Response

from criticality.desk.entering.account_store import DAYS, MOST_DAYS, Account, AccountStore, plain
from criticality.desk.entering.admission import accounts_of
from criticality.desk.entering.log_page import log
from criticality.desk.entering.sign_in_pages import (
    accept,
    change_own,
    enter,
    invited,
    own_account,
    role_name,
    sign_in,
)
from criticality.desk.roles import ROLES, SIGNED_IN, Role
from criticality.desk.visits import Route, Visit
from criticality.errors import Problem
from criticality.text.message import Message

_LOGIN = re.compile(r"[^\s<>\"'/\\]{2,200}")
_LONGEST_NAME = 100


def accounts(visit: Visit) -> Response:
    """Every account, and who is invited."""
    return _page(visit)


def change_accounts(visit: Visit) -> Response:
    """Invite somebody, take an invitation back, or change, disable or delete an account."""
    store, what = accounts_of(visit.desk), visit.field("do")
    number = int(visit.field("number")) if re.fullmatch(r"[0-9]{1,9}", visit.field("number")) else 0
    if what == "invite":
        return _invite(visit, store)
    if what == "withdraw":
        store.withdraw(number)
    account = store.find(number)
    if account is None or what == "withdraw":
        return visit.redirect("/accounts")
    if what == "renew":
        token = store.invite(account.login, account.name, account.roles, visit.user.name)
        return _page(visit, link=_link(visit, token), invited_login=account.login)
    return _change(visit, store, account, what)


def _change(visit: Visit, store: AccountStore, account: Account, what: str) -> Response:
    """Give other roles, disable, enable or delete; the sessions of the account end, and the last admin stays one."""
    roles = _roles(visit)
    loses_admin = what in ("disable", "delete") or (what == "roles" and "admin" not in roles)
    problems = []
    if loses_admin and store.is_last_admin(account.number):
        problems.append(_wrong("number", "accounts.last_admin", "accounts.another_admin"))
    if what == "roles" and not roles:
        problems.append(_wrong("roles", "accounts.no_role", "accounts.choose_role"))
    if problems:
        return _page(visit, 422, problems=problems)
    if what == "roles":
        store.change_roles(account.number, roles)
    elif what in ("disable", "enable"):
        store.disable(account.number, disabled=what == "disable")
    elif what == "delete":
        store.delete(account.number)
    if what != "enable":
        visit.desk.sessions.end_of_account(account.number)
    return visit.redirect("/accounts")


def faults_of(login: str, name: str, roles: frozenset[Role], days: int) -> Sequence[Problem]:
    """Return what stands against an invitation."""
    problems = []
    if not _LOGIN.fullmatch(login) or not login.isprintable():
        problems.append(_wrong("login", "accounts.no_login", "accounts.write_login"))
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or set(name) & set("<>"):
        problems.append(_wrong("name", "accounts.no_name", "accounts.write_name"))
    if not roles:
        problems.append(_wrong("roles", "accounts.no_role", "accounts.choose_role"))
    if not 1 <= days <= MOST_DAYS:
        problems.append(Problem("days", 1, None, "", Message("accounts.no_days", most=MOST_DAYS)))
    return problems


def _invite(visit: Visit, store: AccountStore) -> Response:
    login, name, roles = plain(visit.field("login")), " ".join(visit.field("name").split()), _roles(visit)
    days = int(visit.field("days")) if re.fullmatch(r"[0-9]{1,3}", visit.field("days")) else 0
    problems = list(faults_of(login, name, roles, days))
    if store.of_login(login) is not None:
        problems.append(_wrong("login", "accounts.is_there", "accounts.renew_instead"))
    if problems:
        return _page(visit, 422, problems=problems)
    token = store.invite(login, name, roles, visit.user.name, days)
    return _page(visit, link=_link(visit, token), invited_login=login)


def _wrong(field: str, message: str, hint: str) -> Problem:
    return Problem(field, 1, None, "", Message(message), Message(hint))


def _roles(visit: Visit) -> frozenset[Role]:
    given = visit.form.getlist("roles")
    return frozenset(role for role in ROLES if role in given)


def _link(visit: Visit, token: str) -> str:
    return f"{visit.base}invited/{token}"


def _page(
    visit: Visit, status: int = 200, *, problems: Sequence[Problem] = (), link: str = "", invited_login: str = ""
) -> Response:
    store = accounts_of(visit.desk)
    filled = {name: visit.field(name) if problems else "" for name in ("login", "name", "days")}
    own = None if visit.session is None else visit.session.account
    return visit.page(
        "accounts.html",
        status,
        accounts=store.accounts(),
        invitations=store.invitations(),
        day=lambda seconds: datetime.fromtimestamp(seconds, UTC).date(),
        all_roles=ROLES,
        role_name=role_name,
        own=own,
        problems=problems,
        filled=filled,
        chosen=_roles(visit) if problems else frozenset({"reader"}),
        link=link,
        invited_login=invited_login,
        days=DAYS,
        most_days=MOST_DAYS,
    )


ENTERING = (
    Route("/enter", None, get=sign_in, post=enter, auth=("accounts",)),
    Route("/invited/{token}", None, get=invited, post=accept, auth=("accounts",)),
    Route("/account", SIGNED_IN, get=own_account, post=change_own, nav="accounts.nav_own", auth=("accounts",)),
    Route("/accounts", "admin", get=accounts, post=change_accounts, nav="accounts.nav", auth=("accounts",)),
    Route("/log", "admin", get=log, nav="accounts.log"),
)
