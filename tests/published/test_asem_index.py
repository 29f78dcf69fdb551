"""The ASEM Sustainable Connectivity index of 2018: three levels above its indicators in one workspace."""

import csv
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from criticality.report.pages import render_page
from workspace_builder import Plan, by_mineral, criticality, run_folder, small_workspace, table, write_json

HERE = Path(__file__).parent
SUB_INDICES = {
    "conn": ("physical", "conecfin", "political", "instit", "p2p"),
    "sust": ("environ", "social", "susecfin"),
}
PILLARS = tuple(pillar for pillars in SUB_INDICES.values() for pillar in pillars)
WITHIN_ROUNDING = 1e-8
"""The indicators are written to 8 digits."""


def read(name: str) -> list[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def published() -> dict[str, dict[str, float]]:
    """Country → pillars, sub-indices and index, 0…1."""
    head, *rows = read("asem_2018_index.csv")
    return {row[0]: {code: float(cell) / 100 for code, cell in zip(head[1:], row[1:], strict=True)} for row in rows}


@pytest.fixture(scope="module")
def asem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    levels, head, *rows = read("asem_2018_normalised.csv")
    plan = Plan(
        figures={row[0]: dict(zip(head[2:], map(float, row[2:]), strict=True)) for row in rows},
        dimension_of=dict(zip(head[2:], levels[2:], strict=True)),
        weights={"method": "equal"},
        method="ahp_ratings",
        scale={"kind": "linear", "zero_at": 0, "one_at": 100},
        missing="refuse",
    )
    root = small_workspace(tmp_path_factory.mktemp("asem"), plan)
    parents = {pillar: sub for sub, pillars in SUB_INDICES.items() for pillar in pillars}
    said = [{"code": sub, "title": sub.title()} for sub in SUB_INDICES]
    said += [{"code": pillar, "title": pillar.title(), "parent": parents[pillar]} for pillar in PILLARS]
    write_json(root, "criteria/dimensions.yaml", said)
    return root


def test_every_country_has_its_published_index_sub_indices_and_pillars(asem: Path) -> None:
    found, expected = by_mineral(run_folder(asem)), published()
    assert len(found) == len(expected) == 51
    for country, row in found.items():
        ours = {code: float(row[code]) for code in (*PILLARS, *SUB_INDICES)} | {"index": float(row["score"])}
        assert ours == pytest.approx(expected[country], abs=WITHIN_ROUNDING), country


def test_numbers_by_group_are_the_same_weights(asem: Path) -> None:
    levels, head, *_ = read("asem_2018_normalised.csv")
    groups: dict[str, dict[str, float]] = {"dimensions": dict.fromkeys(SUB_INDICES, 1)}
    groups |= {sub: dict.fromkeys(pillars, 1) for sub, pillars in SUB_INDICES.items()}
    for pillar, code in zip(levels[2:], head[2:], strict=True):
        groups.setdefault(pillar, {})[code] = 1
    said: dict[str, Any] = {"method": "direct", "weights": groups, "normalise": True, "because": "As published."}
    write_json(asem, "weights/by_group.yaml", {"title": "By group", **said})
    folder = run_folder(asem, "--weights", asem / "weights/by_group.yaml")
    assert {code: float(row["score"]) for code, row in by_mineral(folder).items()} == pytest.approx(
        {code: row["index"] for code, row in published().items()}, abs=WITHIN_ROUNDING
    )
    levels_of = {row["dimension"]: row for row in table(folder, "dimensions")}
    assert [*levels_of] == [*SUB_INDICES, *PILLARS]
    assert float(levels_of["social"]["local_weight"]) == pytest.approx(1 / 3)
    assert float(levels_of["p2p"]["global_weight"]) == pytest.approx(0.1)
    assert levels_of["p2p"]["parent"] == "conn"


def test_pillars_stand_on_the_page_and_at_the_terminal(asem: Path) -> None:
    folder = run_folder(asem)
    shown = criticality("show", folder, "aut", "--workspace", asem).out
    assert re.search(r"conn\s+0\.554\s+0\.500\s+0\.500\s+physical\s+0\.411\s+0\.200\s+0\.100", shown.lower())
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert record["result"]["levels"][2]["parent"] == "conn"
    page = html.unescape(re.sub(r"<[^>]*>", " ", render_page(record, "en")))
    for code in (*PILLARS, *SUB_INDICES):
        assert f"{published()['aut'][code]:.{3 if code in PILLARS else 2}f}" in page, code
    assert "Ratings below the first level" in page
