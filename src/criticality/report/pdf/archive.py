"""What makes the PDF an archive copy everybody can read: PDF/A-3a and PDF/UA-1, attachments with relationships."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from criticality.report.pdf.tagging import finish_tags

_UA_SCHEMA = """\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>part of ISO 14289 the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END = b"</rdf:RDF>"


def claim_universal_access(metadata: Any) -> None:
    """Let a document's XMP metadata state PDF/UA-1 beside PDF/A, with the extension schema PDF/A asks for."""
    state: Callable[..., bytes] = metadata.generate_rdf_metadata

    def with_claim(*arguments: Any) -> bytes:
        return state(*arguments).replace(_END, _UA_SCHEMA.encode() + _END)

    metadata.generate_rdf_metadata = with_claim


def attachments(folder: Path, as_of: str, fetcher: Any) -> list[Any]:
    """Return the run's record and tables as attachments: the list carries its own evidence.

    The record is the ``Source`` of the pages, the tables are ``Data``; their dates are the run's.
    """
    import weasyprint  # noqa: PLC0415

    dated = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    return [
        weasyprint.Attachment(
            string=path.read_bytes(),
            url_fetcher=fetcher,
            name=path.name,
            description=description,
            created=dated,
            modified=dated,
            relationship=relationship,
        )
        for path, relationship, description in _evidence(folder)
    ]


def _evidence(folder: Path) -> Iterable[tuple[Path, str, str]]:
    record = folder / "record.json"
    if record.is_file():
        yield record, "Source", "The run record this document was printed from"
    levers = folder / "policy.json"
    if levers.is_file():
        yield levers, "Data", "What the policy levers would change"
    for path in sorted((folder / "tables").glob("*.csv")):
        if path.is_file() and not path.is_symlink():  # nothing from outside the record is attached
            yield path, "Data", f"Table of the run: {path.stem}"


def finish(_document: Any, pdf: Any) -> None:
    """Finish the tag tree and name each associated file once."""
    finish_tags(pdf)
    associated = pdf.catalog.get("AF")
    if associated:
        associated[:] = list(dict.fromkeys(associated))
