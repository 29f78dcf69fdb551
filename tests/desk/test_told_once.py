"""What a form has done is told once, to the session that sent it, on the page that it leads to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse, Response

from criticality.desk.told_once import ToldOnce
from criticality.desk.visits import Route, Visit
from desk_served import Served, served
from workspace_builder import atlantis


def show(visit: Visit) -> Response:
    return PlainTextResponse(str(visit.desk.part(ToldOnce).take(visit).get("says", "nothing")))


def send(visit: Visit) -> Response:
    return visit.desk.part(ToldOnce).leave(visit, visit.field("to"), {"says": "done"})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    table = (
        Route("/files/{name}", "planner", get=show, post=send),
        Route("/", "reader", get=show),
    )
    with served(atlantis(tmp_path), table) as under_way:
        yield under_way


def test_it_is_told_once_at_its_address_and_to_nobody_else(desk: Served) -> None:
    one, other = desk.enter(), desk.enter()
    sent = one.post("/files/x", {"to": "/files/y"})
    assert (sent.status, sent.headers["location"]) == (303, "/files/y")
    assert [who.get(f"/files/{name}").text for who, name in ((other, "y"), (one, "x"), (one, "y"), (one, "y"))] == [
        "nothing",
        "nothing",
        "done",
        "nothing",
    ]
