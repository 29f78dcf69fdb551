"""The captions of the tables on answers, weights, methods and measures state what these show."""

from short_records import assessed, decided_again, listed, reader_of

from criticality.report.captions.of_chapters import captions_of_chapters
from criticality.report.chapters.policy_stock import hits


def test_the_question_that_moves_most_is_named_by_its_number() -> None:
    record = assessed()
    first, second, *_ = listed(record)
    decided_again(record, {first: (0.1, 0.9, "contested", "uses")})
    choices = record["result"]["choices"]["choices"]
    unmoved = [{**option, "left": []} for option in choices[0]["options"]]
    moving = [{**option, "entered": [second]} for option in choices[0]["options"]]
    choices += [{**choices[0], "code": "still", "options": unmoved}, {**choices[0], "code": "more", "options": moving}]
    said = captions_of_chapters(reader_of(record))["answers"]
    assert said.startswith("Q3 moves most: its other answers, each taken alone, bring 2 minerals on or off the list")
    assert said.endswith("2 of the 3 questions move any")
    del choices[1]
    said = captions_of_chapters(reader_of(record))["answers"]
    assert said.endswith("each of the 2 questions moves some")


def test_the_criterion_without_which_most_move_is_named_with_the_list_it_leaves() -> None:
    record = assessed()
    rows = record["result"]["robustness"]["drop_one_criterion"]
    rows[0].update(entered=["a", "b", "c"], left=["d"], size=21)
    for row in rows[1:]:
        row.update(entered=["a"], left=[])
    reader = reader_of(record)
    criterion = reader.criterion(rows[0]["criterion"])
    told = f"The list changes most without “{criterion}”: 4 minerals enter or leave it, and it has 21"
    assert captions_of_chapters(reader)["drop"] == told
    for row in rows:
        row.update(entered=[], left=[])
    assert captions_of_chapters(reader_of(record, "zh-Hant"))["drop"] == "剔除任一準則，均無礦產進出清單"


def test_the_mineral_whose_rank_differs_most_between_the_methods_is_named() -> None:
    record = assessed()
    first = listed(record)[0]
    for place, row in enumerate(row for row in record["result"]["methods"] if row["mineral"] == first):
        row["rank"] = 2 if place else 5000
    reader = reader_of(record)
    said = captions_of_chapters(reader)["methods"]
    assert said.startswith(f"{reader.name(first)} moves most between the methods, from rank 2 to 5000. ")


def test_the_heaviest_criterion_is_named_with_its_weight() -> None:
    record = assessed()
    heaviest = max(record["result"]["weights"], key=lambda row: row["global_weight"])
    reader = reader_of(record)
    told = (
        f"“{reader.criterion(heaviest['criterion'])}” weighs most, {100 * heaviest['global_weight']:.1f} % of the whole"
    )
    assert captions_of_chapters(reader)["weights"] == told


def test_the_measure_that_takes_most_off_the_list_is_named_with_those_that_nothing_helps() -> None:
    record = assessed()
    levers = record["result"]["policy"]["levers"]
    for rows in levers.values():
        for row in rows:
            row.update(possible=False)
    reader = reader_of(record)
    said = captions_of_chapters(reader)["levers"]
    assert said == f"No single measure within its published limit takes any of the {len(levers)} minerals off the list"
    first, *_ = levers
    row = next(row for row in levers[first] if row["lever"] == "recycle")
    row.update(possible=True, limit=None)
    said = captions_of_chapters(reader_of(record))["levers"]
    assert said == (
        f"Recycling alone, within its published limit, takes most of the {len(levers)} off the list, 1; "
        f"for {len(levers) - 1} no measure within published limits is enough"
    )


def test_a_stock_is_said_to_be_larger_than_any_that_is_held_only_where_one_is_held() -> None:
    record = assessed()
    reader = reader_of(record)
    hit = hits(reader)
    most = max(float(stock["nominal_days"]) for row in hit for stock in row["practice"].values())
    beyond = sum(row["days_needed_confident"] > most for row in hit)
    assert 0 < beyond < len(hit)
    assert captions_of_chapters(reader)["stock"].startswith(f"{beyond} of the {len(hit)} minerals need a stock of more")
    for row in hit:
        row["days_needed_confident"] = most + 1
    every = captions_of_chapters(reader_of(record))["stock"]
    assert every.startswith(f"All {len(hit)} minerals need a stock of more than {most:.0f} days")
    for row in record["result"]["policy"]["disruption"].values():
        if row:
            row["practice"] = {}
    longest = max(hits(reader_of(record)), key=lambda row: row["days_needed_confident"])
    said = captions_of_chapters(reader_of(record))["stock"]
    assert reader.name(longest["mineral"]) in said
    assert f"{longest['days_needed_confident']:.0f} days" in said
