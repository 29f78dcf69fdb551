"""What several minerals of the list have in common: an act that restricts them."""

from datetime import date

from criticality.policy.bench import Bench
from criticality.policy.portfolio import shared_fates


def test_an_act_counts_every_mineral_it_restricts_also_beside_a_severer_one(taiwan):
    """China's announcement of rare earths of 2025 stood beside severer licences, and reached three minerals of six."""
    bench = Bench(*taiwan)
    fates = shared_fates(bench, bench.listed)["restriction"]
    told = {(fate["country"], fate["act"]): set(fate["minerals"]) for fate in fates}
    expected: dict[tuple[str, str], set[str]] = {}
    for row in bench.data.table("export_restrictions").itertuples():
        in_force = row.in_force_from <= bench.evidence.as_of <= (row.in_force_until or date.max)
        if in_force and row.target == "all" and row.severity > 0 and row.mineral in bench.listed:
            expected.setdefault((row.country, row.act), set()).add(row.mineral)
    assert len(expected) > 5
    assert {key: told[key] & minerals for key, minerals in expected.items()} == expected
