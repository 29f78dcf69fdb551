"""`criticality accounts`: who may enter the desk; the first admin is invited here."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from criticality.api.workspace import open_folder
from criticality.cli.desk.opening import lacking_packages
from criticality.cli.terminal.say import say
from criticality.errors import InputError, UsageError
from criticality.text.message import Message

if TYPE_CHECKING:
    from criticality.desk.entering.account_store import AccountStore


def invite(folder: Path | None, login: str, name: str, roles: list[str], days: int, public: str) -> None:
    """Print the link by which somebody chooses a password, the only line on stdout.

    Raises
    ------
    InputError
        If login, name or roles cannot be those of an account, or the login has one.
    """
    store = _store(folder)
    from criticality.cli.desk.entry_asked import public_address
    from criticality.desk.entering.account_pages import faults_of
    from criticality.desk.entering.account_store import plain
    from criticality.desk.roles import ROLES

    known = frozenset(role for role in ROLES if role in roles)
    for word in roles:
        if word not in ROLES:
            raise UsageError(Message("cli.none_of", option="--role", word=word, known=", ".join(ROLES)))
    address, login = public_address(public), plain(login)
    shown = " ".join(name.split()) or login
    problems = faults_of(login, shown, known, days)
    if problems:
        raise InputError(problems)
    account = store.of_login(login)
    token = store.invite(login, shown, known if account is None else account.roles, "criticality accounts", days)
    _note(folder, "invite", login)
    say(f"{address}/invited/{token}")
    say(Message("accounts.link_said", login=login, n=days), err=True)


def show_accounts(folder: Path | None) -> None:
    """Print a line for every account and every invitation."""
    store = _store(folder)
    if not store.accounts() and not store.invitations():
        say(Message("accounts.none"))
    for account in store.accounts():
        roles = ", ".join(sorted(account.roles))
        code = "accounts.line_disabled" if account.disabled else "accounts.line"
        say(Message(code, login=account.login, name=account.name, roles=roles))
    for each in store.invitations():
        say(Message("accounts.line_invited", login=each.login, name=each.name, roles=", ".join(sorted(each.roles))))


def change(folder: Path | None, login: str, what: Literal["disable", "enable", "delete"]) -> None:
    """Keep somebody out, let them in again, or delete their account.

    Raises
    ------
    UsageError
        If nobody has the login.
    """
    store = _store(folder)
    account = store.of_login(login)
    if account is None:
        raise UsageError(Message("accounts.no_such", login=login))
    if what == "delete":
        store.delete(account.number)
    else:
        store.disable(account.number, disabled=what == "disable")
    _note(folder, what, account.login)
    say(Message(f"accounts.did_{what}", login=account.login), err=True)


def _note(folder: Path | None, what: str, login: str) -> None:
    """Add a line to the log of the desk: who did it is whoever the machine says."""
    from criticality.desk.audit import Audit, Happened
    from criticality.desk.sessions import Sessions
    from criticality.desk.visits import Desk

    who = f"{getpass.getuser()} (criticality accounts)"
    happened = Happened(who, "", "COMMAND", "accounts", login, what, 0)
    Audit(Desk(open_folder(folder), Sessions())).note(happened)


def _store(folder: Path | None) -> "AccountStore":
    workspace = open_folder(folder)
    try:
        from criticality.desk.entering.account_store import FILE, AccountStore
        from criticality.desk.saving import state_folder
    except ModuleNotFoundError as error:
        raise lacking_packages(error) from error
    return AccountStore(state_folder(workspace) / FILE)
