"""The tag tree of a PDF as a screen reader walks it: elements in order, with the text and the language of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from test_pages_read_back import to_unicode


@dataclass
class Tag:
    """One structure element: its kind, language (its own or inherited), depth, text, attributes and children."""

    kind: str
    language: str
    depth: int
    entry: Any
    text: str = ""
    pages: set[int] = field(default_factory=set)
    kids: list["Tag"] = field(default_factory=list)

    def walk(self) -> Iterator["Tag"]:
        """Yield this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    @property
    def all_pages(self) -> set[int]:
        """Pages on which this element or one below it shows something."""
        return self.pages.union(*(kid.all_pages for kid in self.kids))

    @property
    def whole(self) -> str:
        """All text in and below this element."""
        return self.text + "".join(kid.whole for kid in self.kids)


def read_tree(path: Path) -> Tag:
    """Read the tag tree of a PDF, with the text of each element."""
    with pikepdf.open(path) as pdf:
        texts = {page.objgen: (number, marked_text(page)) for number, page in enumerate(pdf.pages)}
        return tag_of(pdf.Root.StructTreeRoot.K[0], str(pdf.Root.Lang), 0, texts)


def tag_of(entry: Any, language: str, depth: int, texts: dict[Any, tuple[int, dict[int, str]]]) -> Tag:
    """Build the element of a dictionary of the tree, and all below it."""
    own = str(entry.Lang) if "/Lang" in entry else language
    made = Tag(str(entry.S)[1:], own, depth, attributes(entry))
    kids = entry.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            number, shown = texts[entry.Pg.objgen]
            made.text += shown.get(kid, "")
            made.pages.add(number)
        elif "/S" in kid:
            made.kids.append(tag_of(kid, own, depth + 1, texts))
    return made


def attributes(entry: Any) -> dict[str, str]:
    """Return what an element says of itself: alternative text, scope, whether it has an annotation."""
    said = {name: str(entry[f"/{name}"]) for name in ("Alt", "Lang") if f"/{name}" in entry}
    if "/A" in entry and "/Scope" in entry.A:
        said["Scope"] = str(entry.A.Scope)[1:]
    return said


def marked_text(page: Any) -> dict[int, str]:
    """Return the text of each piece of marked content of a page, by its number."""
    maps = {name: to_unicode(font) for name, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    open_marks: list[int | None] = []
    font: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        kind = str(operator)
        if kind == "BDC":
            open_marks.append(int(operands[1].MCID) if "/MCID" in operands[1] else None)
        elif kind == "BMC":
            open_marks.append(None)
        elif kind == "EMC":
            open_marks.pop()
        elif kind == "Tf":
            font = maps[str(operands[0])]
        elif kind in {"TJ", "Tj"} and open_marks and open_marks[-1] is not None:
            parts = operands[0] if kind == "TJ" else [operands[0]]
            raws = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
            shown = "".join(font.get(raw[at : at + 2], "") for raw in raws for at in range(0, len(raw), 2))
            texts[open_marks[-1]] = texts.get(open_marks[-1], "") + shown
    return texts
