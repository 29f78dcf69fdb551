"""Whether a record is what its own inputs give: everything it holds is made again from them and compared."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from criticality.api.life.signed import findings_of
from criticality.api.pages import silent
from criticality.api.verifying.made_again import UNEXPECTED, Trial
from criticality.api.verifying.public_record import PublicTrial
from criticality.errors import CriticalityError
from criticality.records.index import RECORD
from criticality.records.life.signatures import Trust
from criticality.records.public.form_of import is_public_form
from criticality.records.store import read_record
from criticality.text.message import Message

Notify = Callable[[str], None]
NOBODY = Trust()
"""No signature is checked."""


@dataclass(frozen=True)
class Verification:
    """What `Run.verify` found.

    Attributes
    ----------
    run_id
        The run.
    differences
        Each file that is not what the inputs of the record give: its name, and the place of the first difference. Empty
        where the record holds.
    proved
        The names of what was made again and is the same.
    notes
        What was not made again, or not held to the last digit, and why.
    """

    run_id: str
    differences: tuple[tuple[str, str], ...]
    proved: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything that was made again is the same."""
        return not self.differences


def verify_folder(folder: Path, *, workers: int = 1, notify: Notify = silent, trust: Trust = NOBODY) -> Verification:
    """Make a record again from its own inputs, and say what is the same and what is not.

    Parameters
    ----------
    folder
        The record's folder. Nothing is written there.
    workers
        Number of processes for the draws. It changes no result.
    notify
        Called with a sentence about what is being done.
    trust
        Whose signatures count; those of a kind for which it says nothing are not checked.

    Raises
    ------
    MachineError
        If signatures are to be checked, and what that takes is not on this machine.
    UsageError
        If a file that says whose signatures count holds something else.
    RecordError
        If the record does not even fit itself: a file is missing or is not what was written, its result does not fit
        its digest.
    """
    record = read_record(folder)
    trial = (PublicTrial if is_public_form(record) else Trial)(record, folder, workers, notify)
    found = findings_of(folder, record, trust)
    try:
        trial.run()
    except CriticalityError as error:
        trial.differs(RECORD, Message("api.cannot_be_made", error=str(error)))
    except UNEXPECTED as error:
        trial.differs(RECORD, Message("api.no_inputs", kind=type(error).__name__, error=str(error)[:80]))
    trial.differences += found.differences
    proved, notes = (*trial.proved, *found.proved), (*trial.notes, *found.notes)
    return Verification(record["run_id"], tuple(trial.differences), proved, notes)
