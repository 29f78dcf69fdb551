"""Detached signatures over an entry of a review, or over a record's seal: which files have one, and those of OpenSSH.

With OpenSSH (``ssh-keygen -Y``, format SSHSIG) nothing is signed here: whoever signs does it with their own key, by the
command that `signing_command` writes. A file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS) says whose keys count;
it is kept apart from the records. Signatures with a certificate: `criticality.records.life.certified`.
"""

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from criticality.errors import MachineError, with_hint
from criticality.records.life.review_files import ENTRY_FILE, REVIEW
from criticality.records.seal import OWN_SUMS
from criticality.text.message import Message

NAMESPACE, SUFFIX = "criticality", ".sig"
"""What a signature is for: one made for another purpose, such as a commit or a letter, does not hold here."""
CERTIFIED = ".p7s"
"""The suffix of a signature with a certificate (RFC 8551)."""
LONGEST_WAIT = 30
"""Seconds that the program may take for one file."""


@dataclass(frozen=True)
class Trust:
    """Whose signatures count: files that are kept apart from the records.

    Attributes
    ----------
    allowed_signers
        For signatures of OpenSSH; without it they are not checked.
    roots
        Certificates of authorities, for signatures with a certificate; without it they are not checked.
    revoked
        Lists of certificates that were revoked; without one, revocation is not asked about.
    """

    allowed_signers: Path | None = None
    roots: Path | None = None
    revoked: tuple[Path, ...] = ()


def signing_command(file: Path) -> str:
    """The command that signs a file with a key of one's own; it writes the signature beside the file."""
    return f"ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n {NAMESPACE} {shlex.quote(str(file))}"


def signed_files(folder: Path, suffix: str = SUFFIX) -> Iterator[str]:
    """The files of a record that have a signature of a kind beside them: its seal, and entries of its review.

    A signature over anything else that lies there says nothing of the record.
    """
    room = folder / REVIEW
    signed = () if room.is_symlink() else sorted(path.with_suffix("") for path in room.glob(f"*{suffix}"))
    entries = (file for file in signed if ENTRY_FILE.fullmatch(file.name))
    for file in (folder / OWN_SUMS, *entries):
        if file.is_file() and file.with_name(file.name + suffix).is_file():
            yield file.relative_to(folder).as_posix()


def signer_of(folder: Path, name: str, allowed: Path) -> tuple[str | None, Message | None]:
    """Who of the allowed signers signed a file of a record, or what is wrong with its signature.

    Raises
    ------
    MachineError
        If ssh-keygen is not on this machine, or does not answer.
    """
    file, signature = folder / name, folder / f"{name}{SUFFIX}"
    if file.is_symlink() or signature.is_symlink():
        return None, Message("records.link", file=name)
    code, said = _ssh_keygen("find-principals", "-s", signature, "-f", allowed)
    principals = said.splitlines()
    if code or not principals:
        return None, Message("signing.nobody", file=name, allowed=allowed.name)
    for principal in principals:
        words = ("verify", "-f", allowed, "-I", principal, "-n", NAMESPACE, "-s", signature)
        if _ssh_keygen(*words, given=file.read_bytes())[0] == 0:
            return principal, None
    return None, Message("signing.does_not_hold", file=name, by=principals[0], namespace=NAMESPACE)


def _ssh_keygen(action: str, *words: str | Path, given: bytes = b"") -> tuple[int, str]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise MachineError(with_hint(Message("signing.no_program"), Message("signing.no_program_hint")))
    command = [program, "-Y", action, *map(str, words)]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=LONGEST_WAIT)
    except subprocess.TimeoutExpired as error:
        raise MachineError(Message("signing.no_answer", seconds=LONGEST_WAIT)) from error
    return done.returncode, done.stdout.decode("utf-8", "replace")
