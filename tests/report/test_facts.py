"""What the short edition looks up of a mineral: industries, standings, the conditions not met."""

import pytest
from short_records import assessed, decided_again, listed, reader_of

from criticality.report.facts import (
    MARKS,
    by_industry,
    doubtful,
    failing,
    failing_codes,
    over_answers,
    span_text,
    standing,
    uses_by_sector,
    width_of,
)


def test_a_mineral_without_a_recorded_use_stands_last_under_no_industry() -> None:
    reader = reader_of(assessed())
    groups = by_industry(reader, ["unknown_mineral", *listed(reader.record)])
    assert groups[-1] == ("", ["unknown_mineral"])
    assert [sector for sector, _ in groups[:-1]] == [sector for sector, _ in groups[:-1] if sector]


def test_the_industry_is_that_of_the_largest_share_added_up_over_applications() -> None:
    record = assessed()
    mineral = listed(record)[0]
    table = record["inputs"]["data"]["end_uses"]
    place = {name: table["columns"].index(name) for name in ("mineral", "sector", "share")}
    blank = [None] * len(table["columns"])
    rows = []
    for sector, share in (("one", 0.4), ("two", 0.3), ("two", 0.3)):
        row = list(blank)
        row[place["mineral"]], row[place["sector"]], row[place["share"]] = mineral, sector, share
        rows.append(row)
    table["rows"] = rows
    reader = reader_of(record)
    assert uses_by_sector(reader)[mineral] == {"one": 0.4, "two": 0.6}
    assert by_industry(reader, [mineral]) == [("two", [mineral])]


def test_the_score_is_not_named_where_a_dimension_fails_too() -> None:
    reader = reader_of(assessed())
    for row in reader.scored:
        codes = failing_codes(reader, row)
        assert row["listed"] or codes
        assert "score" not in codes or codes == ("score",)
        if not row["listed"]:
            assert "<" in failing(reader, row)


def test_a_mineral_without_a_score_fails_for_its_evidence() -> None:
    reader = reader_of(assessed())
    row = next(row for row in reader.ranking if row["score"] is None)
    assert failing(reader, row) == "Insufficient evidence"
    assert failing_codes(reader, row) == ()


def test_the_standing_is_that_over_all_answers_where_choices_were_drawn() -> None:
    record = assessed()
    first = next(row for row in record["result"]["ranking"] if row["listed"] and not row["designated"])
    before = standing(reader_of(record), first)
    assert before == first["confidence"]
    decided_again(record, {first["mineral"]: (0.2, 0.7, "contested", "uses")})
    assert standing(reader_of(record), first) == "contested"
    assert MARKS["contested"] == "○"
    assert round(width_of(record["result"]["choices"]["minerals"][0]), 9) == 0.5


def test_the_doubtful_are_the_cases_and_those_that_another_answer_may_move() -> None:
    record = assessed()
    case = record["result"]["borderline"][0]["mineral"]
    for row in record["result"]["ranking"]:
        if row["p_listed"] is not None:
            row["p_listed"] = 0.95 if row["listed"] else 0.01
    assert doubtful(reader_of(record)) == {case}
    on, off, firm = listed(record)[-1], listed(record, yes=False)[0], listed(record)[1]
    spans = {on: (0.2, 0.7, "contested", "uses"), off: (0.0, 0.3, "leaning_out", "uses"), firm: (0.95, 1, "firm", None)}
    decided_again(record, spans)
    assert doubtful(reader_of(record)) == {case, on}


@pytest.mark.parametrize(("draws", "said"), [(100_000, "< 0.1 % – > 99.9 %"), (200, "< 1.5 % – > 98.5 %")])
def test_what_no_draw_shows_over_all_answers_is_bounded_by_the_draws_of_the_extremes(draws: int, said: str) -> None:
    """The two extreme combinations are drawn 4,096 times, not as often as every other one."""
    record = assessed()
    first, *_ = listed(record)
    decided_again(record, {first: (0.0, 1.0, "contested", "uses")})
    record["inputs"]["assessment"]["robustness"]["draws"] = draws
    reader = reader_of(record)
    assert span_text(reader, over_answers(reader)[first]) == said
