"""A workbook as .ods (OpenDocument 1.3, ISO/IEC 26300), written as XML; the same plan gives the same bytes."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from criticality.spreadsheets.book import UNLOCKED, Book, Cell, Choice, Formula, Sheet, address, quoted
from criticality.spreadsheets.formulas import open_formula, reference
from criticality.spreadsheets.looks import LOOKS, Look, plain_text
from criticality.spreadsheets.packing import packed

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "number": "datastyle",
        "meta": "meta",
        "config": "config",
    }.items()
)
NAMES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_POINTS_A_CHARACTER = 5.6
"""Width of a column of one character of the usual size, in points."""


def ods_bytes(book: Book, day: date) -> bytes:
    """Return a workbook as the bytes of a file, dated `day`."""
    parts = {
        "mimetype": _MIME,
        "META-INF/manifest.xml": manifest(("content.xml", "styles.xml", "meta.xml", "settings.xml")),
        "content.xml": _content(book),
        "styles.xml": page_style(book.language),
        "meta.xml": meta(book.title, day),
        "settings.xml": _settings(book),
    }
    return packed({name: text.encode("utf-8") for name, text in parts.items()}, day, stored=("mimetype",))


def manifest(parts: Sequence[str]) -> str:
    """Return the list of the parts of a workbook, all of them XML."""
    kinds = {"/": _MIME, **dict.fromkeys(parts, "text/xml")}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in kinds.items()
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{entries}</manifest:manifest>'
    )


def meta(title: str, day: date) -> str:
    """Return the part that says what a workbook is called and of which day it is."""
    return (
        f'{_HEAD}<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">'
        f"<office:meta><meta:generator>criticality</meta:generator><dc:title>{escape(plain_text(title))}</dc:title>"
        f"<meta:creation-date>{day}T00:00:00</meta:creation-date></office:meta></office:document-meta>"
    )


def page_style(language: str) -> str:
    """Return the part that says how pages are printed: A4, turned, as many columns as there are on each page."""
    asian = ' style:language-asian="zh" style:country-asian="TW"' if language == "zh-Hant" else ""
    return (
        f'{_HEAD}<office:document-styles {NAMES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="table-cell">'
        f'<style:text-properties fo:language="en" fo:country="US"{asian}/>'
        '</style:default-style></office:styles><office:automatic-styles><style:page-layout style:name="a4">'
        '<style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1.5cm" '
        'style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout>'
        "</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="a4"/>'
        "</office:master-styles></office:document-styles>"
    )


def _settings(book: Book) -> str:
    """No grid, and the head of each sheet stays in view."""
    views = "".join(_view(sheet) for sheet in book.sheets)
    item = "config:config-item"
    return (
        f'{_HEAD}<office:document-settings {NAMES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f'<config:config-item-map-entry><{item} config:name="ViewId" config:type="string">view1</{item}>'
        f'<config:config-item-map-named config:name="Tables">{views}</config:config-item-map-named>'
        f"</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _view(sheet: Sheet) -> str:
    def item(name: str, kind: str, value: object) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    split = 2 if sheet.frozen else 0
    items = item("ShowGrid", "boolean", "false") + item("VerticalSplitMode", "short", split)
    items += item("VerticalSplitPosition", "int", sheet.frozen) + item("PositionBottom", "int", sheet.frozen)
    items += item("ActiveSplitRange", "short", 2)
    return f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{items}</config:config-item-map-entry>"


# ── the content ──────────────────────────────────────────────────────────────


def _content(book: Book) -> str:
    choices: dict[Choice, str] = {}
    for sheet in book.sheets:
        for _, cell in sorted(sheet.cells.items(), key=lambda entry: entry[0]):
            if cell.choice is not None:
                choices.setdefault(cell.choice, f"choice{len(choices) + 1}")
    offered = "".join(
        f'<table:content-validation table:name="{name}" table:allow-empty-cell="true" table:display-list="unsorted" '
        f"table:condition={quoteattr(f'of:cell-content-is-in-list({reference(choice.cells)})')} "
        f"table:base-cell-address={quoteattr(_base(choice, book))}>"
        f'<table:error-message table:message-type="stop" table:display="true"><text:p>{escape(choice.refused)}</text:p>'
        "</table:error-message></table:content-validation>"
        for choice, name in choices.items()
    )
    return (
        f'{_HEAD}<office:document-content {NAMES} office:version="1.3"><office:automatic-styles>'
        f"{''.join(_styles(book))}</office:automatic-styles><office:body><office:spreadsheet>"
        '<table:calculation-settings table:use-regular-expressions="false" table:use-wildcards="false"/>'
        f"<table:content-validations>{offered}</table:content-validations>"
        f"{''.join(''.join(_sheet(sheet, choices)) for sheet in book.sheets)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _base(choice: Choice, book: Book) -> str:
    """The first cell that chooses from a list, in the form of an address of OpenDocument."""
    sheet = next(sheet for sheet in book.sheets if any(cell.choice == choice for cell in sheet.cells.values()))
    place = min(place for place, cell in sheet.cells.items() if cell.choice == choice)
    return f"${quoted(sheet.name)}.{address(place)}"


def _styles(book: Book) -> Iterator[str]:
    yield (
        '<number:date-style style:name="day" number:automatic-order="false"><number:year number:style="long"/>'
        '<number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text>'
        '<number:day number:style="long"/></number:date-style>'
    )
    yield (
        '<number:number-style style:name="decimals"><number:number number:decimal-places="3" '
        'number:min-integer-digits="1"/></number:number-style>'
    )
    yield from (cell_style(style, look, locked=style not in UNLOCKED) for style, look in LOOKS.items())
    for width in sorted({width for sheet in book.sheets for width in sheet.widths}):
        yield (
            f'<style:style style:name="width{width:g}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width * _POINTS_A_CHARACTER:.1f}pt"/></style:style>'
        )
    for height in sorted({height for sheet in book.sheets for height in sheet.heights.values()}):
        yield (
            f'<style:style style:name="height{height:g}" style:family="table-row"><style:table-row-properties '
            f'style:row-height="{height:.1f}pt" style:use-optimal-row-height="false"/></style:style>'
        )
    yield (
        '<style:style style:name="as-high-as-needed" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>'
    )
    for name, shown in (("shown", "true"), ("hidden", "false")):
        yield (
            f'<style:style style:name="{name}" style:family="table" style:master-page-name="Default">'
            f'<style:table-properties table:display="{shown}"/></style:style>'
        )


def cell_style(name: str, look: Look, *, locked: bool) -> str:
    """Return a look as a style of cells."""
    fill = f' fo:background-color="#{look.fill}"' if look.fill else ""
    frame = ' fo:border="0.5pt solid #999999"' if look.framed else ""
    data = {"yyyy-mm-dd": ' style:data-style-name="day"', "0.000": ' style:data-style-name="decimals"'}
    weight, upright = "bold" if look.bold else "normal", "top" if name in ("text", "plain") else "middle"
    weights = " ".join(f'style:font-weight{kind}="{weight}"' for kind in ("-asian", "-complex"))
    sizes = " ".join(f'style:font-size{kind}="{look.size:g}pt"' for kind in ("-asian", "-complex"))
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{data.get(look.number, "")}>'
        f'<style:table-cell-properties style:cell-protect="{"protected" if locked else "none"}" '
        f'fo:wrap-option="wrap" style:vertical-align="{upright}"{fill}{frame}/>'
        f'<style:text-properties fo:color="#{look.colour}" fo:font-size="{look.size:g}pt" fo:font-weight="{weight}" '
        f"{weights} {sizes}/></style:style>"
    )


def _sheet(sheet: Sheet, choices: dict[Choice, str]) -> Iterator[str]:
    style = "hidden" if sheet.hidden else "shown"
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{style}" table:protected="true">'
    for column in range(sheet.columns):
        width = f' table:style-name="width{sheet.widths[column]:g}"' if column < len(sheet.widths) else ""
        yield f"<table:table-column{width}/>"
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        by_row.setdefault(row, {})[column] = cell
    for row in range(1, sheet.rows + 1):
        height = f"height{sheet.heights[row]:g}" if row in sheet.heights else "as-high-as-needed"
        yield f'<table:table-row table:style-name="{height}">'
        yield from _row(by_row.get(row, {}), choices)
        yield "</table:table-row>"
    yield "</table:table>"


def _row(cells: dict[int, Cell], choices: dict[Choice, str]) -> Iterator[str]:
    column = 1
    for place, cell in sorted(cells.items()):
        if place > column:
            yield f'<table:table-cell table:number-columns-repeated="{place - column}"/>'
        yield _cell(cell, choices)
        if cell.span > 1:
            repeated = f'table:number-columns-repeated="{cell.span - 1}"'
            yield f'<table:covered-table-cell table:style-name="{cell.style}" {repeated}/>'
        column = place + cell.span
    if not cells:
        yield "<table:table-cell/>"


def _cell(cell: Cell, choices: dict[Choice, str]) -> str:
    words = [f'table:style-name="{cell.style}"']
    if cell.choice is not None:
        words.append(f'table:content-validation-name="{choices[cell.choice]}"')
    if cell.span > 1:
        words.append(f'table:number-columns-spanned="{cell.span}" table:number-rows-spanned="1"')
    inside = ""
    if isinstance(cell.value, Formula):
        words.append(f"table:formula={quoteattr(open_formula(cell.value.text))}")
    elif isinstance(cell.value, date):
        words.append(f'office:value-type="date" office:date-value="{cell.value.isoformat()}"')
    elif isinstance(cell.value, str):
        words.append('office:value-type="string"')
        inside = "".join(f"<text:p>{spaced(line)}</text:p>" for line in plain_text(cell.value).split("\n"))
    elif cell.value is not None:
        words.append(f'office:value-type="float" office:value="{cell.value!r}"')
    return f"<table:table-cell {' '.join(words)}>{inside}</table:table-cell>"


def spaced(line: str) -> str:
    """A line as XML; OpenDocument reads several spaces as one, unless they are counted."""
    return re.sub(r"^ | (?= )| $", "<text:s/>", escape(line)).replace("\t", "<text:tab/>")
