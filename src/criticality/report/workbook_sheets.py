"""What the sheets of the workbook hold: the results of a run, what stands behind them, and each table of data/."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from criticality.model.input_record import Text
from criticality.model.policy_record import LeverRow, PolicyRecord
from criticality.model.record import CheckRow, Contribution, IndicatorCell, RankingRow, Record, not_printed
from criticality.model.rows.confidential_rows import RestingRecord
from criticality.records.csv_tables import LEVEL_COLUMNS, acceptability_columns, consistency_columns
from criticality.report.age import said_of_mineral
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
from criticality.report.html.rendering import packaged_templates
from criticality.report.notes import cell_note
from criticality.report.open_points import finding
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import WITHHELD, is_public_form, is_withheld, notice
from criticality.report.workbook_parts.in_words import data_in_words, in_words, option_in_words
from criticality.report.workbook_parts.reference_sheets import (
    JUDGEMENT,
    SCALE,
    judgement_rows,
    official_lists,
    scale_rows,
)


@dataclass(frozen=True)
class Sheet:
    """One table: its title, the codes of its columns, their heads, and its rows."""

    title: str
    columns: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


class Names:
    """Both languages' words for a record's codes."""

    def __init__(self, record: Record) -> None:
        self.record = record
        own = record["inputs"]["templates"]
        catalogue = read_catalogue(packaged_templates()[CATALOGUE], own.get(CATALOGUE))
        self.readers = (Reader(record, Words(catalogue, "zh-Hant")), Reader(record, Words(catalogue, "en")))

    def text(self, text: Text) -> str:
        """Return a bilingual text in both languages, once where they are the same."""
        return " ".join(dict.fromkeys(reader.words.text(text) for reader in self.readers))

    def head(self, column: str) -> str:
        """Return the head of a column: its words in both languages, or its code where the catalogue has none."""
        if column in self.readers[0].every_dimension:
            return "\n".join(dict.fromkeys(reader.every_dimension[column] for reader in self.readers))
        key = f"column.{column}"
        if key not in self.readers[0].words:
            return column
        return "\n".join(dict.fromkeys(reader.words(key) for reader in self.readers))

    def mineral(self, code: str) -> list[str]:
        """Return a mineral's code and its names, Chinese and English."""
        return [code, *(reader.full_name(code) for reader in self.readers)]

    def criterion(self, code: str) -> list[str]:
        """Return a criterion's code and its titles, Chinese and English."""
        return [code, *(reader.criterion(code) for reader in self.readers)]

    def old(self, row: RankingRow) -> str:
        """Say in both languages that the evidence behind a mineral's tier is old, or nothing."""
        return " ".join(said for reader in self.readers if (said := said_of_mineral(reader, row)))

    def note(self, cell: IndicatorCell) -> str:
        """Return a cell's note in both languages, its codes as names."""
        return " / ".join(dict.fromkeys(cell_note(reader, cell) for reader in self.readers))

    def finding(self, row: CheckRow) -> str:
        """Return what a check found in both languages, its codes as names."""
        return " / ".join(dict.fromkeys(finding(reader, row) for reader in self.readers))

    def told_sheets(self) -> list[str]:
        """Return the codes of the sheets of which the catalogue says what they hold."""
        return [key.split(".")[1] for key in self.readers[1].words.keys("sheet.") if key.endswith(".holds")]

    def yes_no(self, value: object) -> object:
        """Return a truth value in words, anything else as it is."""
        return self.words("yes" if value else "no") if isinstance(value, bool) else value

    def said(self, kind: str, code: object) -> object:
        """Return the words of a code such as a tier or a flag, or the code where the catalogue has none."""
        if not isinstance(code, str):
            return code
        parts = [
            self.words(key) if (key := f"{kind}.{part}") in self.readers[0].words else part for part in code.split(";")
        ]
        return "; ".join(parts)

    def country(self, code: str) -> str:
        """Return the name of a country in both languages."""
        return "\n".join(dict.fromkeys(reader.country(code) for reader in self.readers))

    def words(self, key: str) -> str:
        """Return a text of the catalogue in both languages."""
        return " ".join(dict.fromkeys(reader.words(key) for reader in self.readers))


_MINERAL = ("mineral", "name_zh", "name_en")
_CRITERION = ("criterion", "title_zh", "title_en")
_RANKING = ("rank", "score", "tier", "listed", "designated", "reason")
_SURE = ("p_listed", "rank_low", "rank_high", "confidence")
_OLD = "old_evidence"
"""Where a tier says that something is low on evidence too old to say so of today: the sentence that says it."""
_CELL = ("value", "low", "high", "unit", "scaled", "scaled_low", "scaled_high", "grade", "flag", "sources", "note")
_WEIGHT = ("dimension", "local_weight", "global_weight")
_PANEL = ("subgroup", "group", "judges", "consensus", "consistency")
_SOURCE = ("title", "publisher", "published", "licence", "doi", "url", "accessed", "note")


_STANDING = ("p_listed", "p_all", "p_lowest", "p_highest", "standing", "hangs_on")
_OPTION = ("choice", "option", "p_listed", "p_mean", "tier", "score")
_CHECK = ("check", "subject", "figure", "text")
_CONDITION = ("tier", "of", "comparison", "value", "threshold", "holds")
_CONTRIBUTION = ("scaled", "global_weight", "contribution")
_LEVER = (
    *("lever", "possible", "needed", "now", "limit", "limit_low", "limit_high", "sources", "origin", "partner"),
    *("best", "remaining", "p_listed", "verified", "parts", "effort", "rides_out"),
)
_STOCK = (
    *("what", "stage", "peak_gap", "days_needed", "days_needed_confident", "confidence", "stock_t", "price_usd_t"),
    *("stock_usd", "value_added_exposed_usd_m"),
)
_OFFER = ("country", "named", "origin", "stage", "share_now", "most", "produced_t", "spare_t", "governance_risk")

OF_DATA = ("資料－", "data ")
"""How the titles of the sheets of tables of data/ begin."""
_Row = tuple[Mapping[str, object], list[str]]


def sheets_of(record: Record) -> Iterator[Sheet]:
    """Yield every sheet: what the run is, its results, its sources, and each table of data/."""
    names, result = Names(record), record["result"]
    dimensions = list(names.readers[0].every_dimension)
    minerals, cells = _of_minerals(names, result["ranking"]), _of_cells(names, result["indicators"])
    methods = [(_with_words(names, row, "score"), names.mineral(row["mineral"])) for row in result["methods"]]
    ranks = [(row, names.mineral(row["mineral"])) for row in result["acceptability"]]
    weights = [(row, names.criterion(row["criterion"])) for row in result["weights"]]
    sources = [(row, [key]) for key, row in sorted(record["inputs"]["sources"].items())]
    consistency = [(row, list[str]()) for row in result["consistency"]]
    checks = [({**row, "text": names.finding(row)}, list[str]()) for row in result["checks"]]
    yield _about(record, names)
    yield _sheet(names, "ranking", _MINERAL, (*_RANKING, *dimensions, *_SURE, _OLD), minerals)
    yield _sheet(names, "conditions", _MINERAL, _condition_heads(record), _conditions(names, result["ranking"]))
    yield _sheet(
        names, "contributions", (*_MINERAL, *_CRITERION), _CONTRIBUTION, _of_criteria(names, result["contributions"])
    )
    yield _sheet(names, "scales", _CRITERION, SCALE, scale_rows(record, names.readers, names.criterion))
    if judged := judgement_rows(record, names.readers):
        yield _sheet(names, "judgements", (), JUDGEMENT, judged)
    yield _sheet(names, "weights", _CRITERION, _WEIGHT, weights)
    if levels := result.get("levels"):
        yield _sheet(names, "dimensions", (), LEVEL_COLUMNS, [(row, list[str]()) for row in levels])
    yield _sheet(names, "by_judge", (), ("judge", "group", "item", "weight"), [(row, []) for row in result["by_judge"]])
    if parts := result.get("by_subgroup"):
        shares = [(row, list[str]()) for row in parts]
        yield _sheet(names, "by_subgroup", (), ("subgroup", "group", "item", "weight"), shares)
    yield _sheet(names, "consistency", (), consistency_columns(result["consistency"]), consistency)
    yield _sheet(names, "panel", (), _PANEL, [(row, list[str]()) for row in result.get("panel") or ()])
    yield _sheet(names, "indicators", (*_MINERAL, *_CRITERION), _CELL, cells)
    if resting := result.get("confidential"):
        yield _sheet(names, "confidential", (*_MINERAL, *_CRITERION), (), _resting(names, resting))
    yield _sheet(names, "methods", _MINERAL, ("method", "score", "rank"), methods)
    yield _sheet(names, "acceptability", _MINERAL, acceptability_columns(result["acceptability"])[1:], ranks)
    if choices := result.get("choices"):
        over = [
            ({**row, "hangs_on": "; ".join(row["hangs_on"])}, names.mineral(row["mineral"]))
            for row in choices["minerals"]
        ]
        yield _sheet(names, "standings", _MINERAL, _STANDING, over)
        options = [
            (
                {**row, "option": option_in_words(names.readers, row["choice"], row["option"])},
                names.mineral(row["mineral"]),
            )
            for row in choices["options"]
        ]
        yield _sheet(names, "options", _MINERAL, _OPTION, options)
    yield from _on_policy(names, result.get("policy") or {})
    jurisdictions, listed = official_lists(record, names.readers)
    if jurisdictions:
        held = [(listed.get(row["mineral"], {}), names.mineral(row["mineral"])) for row in result["ranking"]]
        made = _sheet(names, "official_lists", _MINERAL, jurisdictions, held)
        yield replace(made, heads=[*made.heads[: len(_MINERAL)], *(names.country(code) for code in jurisdictions)])
    yield _sheet(names, "sources_table", ("source",), _SOURCE, sources)
    yield _sheet(names, "checks", (), _CHECK, checks)
    yield from _tables_of_data(record, names)


def _tables_of_data(record: Record, names: Names) -> Iterator[Sheet]:
    for name, table in sorted(record["inputs"]["data"].items()):
        heads = [names.head(column) for column in table["columns"]]
        rows = [
            [
                names.yes_no(data_in_words(names.readers, name, column, cell))
                for column, cell in zip(table["columns"], row, strict=True)
            ]
            for row in table["rows"]
        ]
        yield Sheet(_of_data(names, name), table["columns"], heads, rows)


def _of_data(names: Names, table: str) -> str:
    """The title of the sheet of a table of data/: its words, or its name where the catalogue has none."""
    key = f"sheet.data.{table}"
    return (names.words(key) if key in names.readers[0].words else f"data {table}")[:31]


def _of_minerals(names: Names, ranking: Sequence[RankingRow]) -> list[_Row]:
    return [
        (
            {
                **row,
                **_ratings(names, row),
                _OLD: names.old(row),
            },
            names.mineral(row["mineral"]),
        )
        for row in ranking
    ]


def _ratings(names: Names, row: RankingRow) -> Mapping[str, object]:
    return _with_words(names, row["dimensions"], *(row["dimensions"] if row["rank"] else ()))


def _resting(names: Names, resting: RestingRecord) -> list[_Row]:
    return [({}, [*names.mineral(cell["mineral"]), *names.criterion(cell["criterion"])]) for cell in resting["cells"]]


def _with_words(names: Names, row: Mapping[str, object], *columns: str) -> Mapping[str, object]:
    """A row of a public record, whose withheld figures are words; of another record the row itself."""
    if not is_public_form(names.readers[0]):
        return row
    return {**row, **{column: names.words(WITHHELD) for column in columns if row[column] is None}}


def _of_cells(names: Names, cells: Sequence[IndicatorCell]) -> list[_Row]:
    return [
        (
            {
                **(_with_words(names, row, "value", "scaled") if is_withheld(row) else row),
                **{"note": names.note(row), "flag": names.said("flag", row["flag"])},
            },
            [*names.mineral(row["mineral"]), *names.criterion(row["criterion"])],
        )
        for row in cells
    ]


def _condition_heads(record: Record) -> tuple[str, ...]:
    """The columns of conditions; those of unit and alternative only where a condition has one."""
    found = {key for row in record["result"]["ranking"] for entry in row["because"] for key in entry}
    return (*_CONDITION, *(key for key in ("unit", "alternative") if key in found))


def _conditions(names: Names, ranking: Sequence[RankingRow]) -> list[_Row]:
    """Every condition of the rule for every candidate."""
    units = {entry["code"]: entry["unit"] for entry in names.record["inputs"]["criteria"]}
    return [
        (
            _with_words(
                names, {**entry, "unit": units[entry["of"]]} if entry.get("unit") == "source" else entry, "value"
            ),
            names.mineral(row["mineral"]),
        )
        for row in ranking
        for entry in row["because"]
    ]


def _of_criteria(names: Names, contributions: Sequence[Contribution]) -> list[_Row]:
    return [(row, [*names.mineral(row["mineral"]), *names.criterion(row["criterion"])]) for row in contributions]


def _on_policy(names: Names, policy: PolicyRecord) -> Iterator[Sheet]:
    """Yield what the levers would change, what a stock would cost, and what partners could supply; none untried."""
    if not policy:
        return
    by_mineral = policy.get("levers") or {}
    levers = [(_lever(names, row), names.mineral(mineral)) for mineral, rows in by_mineral.items() for row in rows]
    yield _sheet(names, "policy_levers", _MINERAL, _LEVER, levers)
    stocks = [
        ({**row, "what": names.text(row["what"])}, names.mineral(mineral))
        for mineral, row in (policy.get("disruption") or {}).items()
        if row is not None
    ]
    yield _sheet(names, "stocks", _MINERAL, _STOCK, stocks)
    hidden = not_printed(names.record)
    offers = [
        ({**offer, "country": page["country"], "named": page["named"]}, names.mineral(offer["mineral"]))
        for page in policy.get("partners") or ()
        if page["country"] not in hidden
        for offer in page["minerals"]
    ]
    yield _sheet(names, "partners", _MINERAL, _OFFER, offers)


def _lever(names: Names, row: LeverRow) -> dict[str, object]:
    """A lever with its amount, its limit and the parts of a combination in cells of their own."""
    needed, limit = row["needed"], row.get("limit")
    parts = [
        f"{in_words(names.readers, 'lever', part['lever'])} {part['value']:.4f}" for part in row.get("parts") or ()
    ]
    return {
        **row,
        "needed": None if needed is None or row["lever"] == "combination" else needed["value"],
        "effort": None if needed is None or row["lever"] != "combination" else needed["value"],
        "limit": None if limit is None else limit["value"],
        "limit_low": None if limit is None else limit.get("low"),
        "limit_high": None if limit is None else limit.get("high"),
        "sources": "" if limit is None else "; ".join(limit["sources"]),
        "origin": row.get("from"),
        "partner": row.get("to"),
        "parts": "; ".join(parts),
        "rides_out": rides["value"] if (rides := row.get("rides_out")) else None,
    }


def _sheet(
    names: Names,
    name: str,
    lead: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[_Row],
) -> Sheet:
    shown = (*lead, *columns)
    filled = [
        [*first, *(in_words(names.readers, column, names.yes_no(row.get(column))) for column in columns)]
        for row, first in rows
    ]
    return Sheet(names.words(f"sheet.{name}")[:31], shown, [names.head(column) for column in shown], filled)


def _about(record: Record, names: Names) -> Sheet:
    weights = record["inputs"]["weights"]
    lines = [
        ("meta.run", record["run_id"]),
        ("meta.as_of", record["as_of"]),
        ("meta.year", str(record["inputs"]["assessment"]["reference_year"])),
        ("digest", record["digest"]),
        ("software", f"criticality {record['software']['criticality']}"),
    ]
    rows: list[list[object]] = [[names.words(key), value] for key, value in lines]
    rows += [[names.words("meta.status"), reader.status_line] for reader in names.readers]
    if weights.get("status") == "illustrative":
        notices = [
            reader.words("illustrative", weights=reader.words.text(weights["title"])) for reader in names.readers
        ]
        rows += [[names.words("notice"), notice] for notice in notices]
        rows += [[names.words("judge"), reader.illustrative_mark] for reader in names.readers]
    rows += [[names.words("notice"), said] for reader in names.readers if (said := notice(reader))]
    rows += [[names.words("grade"), reader.words("grades")] for reader in names.readers]
    title = names.text(record["inputs"]["assessment"]["title"])
    return Sheet(names.words("sheet.about")[:31], ("", ""), (title, ""), rows)
