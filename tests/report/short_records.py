"""The sample record with choices, events and other governments' lists, for the tests of the short edition."""

from typing import Any

from sample_record import sample_record

from criticality.model.document import Language
from criticality.report.catalogue import CATALOGUE, Words, read_catalogue
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader
from criticality.text.kept import coded, note

Record = dict[str, Any]


def decided_again(record: Record, spans: dict[str, tuple[float, float, str, str | None]]) -> Record:
    """Give a record a choice with two options: mineral → lowest and highest P(listed), standing, question."""
    minerals = [
        {
            **{"mineral": mineral, "p_listed": high, "p_all": (low + high) / 2, "p_lowest": low, "p_highest": high},
            **{"hangs_on": [on] if on else [], "standing": standing, "lowest_at": 2, "highest_at": 1},
            **{"shares": {}, "share_errors": {}, "only_combined": None},
        }
        for mineral, (low, high, standing, on) in spans.items()
    ]
    options = [
        {"code": code, "title": {"en": en, "zh-Hant": zh}, "stated": stated, "odds": 1.0, "size": size, **moves}
        for code, en, zh, stated, size, moves in (
            ("narrow", "Narrowly", "從嚴", True, 3, {"entered": [], "left": []}),
            ("wide", "Widely", "從寬", False, 2, {"entered": [], "left": [next(iter(spans))]}),
        )
    ]
    question = {"en": "How is use counted?", "zh-Hant": "用途如何計算？"}
    choice = {"code": "uses", "question": question, "crossed": True, "moved": [next(iter(spans))], "options": options}
    record["result"]["choices"] = {
        "design": {"kind": "full", "full": 2, "stated": 1, "draws": 512, "fresh_draws": 4096},
        "choices": [{**choice, "share_of_variance": 1.0, "share_error": None}],
        "combinations": [{"combination": 1}, {"combination": 2}],
        **{"options": [], "minerals": minerals, "core": [], "outer": [], "scored": [], "p": [], "fresh": []},
    }
    return record


def reader_of(record: Record, language: Language = "en") -> Reader:
    """Return a reader with the packaged words."""
    return Reader(record, Words(read_catalogue(packaged_templates()[CATALOGUE]), language))


def assessed() -> Record:
    """Return the sample record with draws and levers."""
    return sample_record(robustness=True, policy=True)


def listed(record: Record, *, yes: bool = True) -> list[str]:
    """Return the scored minerals that are on the list, or off it, in the order of the ranks."""
    ranking = record["result"]["ranking"]
    return [row["mineral"] for row in ranking if row["listed"] == yes and row["score"] is not None]


def narrowest(country: str, share: float = 0.6) -> Any:
    """Return what a cell says of the narrowest stage of supply: extraction in 2024, led by a country."""
    top = note("note.top", country=country, share=share)
    return coded(note("note.narrowest", stage="extraction", years="2024", top=top))
