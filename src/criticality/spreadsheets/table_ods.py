"""A workbook of large tables as .ods (OpenDocument 1.3), written as XML; the same plan gives the same bytes."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from criticality.spreadsheets.book import Choice, Formula, address, quoted
from criticality.spreadsheets.formulas import open_formula, reference
from criticality.spreadsheets.looks import LOOKS
from criticality.spreadsheets.ods import NAMES, cell_style, manifest, meta, page_style, spaced
from criticality.spreadsheets.packing import packed
from criticality.spreadsheets.table_book import TableBook, TableSheet, Value, inert

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_POINTS = 5.6
"""Width of a column of one character, in points."""
_CONDITION = re.compile(r'\[(?P<test>[<>][\d.]+)\]"(?P<text>[^"]*)";')
"""A part of a number format as .xlsx writes it: what is shown in place of a number that fulfils a condition."""
_DECIMALS = re.compile(r"0(?:\.(0+))?( ?%)?")


def table_ods(book: TableBook, day: date) -> bytes:
    """Return a workbook as the bytes of a file, dated `day`."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest(("content.xml", "styles.xml", "meta.xml", "settings.xml")),
        "content.xml": "".join(_content(book)),
        "styles.xml": page_style("zh-Hant"),
        "meta.xml": meta(book.title, day),
        "settings.xml": _settings(book),
    }
    return packed({name: text.encode("utf-8") for name, text in parts.items()}, day, stored=("mimetype",))


def _settings(book: TableBook) -> str:
    """The first row and the first column of tables stay in view."""

    def item(name: str, kind: str, value: object) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    views = []
    for sheet in book.sheets:
        split = 2 if 1 in sheet.heads else 0
        items = "".join(
            item(f"{way}SplitMode", "short", split) + item(f"{way}SplitPosition", "int", split and 1)
            for way in ("Horizontal", "Vertical")
        )
        items += item("PositionRight", "int", split and 1) + item("PositionBottom", "int", split and 1)
        items += item("ActiveSplitRange", "short", 3 if split else 2)
        name = quoteattr(sheet.name)
        views.append(f"<config:config-item-map-entry config:name={name}>{items}</config:config-item-map-entry>")
    return (
        f'{_HEAD}<office:document-settings {NAMES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f"<config:config-item-map-entry>{item('ViewId', 'string', 'view1')}"
        f'<config:config-item-map-named config:name="Tables">{"".join(views)}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _content(book: TableBook) -> Iterator[str]:
    formats = sorted(
        {form for sheet in book.sheets for form in (*sheet.formats, *sheet.places.values()) if form is not None}
    )
    styles = {form: f"n{place}" for place, form in enumerate(formats, start=1)}
    choices: dict[Choice, str] = {}
    for sheet in book.sheets:
        for choice in sheet.choices.values():
            choices.setdefault(choice, f"choice{len(choices) + 1}")
    yield f'{_HEAD}<office:document-content {NAMES} office:version="1.3"><office:automatic-styles>'
    for form, name in styles.items():
        yield _number_style(form, name)
    looks = {"head", *(look for sheet in book.sheets for look in sheet.looks.values())}
    yield from (cell_style(name, look, locked=False) for name, look in LOOKS.items() if name in looks)
    for width in sorted({width for sheet in book.sheets for width in sheet.widths}):
        size = f'style:column-width="{width * _POINTS:.1f}pt"'
        yield (
            f'<style:style style:name="w{width:g}" style:family="table-column">'
            f"<style:table-column-properties {size}/></style:style>"
        )
    for name, shown in (("shown", "true"), ("hidden", "false")):
        yield (
            f'<style:style style:name="{name}" style:family="table" style:master-page-name="Default">'
            f'<style:table-properties table:display="{shown}"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    yield '<table:calculation-settings table:use-regular-expressions="false" table:use-wildcards="false"/>'
    yield "<table:content-validations>"
    for choice, name in choices.items():
        condition = quoteattr(f"of:cell-content-is-in-list({reference(choice.cells)})")
        yield (
            f'<table:content-validation table:name="{name}" table:allow-empty-cell="false" table:condition={condition}>'
            f'<table:error-message table:message-type="stop" table:display="true"><text:p>{escape(choice.refused)}'
            "</text:p></table:error-message></table:content-validation>"
        )
    yield "</table:content-validations>"
    for sheet in book.sheets:
        yield from _sheet(sheet, styles, choices)
    yield f"<table:database-ranges>{''.join(_filters(book))}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _number_style(form: str, name: str) -> str:
    """The style of a number format, before it the texts that it shows under conditions."""
    conditions = list(_CONDITION.finditer(form))
    found = _DECIMALS.fullmatch(_CONDITION.sub("", form))
    places, percent = (len(found[1] or ""), found[2]) if found else (0, None)
    kind = "percentage" if percent else "number"
    number = f'<number:number number:decimal-places="{places}" number:min-integer-digits="1"/>'
    behind = f"<number:text>{percent}</number:text>" if percent else ""
    texts = "".join(
        f'<number:number-style style:name="f{name}p{at}" style:volatile="true">'
        f"<number:text>{escape(each['text'])}</number:text></number:number-style>"
        for at, each in enumerate(conditions)
    )
    maps = "".join(
        f'<style:map style:condition={quoteattr("value()" + each["test"])} style:apply-style-name="f{name}p{at}"/>'
        for at, each in enumerate(conditions)
    )
    return (
        f'{texts}<number:{kind}-style style:name="f{name}">{number}{behind}{maps}</number:{kind}-style>'
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="f{name}"/>'
    )


def _filters(book: TableBook) -> Iterator[str]:
    for number, sheet in enumerate(book.sheets, start=1):
        if sheet.filtered and len(sheet.rows) > 1:
            last = address((len(sheet.rows), max(map(len, sheet.rows))))
            where = quoteattr(f"{quoted(sheet.name)}.A1:{quoted(sheet.name)}.{last}")
            yield (
                f'<table:database-range table:name="filter{number}" table:target-range-address={where} '
                'table:display-filter-buttons="true"/>'
            )


def _sheet(sheet: TableSheet, styles: Mapping[str, str], choices: Mapping[Choice, str]) -> Iterator[str]:
    style = "hidden" if sheet.hidden else "shown"
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{style}">'
    for width in sheet.widths:
        yield f'<table:table-column table:style-name="w{width:g}"/>'
    forms = [styles.get(form or "", "") for form in sheet.formats]
    for number, row in enumerate(sheet.rows, start=1):
        is_head = number in sheet.heads
        repeated = is_head and number == 1
        yield "<table:table-header-rows><table:table-row>" if repeated else "<table:table-row>"
        for column, value in enumerate(row, start=1):
            place = (number, column)
            form = forms[column - 1] if column <= len(forms) else ""
            plain = "head" if is_head else styles.get(sheet.places.get(place, ""), form)
            name = sheet.looks.get(place, plain)
            yield _cell(
                value,
                name,
                sheet.links.get(place),
                choices.get(sheet.choices[place]) if place in sheet.choices else None,
            )
        yield "<table:table-cell/></table:table-row>" if not row else "</table:table-row>"
        yield "</table:table-header-rows>" if repeated else ""
    yield "</table:table>"


def _cell(value: Value, style: str, link: str | None, choice: str | None) -> str:
    words = f' table:style-name="{style}"' if style else ""
    words += f' table:content-validation-name="{choice}"' if choice else ""
    if isinstance(value, Formula):
        return f"<table:table-cell{words} table:formula={quoteattr(open_formula(value.text))}/>"
    shown = inert(value)
    if shown is None:
        return f"<table:table-cell{words}/>"
    if isinstance(shown, bool):
        said = "true" if shown else "false"
        words += f' office:value-type="boolean" office:boolean-value="{said}"'
        return f"<table:table-cell{words}><text:p>{said.upper()}</text:p></table:table-cell>"
    if isinstance(shown, int | float):
        return f'<table:table-cell{words} office:value-type="float" office:value="{shown!r}"/>'
    lines = [spaced(line) for line in shown.split("\n")]
    if link is not None:
        target = quoteattr(f"#{quoted(link)}.A1")
        lines = [f'<text:a xlink:type="simple" xlink:href={target}>{line}</text:a>' for line in lines]
    inside = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell{words} office:value-type="string">{inside}</table:table-cell>'
