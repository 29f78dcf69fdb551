"""Sheets of what decides and what others decided: scales with anchors, judgements as sentences, official lists."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from criticality.model.input_record import JudgeEntry
from criticality.model.record import Record
from criticality.report.panel_page import judges_of_minerals
from criticality.report.reader import Reader

Rows = list[tuple[Mapping[str, object], list[str]]]
SCALE = ("dimension", "role", "direction", "indicator", "unit", "kind", "zero_at", "one_at", "missing")
JUDGEMENT = ("judge", "office", "on", "group", "more", "by", "than", "because")


def _in_both(readers: Sequence[Reader], key: str) -> str:
    return " ".join(dict.fromkeys(reader.words(key) if key in reader.words else key for reader in readers))


def scale_rows(record: Record, readers: Sequence[Reader], criterion: Callable[[str], list[str]]) -> Rows:
    """One row a criterion: what it measures, on which scale, and what happens where evidence is missing."""
    rows: Rows = []
    for entry in record["inputs"]["criteria"]:
        scale: Mapping[str, object] = {**(entry["scale"] or {})}
        anchors = {name: scale.get(name) for name in ("zero_at", "one_at")}
        if scale.get("kind") == "target":
            anchors = {"zero_at": scale.get("worst_below"), "one_at": str(scale.get("best"))}
        told = {
            "dimension": entry["dimension"],
            "role": entry["role"],
            "direction": _in_both(readers, f"direction.{entry['direction']}"),
            "indicator": entry["indicator"],
            "unit": entry["unit"],
            "kind": _in_both(readers, f"kind.{scale['kind']}") if scale else None,
            "missing": _in_both(readers, f"missing.{entry['missing']}"),
        }
        rows.append(({**told, **anchors}, criterion(entry["code"])))
    return rows


def judgement_rows(record: Record, readers: Sequence[Reader]) -> Rows:
    """One row a judgement of a panel, or on minerals in a table; none where the weights are stated or computed."""
    titles: dict[str, str] = {}
    for reader in readers:
        for code, title in (*reader.dimensions.items(), *((c, reader.criterion(c)) for c in reader.criteria)):
            titles[code] = f"{titles[code]} {title}" if code in titles and titles[code] != title else title
    minerals = {code: " ".join(dict.fromkeys(reader.name(code) for reader in readers)) for code in readers[0].minerals}
    judges = [
        *(record["inputs"]["weights"].get("judges") or ()),
        *(judge for judge, _ in judges_of_minerals(readers[0])),
    ]
    named = {code: {**titles, **minerals} for code in readers[0].criteria}
    return [(row, []) for row in _judgements(judges, titles, named, readers)]


def _judgements(
    judges: Sequence[JudgeEntry],
    titles: Mapping[str, str],
    named: Mapping[str, Mapping[str, str]],
    readers: Sequence[Reader],
) -> Iterator[Mapping[str, object]]:
    """The sentences of judges; `named` has the names of what is compared under a criterion, which are minerals."""
    for judge in judges:
        for group, judgements in sorted(judge["comparisons"].items()):
            names = named.get(group, titles)
            for each in judgements:
                by = each["by"]
                yield {
                    "judge": judge["name"],
                    "office": judge.get("office"),
                    "on": judge.get("on"),
                    "group": titles.get(group, group),
                    "more": names.get(each["more"], each["more"]),
                    "by": by if isinstance(by, int | float | str) else str(by),
                    "than": names.get(each["than"], each["than"]),
                    "because": " ".join(dict.fromkeys(reader.words.text(each["because"]) for reader in readers)),
                }


def official_lists(record: Record, readers: Sequence[Reader]) -> tuple[tuple[str, ...], dict[str, dict[str, object]]]:
    """The jurisdictions, and mineral → jurisdiction → how it is listed there; without the table nothing."""
    table = record["inputs"]["data"].get("official_lists")
    if not table:
        return (), {}
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        tiers = [reader.term(row["tier"]) for reader in readers] if row.get("tier") else []
        said = " ".join([str(row["list_date"] or ""), *dict.fromkeys(tiers)]).strip()
        found.setdefault(str(row["mineral"]), {})[str(row["jurisdiction"])] = said or "✓"
    return tuple(dict.fromkeys(str(row["jurisdiction"]) for row in rows)), found
