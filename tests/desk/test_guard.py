"""Requests of other sites, of other names for this machine, and too large ones: refused before any page is made."""

# Holds: desk/server.py.

from collections.abc import Iterator

import pytest

from criticality.desk.guard import HEADERS, LARGEST
from desk_served import Served, Visitor, served
from workspace_builder import atlantis


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(atlantis(tmp_path_factory.mktemp("guard"))) as under_way:
        yield under_way


@pytest.mark.parametrize("path", ["/", "/health", "/static/desk.css", "/nothing", "/leave"])
def test_every_answer_has_the_headers(desk: Served, path: str) -> None:
    answer = Visitor(desk).get(path)
    for name, value in HEADERS.items():
        if (path, name) != ("/static/desk.css", "Cache-Control"):
            assert answer.headers[name.lower()] == value, name
    assert "server" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "192.168.0.7:{port}", "x.localhost:{port}", ""]
)
@pytest.mark.parametrize("path", ["/health", "/?token=x"])
def test_a_name_that_was_pointed_here_is_no_host_of_the_desk(desk: Served, host: str, path: str) -> None:
    assert Visitor(desk).get(path, Host=host.format(port=desk.port)).status == 421


def test_this_machine_is_reached_by_its_two_names(desk: Served) -> None:
    for name in ("127.0.0.1", "localhost", "LOCALHOST"):
        assert Visitor(desk).get("/health", Host=f"{name}:{desk.port}").text == "ok\n"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_another_site_sends_no_form(desk: Served, headers: dict[str, str]) -> None:
    visitor = desk.enter()
    assert visitor.post("/leave", **headers).status == 403
    assert visitor.get("/").status == 200, "the session is still open"


def test_the_page_itself_sends_one(desk: Served) -> None:
    visitor = desk.enter()
    assert visitor.post("/leave", Origin=desk.address, **{"Sec-Fetch-Site": "same-origin"}).status == 200
    assert visitor.get("/").status == 401


@pytest.mark.parametrize("token", [None, "", "x", "of another session"])
def test_a_form_without_the_token_of_its_session_is_refused(desk: Served, token: str | None) -> None:
    visitor, other = desk.enter(), desk.enter()
    given = other.form_token if token == "of another session" else token
    assert visitor.bare_post("/leave", {} if given is None else {"form_token": given}).status == 403
    assert visitor.get("/").status == 200


def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(desk: Served) -> None:
    visitor = desk.enter()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.ask("POST", "/leave", b"x" * 10, {**kind, "Content-Length": str(LARGEST + 1)}).status == 413
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    body = chunk * (LARGEST // 0x10000 + 2) + b"0\r\n\r\n"
    answer = visitor.ask("POST", "/leave", body, {**kind, "Transfer-Encoding": "chunked"})
    assert answer.status in (400, 413), "the field alone is too long, or the whole"
    assert visitor.get("/").status == 200


def test_a_length_that_is_no_number_is_refused(desk: Served) -> None:
    assert Visitor(desk).ask("POST", "/leave", None, {"Content-Length": "²"}).status in (400, 413)
