"""What the checks of the scores mean for the list: criteria that move together, and one that hardly counts."""

from collections.abc import Sequence

from criticality.model.record import CheckRow, known
from criticality.model.robustness_record import LeaveOneOut
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, percent

PAIR = " × "
"""What stands between the two criteria that a check on correlation names."""
HARDLY = 0.1
"""A criterion that brings less than this part of its weight is said hardly to count."""


def overlaps(reader: Reader) -> list[str]:
    """Say of each pair of correlated criteria why they move together, what both bring, and the list without either.

    Then name the criterion whose effective weight is least, where it is a small part of its weight.
    """
    pairs = [entry for entry in reader.result["checks"] if entry["check"] == "correlated"]
    told = [reader.words("sum.space").join(_overlap(reader, entry)) for entry in pairs]
    return [*told, *_hardly_counts(reader)]


def _overlap(reader: Reader, entry: CheckRow) -> list[str]:
    codes = entry["subject"].split(PAIR)
    first, second = (reader.criterion(code) for code in (codes[0], codes[-1]))
    told = [reader.words("overlap.pair", first=first, second=second, r=fixed(entry["figure"], 2))]
    if stand_ins := _on_world_supply(reader, codes):
        told.append(reader.words("overlap.why", n=stand_ins, all=len(reader.scored)))
    effective, nominal = _effective(reader), _nominal(reader)
    if set(codes) <= effective.keys() & nominal.keys():
        weight, share = (percent(sum(found[code] for code in codes), 1) for found in (nominal, effective))
        told.append(reader.words("overlap.both", weight=weight, share=share))
    return [*told, *_without(reader, codes)]


def _on_world_supply(reader: Reader, codes: Sequence[str]) -> int:
    """Count the scored minerals whose own figure under one of the criteria is that of world supply, or rests on it."""
    return sum(
        any(
            {"world_share", "floor"} & set(reader.split(cell["flag"]))
            for code in codes
            if (cell := reader.cells.get((row["mineral"], code))) is not None
        )
        for row in reader.scored
    )


def _effective(reader: Reader) -> dict[str, float]:
    found = [entry for entry in reader.result["checks"] if entry["check"] == "effective_weight"]
    return {entry["subject"]: known(entry["figure"]) for entry in found}


def _nominal(reader: Reader) -> dict[str, float]:
    return {entry["criterion"]: entry["global_weight"] for entry in reader.result["weights"]}


def _without(reader: Reader, codes: Sequence[str]) -> list[str]:
    """Say what becomes of the list without each of the criteria, where that was tried."""
    details = reader.result.get("robustness")
    tried = {row["criterion"]: row for row in (details or {}).get("drop_one_criterion") or ()}
    parts = [_change(reader, tried[code]) for code in codes if code in tried]
    return [reader.words("overlap.without", parts=reader.words("and").join(parts))] if parts else []


def _change(reader: Reader, row: LeaveOneOut) -> str:
    moves = [
        reader.words(key, names=reader.words.listing([reader.name(mineral) for mineral in minerals]))
        for key, minerals in (("overlap.entered", row["entered"]), ("overlap.left", row["left"]))
        if minerals
    ]
    told = reader.words("overlap.change", criterion=reader.criterion(row["criterion"]), size=row["size"])
    return told + (reader.words("aside", text=reader.words("and").join(moves)) if moves else "")


def _hardly_counts(reader: Reader) -> list[str]:
    effective, nominal = _effective(reader), _nominal(reader)
    both = [(effective[code] - HARDLY * nominal[code], code) for code in effective if nominal.get(code)]
    least, code = min(both, default=(0.0, ""))
    if least >= 0.0:
        return []
    return [
        reader.words(
            "overlap.hardly",
            criterion=reader.criterion(code),
            weight=percent(nominal[code], 1),
            share=percent(effective[code], 1),
        )
    ]
