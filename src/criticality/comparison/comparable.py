"""Whether two runs may be compared, and what it means where they may only with care."""

from collections.abc import Iterator

from criticality.errors import RecordError
from criticality.model.comparison_record import Comparability, Reason
from criticality.model.input_record import CriterionEntry
from criticality.model.record import Record
from criticality.ranking.kernels import METHODS
from criticality.text.kept import coded, in_both_languages
from criticality.text.message import Message, joined

_IDEALS_FROM_CANDIDATES = tuple(name for name, method in METHODS.items() if method.depends_on_others)


def require_common_candidate(a: Record, b: Record) -> None:
    """Refuse two runs that assess no mineral in common.

    Raises
    ------
    RecordError
        If they share no candidate.
    """
    if not set(a["result"]["candidates"]) & set(b["result"]["candidates"]):
        raise RecordError(Message("records.nothing_in_common", first=a["run_id"], second=b["run_id"]))


def comparable(a: Record, b: Record) -> Comparability:
    """The verdict, and a reason for everything that makes a side-by-side reading less than direct.

    The verdict is True where scores, ranks and tiers compare directly.
    """
    reasons = [*_of_candidates(a, b), *_of_criteria(a, b), *_of_frame(a, b), *_of_method(a, b)]
    return {"verdict": not reasons, "reasons": reasons}


def _reason(kind: str, code: str = "", /, **slots: object) -> Reason:
    sentence = Message(f"cause.other_{code or kind}", **slots)
    text = in_both_languages(sentence)
    return {"code": kind, "en": text["en"], "zh-Hant": text["zh-Hant"], "said": coded(sentence)}


def _of_candidates(a: Record, b: Record) -> Iterator[Reason]:
    first, second = set(a["result"]["candidates"]), set(b["result"]["candidates"])
    if first == second:
        return
    gone, new = len(first - second), len(second - first)
    moves = any(side["inputs"]["assessment"]["method"] in _IDEALS_FROM_CANDIDATES for side in (a, b))
    yield _reason("candidates", "candidates_and_ideals" if moves else "candidates", new=new, gone=gone)


def _of_criteria(a: Record, b: Record) -> Iterator[Reason]:
    before, after = ({entry["code"]: entry for entry in side["inputs"]["criteria"]} for side in (a, b))
    others = sorted(set(before) ^ set(after))
    if others:
        yield _reason("criteria", names=joined(others, "codes"))
    common = sorted(set(before) & set(after))
    for part, kind in ((_scale_of, "anchors"), (_formula_of, "indicators")):
        changed = [name for name in common if part(before[name]) != part(after[name])]
        if changed:
            yield _reason(kind, names=joined(changed, "codes"))


def _scale_of(criterion: CriterionEntry) -> tuple[object, ...]:
    return criterion["scale"], criterion["direction"]


def _formula_of(criterion: CriterionEntry) -> tuple[object, ...]:
    return criterion["indicator"], criterion["parameters"], criterion["missing"]


def _of_frame(a: Record, b: Record) -> Iterator[Reason]:
    first, second = a["inputs"]["assessment"], b["inputs"]["assessment"]
    if first["country"] != second["country"]:
        yield _reason("country", earlier=first["country"], later=second["country"])
    if first["reference_year"] != second["reference_year"]:
        yield _reason("evidence_year", earlier=first["reference_year"], later=second["reference_year"])


def _of_method(a: Record, b: Record) -> Iterator[Reason]:
    first, second = a["inputs"]["assessment"]["method"], b["inputs"]["assessment"]["method"]
    if first != second:
        yield _reason("method", earlier=first, later=second)
