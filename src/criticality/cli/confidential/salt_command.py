"""`criticality confidential salt`: make the secret under which confidential rows are digested."""

import secrets
from pathlib import Path

from criticality.api.workspace import open_folder
from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem
from criticality.files.confidential.confidential_files import LEAST_SALT, SALT_FILE
from criticality.files.confidential.in_repository import keep_out
from criticality.model.rows.confidential_rows import FOLDER
from criticality.text.message import Message


def make_salt(folder: Path | None) -> None:
    """Write a salt of random bytes into data/confidential/, and keep git from taking up the folder.

    Raises
    ------
    InputError
        If there is a salt: records made with it could no longer be recomputed.
    """
    root = open_folder(folder).root
    if (root / SALT_FILE).exists():
        message, hint = Message("confidential.has_salt"), Message("confidential.has_salt_hint")
        raise InputError([Problem(SALT_FILE, 1, None, "", message, hint)])
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    keep_out(root)
    place = root / SALT_FILE
    place.touch(mode=0o600)
    place.write_text(f"{secrets.token_hex(LEAST_SALT)}\n", "ascii")
    say(Message("confidential.salt_made", file=SALT_FILE))
