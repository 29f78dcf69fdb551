"""Cells computed again from redrawn shares: without a deviate they are the cells themselves."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from criticality.indicators.evidence import gather_evidence
from criticality.indicators.redraws import TABLE_OF, redrawn
from criticality.indicators.table import compute_indicators
from criticality.model.dataset import Dataset
from indicators.cases import criterion, dataset, governance, imports, production
from policy.cases import inputs_of
from workspace_builder import ATLANTIS

ROOT = Path(__file__).resolve().parents[2]
SPREADS = {"A": 0.05, "B": 0.1, "C": 0.2, "D": 0.4}
ORIGINS = {"years": 3}
PARAMETERS = {
    "herfindahl": [{"stage": "bottleneck"}, {"stage": "extraction"}],
    "governance_weighted_herfindahl": [{"stage": "bottleneck"}, {"stage": "processing"}],
    "largest_share": [{"stage": "bottleneck"}],
    "import_concentration": [ORIGINS, {"stage": "bottleneck"}, {"stage": "processing", "floor_of_world": 0.9}],
    "restricted_share": [ORIGINS, {"stage": "bottleneck"}, {"stage": "extraction"}],
    "value_added_exposure": [{}],
    "strategic_share": [{}],
}
CRITERIA = [
    criterion(indicator, **parameters).model_copy(update={"code": f"c{number}_{place}"})
    for number, (indicator, given) in enumerate(PARAMETERS.items())
    for place, parameters in enumerate(given)
]


def evidence_of(data: Dataset, country="TWN", year=2024):
    return gather_evidence(data, country=country, reference_year=year, as_of=date(2024, 12, 31))


def agree(data: Dataset, country: str, year: int, as_of) -> int:
    """Compare every cell that rests on a table of shares; return how many there were."""
    cells = compute_indicators(data, CRITERIA, country=country, reference_year=year, as_of=as_of).cells
    evidence = gather_evidence(data, country=country, reference_year=year, as_of=as_of)
    present = cells[cells["present"]].set_index(["mineral", "criterion"])["value"]
    found = 0
    for mineral in sorted(set(cells["mineral"])):
        values = redrawn(evidence, mineral, CRITERIA, {}, None, 1)
        for entry in CRITERIA:
            if (mineral, entry.code) in present.index:
                found += 1
                assert values[entry.code][0] == pytest.approx(present[mineral, entry.code], abs=1e-12), (mineral, entry)
    return found


def test_every_indicator_that_reads_a_table_of_shares_has_a_case():
    assert PARAMETERS.keys() == TABLE_OF.keys()


def test_without_a_deviate_the_fictional_country_is_as_it_is():
    inputs = inputs_of(ATLANTIS)
    plan = inputs.assessment
    assert agree(inputs.dataset, plan.country, plan.reference_year, plan.date) > 50


def test_without_a_deviate_taiwan_is_as_it_is():
    taiwan = load_inputs(Workspace(ROOT), "assessments/taiwan-2026.yaml", cells=False)
    plan = taiwan.assessment
    assert agree(taiwan.dataset, plan.country, plan.reference_year, plan.date) > 600


def drawn(data: Dataset, *criteria, count=4000):
    return redrawn(evidence_of(data), "x", criteria, SPREADS, np.random.default_rng(1), count)


def coded(indicator, **parameters):
    return criterion(indicator, **parameters).model_copy(update={"code": indicator})


def correlation(data: Dataset, first, second) -> float:
    found = drawn(data, first, second)
    return float(np.corrcoef(found[first.code], found[second.code])[0, 1])


VALUE_ADDED, STRATEGIC = coded("value_added_exposure"), coded("strategic_share")


@pytest.mark.parametrize(("strategic", "sign"), [("electronics", 1.0), ("metals", -1.0)])
def test_value_added_and_strategic_share_move_with_one_share_of_use(strategic, sign):
    """Two uses: what goes to the large sector is taken from the small one."""
    uses = [{"application": s, "sector": s, "share": share} for s, share in (("electronics", 0.6), ("metals", 0.4))]
    sectors = [
        {"sector": s, "value_added_usd_m": value, "strategic": s == strategic}
        for s, value in (("electronics", 90.0), ("metals", 10.0))
    ]
    assert correlation(dataset(end_uses=uses, sectors=sectors), VALUE_ADDED, STRATEGIC) == pytest.approx(sign)


WORLD = dataset(
    production=production({"AAA": 60, "BBB": 40}, stage="extraction"), governance=governance({"AAA": 0.0, "BBB": 0.0})
)


def test_concentration_and_the_largest_share_of_two_producers_move_together():
    first, second = coded("herfindahl", stage="extraction"), coded("largest_share", stage="extraction")
    assert correlation(WORLD, first, second) > 0.99


def test_sources_that_nobody_recorded_move_with_world_supply():
    first, second = coded("governance_weighted_herfindahl", stage="bottleneck"), coded("import_concentration")
    assert correlation(WORLD, first, second) == pytest.approx(1.0)


def test_imports_from_makers_move_on_their_own():
    """What a partner makes itself is no world supply: the two tables are redrawn independently."""
    rows = production({"AAA": 6e6, "BBB": 4e6}, stage="processing")
    bought = imports({"AAA": 50.0, "BBB": 50.0})
    data = dataset(production=rows, trade=bought, governance=governance({"AAA": 0.0, "BBB": -1.0}))
    first = coded("governance_weighted_herfindahl", stage="processing")
    second = coded("import_concentration", floor_of_world=0.0)
    assert abs(correlation(data, first, second)) < 0.06


def test_what_is_redrawn_adds_up_and_a_single_supplier_stays_whole():
    lonely = dataset(production=production({"AAA": 60}, stage="extraction"))
    found = drawn(lonely, coded("largest_share", stage="extraction"), coded("herfindahl", stage="extraction"), count=50)
    assert all(values.tolist() == pytest.approx([1.0] * 50) for values in found.values())


def test_without_evidence_there_is_nothing_to_redraw():
    assert redrawn(evidence_of(dataset()), "x", CRITERIA, SPREADS, np.random.default_rng(1), 5) == {}
