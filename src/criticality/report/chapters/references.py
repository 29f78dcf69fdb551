"""Annex D: the references in one numbered list, and the numbers by which chapters and annexes cite them."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TypedDict

from criticality.model.input_record import ReferenceEntry, SourceEntry
from criticality.report.reader import Reader

_Key = tuple[str, str]


class Reference(TypedDict):
    """One entry of the list: its number and parts as they are printed."""

    number: int
    who: str
    year: str
    title: str
    text: str
    address: str
    link: str
    accessed: str
    licence: str
    key: str


class References:
    """The sources of the data and the publications of the criteria, in the order of author or publisher and year."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @cached_property
    def entries(self) -> list[Reference]:
        """Every reference with its number."""
        found = [_source(self._reader, key, entry) for key, entry in self._reader.inputs["sources"].items()]
        known = {(entry["who"], entry["title"]) for entry in found}
        for criterion in self._reader.criteria.values():
            for entry in criterion["references"]:
                written = _publication(entry)
                if (written["who"], written["title"]) not in known:
                    known.add((written["who"], written["title"]))
                    found.append(written)
        found.sort(key=lambda entry: (entry["who"].casefold(), entry["year"], entry["title"].casefold(), entry["key"]))
        return [
            {**entry, "number": number, "text": self._written(entry)} for number, entry in enumerate(found, start=1)
        ]

    def _written(self, entry: Reference) -> str:
        """Write who published what and when, as the language cites it."""
        kind = "anonymous" if not entry["who"] else "entry" if entry["year"] else "undated"
        return self._reader.words(f"reference.{kind}", who=entry["who"], year=entry["year"], title=entry["title"])

    @cached_property
    def _of_sources(self) -> dict[str, int]:
        return {entry["key"]: entry["number"] for entry in self.entries if entry["key"]}

    @cached_property
    def _of_publications(self) -> dict[_Key, int]:
        return {(entry["who"], entry["title"]): entry["number"] for entry in self.entries}

    def cited(self, joined: str | None) -> str:
        """Return the numbers of sources joined by semicolons, in brackets; nothing where none is known."""
        numbers = {self._of_sources[key] for key in self._reader.split(joined) if key in self._of_sources}
        return bracketed(sorted(numbers))

    def publication(self, entry: ReferenceEntry) -> str:
        """Return the number of a criterion's reference, with the pages and equation it is cited for."""
        written = _publication(entry)
        number = self._of_publications[written["who"], written["title"]]
        places = [self._reader.term(part) for part in (entry.get("pages"), entry.get("equation")) if part]
        return bracketed([number]) + "".join(f" {place}" for place in places)


def bracketed(numbers: Sequence[int]) -> str:
    """Write numbers of references as they stand beside a figure."""
    return f"[{','.join(map(str, numbers))}]" if numbers else ""


def _source(reader: Reader, key: str, entry: SourceEntry) -> Reference:
    return {
        "number": 0,
        "who": reader.office(entry["publisher"]),
        "year": _year(entry.get("published")),
        "title": entry["title"],
        "text": "",
        "address": _address(entry),
        "link": link(entry),
        "accessed": str(entry.get("accessed") or ""),
        "licence": _licence(reader, entry.get("licence")),
        "key": key,
    }


def _licence(reader: Reader, stated: str | None) -> str:
    """Return the licence as its source states it; the phrases of our own tables in the language of the page."""
    if not stated:
        return reader.words("licence.none")
    return reader.words.get(f"licence.said.{stated}", stated)


def _publication(entry: ReferenceEntry) -> Reference:
    return {
        "number": 0,
        "who": entry.get("authors") or "",
        "year": str(entry.get("year") or ""),
        "title": entry["title"],
        "text": "",
        "address": _address(entry),
        "link": link(entry),
        "accessed": "",
        "licence": "",
        "key": "",
    }


def _year(published: object) -> str:
    """Return the year of a date of publication; a text that does not begin with a year stands as it is."""
    text = str(published or "")
    return text[:4] if re.match(r"\d{4}\b", text) else text


def _address(entry: ReferenceEntry | SourceEntry) -> str:
    """Return where a reference is found, as it is printed."""
    return f"doi:{entry['doi']}" if entry.get("doi") else entry.get("url") or ""


def link(entry: ReferenceEntry | SourceEntry) -> str:
    """Return a web address that is safe to follow, or nothing."""
    if entry.get("doi"):
        return f"https://doi.org/{entry['doi']}"
    address = entry.get("url") or ""
    return address if address.startswith(("https://", "http://")) else ""
