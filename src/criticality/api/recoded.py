"""The codes of a record's sentences, for records written before there were any.

Such a record has the English sentences alone, and the pages show a sentence by its code. Its inputs stand in it, so its
list is decided once more, without draws; a sentence that comes out as it stands in the record has the code and slots of
that computation, and any other is printed as it stands.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from criticality.errors import InputError, RecordError
from criticality.model.record import CheckRow, Record, RecordResult
from criticality.model.robustness_record import NotDone
from criticality.text.kept import coded, made
from criticality.text.phrases import both

if TYPE_CHECKING:
    from criticality.model.results import Decision, Inputs

_UNEXPECTED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What inputs that this version reads otherwise may end in; the pages then show the sentences as they stand."""


def with_codes(record: Record) -> Record:
    """Return a record whose sentences have codes, as far as this version writes the same; a newer one as it is."""
    result = record["result"]
    is_coded = "weight_notes_said" in result
    if is_coded and all("said" in row for row in result["checks"]):
        return record
    from criticality.deciding import Decider
    from criticality.records.restore import inputs_from

    try:
        inputs = inputs_from(record)
        decision = Decider()(inputs)
        found = result if is_coded else _recoded(result, inputs, decision)
        return {**record, "result": {**found, "checks": _checks(result["checks"], inputs, decision)}}
    except (InputError, RecordError, *_UNEXPECTED):
        return record


def _recoded(result: RecordResult, inputs: "Inputs", decision: "Decision") -> RecordResult:
    cells = decision.complete.cells
    keys = zip(cells["mineral"], cells["criterion"], strict=True)
    notes = {key: made(sentences) for key, sentences in zip(keys, cells["note"], strict=True)}
    table = decision.critical_list.table
    reasons = dict(zip(table["mineral"], table["reason"], strict=True))
    weights = {str(note): note for note in decision.weights.notes}
    methods = _methods_not_done(result, inputs, decision)
    found: RecordResult = {
        **result,
        "indicators": [
            {**cell, "said": coded(note)}
            if (note := notes.get((cell["mineral"], cell["criterion"]))) == cell["note"]
            else cell
            for cell in result["indicators"]
        ],
        "ranking": [
            {**row, "said": coded(reason)} if (reason := reasons.get(row["mineral"])) == row["reason"] else row
            for row in result["ranking"]
        ],
        "weight_notes_said": [coded(weights.get(note, note)) for note in result["weight_notes"]],
        "methods_not_done_said": {
            name: coded(methods[name]) for name, why in result["methods_not_done"].items() if methods.get(name) == why
        },
    }
    details = result["robustness"]
    if details is not None and details.get("not_done"):
        said = dict(_tests_not_done(details["not_done"], inputs, decision))
        found["robustness"] = {**details, "not_done_said": said}
    return found


def _checks(recorded: Iterable[CheckRow], inputs: "Inputs", decision: "Decision") -> list[CheckRow]:
    """What the checks found, with its codes; a finding that this version words otherwise as it stands."""
    from criticality.assess import checked

    again = {(row["check"], row["subject"], row["text"]["en"]): row["said"] for row in checked(inputs, decision)}
    coded_rows: list[CheckRow] = []
    for row in recorded:
        said = again.get((row["check"], row["subject"], both(row["text"])["en"]))
        coded_rows.append(row if said is None else {**row, "said": said})
    return coded_rows


def _methods_not_done(result: RecordResult, inputs: "Inputs", decision: "Decision") -> Mapping[str, str]:
    """The methods of the panel that cannot be done, with the reason; computed only where a record names one."""
    from criticality.ranking.panel import method_panel

    if not result["methods_not_done"]:
        return {}
    plan, of = inputs.assessment, decision
    names = (plan.method, *plan.also_rank_by)
    return method_panel(of.matrix, of.weights, inputs.weighted, names, of.ranking).not_done


def _tests_not_done(
    recorded: Mapping[str, str], inputs: "Inputs", decision: "Decision"
) -> Iterator[tuple[str, NotDone]]:
    """The tests of sensitivity that cannot be made: a single draw tells which."""
    from criticality.deciding import groups_of
    from criticality.robustness import measure_robustness

    plan = inputs.assessment
    robustness = plan.robustness.model_copy(update={"draws": 1})
    once = replace(inputs, assessment=plan.model_copy(update={"robustness": robustness}))
    groups = groups_of(inputs)
    tried = measure_robustness(once, decision.matrix, decision.weights, decision.ranking, groups)
    again: Iterable[tuple[str, str]] = [] if tried is None else tried.details["not_done"].items()
    for step, why in again:
        if recorded.get(step) == why:
            yield str(step), NotDone(step=coded(step), reason=coded(why))
