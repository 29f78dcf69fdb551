"""Check a workspace's own style sheets: what WeasyPrint would warn about while it prints, told before a run."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from criticality.errors import Problem
from criticality.report.html.nesting import left_open, nesting_problem
from criticality.report.html.rendering import packaged_templates
from criticality.text.message import Message
from criticality.text.spelling import nearest

_AT = re.compile(r" at (?P<line>\d+):(?P<column>\d+)")
_DECLARATION = re.compile(r"Ignored `(?P<name>[\w-]+):[^`]*` at \d+:\d+, (?P<why>[^.:]+)", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STATED = re.compile(r"[{;\s](?P<name>--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)")


def style_problems(name: str, text: str, pages: str = "") -> Iterator[Problem]:
    """Return what is wrong with a style sheet: addresses (errors), and what the printer would ignore (warnings).

    `pages` are the workspace's own pages and style sheets in one: they may use properties of their own.

    Without Pango, WeasyPrint cannot be loaded; then only addresses and unbalanced rules are found.
    """
    file = f"templates/{name}"
    deep = nesting_problem(name, text)
    if deep is not None:
        yield deep
        return
    refused = list(_address_problems(file, text))
    yield from refused
    begins = left_open(text)
    if begins is not None:
        message = Message("report.brace_open")
        yield Problem(file, begins, None, "", message, Message("report.close_brace"), severity="warning")
    yield from _variable_problems(file, text, pages)
    try:
        messages = _ignored(text)
    except OSError:
        return
    told = [problem.where for problem in refused]
    for ignored in messages:
        if not any(address in ignored for address in told):  # one cause, one problem
            yield _ignored_problem(file, ignored)


def _variable_problems(file: str, text: str, pages: str) -> Iterator[Problem]:
    """Properties of one's own (``--accent``) that no style sheet uses, each once."""
    packaged = "".join(packaged_templates().values())
    used = set(_USED.findall(packaged + pages + text))
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    seen: set[str] = set()
    for found in _STATED.finditer(plain):
        name = found["name"]
        if name not in used | seen:
            meant = nearest(name, used)
            hint = Message("files.did_you_mean", meant=meant) if meant else Message("report.use_with_var")
            line = text.count("\n", 0, found.start("name")) + 1
            yield Problem(file, line, None, name, Message("report.nothing_uses", name=name), hint, severity="warning")
        seen.add(name)


def _address_problems(file: str, text: str) -> Iterator[Problem]:
    """Every address in the style sheet but ``data:`` ones and places on the page itself."""
    import tinycss2  # noqa: PLC0415 - comes with WeasyPrint; only this door knows the two

    for token in _tokens(tinycss2.parse_stylesheet(text)):
        address = None
        if token.type == "url":
            address = token.value
        elif token.type == "function" and token.lower_name in ("url", "src", "image"):
            address = next((each.value for each in token.arguments if each.type == "string"), None)
        elif token.type == "at-rule" and token.lower_at_keyword == "import":
            address = next((each.value for each in token.prelude if each.type == "string"), None)
        if address is not None and not address.lower().startswith(("data:", "#")):
            message = Message("report.not_opened")
            yield Problem(
                file,
                token.source_line,
                token.source_column,
                address[:80],
                message,
                Message("report.no_address"),
            )


def _tokens(nodes: Any) -> Iterator[Any]:
    for node in nodes or ():
        yield node
        for part in ("prelude", "content", "arguments"):
            yield from _tokens(getattr(node, part, None))


class _Messages(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


def _ignored(text: str) -> list[str]:
    """What WeasyPrint says about a style sheet while it reads it; nothing is fetched."""
    import weasyprint  # noqa: PLC0415 - needs native libraries, and only where there is a style sheet

    def refuse(url: str, *_more: object, **_named: object) -> Any:
        raise ValueError(url)

    log, handler = logging.getLogger("weasyprint"), _Messages()
    before, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        weasyprint.CSS(string=text, url_fetcher=refuse)
    finally:
        log.removeHandler(handler)
        log.propagate = before
    return handler.found


def _ignored_problem(file: str, message: str) -> Problem:
    place, said = _AT.search(message), _DECLARATION.match(message)
    line, column = (int(place["line"]), int(place["column"])) if place else (1, None)
    hint = Message("report.printer_leaves_out")
    if said and said["why"] == "unknown property":
        meant = nearest(said["name"], _properties())
        hint = Message("files.did_you_mean", meant=meant) if meant else hint
    told = " ".join(message.split())
    return Problem(file, line, column, "", Message("report.printer_ignores", told=told[:160]), hint, severity="warning")


def _properties() -> list[str]:
    from weasyprint.css.validation.expanders import EXPANDERS  # noqa: PLC0415
    from weasyprint.css.validation.properties import PROPERTIES  # noqa: PLC0415

    return sorted({name.replace("_", "-") for name in (*PROPERTIES, *EXPANDERS)})
