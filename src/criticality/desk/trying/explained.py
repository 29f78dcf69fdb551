"""Why minerals enter and leave the list while something is moved: the exact comparison of two runs, without draws.

The sentences are those of `criticality compare` (`criticality.comparison.causes`): both lists are composed as records,
as if they had been run, and compared.
"""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from criticality.assess import Decider, assess
from criticality.comparison.compare import compare_records
from criticality.desk.trying.tried import Trial
from criticality.desk.visits import Desk
from criticality.model.comparison_record import ComparisonRecord
from criticality.model.record import Record
from criticality.model.results import Inputs
from criticality.records.compose import compose_record
from criticality.records.public.form_of import is_confidential

_KEPT = 8


class Reasons:
    """The comparisons of trials with the list of the files; the last ones are kept.

    Parameters
    ----------
    desk
        Whose trials are explained.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._lock = Lock()
        self._records: OrderedDict[int, tuple[object, Record]] = OrderedDict()
        self._known: OrderedDict[tuple[int, str], tuple[object, ComparisonRecord]] = OrderedDict()

    def of(self, trial: Trial) -> ComparisonRecord:
        """Return what differs between the list of the files and a trial, and why."""
        key = (id(trial.stated), f"{trial.weights_file}?{trial.controls.address()}")
        with self._lock:
            if key not in self._known:
                stated = self._stated(trial)
                found = compare_records(stated, _record(run_inputs(trial)), Decider())
                if is_confidential(stated):
                    found = {**found, "confidential": True}
                self._known[key] = trial.stated, found  # kept with it, so that its id stays its own
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
            return self._known[key][1]

    def _stated(self, trial: Trial) -> Record:
        key = id(trial.stated)
        if key not in self._records:
            stated = trial.stated
            chosen = None if stated.chosen is None else replace(stated.chosen, considered=())
            self._records[key] = stated, _record(replace(stated.answered, choices=chosen))
            while len(self._records) > 2:
                self._records.popitem(last=False)
        return self._records[key][1]


def run_inputs(trial: Trial) -> Inputs:
    """Return the inputs that a run of what was moved would read, without draws and other answers."""
    moved, chosen = trial.moved, trial.base.chosen
    if chosen is None:
        return moved.inputs
    before = replace(trial.base.inputs, weights=moved.weights, assessment=moved.assessment)
    original = before if chosen.answers else None
    return replace(moved.inputs, choices=replace(chosen, considered=(), original=original))


def _record(inputs: Inputs) -> Record:
    plan = inputs.assessment
    robustness = plan.robustness.model_copy(update={"draws": 0})
    undrawn = replace(inputs, assessment=plan.model_copy(update={"robustness": robustness}))
    return compose_record(undrawn, assess(undrawn), {})
