"""Page one of both editions: what it finds, who is missing, what the list hangs on."""

import pytest
from sample_record import sample_record
from short_records import assessed, decided_again, listed, reader_of

from criticality.report.short.front import front, hinges, since


def said(record: dict, language: str = "en") -> str:
    """Everything that page one says in sentences."""
    page = front(reader_of(record, language))
    return " ".join([page["finding"], page["key"], *(line for row in page["rows"] for line in row["lines"])])


def test_every_listed_mineral_stands_once_under_an_industry() -> None:
    record = assessed()
    named = [x["name"] for row in front(reader_of(record))["industries"] for x in row["minerals"]]
    names = {row[0]: row[2] for row in record["inputs"]["data"]["minerals"]["rows"]}
    every = [row["mineral"] for row in record["result"]["ranking"] if row["listed"]]
    assert sorted(named) == sorted(names[mineral] for mineral in every)


def test_a_list_of_nobody_says_so() -> None:
    record = sample_record()
    for row in record["result"]["ranking"]:
        row["listed"] = False
    page = front(reader_of(record))
    assert page["finding"].startswith("No mineral of the")
    assert page["industries"] == []


@pytest.mark.parametrize(("language", "question"), [("en", "How is use counted?"), ("zh-Hant", "用途如何計算？")])
def test_who_leaves_by_another_answer_is_named_with_the_question(language: str, question: str) -> None:
    record = assessed()
    first, second, *_ = listed(record)
    decided_again(record, {first: (0.1, 0.9, "contested", "uses"), second: (0.95, 0.99, "firm", None)})
    record["result"]["ranking"] = [r for r in record["result"]["ranking"] if r["mineral"] in (first, second)]
    counts, moves = hinges(reader_of(record, language))
    assert question in moves
    assert reader_of(record, language).name(first) in moves
    assert reader_of(record, language).name(second) not in moves
    assert ("1 minerals are firm" if language == "en" else "穩固 1 項") in counts


def test_the_questions_that_move_least_share_a_line() -> None:
    record = assessed()
    listed_one = listed(record)[0]
    decided_again(record, {listed_one: (0.2, 0.9, "contested", "uses")})
    choices = record["result"]["choices"]["choices"]
    choices += [{**choices[0], "code": f"more_{place}"} for place in range(5)]
    reader = reader_of(record)
    sure = next(row["lines"] for row in front(reader)["rows"] if row["title"] == "How sure it is")
    assert len([line for line in sure if "Another answer" in line]) == 3
    rest = next(line for line in sure if line.startswith("3 more questions"))
    assert rest == f"3 more questions: another answer takes off {reader.name(listed_one)}."
    assert sure[-1].startswith("With the answers now taken: ")
    assert len([line for line in hinges(reader) if "Another answer" in line]) == 6


def test_without_choices_nothing_is_said_of_answers() -> None:
    assert hinges(reader_of(assessed())) == []


def test_what_most_governments_list_and_this_list_does_not_is_named_with_its_condition() -> None:
    record = assessed()
    off = listed(record, yes=False)[0]
    rows = [[off, code, "2025-01-01", "critical", "src", ""] for code in ("AUS", "CAN")]
    columns = ["mineral", "jurisdiction", "list_date", "tier", "source", "note"]
    record["inputs"]["data"]["official_lists"] = {"columns": columns, "rows": rows}
    text = said(record)
    assert "1 minerals are on at least half of the 2 lists" in text
    assert reader_of(record).name(off) in text


def test_of_the_missing_those_that_another_answer_would_bring_in_are_named_first() -> None:
    record = assessed()
    first, last = listed(record, yes=False)[0], listed(record, yes=False)[-1]
    rows = [[mineral, "AUS", "2025-01-01", "critical", "src", ""] for mineral in (first, last)]
    columns = ["mineral", "jurisdiction", "list_date", "tier", "source", "note"]
    record["inputs"]["data"]["official_lists"] = {"columns": columns, "rows": rows}
    decided_again(record, {first: (0.0, 0.01, "out", None), last: (0.1, 0.9, "contested", "uses")})
    text = said(record)
    names = [reader_of(record).name(mineral) for mineral in (last, first)]
    assert text.index(names[0]) < text.index(names[1])


def test_an_older_list_of_a_government_does_not_count_beside_its_newest() -> None:
    record = assessed()
    off = listed(record, yes=False)[0]
    columns = ["mineral", "jurisdiction", "list_date", "tier", "source", "note"]
    rows = [[off, "AUS", "2020-01-01", "critical", "src", ""], ["other", "AUS", "2025-01-01", "critical", "src", ""]]
    record["inputs"]["data"]["official_lists"] = {"columns": columns, "rows": rows}
    assert "lists of other governments" not in said(record)


def event(mineral: str, before: str, after: str) -> dict:
    happened = {"stage": "extraction", "country": "LEM", "since": "2026-03-02", "until": None, "share_lost": 1.0}
    place = {"score": 0.35, "rank": 5, "listed": False}
    return {
        "mineral": mineral,
        "events": [{**happened, "what": "The plant stopped", "source": "src"}],
        "by_figures": {**place, "tier": before},
        "with_events": {**place, "tier": after, "score": 0.42},
    }


def test_what_happened_since_the_figures_is_on_page_one() -> None:
    record = assessed()
    moved, still = listed(record, yes=False)[:2]
    record["result"]["events"] = [event(moved, "not_listed", "watch"), event(still, "watch", "watch")]
    text = said(record)
    assert "The plant stopped" in text
    assert "(score 0.35); with the event" in text
    assert f"No change of tier by what happened: {reader_of(record).name(still)}" in text
    assert len(since(reader_of(record))) == 2


def test_a_mineral_off_the_list_that_most_draws_list_is_named() -> None:
    record = assessed()
    off = listed(record, yes=False)[0]
    row = next(row for row in record["result"]["ranking"] if row["mineral"] == off)
    row["p_listed"] = 0.56
    assert f"Not listed, though most simulations list it: {reader_of(record).name(off)} (56 %)" in said(record)


def test_issuer_and_committee_come_from_the_assessment() -> None:
    record = assessed()
    assert front(reader_of(record))["issuer"] == ""
    record["inputs"]["assessment"]["issuer"] = {"en": "Ministry of Ores", "zh-Hant": "礦務部"}
    assert front(reader_of(record, "zh-Hant"))["issuer"] == "礦務部"


@pytest.mark.parametrize(("language", "firm"), [("en", "● firm"), ("zh-Hant", "● 高")])
def test_without_choices_the_marks_are_explained_as_classes_of_the_draws(language: str, firm: str) -> None:
    record = sample_record(robustness=True)
    for row in record["result"]["ranking"]:
        row["confidence"] = "firm"
    assert firm in str(front(reader_of(record, language))["key"])


# ── where the list stands ────────────────────────────────────────────────────

ACT = {"by": {"en": "Harbour Council", "zh-Hant": "港務會議"}, "on": "2025-04-01", "act": {"en": "Order 7"}}


def with_status(**stated: object) -> dict:
    record = assessed()
    record["inputs"]["weights"]["status"] = "adopted"
    record["inputs"]["assessment"].update(stated)
    return record


@pytest.mark.parametrize("stated", [{}, {"status": "draft"}], ids=["nothing said", "said"])
def test_a_list_that_nobody_adopted_is_a_draft_also_with_adopted_weights(stated: dict) -> None:
    page = front(reader_of(with_status(**stated)))
    assert page["status"] == "Draft for the committee"
    assert page["finding"].startswith("This draft lists")
    assert any(ask.startswith("Then adopt") for ask in page["asks"])


def test_an_adopted_list_says_by_whom_when_and_by_which_act() -> None:
    record = with_status(status="adopted", adopted=ACT, review_by="2027-04-01")
    page, chinese = front(reader_of(record)), front(reader_of(record, "zh-Hant"))
    assert page["status"] == "Adopted on 1 April 2025 by Harbour Council (Order 7)"
    assert page["review_by"] == "to be reviewed by 1 April 2027"
    assert page["finding"].startswith("By the rule of this list")
    assert page["asks"] == [
        "None: Harbour Council adopted this list on 1 April 2025 (Order 7). It is to be reviewed by 1 April 2027."
    ]
    assert chinese["status"] == "港務會議於 2025 年 4 月 1 日核定（Order 7）"


def test_a_superseded_list_says_so_and_asks_for_nothing() -> None:
    page = front(reader_of(with_status(status="superseded", adopted=ACT, review_by="2027-04-01")))
    assert page["status"].startswith("Superseded; adopted on 1 April 2025")
    assert page["review_by"] == ""
    assert page["asks"] == [
        "None: the list has been superseded. Harbour Council had adopted it on 1 April 2025 (Order 7)."
    ]


def test_what_changed_since_the_adopted_list_stands_first() -> None:
    record = assessed()
    names = {"en": "Coronium", "zh-Hant": "氪冕"}
    since = {"run_id": "2025-03-01-00000000", "adopted": ACT, "entered": [], "left": [], "moved_tier": []}
    record["result"]["since_adopted"] = {**since, "left": [{"mineral": "coronium", "names": names}]}
    row = front(reader_of(record))["rows"][0]
    assert row["title"] == "Since the adopted list"
    changed = "Changed since the adopted list of 1 April 2025 (run 2025-03-01-00000000): Coronium leaves."
    assert row["lines"] == [changed]
    record["result"]["since_adopted"] = since
    (line,) = front(reader_of(record, "zh-Hant"))["rows"][0]["lines"]
    assert line.startswith("與 2025 年 4 月 1 日核定之清單") and line.endswith("各礦產及其類別均未變更。")
