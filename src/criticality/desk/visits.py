"""One request as a page sees it, what all requests share, and a row of the table of routes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Literal, TypeVar, cast

from starlette.datastructures import FormData, ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from criticality.desk.page_files import templates
from criticality.desk.roles import SIGNED_IN, Role, User
from criticality.desk.sessions import Session, Sessions
from criticality.desk.sign_on import AUTHS, Auth, Entry
from criticality.errors import Problem
from criticality.files.workspace import Workspace
from criticality.model.document import Language
from criticality.text.language import named_language
from criticality.text.message import Message, said

Made = TypeVar("Made")
FORM_TOKEN = "form_token"
LANGUAGE_COOKIE = "desk-language"
INLINE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'none'; sandbox allow-scripts allow-popups"
)
"""For a page that carries its own style and script: it runs apart from the desk, and asks for nothing."""


@dataclass
class Desk:
    """What all requests share.

    Attributes
    ----------
    workspace
        The folder that the desk shows.
    sessions
        Who has entered.
    language
        That of the process, for a browser that asks for none of ours.
    cookie
        The name of the cookie of a session; two desks on one machine have two names.
    entry
        How the desk is entered.
    """

    workspace: Workspace
    sessions: Sessions
    language: Language = "en"
    cookie: str = "desk"
    entry: Entry = field(default_factory=Entry)
    _parts: dict[object, object] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _at_end: list[Callable[[], None]] = field(default_factory=list)

    def part(self, make: Callable[["Desk"], Made]) -> Made:
        """Return what `make` makes of the desk, made once: what the pages of one kind share."""
        with self._lock:
            if make not in self._parts:
                self._parts[make] = make(self)
            return cast(Made, self._parts[make])

    def at_end(self, finish: Callable[[], None]) -> None:
        """Have something done when the desk closes."""
        self._at_end.append(finish)

    def close(self) -> None:
        """Do what was left for the end."""
        for finish in self._at_end:
            finish()


@dataclass(frozen=True)
class Visit:
    """One request that was let in.

    Attributes
    ----------
    desk, request
        What all share, and the request.
    route
        The row of the table that answers it.
    session
        Who asks; None on a page that is open to all.
    form
        The fields of a form that was sent; empty else.
    nav
        The pages that this user may open from the head of every page: address and code of the word.
    """

    desk: Desk
    request: Request
    route: "Route"
    session: Session | None
    form: FormData = field(default_factory=FormData)
    nav: tuple[tuple[str, str], ...] = ()

    @property
    def user(self) -> User:
        """Who asks."""
        return User("", frozenset()) if self.session is None else self.session.user

    @cached_property
    def language(self) -> Language:
        """The language of the page: by ``?lang=``, a cookie, the browser, or the desk."""
        return language_of(self.request, self.desk.language)

    @property
    def base(self) -> str:
        """The address of the desk, with a slash at its end, as others reach it."""
        public = self.desk.entry.public
        return f"{public}/" if public else str(self.request.base_url)

    @property
    def query(self) -> ImmutableMultiDict[str, str]:
        """The words behind the question mark of the address."""
        return self.request.query_params

    @property
    def is_sure(self) -> bool:
        """Whether the box is ticked without which nothing is done that cannot be undone."""
        return self.field("sure") == "yes"

    @property
    def is_partial(self) -> bool:
        """Whether a script of the page asks for a part of it."""
        return self.request.headers.get("HX-Request") == "true"

    def field(self, name: str) -> str:
        """Return a field of the form as text; empty where it was not sent."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def say(self, text: object) -> str:
        """Return a message, or another text, in the language of the page."""
        return said(text, self.language)

    def t(self, code: str, **slots: object) -> str:
        """Return the sentence of a code in the language of the page; for templates."""
        return Message(code, **slots).said(self.language)

    def page(self, template: str, status: int = 200, /, **values: object) -> Response:
        """Fill a template of the desk.

        A template knows, beside `values`: ``t`` (code → sentence), ``say`` (message → sentence), ``text`` (bilingual
        text), ``lang``, ``nav``, ``here``, ``form_token``, ``user``, and ``other_language`` with its address.
        """
        return HTMLResponse(templates().render(template, {**self._shared(), **values}), status)

    def redirect(self, address: str) -> Response:
        """Send the browser to another address of the desk, which it asks for anew."""
        return RedirectResponse(address, 303)

    def _shared(self) -> Mapping[str, object]:
        other: Language = "en" if self.language == "zh-Hant" else "zh-Hant"
        address = self.request.url.include_query_params(lang=other)
        return {
            "t": self.t,
            "say": self.say,
            "text": lambda value: "" if value is None else value.to(self.language),
            "lang": self.language,
            "nav": self.nav,
            "here": self.request.url.path,
            "form_token": "" if self.session is None else self.session.form_token,
            "user": self.user.name,
            "is_in": self.session is not None,
            "auth": self.desk.entry.auth,
            "may": self.user.may,
            "other_language": {"tag": other, "address": f"{address.path}?{address.query}"},
            "problems": (),
        }


def unsure() -> Problem:
    """What is said where something that cannot be undone was asked for without the box that says so."""
    return Problem("sure", 1, None, "", Message("desk.unsure"), Message("desk.tick_it"))


Handler = Callable[[Visit], Response]


@dataclass(frozen=True)
class Route:
    """A row of the table of routes.

    Attributes
    ----------
    path
        As Starlette writes it, ``/runs/{run}``.
    role
        Who may ask for it: a role, whoever has entered, or None for anybody, without a session.
    get, post
        What answers each method; the other methods are refused. Only ``post`` may change anything.
    nav
        The code of the word under which the page stands in the head of every page; "" for no place there.
    auth
        The ways of entering a desk under which the route is there.
    deeds
        What a form may ask for in its field ``do`` that a higher role alone may: word → role.
    is_quiet
        Whether nothing is changed by ``post`` either, so that the log need not hold it.
    hides_who
        Whether the log must not say who asked: an expert, who may be anonymous.
    """

    path: str
    role: Role | Literal["signed in"] | None
    get: Handler | None = None
    post: Handler | None = None
    nav: str = ""
    auth: tuple[Auth, ...] = AUTHS
    deeds: Mapping[str, Role] = field(default_factory=dict)
    is_quiet: bool = False
    hides_who: bool = False

    def is_open_to(self, user: User) -> bool:
        """Whether somebody who has entered may ask for it."""
        return self.role is None or self.role == SIGNED_IN or user.may(self.role)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that are answered."""
        return tuple(name for name, handler in (("GET", self.get), ("POST", self.post)) if handler is not None)


def language_of(request: Request, otherwise: Language) -> Language:
    """Return the language that a request asks for: by the address, a cookie, the browser, else another one."""
    asked = [request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")]
    asked += [part.partition(";")[0] for part in request.headers.get("accept-language", "").split(",")]
    for word in asked:
        found = named_language(word) if word.strip() else None
        if found in ("en", "zh-Hant"):
            return cast(Language, found)
    return otherwise
