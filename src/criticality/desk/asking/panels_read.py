"""The weights that experts are asked for, read once for as long as none of the files changes that they are made of.

Reading and checking them takes longer than all else of an answer, and fifty experts may answer at once.
"""

import os
from threading import Lock

from criticality.desk.visits import Desk
from criticality.questionnaires.panel_file import PanelFile, read_panel

_FOLDERS = ("assessments", "criteria", "weights", "templates")
"""What the questions of a weights file may depend on."""
_State = tuple[tuple[str, int, int, int, int], ...]
_MOST = 50


class PanelsRead:
    """The weights files of a desk as they were read last.

    Parameters
    ----------
    desk
        In whose workspace they stand.
    """

    def __init__(self, desk: Desk) -> None:
        self._workspace = desk.workspace
        self._lock = Lock()
        self._read: dict[str, tuple[_State, PanelFile]] = {}

    def of(self, weights: str) -> PanelFile:
        """Return a weights file with its criteria.

        Raises
        ------
        InputError
            If a file has problems.
        """
        with self._lock:
            state = self._state()
            found = self._read.get(weights)
            if found is None or found[0] != state:
                if len(self._read) >= _MOST:
                    self._read.clear()
                found = state, read_panel(self._workspace, weights, self._workspace.root)
                self._read[weights] = found
            return found[1]

    def _state(self) -> _State:
        """Name, time, size and number of every file: a file that is put in place of another has another number."""
        found = []
        for folder in _FOLDERS:
            path = self._workspace.root / folder
            if path.is_dir():
                with os.scandir(path) as entries:
                    for entry in entries:
                        known = entry.stat()
                        times = known.st_mtime_ns, known.st_ctime_ns
                        found.append((f"{folder}/{entry.name}", *times, known.st_size, known.st_ino))
        return tuple(sorted(found))
