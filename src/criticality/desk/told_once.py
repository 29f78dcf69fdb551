"""What a form has done, told once on the page that it leads to, so that loading that page again sends nothing again."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from starlette.responses import Response

from criticality.desk.visits import Desk, Visit

_KEPT = 200


class ToldOnce:
    """What is to be told, by session and address, in memory; the oldest is forgotten.

    Parameters
    ----------
    desk
        Whose pages tell it.
    """

    def __init__(self, desk: Desk) -> None:
        self._told: OrderedDict[tuple[str, str], Mapping[str, object]] = OrderedDict()
        self._lock = Lock()
        desk.at_end(self._told.clear)

    def leave(self, visit: Visit, address: str, values: Mapping[str, object]) -> Response:
        """Keep what the page of an address is to tell this session, and send the browser there."""
        with self._lock:
            self._told[_who(visit), address] = values
            while len(self._told) > _KEPT:
                self._told.popitem(last=False)
        return visit.redirect(address)

    def take(self, visit: Visit) -> Mapping[str, object]:
        """Return what is to be told on the page that is asked for, which nobody is told again."""
        with self._lock:
            return self._told.pop((_who(visit), visit.request.url.path), {})


def _who(visit: Visit) -> str:
    return "" if visit.session is None else visit.session.key
