"""A form that is sent a second time: what its first sending has saved is told again, with its commit.

A save checks the whole workspace, which takes long enough for a second click.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from criticality.desk.editing.editable_files import FileRead
from criticality.desk.saving import Saved
from criticality.desk.visits import FORM_TOKEN, Desk, Visit

_KEPT = 200


@dataclass(frozen=True)
class Told:
    """What a form has saved: what became of it, its sentence, the same in words, and the file's digest after it."""

    saved: Saved
    sentence: str
    shown: str
    digest: str


class JustSaved:
    """What forms have saved, by session, file and fields, in memory; the oldest is forgotten.

    Parameters
    ----------
    desk
        Whose forms they are.
    """

    def __init__(self, desk: Desk) -> None:
        self._told: OrderedDict[str, Told] = OrderedDict()
        self._lock = Lock()
        desk.at_end(self._told.clear)

    def keep(self, visit: Visit, after: FileRead, saved: Saved, sentence: str, shown: str) -> None:
        """Keep what a form has saved; `after`: the file as it stands now."""
        with self._lock:
            self._told[_form_of(visit, after.file)] = Told(saved, sentence, shown, after.digest)
            while len(self._told) > _KEPT:
                self._told.popitem(last=False)

    def of(self, visit: Visit, read: FileRead) -> Told | None:
        """What this form has saved already; None where it was not sent before, or the file is another one by now."""
        with self._lock:
            found = self._told.get(_form_of(visit, read.file))
        return found if found is not None and found.digest == read.digest else None


def _form_of(visit: Visit, file: str) -> str:
    """The digest of a form: who sent it for which file, and all of its fields."""
    fields = sorted((name, str(value)) for name, value in visit.form.multi_items() if name != FORM_TOKEN)
    who = "" if visit.session is None else visit.session.key
    return hashlib.sha256(repr((who, file, fields)).encode("utf-8", "surrogatepass")).hexdigest()
