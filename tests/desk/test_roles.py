"""Roles: what each includes, and under which name the one user of a local desk saves."""

import subprocess
from pathlib import Path

import pytest

from criticality.desk.roles import INCLUDES, User, local_user


@pytest.mark.parametrize(
    ("given", "may"),
    [
        ("reader", {"reader"}),
        ("expert", {"expert"}),
        ("planner", {"planner", "reader"}),
        ("lead", {"lead", "planner", "reader"}),
        ("admin", {"admin", "reader"}),
    ],
)
def test_a_role_includes_what_the_table_says(given: str, may: set[str]) -> None:
    user = User("", frozenset({given}))  # type: ignore[arg-type]
    assert {role for role in INCLUDES if user.may(role)} == may


def test_nobody_may_do_nothing() -> None:
    assert not any(User("", frozenset()).may(role) for role in INCLUDES)


def test_the_local_user_is_planner_and_lead_under_the_name_of_git(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for key, value in (("user.name", "王小明"), ("user.email", "ming@example.org")):
        subprocess.run(["git", "-C", str(tmp_path), "config", key, value], check=True)
    user = local_user(tmp_path)
    assert user.name == "王小明 <ming@example.org>"
    assert user.roles == {"planner", "lead"}
    assert not user.may("admin")


def test_a_machine_without_git_has_a_local_user_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert local_user(tmp_path).may("lead")
