"""Who the headers of a proxy say asks, and from whom that is believed: spoofed, doubled and odd headers."""

# Holds: desk/entering/admission.py.

import http.client
import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import uvicorn
from starlette.datastructures import Address, Headers

from criticality.desk.application import application
from criticality.desk.audit import days_of, folder_of, lines_of
from criticality.desk.roles import ROLES
from criticality.desk.routes import TABLE
from criticality.desk.server import OFFICE_COOKIE, Place, _listening, settings
from criticality.desk.sessions import Sessions
from criticality.desk.sign_on import Entry
from criticality.desk.visits import Desk
from criticality.errors import MachineError
from criticality.files.workspace import Workspace
from desk_served import Answer, Served, Visitor, served
from workspace_builder import atlantis

PUBLIC = "https://desk.example.org"
PROXY = Entry("proxy", PUBLIC, (ip_network("127.0.0.1"),), groups={"minerals": "planner", "heads": "lead"})
ELSEWHERE = Entry("proxy", PUBLIC, (ip_network("10.0.8.0/24"),))
ADA = {"X-Forwarded-User": "ada", "X-Forwarded-Email": "ada@example.org", "X-Forwarded-Groups": "minerals,all"}


def headers(*pairs: tuple[str, str]) -> Headers:
    return Headers(raw=[(name.lower().encode(), value.encode("utf-8")) for name, value in pairs])


@pytest.mark.parametrize(
    ("address", "is_proxy"),
    [
        ("127.0.0.1", True),
        ("::ffff:127.0.0.1", True),
        ("127.0.0.2", False),
        ("10.0.8.1", False),
        ("::1", False),
        ("", False),
        ("127.0.0.1, 10.0.8.1", False),
    ],
)
def test_the_proxy_is_known_by_its_address(address: str, is_proxy: bool) -> None:
    assert PROXY.is_proxy(Address(address, 1)) == is_proxy


def test_only_a_unix_socket_has_no_address_and_is_the_proxy() -> None:
    assert not PROXY.is_proxy(None)
    assert Entry("proxy", PUBLIC, by_socket=True).is_proxy(None)
    assert not Entry("proxy", PUBLIC, by_socket=True).is_proxy(Address("127.0.0.1", 1))


def test_a_user_has_the_roles_of_their_groups_and_saves_under_name_and_address() -> None:
    user = PROXY.user_of(Headers(ADA))
    assert user is not None
    assert (user.name, user.roles) == ("ada <ada@example.org>", {"planner"})
    known = Entry("proxy", PUBLIC).user_of(headers(("X-Forwarded-User", "王小明"), ("X-Forwarded-Groups", "lead, x")))
    assert known is not None
    assert (known.name, known.roles) == ("王小明", {"lead"})


@pytest.mark.parametrize(
    "pairs",
    [
        (),
        (("X-Forwarded-User", ""),),
        (("X-Forwarded-User", "  "),),
        (("X-Forwarded-Email", "ada@example.org"),),
        (("X-Forwarded-User", "ada"), ("X-Forwarded-User", "eve")),
        (("X-Forwarded-User", "ada"), ("X-Forwarded-Groups", "reader"), ("X-Forwarded-Groups", "admin")),
        (("X-Forwarded-User", "ada\x00"),),
        (("X-Forwarded-User", "ada <root@example.org>"),),
        (("X-Forwarded-User", "a" * 201),),
        (("X_Forwarded_User", "ada"),),
    ],
)
def test_headers_that_name_nobody_or_two_name_nobody(pairs: tuple[tuple[str, str], ...]) -> None:
    assert PROXY.user_of(headers(*pairs)) is None


def test_bytes_that_are_no_utf_8_name_nobody() -> None:
    assert PROXY.user_of(Headers(raw=[(b"x-forwarded-user", b"\xff\xfe")])) is None


def test_other_headers_may_be_named() -> None:
    entry = Entry("proxy", PUBLIC, user_header="X-Auth-Request-User", groups_header="X-Auth-Request-Groups")
    user = entry.user_of(headers(("X-Auth-Request-User", "ada"), ("X-Auth-Request-Groups", "admin")))
    assert user is not None
    assert user.roles == {"admin"}
    assert entry.user_of(Headers(ADA)) is None


def test_the_address_of_the_browser_is_what_the_proxy_saw_last() -> None:
    forged = headers(("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-For", "5.6.7.8, 203.0.113.9"))
    assert PROXY.address_of(Address("127.0.0.1", 1), forged) == "203.0.113.9"
    assert PROXY.address_of(Address("10.0.8.1", 1), forged) == "10.0.8.1", "of anybody else nothing is believed"
    assert PROXY.address_of(Address("127.0.0.1", 1), headers(("X-Forwarded-For", "x"))) == ""


# ── the same, with a server that answers ─────────────────────────────────────


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(atlantis(tmp_path_factory.mktemp("proxy")), entry=PROXY) as under_way:
        yield under_way


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk that is reached past its proxy."""
    with served(atlantis(tmp_path_factory.mktemp("past")), entry=ELSEWHERE) as under_way:
        yield under_way


def ask(desk: Served, path: str, given: dict[str, str], method: str = "GET") -> Answer:
    return Visitor(desk).ask(method, path, headers={"Host": "desk.example.org", **given})


@pytest.mark.parametrize("path", ["/", "/files", "/nothing", "/static/desk.css", "/q/x", "/leave"])
@pytest.mark.parametrize("given", [{}, ADA, {**ADA, "X-Forwarded-For": "10.0.8.1", "X-Real-IP": "10.0.8.1"}])
def test_past_the_proxy_nobody_is_in_whatever_the_headers_say(
    reached: Served, path: str, given: dict[str, str]
) -> None:
    for method in ("GET", "POST"):
        answer = ask(reached, path, given, method)
        assert (answer.status, "set-cookie" in answer.headers) == (403, False)
        assert "through its proxy alone" in answer.text


def test_who_claims_to_be_somebody_past_the_proxy_stands_in_the_log(reached: Served) -> None:
    before = sum(len(list(lines_of(day))) for day in days_of(folder_of(reached.desk)))
    ask(reached, "/files", ADA)
    ask(reached, "/files", {})
    lines = [line for day in days_of(folder_of(reached.desk)) for line in lines_of(day)]
    assert len(lines) == before + 1
    assert (lines[-1]["address"], lines[-1]["outcome"]) == ("127.0.0.1", 403)
    assert "ada" not in str(lines[-1])


def test_the_health_of_the_desk_is_told_to_everybody(reached: Served, office: Served) -> None:
    for desk in (reached, office):
        assert Visitor(desk).get("/health").text == "ok\n"


def test_who_is_named_by_the_proxy_is_in_with_a_secure_cookie(office: Served) -> None:
    answer = ask(office, "/runs", ADA)
    assert answer.status == 200
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{OFFICE_COOKIE}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Secure"} <= set(cookie.split("; "))
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert ask(office, "/runs", {}).status == 401
    assert ask(office, "/runs", {**ADA, "X-Forwarded-Groups": "strangers"}).status == 403
    assert ask(office, "/files", {**ADA, "X-Forwarded-Groups": "heads"}).status == 200


def test_a_cookie_is_of_no_use_to_anybody_else(office: Served) -> None:
    visitor = Visitor(office)
    host = {"Host": "desk.example.org"}
    visitor.ask("GET", "/runs", headers={**host, **ADA})
    ada = dict(visitor.cookies)
    assert visitor.ask("GET", "/runs", headers=host).status == 401, "without the proxy's word"
    eve = {**host, **ADA, "X-Forwarded-User": "eve", "X-Forwarded-Email": "eve@example.org"}
    visitor.ask("GET", "/runs", headers=eve)
    assert visitor.cookies != ada, "another user has another session"
    fresh = Visitor(office, dict(visitor.cookies))
    assert "set-cookie" not in fresh.ask("GET", "/runs", headers=eve).headers
    less = {**eve, "X-Forwarded-Groups": ""}
    assert fresh.ask("GET", "/runs", headers=less).status == 403, "roles are those of this very request"


def test_only_the_public_name_is_a_host_and_only_its_origin_sends_forms(office: Served) -> None:
    assert Visitor(office).ask("GET", "/runs", headers={**ADA, "Host": "evil.example"}).status == 421
    for origin in ("http://desk.example.org", "https://desk.example.org:8443", "https://evil.example"):
        answer = ask(office, "/leave", {**ADA, "Origin": origin}, "POST")
        assert (answer.status, answer.text) == (403, "sent from another site")


def test_a_link_of_the_terminal_opens_nothing_behind_a_proxy(office: Served) -> None:
    link = office.link(*ROLES).removeprefix(office.address)
    assert ask(office, link, {}).status == 401


# ── a unix socket ────────────────────────────────────────────────────────────


class ByPath(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


def test_on_a_unix_socket_the_headers_are_believed_and_others_of_the_machine_kept_out(tmp_path: Path) -> None:
    path = tmp_path / "desk.sock"
    entry = Entry("proxy", PUBLIC, by_socket=True)
    desk = Desk(Workspace(atlantis(tmp_path)), Sessions(), entry=entry)
    with _listening(Place(uds=path, entry=entry)) as listening:
        assert path.stat().st_mode & 0o777 == 0o660
        server = uvicorn.Server(settings(application(desk, TABLE, {"desk.example.org"})))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        answers = []
        for given in (ADA, {}):
            connection = ByPath(path)
            connection.request("GET", "/runs", headers={"Host": "desk.example.org", **given})
            answers.append(connection.getresponse().status)
            connection.close()
        with pytest.raises(MachineError, match="socket"), _listening(Place(uds=path)):
            pass
        server.should_exit = True
        thread.join(30)
    assert answers == [403, 401], "the groups of Ada are no roles here"
    assert not path.exists()


def test_a_socket_that_a_killed_desk_left_is_taken_again_and_a_file_is_not(tmp_path: Path) -> None:
    path = tmp_path / "desk.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with _listening(Place(uds=path)):
        assert path.exists()
    path.write_text("a letter", "utf-8")
    with pytest.raises(MachineError, match=r"desk\.sock"), _listening(Place(uds=path)):
        pass
    assert path.read_text("utf-8") == "a letter"
