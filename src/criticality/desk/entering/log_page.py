"""The page of the log: a day of it, for an admin."""

from starlette.responses import Response

from criticality.desk.audit import days_of, first_broken, folder_of, lines_of
from criticality.desk.visits import Visit

MOST = 500
"""Lines shown, the last first; the file holds all."""


def log(visit: Visit) -> Response:
    """The last lines of a day, and whether a line was touched."""
    days = days_of(folder_of(visit.desk))
    names = [path.stem for path in days]
    asked = visit.query.get("day", "")
    day = asked if asked in names else (names[-1] if names else "")
    lines = list(lines_of(days[names.index(day)])) if day else []
    return visit.page(
        "log.html",
        days=names,
        day=day,
        lines=list(reversed(lines))[:MOST],
        count=len(lines),
        most=MOST,
        broken=first_broken(days),
    )
