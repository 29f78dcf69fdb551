"""Names and titles as the terminal shows them, in the language of the messages; in English codes as they are."""

from collections.abc import Sequence

from criticality.model.input_record import Text
from criticality.model.record import IndicatorCell, Record
from criticality.report.notes import cell_note
from criticality.report.reader import Reader
from criticality.report.reasons import reason
from criticality.report.workbook import Names
from criticality.text.kept import Said
from criticality.text.language import current_language
from criticality.text.phrases import both


def chinese() -> bool:
    """Whether this process speaks Chinese."""
    return current_language() == "zh-Hant"


def named(text: Text) -> str:
    """Return a bilingual text in Chinese where the process speaks it, else in English; the other where it lacks."""
    return both(text)["zh-Hant" if chinese() else "en"]


def reader_of(record: Record) -> Reader:
    """Return the words of the pages for a record: in Chinese where the process speaks it, else in English."""
    in_chinese, in_english = Names(record).readers
    return in_chinese if chinese() else in_english


class Titles:
    """What the codes of a record mean, in the words of its Chinese pages; in English every code stays as it is."""

    def __init__(self, record: Record) -> None:
        self._reader = reader_of(record) if chinese() else None

    def of(self, code: str) -> str:
        """Return what a condition looks at: the score, a dimension or a criterion."""
        return code if self._reader is None else self._reader.of(code)

    def with_code(self, code: str) -> str:
        """Return what `of` gives with the code behind it, by which its file is found."""
        return code if self._reader is None else f"{self._reader.of(code)}（{code}）"

    def tier(self, code: str) -> str:
        """Return the title of a tier."""
        return code if self._reader is None else self._reader.tier(code)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return code if self._reader is None else self._reader.country(code)

    def coded(self, kind: str, code: str) -> str:
        """Return the word for a code of the data: a stage, a measure, a lever."""
        return code if self._reader is None else self._reader.coded(kind, code)

    def term(self, text: str) -> str:
        """Return a text of a table as the glossary has it."""
        return text if self._reader is None else self._reader.term(text)

    def sector(self, code: str) -> str:
        """Return the title of a sector."""
        return code if self._reader is None else self._reader.sector(code)

    def unit(self, unit: str) -> str:
        """Return a unit as it is printed."""
        return unit if self._reader is None else self._reader.unit(unit)

    def flags(self, cell: IndicatorCell) -> str:
        """Return the flags of a cell."""
        return cell["flag"] if self._reader is None else self._reader.flags(cell)

    def note(self, cell: IndicatorCell) -> str:
        """Return what a cell says of its figure."""
        return cell["note"] or "" if self._reader is None else cell_note(self._reader, cell)

    def reason(self, said: Sequence[Said] | None, text: str) -> str:
        """Return what a step says in the record: by its codes, or the English text."""
        return text if self._reader is None else reason(self._reader, said, text)
