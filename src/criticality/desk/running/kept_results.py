"""Results that are a pure function of files, kept until one of these files changes: a page is not worked out twice."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from criticality.desk.visits import Desk

Made = TypeVar("Made")
_KEPT = 24


class KeptResults:
    """The last results of a desk, by what was asked and the state of the files that they rest on.

    Parameters
    ----------
    desk
        Whose pages ask for them.
    """

    def __init__(self, _desk: Desk) -> None:
        self._lock = Lock()
        self._known: OrderedDict[Hashable, object] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def of(self, asked: Hashable, paths: Iterable[Path], make: Callable[[], Made]) -> Made:
        """Return what `make` gives, or gave before if no file at these paths has changed since; errors are not kept.

        Parameters
        ----------
        asked
            What is asked for, beside the files.
        paths
            Files and folders of files: what they hold decides the result.
        make
            Works it out; who asks for the same meanwhile waits for the one answer.
        """
        key = asked, tuple(state for path in paths for state in _states(path))
        with self._lock:
            alone = self._making.setdefault(key, Lock())
        with alone:
            with self._lock:
                if key in self._known:
                    return cast(Made, self._known[key])
            made = make()
            with self._lock:
                self._known[key] = made
                while len(self._known) > _KEPT:
                    self._making.pop(self._known.popitem(last=False)[0], None)
            return made


def _states(path: Path) -> Iterable[Hashable]:
    """The state of a file, or of every file below a folder, in a fixed order."""
    below = sorted(path.rglob("*")) if path.is_dir() else [path]
    for each in below:
        try:
            stat = each.stat()
        except OSError:
            yield str(each), None
        else:
            yield str(each), stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
