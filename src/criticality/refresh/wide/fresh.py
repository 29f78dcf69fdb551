"""A wide table as the files of a fresh workspace, with every assumption that this takes said in a sentence."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.files.editing.lists import quoted
from criticality.model.dataset import TABLES
from criticality.records.drafts import draft_folder, put
from criticality.refresh.wide.table_words import code_of, two_names
from criticality.refresh.wide.understood import WideColumn, WideMineral, WideTable
from criticality.spreadsheets.reading.contents import shortest
from criticality.spreadsheets.reading.spots import Spot
from criticality.text.kept import in_both_languages
from criticality.text.message import Message
from criticality.text.phrases import Phrase
from criticality.text.spreadsheet import MARK, neutral

COUNTRY, THRESHOLD = "XXX", 0.5
_ONLY = "criticality"
"""Code of the dimension where the table states none."""
_RESERVED = ("score",)
_FOLDERS = ("criteria", "weights", "data", "assessments")
"""What is made; the folder by which other commands know a workspace is put in place last."""


@dataclass(frozen=True)
class FreshFiles:
    """The files of a workspace, path → text, and what was assumed of it that the table does not say."""

    files: Mapping[str, str]
    assumed: Sequence[Message]


def fresh_files(table: WideTable, *, source: str, year: int, day: date) -> FreshFiles:
    """Return the files of a workspace that holds a wide table.

    Parameters
    ----------
    source
        The id under which data/sources.yaml names the table; columns with a source of their own have another.
    year
        The reference year, and the year of every column that states none.
    day
        The date of the list: that of the file.

    Raises
    ------
    InputError
        If no scale, no weight or no code can be made of what the table says, or a figure is of a later year.
    """
    made = _Fresh(table, source, year, day)
    made.check()
    files = {
        "assessments/list.yaml": made.assessment(),
        "criteria/dimensions.yaml": made.dimension_file(),
        **{f"criteria/{column.code}.yaml": made.criterion(column) for column in table.columns},
        "weights/sheet.yaml": made.weights(),
        "data/minerals.csv": made.minerals(),
        "data/mineral_properties.csv": made.figures(),
        "data/sources.yaml": made.sources(),
    }
    return FreshFiles(files, tuple(made.assumed()))


def write_fresh(folder: Path, made: FreshFiles, *, excel: bool = False) -> None:
    """Write a workspace into a folder that may hold other things, all of it or nothing.

    With `excel`, tables begin with a byte order mark.

    Raises
    ------
    InputError
        If one of its folders is there already.
    """
    there = [name for name in _FOLDERS if (folder / name).exists()]
    if there:
        message, hint = Message("wide.folders_there", names=there), Message("wide.new_folder")
        raise InputError([Problem(str(folder), 1, None, "", message, hint)])
    with draft_folder(folder, "workspace") as drafts:
        for name, text in made.files.items():
            path = drafts / name
            path.parent.mkdir(parents=True, exist_ok=True)
            mark = MARK if excel and name.endswith(".csv") else b""
            path.write_bytes(mark + text.encode("utf-8"))
        for name in _FOLDERS:
            put(drafts / name, folder / name)


class _Fresh:
    def __init__(self, table: WideTable, source: str, year: int, day: date) -> None:
        self.table, self.source, self.year, self.day = table, source, year, day
        self.codes = dict(zip((each.row for each in table.minerals), _mineral_codes(table.minerals), strict=True))
        taken = {column.code for column in table.columns}
        names = list(dict.fromkeys(column.dimension for column in table.columns))
        self.dimensions: dict[str, str] = {}
        for place, name in enumerate(names, start=1):
            code = code_of(name) or (f"dimension_{place}" if name else _ONLY)
            self.dimensions[name] = f"{code[:60]}_{place}_dimension" if code in taken else code
            taken.add(self.dimensions[name])
        stated = dict.fromkeys(column.source for column in table.columns if column.source)
        self.cited = {"": source}
        for place, text in enumerate(stated, start=1):
            code = code_of(text)[:40] or f"{source}_{place}"
            self.cited[text] = code if code not in self.cited.values() else f"{code}_{place}"

    def check(self) -> None:
        """Tell what cannot be made of the table."""
        problems = list(self._problems())
        if problems:
            raise InputError(problems)

    def _problems(self) -> Iterator[Problem]:
        weighted = [column.weight is not None for column in self.table.columns]
        for column in self.table.columns:
            spot = Spot(self.table.file, self.table.sheet, (self.table.heads, column.place))
            if column.code in _RESERVED:
                yield spot.problem(Message("wide.reserved", code=column.code), Message("wide.other_name"))
            zero_at, one_at = self.anchors(column)
            if zero_at >= one_at:
                message = Message("wide.one_value", column=column.title, value=f"{zero_at:g}")
                yield spot.problem(message, Message("wide.state_anchors"))
            if any(weighted) and column.weight is None:
                yield spot.problem(Message("wide.no_weight", column=column.title), Message("wide.weigh_all"))
            if column.year and int(column.year) > self.year:
                message = Message("wide.later_year", year=column.year, reference=self.year)
                yield spot.problem(message, Message("wide.name_year", year=column.year))
        if all(weighted) and not any(column.weight for column in self.table.columns):
            spot = Spot(self.table.file, self.table.sheet, (self.table.heads, self.table.columns[0].place))
            yield spot.problem(Message("wide.weights_zero"), Message("wide.weigh_all"))

    def anchors(self, column: WideColumn) -> tuple[float, float]:
        """The stated anchors, or the ends of the column's own figures."""
        figures = self.table.of(column)
        zero_at = min(figures) if column.zero_at is None else column.zero_at
        return zero_at, max(figures) if column.one_at is None else column.one_at

    @property
    def method(self) -> str:
        """TOPSIS across the dimensions, or, where there is one alone, across the criteria."""
        return "topsis" if len(self.dimensions) > 1 else "topsis_flat"

    def assumed(self) -> Iterator[Message]:
        """Yield what the table does not say and is assumed."""
        columns = self.table.columns
        own = [column for column in columns if column.zero_at is None or column.one_at is None]
        if own:
            yield Message("wide.own_ends", columns=self._titles(own))
        undirected = [column for column in columns if column.lowers is None]
        if undirected:
            yield Message("wide.raises_assumed", columns=self._titles(undirected))
        if any(column.weight is None for column in columns):
            yield Message("wide.equal_weights")
        elif abs(sum(column.weight or 0.0 for column in columns) - 1) > 1e-6:
            yield Message("wide.weights_scaled", total=f"{sum(column.weight or 0.0 for column in columns):g}")
        if len(self.dimensions) == 1:
            yield Message("wide.one_dimension")
        bare = [column for column in columns if not column.unit]
        if bare:
            yield Message("wide.no_unit", columns=self._titles(bare))
        missing = len(columns) * len(self.table.minerals) - len(self.table.figures)
        if missing:
            yield Message("wide.missing_cells", n=missing)
        yield Message("wide.the_rest", country=COUNTRY, year=self.year, source=self.source, threshold=THRESHOLD)
        unnamed = sum(not _code_by_name(mineral) for mineral in self.table.minerals)
        if unnamed:
            yield Message("wide.numbered_codes", n=unnamed)

    def _titles(self, columns: Sequence[WideColumn]) -> Message | list[str]:
        every = len(columns) == len(self.table.columns)
        return Message("wide.all_columns") if every else [column.title for column in columns]

    # ── the files ────────────────────────────────────────────────────────────

    def assessment(self) -> str:
        name, tier = Path(self.table.file).name, _words("critical")
        return "\n".join(
            [
                f"# Made from {_comment(name)}. Look at every line before anybody relies on the list.",
                f"title: {_worded('list_title', name=name)}",
                f"country: {COUNTRY}                      # your country, ISO 3166 alpha-3, e.g. TWN",
                f"reference_year: {self.year}            # figures of later years are not read",
                f"as_of: {self.day.isoformat()}              # the date of the list; that of the file",
                "candidates: all",
                "criteria: all",
                "weights: weights/sheet.yaml",
                f"method: {self.method}",
                "rule:",
                f"  because: {_worded('score_decides')}",
                "  tiers:",
                "    - name: critical",
                f"      title: {{en: {tier['en']}, zh-Hant: {tier['zh-Hant']}}}",
                "      listed: true",
                f"      when: [{{of: score, at_least: {THRESHOLD}}}]",
                "robustness: {draws: 0, seed: 1, weight_draw: dirichlet}   # draws: how often the list is decided anew",
                "",
            ]
        )

    def dimension_file(self) -> str:
        lines = []
        for name, code in self.dimensions.items():
            title = _both(*two_names(name)) if name else _worded("sole_dimension")
            lines.append(f"- {{code: {code}, title: {title}}}\n")
        return "".join(lines)

    def criterion(self, column: WideColumn) -> str:
        zero_at, one_at = self.anchors(column)
        ends = [name for name, at in (("zero_at", column.zero_at), ("one_at", column.one_at)) if at is None]
        remark = f"   # {' and '.join(ends)}: the column's own end, not a judgement" if ends else ""
        turned = "lowers_criticality" if column.lowers else "raises_criticality"
        lines = [
            f"code: {column.code}",
            f"title: {_both(*two_names(column.title))}",
            f"dimension: {self.dimensions[column.dimension]}",
            f"direction: {turned}" + ("   # assumed" if column.lowers is None else ""),
            "indicator: observed",
            f"parameters: {{property: {column.code}}}",
            f"unit: {quoted(column.unit or '1')}",
            f"scale: {{kind: linear, zero_at: {shortest(zero_at)}, one_at: {shortest(one_at)}}}{remark}",
            "missing: interval",
        ]
        return "\n".join(lines) + "\n"

    def weights(self) -> str:
        columns = self.table.columns
        head = [f"title: {_worded('weights_title')}", "status: illustrative"]
        if any(column.weight is None for column in columns):
            reason = _worded("no_weights")
            return "\n".join([*head, "method: equal", f"because: {reason}", ""])
        stated = [f"  {column.code}: {shortest(column.weight or 0.0)}" for column in columns]
        total = sum(column.weight or 0.0 for column in columns)
        scaled = ["normalise: true"] if abs(total - 1) > 1e-6 else []
        reason = _worded("as_stated")
        return "\n".join([*head, "method: direct", *scaled, "weights:", *stated, f"because: {reason}", ""])

    def minerals(self) -> str:
        rows = []
        for mineral in self.table.minerals:
            facts = mineral.facts
            english, chinese = two_names(mineral.name)
            rows.append(
                {
                    "mineral": self.codes[mineral.row],
                    "symbol": facts.get("symbol", ""),
                    "name_en": facts.get("name_en", english),
                    "name_zh": facts.get("name_zh", chinese),
                    "group": facts.get("group", ""),
                    "candidate": "yes",
                    "note": facts.get("note", ""),
                }
            )
        return _csv("minerals", rows)

    def figures(self) -> str:
        rows = []
        for mineral in self.table.minerals:
            for column in self.table.columns:
                figure = self.table.figures.get((mineral.row, column.place))
                rows.append(
                    {
                        "mineral": self.codes[mineral.row],
                        "property": column.code,
                        "value": "" if figure is None else shortest(figure),
                        "unit": column.unit or "1",
                        "year": column.year or str(self.year),
                        "source": self.cited[column.source],
                        "grade": "D",
                        "flag": "absent" if figure is None else "zero" if figure == 0 else "reported",
                    }
                )
        return _csv("mineral_properties", rows)

    def sources(self) -> str:
        entries = []
        where = f"{Path(self.table.file).name}, {self.table.sheet}"
        for text, code in self.cited.items():
            used = any(column.source == text for column in self.table.columns)
            if used or text:
                entries += [
                    f"{code}:",
                    f"  title: {quoted(text or where)}",
                    "  publisher: Not stated",
                    f"  note: {quoted(f'Taken over from {where}; write publisher, date, address and licence.')}",
                ]
        return "\n".join(entries) + "\n"


def _mineral_codes(minerals: Sequence[WideMineral]) -> Iterator[str]:
    taken = set[str]()
    for place, mineral in enumerate(minerals, start=1):
        wanted = _code_by_name(mineral) or f"mineral_{place}"
        code = wanted if wanted not in taken else f"{wanted}_{place}"
        taken.add(code)
        yield code


def _code_by_name(mineral: WideMineral) -> str:
    english = mineral.facts.get("name_en", mineral.name)
    return code_of(english) or code_of(mineral.facts.get("symbol", ""))


def _both(english: str, chinese: str) -> str:
    return f"{{en: {quoted(english)}, zh-Hant: {quoted(chinese)}}}"


def _words(code: str, **slots: object) -> Phrase:
    return in_both_languages(Message(f"wide.{code}", **slots))


def _worded(code: str, **slots: object) -> str:
    words = _words(code, **slots)
    return _both(words["en"], words["zh-Hant"])


def _comment(text: str) -> str:
    return quoted(text)[1:-1]


def _csv(name: str, rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    columns = [column.name for column in TABLES[name].columns if column.needed]
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: neutral(cell) for key, cell in row.items()} for row in rows)
    return text.getvalue()
