"""What a reader of a comparison asks for first: the weights of both runs, and where a cause is to be read with care."""

from collections.abc import Mapping, Sequence

from criticality.comparison.names import Wording
from criticality.model.comparison_record import Answer, Caution, WeightRow
from criticality.model.record import Record
from criticality.text.phrases import both

_SCENARIO, _WEIGHTS = "scenario", "weights"


def weights_of_both(a: Record, b: Record) -> list[WeightRow]:
    """Weight of every dimension and, under it, of its criteria, each over all (shares of 1), in both runs.

    A dimension or a criterion that only one of the runs has is None in the other. A dimension within another stands as
    one of its own, in the order of the workspace.
    """
    sides = [Wording(record).overall for record in (a, b)]
    of = {**_dimension_of(a), **_dimension_of(b)}
    order = [entry["code"] for record in (a, b) for entry in record["inputs"]["dimensions"]]
    dimensions = [code for code in dict.fromkeys(order) if any(code in side for side in sides)]
    rows: list[WeightRow] = []
    for dimension in dimensions:
        rows.append(_row(dimension, True, sides))
        rows += [_row(code, False, sides) for code in of if of[code] == dimension]
    return rows


def _row(code: str, is_dimension: bool, sides: Sequence[Mapping[str, float]]) -> WeightRow:
    return {"code": code, "is_dimension": is_dimension, "a": sides[0].get(code), "b": sides[1].get(code)}


def _dimension_of(record: Record) -> dict[str, str]:
    return {row["criterion"]: row["dimension"] for row in record["result"]["weights"]}


def cautions(mineral: str, driver: str, named: Sequence[str], sides: Sequence[Wording]) -> Caution:
    """What to mind in the cause of a move.

    Parameters
    ----------
    mineral
        Its code.
    driver, named
        The group of inputs that counts most in the move, and the criteria and dimensions that the sentence on it names.
    sides
        Both records.

    Returns
    -------
    dict
        ``weights``: what is named, where the weights are the cause. ``missing``: those of the criteria without a figure
        of the mineral's own in one of the runs. ``scenario``: the mineral's weighted criteria that a scenario changed.
        ``near``: whether the mineral is near a threshold that decides about it, in one of the runs.
    """
    cells = [side.cells for side in sides]
    weighted = [code for code in sides[1].weights if any((mineral, code) in own for own in cells)]
    return {
        "weights": list(named) if driver == _WEIGHTS else [],
        "missing": [
            code for code in named if any((mineral, code) in own and not own[mineral, code]["present"] for own in cells)
        ],
        "scenario": [
            code
            for code in weighted
            if any((mineral, code) in own and _SCENARIO in own[mineral, code]["flag"].split(";") for own in cells)
        ],
        "near": any(
            entry["mineral"] == mineral for side in sides for entry in side.record["result"].get("borderline", [])
        ),
    }


def answers_of(record: Record) -> list[Answer]:
    """The answers to choices that a run took in place of the first option, as question and answer."""
    entry = record["inputs"].get("choices")
    if entry is None:
        return []
    taken = []
    for choice in entry["documents"]:
        option = entry["answers"].get(str(choice["code"]))
        titles = {str(one["code"]): one.get("title") for one in _options(choice)}
        if option is not None:
            taken.append(Answer(question=both(choice["question"]), answer=both(titles.get(option), option)))
    return taken


def _options(choice: Mapping[str, object]) -> list[Mapping[str, object]]:
    options = choice["options"]
    return [entry for entry in options if isinstance(entry, Mapping)] if isinstance(options, list) else []
