"""The list that an assessment states: decided without draws, and with no other answer to its choices."""

from dataclasses import replace
from typing import TYPE_CHECKING

from criticality.model.record import Record

if TYPE_CHECKING:
    from criticality.model.results import Inputs


def without_draws(inputs: "Inputs") -> Record:
    """Return the record of some inputs as they are stated: no draws, and no other answers to the choices."""
    from criticality.assess import assess
    from criticality.records.compose import compose_record

    plan = inputs.assessment
    undrawn = plan.model_copy(update={"robustness": plan.robustness.model_copy(update={"draws": 0})})
    inputs = replace(inputs, assessment=undrawn)
    return compose_record(inputs, assess(as_stated(inputs)), {})


def as_stated(inputs: "Inputs") -> "Inputs":
    """The same inputs, of whose choices only the stated answers are evaluated."""
    return inputs if inputs.choices is None else replace(inputs, choices=replace(inputs.choices, considered=()))
