"""Which adopted list is in force: by the days of adoption, by country, and by what a later run says of it."""

from pathlib import Path

import pytest
from pairs import recorded

from criticality.records.life.adopted_runs import AdoptedRun, AdoptedRuns


def adopted(run: str, on: str, *, status: str = "adopted", country: str = "ATL", act: str = "Order 7") -> AdoptedRun:
    statement = {"by": {"en": "Council"}, "on": on, "act": {"en": act}}
    return AdoptedRun(Path(run), {"status": status, "country": country, "adopted": statement}, statement)


def base(runs: AdoptedRuns, plan: dict) -> str | None:
    found = runs.base_of({"country": "ATL", **plan})
    return None if found is None else found.folder.name


FIRST, SECOND = adopted("first", "2024-04-01", act="Order 3"), adopted("second", "2025-04-01")
BOTH = AdoptedRuns((FIRST, SECOND), ())


def test_a_draft_is_held_against_the_last_list_adopted() -> None:
    assert base(BOTH, {}) == "second"
    assert base(AdoptedRuns((), ()), {}) is None


def test_an_adopted_list_is_held_against_the_one_before_it_so_that_a_second_run_has_the_same_inputs() -> None:
    assert base(BOTH, {"adopted": SECOND.adopted}) == "first"
    assert base(BOTH, {"adopted": FIRST.adopted}) is None


def test_the_list_of_another_country_is_no_base() -> None:
    assert base(AdoptedRuns((adopted("theirs", "2025-09-01", country="HYP"), FIRST), ()), {}) == "first"


@pytest.mark.parametrize(("act", "expected"), [("Order 7", "first"), ("Order 8", "second")])
def test_a_list_withdrawn_is_no_base_any_more(act: str, expected: str) -> None:
    withdrawn = adopted("third", "2025-04-01", status="superseded", act=act)
    assert base(AdoptedRuns((*BOTH.runs, withdrawn), ()), {}) == expected


def test_a_list_is_replaced_by_a_later_one_of_its_country() -> None:
    assert [BOTH.replaced(run) for run in ("first", "second", "a draft")] == [True, False, False]
    theirs = AdoptedRuns((FIRST, adopted("theirs", "2025-09-01", country="HYP")), ())
    assert not theirs.replaced("first")


@pytest.mark.parametrize("act", ["order 7", "Ｏｒｄｅｒ　７", " Order  7"])
def test_an_act_in_other_capitals_widths_or_blanks_is_the_same_act(act: str) -> None:
    spelled = adopted("spelled", "2025-04-01", act=act)
    assert BOTH.of_the_act(spelled.adopted) == (SECOND,)
    plan = {"country": "ATL", "adopted": {**spelled.adopted, "by": {"en": "COUNCIL", "zh-Hant": None}}}
    assert (BOTH.of_the_act(plan["adopted"]), BOTH.in_other_words(plan)) == ((SECOND,), ())
    assert BOTH.in_other_words({"country": "ATL", "adopted": adopted("x", "2025-04-01", act="Order 8").adopted})


def test_two_runs_of_one_act_replace_neither() -> None:
    again = AdoptedRuns((SECOND, adopted("again", "2025-04-01")), ())
    assert not again.replaced("second") and not again.replaced("again")


@pytest.mark.parametrize(
    ("plan", "near"),
    [
        (adopted("x", "2025-04-01", act="Order 8"), True),
        (adopted("x", "2025-06-01"), True),
        (adopted("x", "2025-06-01", act="Order 8"), False),
        (adopted("x", "2025-04-01"), False),
        (adopted("x", "2025-04-01", act="Order 8", country="HYP"), False),
    ],
    ids=["same day", "same act", "another adoption", "the same adoption", "another country"],
)
def test_a_rival_has_the_day_or_the_act_of_an_adoption_in_other_words(plan: AdoptedRun, near: bool) -> None:
    own = {"country": plan.life["country"], "status": "adopted", "adopted": plan.adopted}
    second = adopted(Path(recorded()).name, "2025-04-01")
    known = AdoptedRuns((AdoptedRun(recorded(), second.life, second.adopted),), ())
    assert known.rivals_of(own) == ((recorded(),) if near else ())
    assert known.rivals_of({**own, "status": "superseded"}) == ()


def test_a_rival_that_was_superseded_stands_no_more() -> None:
    ended = adopted("ended", "2025-04-01", status="superseded")
    plan = {"country": "ATL", "status": "adopted", "adopted": adopted("x", "2025-04-01", act="Order 8").adopted}
    assert AdoptedRuns((SECOND, ended), ()).rivals_of(plan) == ()
