"""A desk that answers on this machine, for tests: the real server in a thread, and a browser's part of a request."""

import http.client
import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn

from criticality.desk.application import application
from criticality.desk.entering import passwords
from criticality.desk.entering.account_store import Account
from criticality.desk.entering.admission import accounts_of
from criticality.desk.roles import Role, User
from criticality.desk.routes import TABLE
from criticality.desk.server import OFFICE_COOKIE, settings
from criticality.desk.sessions import Sessions
from criticality.desk.sign_on import Entry
from criticality.desk.visits import Desk, Route
from criticality.files.workspace import Workspace

PASSWORD = "a gallium boat, nine geese"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by lower-case name, and the text."""

    status: int
    headers: Mapping[str, str]
    text: str
    content: bytes = b""


@dataclass
class Served:
    """A desk under way."""

    desk: Desk
    port: int

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}"

    def link(self, *roles: Role, name: str = "Ada Planner <ada@example.org>") -> str:
        """The address that opens a session, once."""
        return f"{self.address}/?token={self.desk.sessions.ticket(User(name, frozenset(roles or ('planner', 'lead'))))}"

    def enter(self, *roles: Role, name: str = "Ada Planner <ada@example.org>") -> "Visitor":
        """Enter with some roles."""
        visitor = Visitor(self)
        assert visitor.get(self.link(*roles, name=name).removeprefix(self.address)).status == 303
        return visitor

    def account(self, login: str, *roles: Role, password: str = PASSWORD) -> Account:
        """Somebody who was invited and has chosen a password."""
        store = accounts_of(self.desk)
        found = store.accept(store.invite(login, login.partition("@")[0], frozenset(roles), "a test"), password)
        assert found is not None
        return found

    def as_account(self, account: Account) -> "Visitor":
        """The browser of somebody who has signed in."""
        name, _ = self.desk.sessions.open(account.user, account.number)
        return Visitor(self, {self.desk.cookie: name})


@dataclass
class Visitor:
    """Somebody's browser: it keeps cookies and knows the token of its forms."""

    served: Served
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=120)
        sent = {"Host": self.served.host, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, sent)
            found = connection.getresponse()
            content = found.read()
        finally:
            connection.close()
        for line in found.msg.get_all("set-cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        named = {name.lower(): value for name, value in found.getheaders()}
        return Answer(found.status, named, content.decode("utf-8", "replace"), content)

    def get(self, path: str, **headers: str) -> Answer:
        """Look at a page."""
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """Send a form, as the page of the session would."""
        return self.bare_post(path, {"form_token": self.form_token, **(fields or {})}, **headers)

    def followed(self, answer: Answer) -> Answer:
        """Ask for the page that an answer leads to, as a browser does."""
        assert answer.status == 303, answer.text
        return self.get(answer.headers["location"])

    def bare_post(self, path: str, fields: Mapping[str, Any], **headers: str) -> Answer:
        """Send a form with these fields alone."""
        body = urlencode(fields, doseq=True).encode("ascii")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, {**kind, **headers})

    @property
    def form_token(self) -> str:
        """The token in the forms of this session."""
        found = re.search(r'name="form_token" value="([^"]+)"', self.get("/health-of-nothing").text)
        assert found, "no form on the page"
        return found[1]


LOCAL = Entry()


@contextmanager
def hashing_quickly() -> Iterator[None]:
    """Hash passwords with the least parameters: what is tried is not how long that takes."""
    before, passwords._HASHER = passwords._HASHER, passwords.PasswordHasher(1, 8, 1)
    passwords._of_nobody.cache_clear()
    try:
        yield
    finally:
        passwords._HASHER = before
        passwords._of_nobody.cache_clear()


@contextmanager
def served(root: Path, table: Sequence[Route] = TABLE, entry: Entry = LOCAL) -> Iterator[Served]:
    """Answer for a workspace until the block ends."""
    desk = Desk(Workspace(root), Sessions(), entry=entry)
    hosts: set[str] = set()
    app = application(desk, table, hosts)
    server = uvicorn.Server(settings(app))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    hosts |= {f"127.0.0.1:{port}", f"localhost:{port}"} | ({entry.public_host} - {""})
    desk.cookie = f"desk-{port}" if entry.auth == "local" else OFFICE_COOKIE
    try:
        yield Served(desk, port)
    finally:
        server.should_exit = True
        thread.join(30)
        desk.close()
