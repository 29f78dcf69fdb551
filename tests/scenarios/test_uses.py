"""Use shares carried from one economy to another by location quotients (Flegg, Webber & Elliott 1995)."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criticality.errors import InputError
from criticality.files.tables import read_table
from criticality.model.dataset import DONOR_SECTORS
from criticality.scenarios.uses import adapt_uses

USES = ["mineral", "application", "share", "sector", "source", "country"]


def uses(*rows):
    return pd.DataFrame(list(rows), columns=USES).assign(line=range(2, len(rows) + 2))


def sectors(country, **value_added):
    rows = [(sector, float(value), country) for sector, value in value_added.items()]
    return pd.DataFrame(rows, columns=["sector", "value_added_usd_m", "country"]).assign(line=range(2, len(rows) + 2))


TUNGSTEN = uses(
    ("tungsten", "tools", 0.8, "machinery", "annex", ""),
    ("tungsten", "chips", 0.2, "electronics", "annex;own", ""),
    ("lead", "batteries", 1.0, "machinery", "survey", ""),
)
COUNTRY = sectors("TWN", machinery=10, electronics=90)
DONOR = sectors("", machinery=100, electronics=100)


def test_a_share_moves_with_the_weight_of_its_sector():
    """LQ = (.1/.5, .9/.5): .8·.2 and .2·1.8 are .16 and .36, of .52."""
    found = adapt_uses(TUNGSTEN, COUNTRY, DONOR, country="TWN", sources=["annex"])
    assert found["share"].tolist() == pytest.approx([0.16 / 0.52, 0.36 / 0.52, 1.0])
    assert TUNGSTEN["share"].tolist() == [0.8, 0.2, 1.0]


def test_rows_of_other_publishers_stay_and_the_sum_of_the_mineral_too():
    mixed = uses(
        ("w", "a", 0.3, "machinery", "annex", ""),
        ("w", "b", 0.3, "electronics", "annex", ""),
        ("w", "c", 0.38, "machinery", "survey", ""),
    )
    found = adapt_uses(mixed, COUNTRY, DONOR, country="TWN", sources=["annex"])["share"].tolist()
    assert found == pytest.approx([0.06, 0.54, 0.38])


def test_the_own_rows_of_the_country_are_adapted_and_other_countries_are_not_read():
    table = pd.concat([COUNTRY, sectors("JPN", machinery=90, electronics=10), sectors("", machinery=5, electronics=5)])
    found = adapt_uses(TUNGSTEN, table, DONOR, country="TWN", sources=["annex"])
    assert found["share"].tolist() == pytest.approx([0.16 / 0.52, 0.36 / 0.52, 1.0])


def test_the_same_economy_changes_nothing():
    found = adapt_uses(TUNGSTEN, COUNTRY, COUNTRY, country="TWN", sources=["annex", "survey"])
    assert found["share"].tolist() == pytest.approx(TUNGSTEN["share"].tolist())


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=5), st.lists(st.floats(1, 1e6), min_size=10, max_size=10))
def test_what_a_mineral_adds_up_to_never_changes(shares, values):
    names = [f"s{place}" for place in range(len(shares))]
    table = uses(*(("m", name, share, name, "annex", "") for name, share in zip(names, shares, strict=True)))
    own, donor = (sectors("", **dict(zip(names, part, strict=False))) for part in (values[:5], values[5:]))
    found = adapt_uses(table, own, donor, country="TWN", sources=["annex"])["share"]
    assert found.sum() == pytest.approx(sum(shares))
    assert (found > 0).all()


@pytest.mark.parametrize(
    ("donor", "place", "says"),
    [
        (
            DONOR[DONOR["sector"] != "machinery"],
            "data/end_uses.csv:2: sector",
            "'machinery', in which one use is adapted, is not in europe.csv",
        ),
        (sectors("", machinery=0, electronics=1), "europe.csv:2: value_added_usd_m", "has no value added in the donor"),
    ],
    ids=["absent", "nought"],
)
def test_a_sector_that_the_donor_lacks_is_told_at_its_line(donor, place, says):
    with pytest.raises(InputError) as refused:
        adapt_uses(TUNGSTEN, COUNTRY, donor, country="TWN", sources=["annex"], file="europe.csv")
    assert str(refused.value).startswith(place)
    assert says in str(refused.value)


def test_a_mineral_that_would_lose_every_use_is_told():
    with pytest.raises(InputError, match="all adapted uses of lead are in sectors without value added in TWN"):
        adapt_uses(TUNGSTEN, sectors("TWN", machinery=0, electronics=5), DONOR, country="TWN", sources=["survey"])


def test_a_sector_that_the_donor_lacks_is_nothing_to_minerals_that_are_not_adapted():
    donor = DONOR[DONOR["sector"] == "machinery"]
    found = adapt_uses(TUNGSTEN, COUNTRY, donor, country="TWN", sources=["survey"])
    assert found["share"].tolist() == TUNGSTEN["share"].tolist()


def test_the_donor_table_is_read_like_a_table_of_data(tmp_path):
    path = tmp_path / "donor.csv"
    path.write_text("sector,value_added_usd_m,year,source\nc26,100,2020,annex\nc26,-1,2020,annex\n", "utf-8")
    frame, problems = read_table(path, DONOR_SECTORS, "data/donor.csv")
    assert frame is None
    assert {(problem.line, problem.where) for problem in problems} == {(3, "value_added_usd_m"), (3, "sector")}
