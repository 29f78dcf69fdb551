"""Who may do what: five roles, and what each includes."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

Role = Literal["reader", "expert", "planner", "lead", "admin"]
"""A reader looks; an expert answers a questionnaire of their own; a planner edits and runs; a lead adopts and closes;
an admin keeps the accounts and reads the log."""
ROLES: tuple[Role, ...] = get_args(Role)
SIGNED_IN: Final = "signed in"
"""In place of a role: whoever has entered, whatever their roles."""
INCLUDES: Mapping[Role, frozenset[Role]] = {
    "reader": frozenset({"reader"}),
    "expert": frozenset({"expert"}),
    "planner": frozenset({"planner", "reader"}),
    "lead": frozenset({"lead", "planner", "reader"}),
    "admin": frozenset({"admin", "reader"}),
}


@dataclass(frozen=True)
class User:
    """A person at the desk.

    Attributes
    ----------
    name
        As it stands in what they save: ``Name <address>`` where git knows it.
    roles
        Those that they were given; each includes others.
    """

    name: str
    roles: frozenset[Role]

    def may(self, role: Role) -> bool:
        """Whether one of the roles is this one or includes it."""
        return any(role in INCLUDES[own] for own in self.roles)


def local_user(folder: Path) -> User:
    """The one user of ``--auth local``, planner and lead, under the name that git knows in a folder."""
    name, address = (_configured(folder, key) for key in ("user.name", "user.email"))
    shown = f"{name} <{address}>" if name and address else name or address
    return User(shown, frozenset({"planner", "lead"}))


def _configured(folder: Path, key: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "config", "--get", key], capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
