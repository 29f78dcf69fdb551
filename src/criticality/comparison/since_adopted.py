"""What differs from the list that was adopted: who enters, who leaves, who moves, without the causes."""

from collections.abc import Mapping
from typing import cast

from criticality.comparison.attribution.standings import ABSENT, UNITS, Standing, move_between, recorded_standings
from criticality.comparison.differences import differing_groups
from criticality.model.comparison_record import MovedMineral, SinceAdopted
from criticality.model.input_record import RecordInputs
from criticality.model.record import Record, mineral_names
from criticality.records.public.form_of import is_public_form
from criticality.records.public.withheld import DECIMALS, withheld_of
from criticality.text.phrases import Phrase, both

_TEXTS = ("because", "confirmed", "note", "question", "references", "status", "title")
TOLERANCE = UNITS // 10**9
"""How far the scores of one list may lie apart on two machines, in units of `Standing`."""
ROUNDED = UNITS // 10**DECIMALS // 2 + TOLERANCE
"""How far a score may lie from what a public form states of it."""


def since_adopted(base: Record, record: Record) -> SinceAdopted:
    """Hold a run against the record of the adopted list.

    Parameters
    ----------
    base
        The record of the adopted list; its inputs state who adopted it.
    record
        The later run.
    """
    before, after = recorded_standings(base), recorded_standings(record)
    names = {**mineral_names(base), **mineral_names(record)}
    moves: dict[str, list[MovedMineral]] = {"entered": [], "left": [], "moved": []}
    for mineral in sorted({*before, *after}):
        move = move_between(before.get(mineral, ABSENT), after.get(mineral, ABSENT))
        if move is not None:
            moves[move].append(_named(mineral, names))
    adopted = base["inputs"]["assessment"]["adopted"]
    return {
        "run_id": base["run_id"],
        "adopted": adopted,
        "entered": moves["entered"],
        "left": moves["left"],
        "moved_tier": moves["moved"],
    }


def _named(mineral: str, names: Mapping[str, Phrase]) -> MovedMineral:
    return {"mineral": mineral, "names": names.get(mineral) or both(mineral)}


def other_standings(base: Record, record: Record) -> list[str]:
    """The minerals that stand elsewhere in two runs: another tier, another score, or a candidate in one of them alone.

    The list of an act and a run that claims to be that list have none. A public form is held with what it states: some
    of its scores are rounded.
    """
    hidden = withheld_of(base) if is_public_form(base) else None
    before, after = recorded_standings(base), recorded_standings(record)
    return [
        mineral
        for mineral in sorted({*before, *after})
        if _elsewhere(
            before.get(mineral, ABSENT),
            after.get(mineral, ABSENT),
            TOLERANCE if hidden is None or hidden.stands_alone(mineral) else ROUNDED,
        )
    ]


def other_decision(base: Record, record: Record) -> tuple[str, ...]:
    """The groups of documents that decide in another way in two runs, whatever their texts say.

    The figures are left out: what they decide shows in `other_standings`, and a note or a licence may be mended.
    """
    groups = differing_groups(_bare_record(base), _bare_record(record))
    return tuple(group for group in groups if group != "data")


def _bare_record(record: Record) -> Record:
    return {**record, "inputs": cast(RecordInputs, _bare(record["inputs"]))}


def _bare(content: object) -> object:
    """A document without its texts and its status, which change when a list is adopted and decide nothing."""
    if isinstance(content, Mapping):
        return {key: _bare(value) for key, value in content.items() if key not in _TEXTS}
    return [_bare(entry) for entry in content] if isinstance(content, list) else content


def _elsewhere(one: Standing, other: Standing, tolerance: int) -> bool:
    if (one.tier, one.listed) != (other.tier, other.listed) or (one.score is None) != (other.score is None):
        return True
    return one.score is not None and other.score is not None and abs(one.score - other.score) > tolerance
