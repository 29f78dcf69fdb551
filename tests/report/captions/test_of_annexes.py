"""The captions of the annexes state what their tables show: judges, weights, checks, the workbook, the identity."""

from typing import Any

import pytest
from sample_record import sample_record
from short_records import reader_of

from criticality.report import panel_page
from criticality.report.captions.of_annexes import caption_of_judge, captions_of_annexes
from criticality.report.pages import render_page


def weigh(record: dict[str, Any], **judges: tuple[float, ...]) -> None:
    """Give every judge weights of the dimensions."""
    codes = [entry["code"] for entry in record["inputs"]["dimensions"]]
    record["result"]["by_judge"] = [
        {"judge": f"Judge {letter}", "group": "dimensions", "item": code, "weight": weight}
        for letter, weights in judges.items()
        for code, weight in zip(codes, weights, strict=True)
    ]


def judge_said(record: dict[str, Any], place: int, language: Any = "en") -> str:
    return caption_of_judge(reader_of(record, language), record["inputs"]["weights"]["judges"][place])


def test_a_judge_is_said_with_what_weighs_most_the_comparisons_and_the_largest_ratio() -> None:
    record = sample_record()
    weigh(record, A=(0.2, 0.5, 0.3), B=(0.4, 0.4, 0.2))
    reader = reader_of(record)
    first, second, _ = reader.dimensions.values()
    count = sum(map(len, record["inputs"]["weights"]["judges"][0]["comparisons"].values()))
    assert judge_said(record, 0) == f"Judge A weighs {second} most, 50.0 %; {count} comparisons, largest CR 0.008"
    assert judge_said(record, 1) == (
        f"Judge B weighs {first}, {second} most, 40.0 % each; {count} comparisons, largest CR 0.210"
    )
    assert judge_said(record, 1, "zh-Hant").startswith("專家 B：")
    weigh(record, A=(1 / 3, 1 / 3, 1 / 3))
    assert judge_said(record, 0).startswith("Judge A weighs every dimension alike, 33.3 %; ")


def test_of_a_judge_without_weights_the_strongest_judgement_is_said_and_of_none_the_title() -> None:
    record = sample_record()
    record["result"].update(by_judge=[], consistency=[])
    judge = record["inputs"]["weights"]["judges"][0]
    sentences = [sentence for group in judge["comparisons"].values() for sentence in group]
    strongest = max(sentences, key=lambda sentence: sentence["by"])
    strongest["by"] = [5, 7]
    reader = reader_of(record)
    more, than = reader.criterion(strongest["more"]), reader.criterion(strongest["than"])
    said = f"The strongest judgement of Judge A: {more} over {than}, 5 to 7 times; {len(sentences)} comparisons"
    assert judge_said(record, 0) == said
    for sentence in sentences:
        sentence["by"] = 1
    assert judge_said(record, 0) == "Judge A: what counts more than what, how many times, and why"


def test_the_pair_over_which_the_judges_differ_most_is_named_with_who_holds_what() -> None:
    record = sample_record()
    assert panel_page.farthest_apart(reader_of(record)) == "", "both judges say the same"
    _, judge = record["inputs"]["weights"]["judges"]
    sentence = judge["comparisons"]["dimensions"][0]
    sentence.update(more=sentence["than"], than=sentence["more"], by=4)
    reader = reader_of(record)
    mine, others = reader.dimensions[sentence["more"]], reader.dimensions[sentence["than"]]
    said = panel_page.farthest_apart(reader)
    assert said.startswith("The judges differ most over ")
    assert f"“{mine}” counts 4 times as much (Judge B)" in said
    assert f"“{others}” counts 2 times as much (Judge A)" in said
    sentence["by"] = 1
    assert "both count alike (Judge B)" in panel_page.farthest_apart(reader_of(record))


def test_the_weight_that_differs_most_between_the_judges_is_said_with_both_ends() -> None:
    record = sample_record()
    weigh(record, A=(0.2, 0.5, 0.3), B=(0.3, 0.1, 0.6), C=(0.25, 0.35, 0.4))
    reader = reader_of(record)
    second = list(reader.dimensions.values())[1]
    said = captions_of_annexes(reader)["by_judge"]
    assert said == (
        f"What each judge alone would give differs most on “{second}”: 10.0 % (Judge B) to 50.0 % (Judge A)."
    )
    weigh(record, A=(0.2, 0.5, 0.3), B=(0.2, 0.5, 0.3))
    assert captions_of_annexes(reader_of(record))["by_judge"] == reader.words("weights.by_judge")


@pytest.mark.parametrize(("other", "end"), [((0.2, 0.6, 0.2), "same"), ((0.5, 0.2, 0.3), "other")])
def test_subgroups_are_said_with_the_widest_weight_and_whether_they_agree(
    other: tuple[float, float, float], end: str
) -> None:
    record = sample_record()
    weigh(record, Ports=(0.3, 0.4, 0.3), Springs=other)
    rows = record["result"].pop("by_judge")
    record["result"].update(
        by_judge=[], by_subgroup=[{**row, "subgroup": row.pop("judge").removeprefix("Judge ")} for row in rows]
    )
    reader = reader_of(record)
    first, second, _ = reader.dimensions.values()
    widest = first if end == "other" else second
    low, high = ("30.0 % (Ports)", "50.0 % (Springs)") if end == "other" else ("40.0 % (Ports)", "60.0 % (Springs)")
    agree = {"same": f"each weighs {second} most", "other": "they do not agree which dimension weighs most"}[end]
    assert captions_of_annexes(reader)["subgroups"] == (
        f"The subgroups differ most on “{widest}”: {low} to {high}; {agree}"
    )


def test_the_findings_of_the_checks_are_counted_by_kind() -> None:
    record = sample_record()
    found = {"subject": "tin", "figure": None, "text": {"en": "x", "zh-Hant": "x"}}
    kinds = ("proxied", "jump", "proxied", "grade")
    record["result"]["checks"] = [{**found, "check": kind} for kind in kinds]
    reader = reader_of(record)
    said = captions_of_annexes(reader)["checks"]
    assert said.startswith(
        f"The checks found 4 points of 3 kinds, most of the kind “{reader.coded('check', 'proxied')}” (2)"
    )
    record["result"]["checks"] = record["result"]["checks"][:1]
    assert captions_of_annexes(reader_of(record))["checks"] == reader.words("checks.caption")


def test_the_figures_of_the_workbook_are_those_of_the_record() -> None:
    record = sample_record()
    listed = [row["mineral"] for row in record["result"]["ranking"] if row["listed"]]
    present = [cell["mineral"] for cell in record["result"]["indicators"] if cell["value"] is not None]
    own = sum(mineral in listed for mineral in present)
    assert captions_of_annexes(reader_of(record))["workbook"].startswith(
        f"list.xlsx holds all {len(present)} figures on the {len(record['result']['candidates'])} candidates, "
        f"{own} of them on the {len(listed)} listed minerals"
    )


def test_what_the_digest_covers_is_counted_in_the_inputs() -> None:
    record = sample_record()
    inputs = record["inputs"]
    rows = sum(len(table["rows"]) for table in inputs["data"].values())
    assert captions_of_annexes(reader_of(record))["identity"].startswith(
        f"The digest 1a2b3c4d covers {len(inputs['data'])} data tables ({rows} rows), "
        f"{len(inputs['sources'])} sources, {len(inputs['criteria'])} criteria, "
    )


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_caption_is_printed(language: Any) -> None:
    record = sample_record(robustness=True, policy=True)
    weigh(record, A=(0.2, 0.5, 0.3), B=(0.4, 0.4, 0.2))
    page = render_page(record, language).replace("\u00a0", " ").replace("&#39;", "’")
    said = captions_of_annexes(reader_of(record, language))
    judges = [judge_said(record, place, language) for place in (0, 1)]
    printed = [said[name] for name in ("by_judge", "checks", "workbook", "identity")]
    for text in (*judges, *printed):
        assert (text if language == "en" else text.replace(" %", "%")) in page
