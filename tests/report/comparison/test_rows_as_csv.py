"""The rows of a comparison as CSV: every row, and nothing that a spreadsheet evaluates."""

import base64
import copy
import csv
import io

from pairs import bar_rises, candidate_goes, compared, minds_change, mine_closes, record

from criticality.comparison.series import series_of
from criticality.report.comparison import rows_as_csv
from criticality.report.comparison_reader import View


def read(address: str) -> list[dict[str, str]]:
    text = base64.b64decode(address.partition(",")[2]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_of_two_runs_has_every_row_and_no_formula() -> None:
    view = View(copy.deepcopy(compared((), (mine_closes, minds_change, bar_rises))))
    view.content["minerals"]["austrium"] = {"en": "=HYPERLINK(1)", "zh-Hant": "@x"}
    rows = read(rows_as_csv.of_two(view))
    assert [row["mineral"] for row in rows] == [row["mineral"] for row in view.content["ranks"]]
    (spoiled,) = [row for row in rows if row["mineral"] == "austrium"]
    assert (spoiled["name_en"], spoiled["name_zh"]) == ("'=HYPERLINK(1)", "'@x")
    assert float(spoiled["score_b"]) == next(
        row["b"]["score"] for row in view.content["ranks"] if row["mineral"] == "austrium"
    )


def test_the_csv_of_several_runs_has_the_whole_matrix() -> None:
    content = series_of([record(), record(bar_rises), record(candidate_goes)])
    content["minerals"][0]["names"] = {"en": "=1+1", "zh-Hant": "＝"}
    rows = read(rows_as_csv.of_several(content))
    assert [row["mineral"] for row in rows] == [row["mineral"] for row in content["minerals"]]
    assert rows[0]["name_en"] == "'=1+1"
    for number, run in enumerate(content["runs"]):
        listed = [row["mineral"] for row in rows if row[f"listed_{run['run_id']}"] == "True"]
        cells = {row["mineral"]: row["cells"][number] for row in content["minerals"]}
        assert len(listed) == run["listed"]
        for row in rows:
            cell = cells[row["mineral"]]
            expected = "" if cell is None or cell["rank"] is None else str(cell["rank"])
            assert row[f"rank_{run['run_id']}"] == expected
