"""Accounts and invitations: once, until a day, for whom they are; brute force is slowed down and told nothing."""

# Holds: desk/entering/failures.py.

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from criticality.desk.entering import account_store, passwords
from criticality.desk.entering.account_store import DAYS, AccountStore
from criticality.desk.entering.failures import OF_ACCOUNT, OF_ADDRESS
from desk_served import PASSWORD, hashing_quickly

READER = frozenset({"reader"})
HERE = "203.0.113.9"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with hashing_quickly():
        yield


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> AccountStore:
    return AccountStore(tmp_path / "accounts.sqlite", clock)


def ada(store: AccountStore, password: str = PASSWORD) -> account_store.Account:
    found = store.accept(store.invite("Ada@Example.org ", "Ada", frozenset({"planner"}), "a test"), password)
    assert found is not None
    return found


def test_an_invitation_makes_an_account_once(store: AccountStore) -> None:
    token = store.invite("ada@example.org", "Ada", READER, "Root")
    assert len(token) == 43
    assert store.enter("ada@example.org", "", HERE).account is None
    assert [each.by for each in store.invitations()] == ["Root"]
    account = store.accept(token, PASSWORD)
    assert account is not None
    assert (account.user.name, account.roles) == ("Ada <ada@example.org>", READER)
    assert store.invited(token) is None
    assert store.accept(token, "another password altogether") is None
    assert store.enter("ADA@example.org", PASSWORD, HERE).account == account


def test_of_several_who_use_an_invitation_at_once_one_has_the_account(store: AccountStore) -> None:
    token = store.invite("ada", "Ada", READER, "Root")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: store.accept(token, f"{PASSWORD} {number}"), range(8)))
    assert sum(each is not None for each in found) == 1
    assert len(store.accounts()) == 1


@pytest.mark.parametrize("token", ["", "x", "鎵", "\ud800"])
def test_a_made_up_invitation_invites_nobody(store: AccountStore, token: str) -> None:
    store.invite("ada", "Ada", READER, "Root")
    assert store.invited(token) is None
    assert store.accept(token, PASSWORD) is None
    assert store.accounts() == []


def test_an_invitation_is_over_after_its_days_and_ends_when_withdrawn_or_made_again(
    store: AccountStore, clock: Clock
) -> None:
    first = store.invite("ada", "Ada", READER, "Root")
    second = store.invite("ada", "Ada", READER, "Root")
    assert store.invited(first) is None
    store.withdraw(store.invitations()[0].number)
    assert store.invited(second) is None
    third = store.invite("ada", "Ada", READER, "Root")
    clock.now += DAYS * 24 * 3600
    assert store.invited(third) is None
    assert store.accept(third, PASSWORD) is None
    assert store.invitations() == []


def test_only_digests_of_tokens_and_passwords_are_kept_and_nobody_else_may_read_them(
    store: AccountStore, tmp_path: Path
) -> None:
    ada(store)
    token = store.invite("eve", "Eve", READER, "Root")
    held = store.path.read_bytes()
    assert b"$argon2id$" in held
    assert PASSWORD.encode() not in held
    assert token.encode() not in held
    assert store.path.stat().st_mode & 0o077 == 0
    assert {path.name for path in tmp_path.iterdir()} == {"accounts.sqlite"}


def test_a_new_link_for_the_password_leaves_roles_as_they_are_and_opens_no_disabled_account(
    store: AccountStore,
) -> None:
    account = ada(store)
    token = store.invite(account.login, "Ada", account.roles, "Root")
    store.change_roles(account.number, READER)
    store.disable(account.number, disabled=True)
    again = store.accept(token, "quite another long password")
    assert again is not None
    assert (again.roles, again.disabled, again.number) == (READER, True, account.number)
    assert store.enter(account.login, "quite another long password", HERE).account is None
    store.disable(account.number, disabled=False)
    assert store.enter(account.login, PASSWORD, HERE).account is None
    assert store.enter(account.login, "quite another long password", HERE).account is not None


def test_a_deleted_account_leaves_no_name_behind(store: AccountStore) -> None:
    account = ada(store)
    store.delete(account.number)
    assert b"Ada" not in store.path.read_bytes()
    assert store.enter(account.login, PASSWORD, HERE).account is None


def test_the_last_admin_is_the_one_who_is_not_disabled(store: AccountStore) -> None:
    numbers = []
    for login in ("one", "two"):
        found = store.accept(store.invite(login, login, frozenset({"admin"}), ""), PASSWORD)
        assert found is not None
        numbers.append(found.number)
    assert not store.is_last_admin(numbers[0])
    store.disable(numbers[1], disabled=True)
    assert store.is_last_admin(numbers[0])


# ── brute force ──────────────────────────────────────────────────────────────


def guesses(store: AccountStore, clock: Clock, seconds: float, step: float, login: str, address: str) -> int:
    """How many guesses are looked at within some time."""
    ends, looked_at = clock.now + seconds, 0
    while clock.now < ends:
        looked_at += store.enter(login, "a wrong password, surely", address).wait == 0
        clock.now += step
    return looked_at


def test_after_some_failures_each_further_attempt_has_to_wait_longer(store: AccountStore, clock: Clock) -> None:
    ada(store)
    for _ in range(OF_ACCOUNT.free):
        assert store.enter("ada@example.org", "wrong", HERE).wait == 0
    waits = []
    for _ in range(8):
        attempt = store.enter("ada@example.org", "wrong", HERE)
        assert attempt.account is None
        waits.append(attempt.wait)
        clock.now += attempt.wait
        assert store.enter("ada@example.org", "wrong", HERE).wait == 0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_while_there_is_to_wait_the_right_password_does_not_enter_either(store: AccountStore, clock: Clock) -> None:
    account = ada(store)
    for _ in range(OF_ACCOUNT.free):
        store.enter(account.login, "wrong", HERE)
    attempt = store.enter(account.login, PASSWORD, HERE)
    assert (attempt.account, attempt.wait) == (None, 1)
    clock.now += 1
    assert store.enter(account.login, PASSWORD, HERE).account == account
    assert store.enter(account.login, "wrong", HERE).wait == 0, "who has entered begins anew"


def test_an_hour_of_guessing_at_an_account_from_everywhere_is_some_tens_of_guesses(
    store: AccountStore, clock: Clock
) -> None:
    ada(store)
    assert guesses(store, clock, 3600, 7, "ada@example.org", "") <= 70


def test_an_hour_of_guessing_at_many_accounts_from_one_address_is_less_than_a_hundred(
    store: AccountStore, clock: Clock
) -> None:
    looked_at = sum(
        store.enter(f"somebody-{number}", "a wrong password, surely", HERE).wait == 0 for number in range(300)
    )
    assert looked_at == OF_ADDRESS.free
    assert OF_ADDRESS.wait(OF_ADDRESS.free + 20) == 900


def test_guessing_tells_nothing_of_whether_there_is_such_an_account(store: AccountStore) -> None:
    ada(store)
    told = [
        [store.enter(login, "a wrong password, surely", "").wait for _ in range(7)]
        for login in ("ada@example.org", "x")
    ]
    assert told[0] == told[1]


def test_many_guesses_at_once_are_no_way_around(store: AccountStore, clock: Clock) -> None:
    ada(store)

    def tries(_: int) -> bool:
        return AccountStore(store.path, clock).enter("ada@example.org", "wrong", HERE).wait == 0

    with ThreadPoolExecutor(16) as pool:
        tried = list(pool.map(tries, range(64)))
    assert sum(tried) == OF_ACCOUNT.free


def test_who_enters_often_from_one_address_does_not_wait(store: AccountStore) -> None:
    account = ada(store)
    for _ in range(OF_ADDRESS.free + 5):
        assert store.enter(account.login, PASSWORD, HERE).account is not None


def test_weak_digests_of_earlier_days_are_made_again(store: AccountStore, monkeypatch: pytest.MonkeyPatch) -> None:
    account = ada(store)
    before = store.path.read_bytes()
    monkeypatch.setattr(passwords, "_HASHER", passwords.PasswordHasher(2, 16, 1))
    assert store.enter(account.login, PASSWORD, HERE).account == account
    assert b"m=16,t=2" in store.path.read_bytes()
    assert b"m=16,t=2" not in before
