"""Sessions: a link enters once, an id opens one session alone, and what nobody uses ends."""

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


def test_ids_and_tokens_are_of_256_random_bits_and_only_their_digests_are_kept() -> None:
    kept = Sessions()
    token = kept.ticket(ADA)
    name, session = kept.redeem(token) or ("", None)
    assert session is not None
    assert len(name) == len(token) == len(session.form_token) == 43
    assert len({name, token, session.form_token}) == 3
    assert name not in repr(vars(kept))
    assert token not in repr(vars(kept))


def test_a_session_that_nobody_used_for_half_a_day_has_ended() -> None:
    clock = Clock()
    kept = Sessions(clock)
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
