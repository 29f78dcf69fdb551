"""`criticality accounts`: the first admin is invited on the command line, and what cannot be is told."""

# Holds: cli/desk/accounts.py.

from pathlib import Path

import pytest

from criticality.desk.audit import FOLDER, days_of, first_broken, lines_of
from criticality.desk.entering.account_store import FILE, AccountStore
from criticality.desk.saving import STATE
from desk_served import PASSWORD, hashing_quickly
from workspace_builder import Outcome, atlantis, criticality


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return atlantis(tmp_path)


def accounts(root: Path, *words: str) -> Outcome:
    return criticality("accounts", *words, "--workspace", root)


def test_the_first_admin_is_invited_by_a_link_that_is_the_only_line(root: Path) -> None:
    assert "nobody has an account yet" in accounts(root, "list").out
    words = ("--role", "admin", "--name", "Root Ling", "--public", "https://desk.example.org/")
    made = accounts(root, "invite", "Root@Example.org", *words)
    assert made.code == 0
    address, _, token = made.out.strip().rpartition("/")
    assert (address, len(token)) == ("https://desk.example.org/invited", 43)
    assert "(invited)" in accounts(root, "list").out
    store = AccountStore(root / STATE / FILE)
    with hashing_quickly():
        account = store.accept(token, PASSWORD)
    assert account is not None
    assert (account.user.name, account.roles) == ("Root Ling <root@example.org>", {"admin"})
    assert accounts(root, "list").out == "root@example.org  Root Ling  admin\n"


def test_somebody_is_kept_out_let_in_and_deleted(root: Path) -> None:
    token = accounts(root, "invite", "ada", "--role", "planner", "--role", "lead").out.strip().rpartition("/")[2]
    with hashing_quickly():
        AccountStore(root / STATE / FILE).accept(token, PASSWORD)
    assert accounts(root, "disable", "ADA").code == 0
    assert accounts(root, "list").out == "ada  ada  lead, planner  (disabled)\n"
    assert accounts(root, "enable", "ada").code == 0
    assert accounts(root, "list").out == "ada  ada  lead, planner\n"
    assert accounts(root, "delete", "ada").code == 0
    assert "nobody has an account yet" in accounts(root, "list").out
    days = days_of(root / STATE / FOLDER)
    lines = [line for day in days for line in lines_of(day)]
    assert [(line["did"], line["path"]) for line in lines] == [
        ("invite", "ada"),
        ("disable", "ada"),
        ("enable", "ada"),
        ("delete", "ada"),
    ]
    assert all("criticality accounts" in str(line["who"]) for line in lines)
    assert first_broken(days) is None


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("invite", "ada", "--role", "emperor"), 2, "--role emperor: none of reader, expert"),
        (("invite", "two words", "--role", "admin"), 1, "cannot be a login"),
        (("invite", "ada", "--role", "admin", "--name", "<Ada>"), 1, "cannot be a name"),
        (("invite", "ada", "--role", "admin", "--public", "desk.example.org"), 2, "as https://desk.example.org"),
        (("invite", "ada", "--role", "admin", "--days", "0"), 2, "--days"),
        (("disable", "nobody"), 2, "nobody has the login nobody"),
        (("disable", "nobody", "--lang", "zh-Hant"), 2, "查無帳號"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_made(root: Path, words: tuple[str, ...], code: int, says: str) -> None:
    outcome = accounts(root, *words)
    assert outcome.code == code
    assert says in outcome.err
    assert outcome.out == ""
    assert not AccountStore(root / STATE / FILE).invitations()
