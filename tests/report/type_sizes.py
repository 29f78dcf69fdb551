"""How large every character of a PDF is printed, and how far each page is filled."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from test_geometry import words_of_pages
from test_pages_read_back import to_unicode

HEAD, FOOT = 22 * 72 / 25.4, 20 * 72 / 25.4
"""The margins that hold the running head and foot of a page."""
SMALLEST_OF_A_CHART = 8.0
"""Points of the smallest letters in a chart."""
INDEX = set("0123456789+−b, ")
"""Characters of the indices of formulas and symbols: CO₂, m⁻², τ_b."""

_Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def texts_with_sizes(path: Path) -> Iterator[tuple[int, float, str]]:
    """Yield page, size in points as printed, and text of every run."""
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for size, text in _runs(page, page.Resources, _UNMOVED):
                yield number, size, text


def _runs(content: Any, resources: Any, moved: _Matrix) -> Iterator[tuple[float, str]]:
    maps = {name: to_unicode(font) for name, font in resources.get("/Font", {}).items()}
    kept: list[tuple[_Matrix, float, dict[bytes, str]]] = []
    line, size, font = _UNMOVED, 0.0, dict[bytes, str]()
    for operands, operator in pikepdf.parse_content_stream(content):
        kind = str(operator)
        if kind == "q":
            kept.append((moved, size, font))
        elif kind == "Q":
            moved, size, font = kept.pop()
        elif kind == "cm":
            moved = _joined(_matrix(operands), moved)
        elif kind == "BT":
            line = _UNMOVED
        elif kind == "Tm":
            line = _matrix(operands)
        elif kind == "Tf":
            size, font = float(operands[1]), maps[str(operands[0])]
        elif kind in {"TJ", "Tj"}:
            parts = operands[0] if kind == "TJ" else [operands[0]]
            raws = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
            text = "".join(font.get(raw[at : at + 2], "?") for raw in raws for at in range(0, len(raw), 2))
            a, b, c, d, _, _ = _joined(line, moved)
            yield size * math.sqrt(abs(a * d - b * c)), text
        elif kind == "Do" and resources.XObject[str(operands[0])].get("/Subtype") == "/Form":
            form = resources.XObject[str(operands[0])]
            inside = _joined(_matrix(form.get("/Matrix", _UNMOVED)), moved)
            yield from _runs(form, form.get("/Resources", resources), inside)


def _matrix(numbers: Any) -> _Matrix:
    a, b, c, d, e, f = map(float, numbers)
    return a, b, c, d, e, f


def _joined(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def smaller_than(path: Path, points: float) -> list[tuple[int, float, str]]:
    """Return the runs below a size, but for indices, which are set at seven tenths of their text by custom."""
    return [
        (page, round(size, 2), text)
        for page, size, text in texts_with_sizes(path)
        if size < points - 0.01 and not (set(text) <= INDEX and size >= 0.69 * points)
    ]


def fill_of_pages(path: Path) -> list[float]:
    """Return how far down each page is printed: 1 is the foot of the text, 0 an empty page."""
    filled = []
    for _, height, words in words_of_pages(path):
        foot = height - FOOT
        inside = [word.bottom for word in words if word.top > HEAD - 4 and word.bottom < foot + 14]
        filled.append(min(1.0, max(0.0, (max(inside, default=HEAD) - HEAD) / (foot - HEAD))))
    return filled


def last_pages_of_chapters(path: Path) -> set[int]:
    """Return the places of the pages that end a chapter: those before one on which a chapter begins, and the last."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        order = [page.objgen for page in pdf.pages]
        starts = {order.index(item.destination[0].objgen) for item in outline.root}
    return {start - 1 for start in starts if start} | {len(order) - 1}
