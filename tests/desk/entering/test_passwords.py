"""Passwords: Argon2id with the parameters of RFC 9106, and the rules of NIST SP 800-63B-4."""

import pytest

from criticality.desk.entering.passwords import LONGEST, SHORTEST, digest_of, fault_of, fits, is_outdated
from desk_served import PASSWORD


def test_a_digest_is_argon2id_with_the_parameters_of_rfc_9106_and_a_salt_of_its_own() -> None:
    one, other = digest_of(PASSWORD), digest_of(PASSWORD)
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other
    assert fits(PASSWORD, one)
    assert not fits(PASSWORD + " ", one)
    assert not is_outdated(one)


@pytest.mark.parametrize("digest", [None, "", "x", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"])
def test_nothing_fits_nobody_and_no_digest(digest: str | None) -> None:
    assert not fits(PASSWORD, digest)
    assert not fits("", digest)
    assert not fits("x" * (LONGEST + 1), digest)


def test_one_password_typed_on_two_keyboards_is_one() -> None:
    assert fits("Ａ ｇａｌｌｉｕｍ boat, nine", digest_of("A gallium boat, nine"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("a gallium boat", "accounts.password_length"),
        ("x" * (LONGEST + 1), "accounts.password_length"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "accounts.password_monotone"),
        ("AdaPlanner@example.org1", "accounts.password_known"),
    ],
)
def test_what_is_short_monotone_or_known_is_no_password(password: str, code: str) -> None:
    fault = fault_of(password, "adaplanner@example.org", "Ada", "Planner")
    assert fault is not None
    assert fault.code == code


def test_a_sentence_is_a_password_without_figures_or_signs() -> None:
    assert len(PASSWORD) >= SHORTEST
    assert fault_of("correct horse battery staple") is None
    assert fault_of("關鍵礦物清單每年檢討一次以因應供應風險") is None
