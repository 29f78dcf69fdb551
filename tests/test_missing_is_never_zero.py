"""No row of evidence can be lost in silence: what its loss changes, the run says; what it lowers, the run flags."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from longer import sampled
from workspace_builder import ATLANTIS, atlantis, by_mineral, edit, run, run_folder, table

EVIDENCE = ("mineral_properties", "production", "governance", "end_uses", "sectors")
SIGNS = ("value", "grade", "flag", "sources")


def rows_of(name: str) -> list[str]:
    return (ATLANTIS / "data" / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)


def kind_of_row(case: tuple[str, int]) -> tuple[str, str]:
    """The table, and in the table of properties the property."""
    name, number = case
    return name, rows_of(name)[number - 1].split(",")[1] if name == "mineral_properties" else ""


ROWS = [(name, number) for name in EVIDENCE for number in range(2, len(rows_of(name)) + 1)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the untouched workspace, beside a copy that loses one row at a time."""
    return run_folder(atlantis(tmp_path_factory.mktemp("whole")))


@pytest.fixture(scope="module")
def thinned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return atlantis(tmp_path_factory.mktemp("thinned"))


def signs(folder: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (row["mineral"], row["criterion"]): tuple(row[name] for name in SIGNS) for row in table(folder, "indicators")
    }


def speaks_for(mineral: str, cells: dict[tuple[str, str], tuple[str, ...]]) -> list[tuple[str, str]]:
    """A mineral's own cells; where one is flagged `group_median`, those of its lenders too."""
    own = {key for key in cells if key[0] == mineral}
    lent = {criterion for _, criterion in own if "group_median" in cells[mineral, criterion][SIGNS.index("flag")]}
    return [key for key in cells if key in own or key[1] in lent]


def score(row: dict[str, str]) -> float | None:
    return float(row["score"]) if row["score"] else None


def words(row: str) -> str:
    return ", ".join(next(csv.reader(io.StringIO(row)))[:4])


@pytest.mark.parametrize(
    ("name", "number"), sampled(ROWS, 4, kind_of_row), ids=[f"{name}-{number}" for name, number in ROWS]
)
def test_losing_a_row_lowers_no_score_in_silence(name: str, number: int, whole: Path, thinned: Path) -> None:
    rows, path = rows_of(name), thinned / "data" / f"{name}.csv"
    path.write_text("".join(rows[: number - 1] + rows[number:]), "utf-8")
    try:
        outcome = run(thinned)
    finally:
        path.write_text("".join(rows), "utf-8")
    if outcome.code != 0:
        assert outcome.code == 1
        assert "hint: " in outcome.err, "a loss that cannot be borne is refused in words"
        return
    folder = Path(outcome.out.strip())
    before, after = by_mineral(whole), by_mineral(folder)
    cells_before, cells_after = signs(whole), signs(folder)
    for mineral, row in after.items():
        was, now = score(before[mineral]), score(row)
        told = {key: (cells_before[key], cells_after[key]) for key in speaks_for(mineral, cells_after)}
        told = {key: pair for key, pair in told.items() if pair[0] != pair[1]}
        if was is None or (now is not None and now >= was):
            continue
        assert told, f"{mineral}: {was} → {now} without {words(rows[number - 1])}, and no cell says so"
        if now is None:
            assert row["tier"] == "insufficient" or row["designated"] == "true"
        else:
            assert any(pair[0][1:] != pair[1][1:] for pair in told.values()), (
                f"{mineral}: {was} → {now} without {words(rows[number - 1])}: another value, but neither grade, flag "
                f"nor sources tell that evidence is lacking: {told}"
            )
    shutil.rmtree(folder)


@pytest.mark.parametrize("flag", ["withheld", "absent"])
def test_a_withheld_figure_counts_as_the_middle_of_its_scale_never_as_its_bottom(flag: str, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, "data/mineral_properties.csv", "austrium,substitution_index,,0.9,", "austrium,substitution_index,,,")
    text = (root / "data/mineral_properties.csv").read_text("utf-8").splitlines(keepends=True)
    text = [row.replace("reported", flag) if row.startswith("austrium,substitution_index") else row for row in text]
    (root / "data/mineral_properties.csv").write_text("".join(text), "utf-8")
    cells = {(row["mineral"], row["criterion"]): row for row in table(run_folder(root), "indicators")}
    said = cells["austrium", "lack_of_substitutes"]
    assert (said["value"], float(said["scaled"]), said["flag"], said["grade"]) == ("", 0.5, flag, "")


def test_a_mineral_without_any_evidence_is_insufficient_not_safe(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with (root / "data/minerals.csv").open("a", encoding="utf-8") as stream:
        stream.write("phlogiston,,Phlogiston,燃素,iron_like,yes,,\n")
    with (root / "data/end_uses.csv").open("a", encoding="utf-8") as stream:
        stream.write("phlogiston,Fire,1,household,guild_of_smelters_2024,B,\n")
    row = by_mineral(run_folder(root))["phlogiston"]
    assert (row["tier"], row["score"], row["rank"], row["listed"]) == ("insufficient", "", "", "false")


def test_a_figure_that_nobody_has_needs_neither_source_nor_grade(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    with (root / "data/mineral_properties.csv").open("a", encoding="utf-8") as stream:
        stream.write("norwegium,gwp100,,,,,kg CO2-eq/kg,2023,,,absent,nobody has measured it\n")
    assert run_folder(root).is_dir()
    edit(root, "data/mineral_properties.csv", "2023,,,absent,nobody", "2023,,,withheld,somebody")
    assert run(root).code == 1, "whoever withholds a figure is a source"
