"""The logo of a workspace: templates/logo.svg, .png or .jpg, shown on the cover, embedded as a ``data:`` address.

It is kept in the record with the templates, by its file name, as the ``data:`` address itself. The printer runs no
script and opens no address; a drawing that asks for either is refused all the same, since the file travels on.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from criticality.errors import Problem
from criticality.report.html.nesting import DEEPEST
from criticality.report.html.pictures import picture_fault
from criticality.text.message import Message

LOGOS = {"logo.svg": "image/svg+xml", "logo.png": "image/png", "logo.jpg": "image/jpeg"}
"""As `criticality.files.load` reads them; a page reads no file."""
LARGEST = 1_000_000
_DRAWING = "image/svg+xml"
_FORBIDDEN = frozenset({"script", "foreignObject", "iframe", "audio", "video", "handler", "animate", "set"})
_STYLE_ADDRESS = re.compile(r"@import|\\|url\s*\((?!\s*['\"]?\s*(?:#|data:image/(?:png|jpeg)))", re.IGNORECASE)
"""An address in a style, or an escape that may spell one."""
_HERE = ("#", "data:image/png", "data:image/jpeg")


def logo_of(templates: Mapping[str, str]) -> str:
    """The ``data:`` address of the logo; empty where the workspace has none."""
    return next((templates[name] for name in LOGOS if name in templates), "")


def logo_problems(templates: Mapping[str, str]) -> Iterator[Problem]:
    """Return what is wrong with a logo: more than one, no picture, too large, or a drawing that reaches outside."""
    there = [name for name in LOGOS if name in templates]
    for name in there[1:]:
        yield _problem(name, Message("report.one_logo", other=there[0]), Message("report.keep_one"))
    for name in there:
        content = _content(templates[name])
        kind = LOGOS[name]
        if len(content) > LARGEST:
            yield _problem(
                name, Message("report.logo_too_large", size=len(content), most=LARGEST), Message("report.smaller_logo")
            )
        elif kind != _DRAWING:
            fault = picture_fault(content, kind)
            if fault:
                yield _problem(name, fault, Message("report.save_again"))
        else:
            yield from _drawing_problems(name, content)


def _content(address: str) -> bytes:
    try:
        return base64.b64decode(address.partition(",")[2], validate=True)
    except binascii.Error:
        return b""


def _problem(name: str, message: Message, hint: Message) -> Problem:
    return Problem(f"templates/{name}", 1, None, "", message, hint)


def _drawing_problems(name: str, content: bytes) -> Iterator[Problem]:
    """What an SVG must not have: definitions of entities, scripts, handlers of events, addresses outside itself."""
    if any(mark in content for mark in (b"<!DOCTYPE", b"<!ENTITY", b"<?xml-stylesheet", b"\x00")):
        yield _problem(
            name,
            Message("report.drawing_with_doctype"),
            Message("report.export_plain"),
        )
        return
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        yield Problem(
            f"templates/{name}", error.position[0], None, "", Message("report.no_svg"), Message("report.export_plain")
        )
        return
    if _local(root.tag) != "svg":
        yield _problem(name, Message("report.no_svg"), Message("report.export_plain"))
    if _depth(root) > DEEPEST:
        yield _problem(name, Message("report.groups_too_deep", most=DEEPEST), Message("report.ungroup"))
    found: dict[str, None] = {}
    for element in root.iter():
        found |= dict.fromkeys(_reaching(element))
    for what in found:
        yield _problem(name, Message("report.logo_reaches", what=what), Message("report.export_plain"))


def _depth(root: ElementTree.Element) -> int:
    """How many levels of elements a drawing has."""
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _reaching(element: ElementTree.Element) -> Iterator[str]:
    tag = _local(element.tag)
    if tag in _FORBIDDEN or tag.startswith("animate"):
        yield f"<{tag}>"
    if tag == "style" and _STYLE_ADDRESS.search(element.text or ""):
        yield Message("report.address_in_style")
    for key, value in element.attrib.items():
        attribute = _local(key)
        if attribute.lower().startswith("on"):
            yield f"{attribute}=…"
        elif attribute in ("href", "src") and tag != "a" and not value.strip().lower().startswith(_HERE):
            yield f"{attribute}={value[:60]}"
        elif (attribute == "href" and tag == "a") or _STYLE_ADDRESS.search(value):
            yield Message("report.address_in", attribute=attribute)
