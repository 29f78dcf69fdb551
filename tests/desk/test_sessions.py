"""Sessions: a link enters once, an id opens one session alone, and what nobody uses ends."""

from pathlib import Path

from criticality.desk import sessions
from criticality.desk.roles import User
from criticality.desk.sessions import Sessions

ADA = User("Ada", frozenset({"planner"}))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_link_enters_once() -> None:
    kept = Sessions()
    token = kept.ticket(ADA)
    opened = kept.redeem(token)
    assert opened is not None
    assert kept.find(opened[0]) == opened[1]
    assert kept.redeem(token) is None
    assert kept.redeem("") is None


def test_ids_and_tokens_are_of_256_random_bits_and_only_their_digests_are_kept(tmp_path: Path) -> None:
    kept = Sessions(tmp_path / "sessions.sqlite")
    token = kept.ticket(ADA)
    name, session = kept.redeem(token) or ("", None)
    assert session is not None
    assert len(name) == len(token) == len(session.form_token) == 43
    assert len({name, token, session.form_token}) == 3
    kept.ticket(ADA)
    kept.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Ada" in held
    assert not any(secret.encode("ascii") in held for secret in (name, token, session.form_token))
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_a_session_outlives_a_new_start_where_it_is_kept_in_a_file(tmp_path: Path) -> None:
    kept = Sessions(tmp_path / "sessions.sqlite")
    name, session = kept.open(ADA, 7)
    kept.close()
    assert Sessions(tmp_path / "sessions.sqlite").find(name) == session
    assert Sessions().find(name) is None


def test_a_broken_file_of_sessions_is_set_aside_and_everybody_enters_anew(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite"
    path.write_bytes(b"no database at all, but long enough to be read as one" * 20)
    kept = Sessions(path)
    assert kept.find("x" * 43) is None
    assert kept.find(kept.open(ADA)[0]) is not None
    assert (tmp_path / "sessions.broken-1.sqlite").is_file()


def test_a_session_ends_after_some_hours_whatever_it_is_used_for() -> None:
    clock = Clock()
    kept = Sessions(now=clock, idle=100, longest=1000)
    name, _ = kept.open(ADA)
    for clock.now in range(90, 1000, 90):
        assert kept.find(name) is not None
    clock.now = 1000
    assert kept.find(name) is None


def test_the_sessions_of_an_account_end_together_but_for_one() -> None:
    kept = Sessions()
    opened = [kept.open(ADA, account) for account in (1, 1, 1, 2)]
    kept.end_of_account(1, but=opened[1][1])
    assert [kept.find(name) is not None for name, _ in opened] == [False, True, False, True]


def test_a_session_that_nobody_used_for_half_a_day_has_ended() -> None:
    clock = Clock()
    kept = Sessions(now=clock)
    name, _ = kept.redeem(kept.ticket(ADA)) or ("", None)
    clock.now = sessions.IDLE - 1
    assert kept.find(name) is not None, "its use keeps it"
    clock.now = 2 * sessions.IDLE - 2
    assert kept.find(name) is not None
    clock.now += sessions.IDLE
    assert kept.find(name) is None


def test_of_too_many_sessions_those_longest_unused_end() -> None:
    kept = Sessions()
    opened = [kept.redeem(kept.ticket(ADA)) for _ in range(sessions.MOST + 1)]
    names = [each[0] for each in opened if each is not None]
    assert kept.find(names[0]) is None
    assert kept.find(names[1]) is not None


def test_leaving_ends_a_session() -> None:
    kept = Sessions()
    name, session = kept.redeem(kept.ticket(ADA)) or ("", None)
    assert session is not None
    kept.end(session)
    assert kept.find(name) is None
    assert session.sent(session.form_token)
    assert not session.sent("")
    assert not session.sent("鎵")
