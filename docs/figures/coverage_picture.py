"""docs/reference/coverage.svg: which cell of the indicator table rests on what."""

from collections.abc import Iterator
from html import escape

from figures.tables import english, inputs, result

ROW, COLUMN, LEFT, TOP = 13, 30, 180, 150
COLOURS = {"A": "#1b5e20", "B": "#66a061", "C": "#e0b04c", "D": "#c8643c", "": "#ffffff"}
MEANING = {
    "A": "A: official statistic",
    "B": "B: peer-reviewed or official study",
    "C": "C: copy, other economy, or older than ten years",
    "D": "D: judgement or proxy",
    "": "missing: the whole interval",
}


def picture() -> str:
    """The drawing, as SVG with its own words for those who cannot see it."""
    criteria = [criterion.code for criterion in inputs().criteria]
    minerals = sorted(inputs().candidates, key=english)
    width, height = LEFT + COLUMN * len(criteria) + 80, TOP + ROW * len(minerals) + 30 + 18 * len(MEANING)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="9"><title>Evidence of {len(minerals)} minerals under '
        f"{len(criteria)} criteria</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_heads(criteria),
        *_rows(minerals, criteria),
        *_legend(TOP + ROW * len(minerals) + 20),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _heads(criteria: list[str]) -> Iterator[str]:
    for place, code in enumerate(criteria):
        x, y = LEFT + place * COLUMN + COLUMN / 2 + 3, TOP - 6
        yield f'<text transform="translate({x:g} {y}) rotate(-60)">{escape(code.replace("_", " "))}</text>'


def _rows(minerals: list[str], criteria: list[str]) -> Iterator[str]:
    cells = result().matrix.cells
    grades = {
        (mineral, criterion): (grade if present else "", "proxy" in flag.split(";"))
        for mineral, criterion, grade, flag, present in zip(
            *(cells[name] for name in ("mineral", "criterion", "grade", "flag", "present")), strict=True
        )
    }
    for line, mineral in enumerate(minerals):
        y = TOP + line * ROW
        yield f'<text x="{LEFT - 6}" y="{y + 10}" text-anchor="end">{escape(english(mineral))}</text>'
        for place, criterion in enumerate(criteria):
            grade, proxy = grades[mineral, criterion]
            x = LEFT + place * COLUMN
            box = f'x="{x}" y="{y}" width="{COLUMN - 2}" height="{ROW - 2}"'
            words = MEANING[grade] + (", a proxy" if proxy else "")
            said = f"{english(mineral)}, {criterion.replace('_', ' ')}: {words}"
            look = f'fill="{COLOURS[grade]}" stroke="#999999" stroke-width="0.4"'
            yield f"<rect {box} {look}><title>{escape(said)}</title></rect>"
            if proxy:
                yield f'<circle cx="{x + COLUMN / 2 - 1:g}" cy="{y + ROW / 2 - 1:g}" r="2" fill="#ffffff"/>'


def _legend(y: float) -> Iterator[str]:
    for line, (grade, words) in enumerate(MEANING.items()):
        top = y + 18 * line
        yield f'<rect x="{LEFT}" y="{top:g}" width="16" height="10" fill="{COLOURS[grade]}" stroke="#999999"/>'
        yield f'<text x="{LEFT + 24}" y="{top + 9:g}">{escape(words)}</text>'
    yield f'<circle cx="{LEFT + 320}" cy="{y + 5:g}" r="3" fill="#ffffff" stroke="#333333"/>'
    yield f'<text x="{LEFT + 330}" y="{y + 9:g}">white dot: a proxy</text>'
